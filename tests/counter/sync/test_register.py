"""A closed book goes to the centre and to the other hosts of its office, whose paper of it is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import endings
from counter.desk.office.verification import verify
from counter.desk.printing.documents import page_of
from counter.desk.register import books
from counter.problems import Problem
from db.store.upgrade import create_store
from db.sync.run import join
from tests import offices
from tests.counter.sync.hosts import Host, at_centre, client_of, host_at, on_shift
from tests.db.central import world

OLD = offices.StillClock(at=datetime(2025, 12, 30, 2, 0, tzinfo=UTC))


def paper(desk: Desk) -> str:
    return page_of(desk, "2025/Hộ tịch", "register").to_json()


def test_a_closed_book_is_the_same_on_every_host_whatever_comes_later(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one", login="hoa")
    old = replace(one.desk, clock=OLD)
    dossiers = [offices.received(old) for _each in range(3)]
    one.synced()
    store = create_store(tmp_path / "two")
    enrolment = world.enrol(centre, number=1)
    assert join(client_of(store, enrolment)).failure is None
    seat = replace(one.desk, store=store, node=f"{one.desk.office.unit}/1", shift=None)
    two = Host(on_shift(seat, "lan", 2), enrolment)
    with pytest.raises(Problem):
        books.close(replace(two.desk, staff=one.desk.staff), "2025/Hộ tịch")
    closed = books.close(one.desk, "2025/Hộ tịch")
    first = paper(one.desk)
    endings.void(offices.later(one.desk, minutes=5), dossiers[0], "Nhập nhầm hồ sơ này")
    one.synced()
    two.synced()
    assert books.book_of(two.desk, "2025/Hộ tịch").closed == closed
    assert paper(two.desk) == paper(one.desk) == first
    assert offices.received(two.desk)
    assert {one.book for one in books.books(two.desk)} >= {"2026-1/Hộ tịch"}
    two.synced()
    one.synced()
    assert at_centre(centre) == one.events()
    assert all(verify(host.desk, rebuild=True).holds for host in (one, two))
