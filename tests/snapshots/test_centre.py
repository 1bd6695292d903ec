"""How the journey to the centre looks: what waits, what was refused, the last runs, and a dossier on its way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from counter.desk.centre import status
from counter.desk.centre.status import Failure
from counter.desk.desk import Desk
from counter.screens.base import OfficeChanged
from db import host
from db.domain.records import Person
from tests.counter.enrolled import cut_off, enrolled, ran, refuse
from tests.offices import COPY, later, received, seated
from tests.snapshots.filled import fill, newest
from tests.snapshots.stage import SIZES, settled, stage


def cut_off_for_days(desk: Desk) -> None:
    """Three days without the line, in the middle of the work."""
    before = later(desk, days=-3, hours=-1)
    cut_off(before, hours=0)
    fill(desk)
    newest(desk)
    with desk.store.write() as connection:
        host.put(connection, "centre_next_at", "2026-11-23T01:46:00.000Z")
        host.put(connection, "centre_speed", "41000")


def went(desk: Desk) -> None:
    """Runs of the last days."""
    for days, sent in ((3, 22), (2, 27)):
        ran(desk, desk.clock.now() - timedelta(days=days, minutes=9), sent=sent)
    for hours in (30, 20, 3):
        ran(desk, desk.clock.now() - timedelta(hours=hours), failure=Failure.NO_NETWORK)


def refused_some(desk: Desk) -> None:
    """All is there, but the centre could not take two events; a supervisor has seen to one."""
    ids = [received(desk), received(desk, COPY, applicant=Person(name="Lâm Minh Hiếu"))]
    enrolled(desk, message="Bảo trì từ 22:00 ngày 24/11", offset_ms="420000", speed="41000")
    refuse(desk, ids[1], "the personal values are not those that it vouches for", "person")
    seen = refuse(desk, ids[0], "it is of a version that the centre does not know", "version")
    status.acknowledge(seated(desk, "hoa", 1), seen)
    ran(desk, desk.clock.now() - timedelta(minutes=1), sent=62)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_what_waits_while_the_line_is_cut(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=cut_off_for_days, place="centre")
    assert snap_compare(app, terminal_size=size, run_before=settled)


async def tried_in_vain(pilot: Any) -> None:
    """Somebody asked for a run, which came back without having reached the centre."""
    await settled(pilot)
    await pilot.press("ctrl+t", "1")
    await settled(pilot)
    desk = pilot.app.desk
    ran(desk, desk.clock.now(), failure=Failure.NO_NETWORK)
    pilot.app.screen.post_message(OfficeChanged())
    await settled(pilot)


def test_what_came_of_sync_now(snap_compare: Any, tmp_path: Path) -> None:
    app = stage(tmp_path, fill=cut_off_for_days, place="centre")
    assert snap_compare(app, terminal_size=SIZES[0], run_before=tried_in_vain)


async def turn_once(pilot: Any) -> None:
    """The page of what was refused."""
    await settled(pilot)
    await pilot.press("ctrl+l")
    await settled(pilot)


async def turn_twice(pilot: Any) -> None:
    """The page of the last runs."""
    await turn_once(pilot)
    await turn_once(pilot)


def test_what_the_centre_refused(snap_compare: Any, tmp_path: Path) -> None:
    app = stage(tmp_path, login="hoa", counter=1, fill=refused_some, place="centre")
    assert snap_compare(app, terminal_size=SIZES[0], run_before=turn_once)


def runs_alone(desk: Desk) -> None:
    """Runs that went well and runs that did not."""
    went(desk)
    enrolled(desk, seen=timedelta(hours=3), failure=Failure.NO_NETWORK)


def test_the_last_runs(snap_compare: Any, tmp_path: Path) -> None:
    app = stage(tmp_path, fill=runs_alone, place="centre")
    assert snap_compare(app, terminal_size=SIZES[0], run_before=turn_twice)


def one_waits(desk: Desk) -> None:
    """One dossier was received while the line was cut."""
    cut_off(desk, days=3)
    received(desk)


async def open_the_first(pilot: Any) -> None:
    """The dossier of the first that waits."""
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


def test_a_dossier_that_is_not_at_the_centre(snap_compare: Any, tmp_path: Path) -> None:
    app = stage(tmp_path, fill=one_waits, place="centre")
    assert snap_compare(app, terminal_size=SIZES[0], run_before=open_the_first)
