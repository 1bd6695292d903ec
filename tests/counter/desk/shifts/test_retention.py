"""What identifies people stands beside the events and nowhere in them, so that it can be forgotten."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, queries, returns, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.dossiers.intake import receive
from counter.desk.office.verification import drop_unaccounted, verify
from counter.desk.printing import queue
from counter.desk.shifts import shifts
from db import retention, spool
from db.domain.event_kind import EventKind
from db.domain.records import Outcome, Person
from devices.spool import JobAction
from tests import offices
from tests.print_jobs import advance

SECRETS = (
    "Trần Thị Bưởi", "072195000123", "Ấp 3", "0912345678", "buoi@example.vn",
    "khai sinh cho cháu Na", "UQ 12 ông Tư", "con bà Bưởi", "Lê Văn Tư", "072190000777", "0977000111",
    "khai sinh cho cháu Ni", "con bà Bửi",
)  # fmt: skip


@pytest.fixture
def dossier(desk: Desk) -> str:
    """A dossier that was received for somebody by a proxy, corrected, finished and returned."""
    proxy = Person(name="Lê Văn Tư", identity="072190000777", phone="0977000111")
    found = receive(
        desk,
        offices.intake(
            applicant=replace(offices.BUOI, email="buoi@example.vn"),
            proxy=proxy,
            proxy_paper="UQ 12 ông Tư",
            content="khai sinh cho cháu Na",
            note="con bà Bưởi",
        ),
    ).dossier.id
    changes = Correction(content="khai sinh cho cháu Ni", note="con bà Bửi", shelf="A1")
    corrections.correct(desk, found, changes, "gõ nhầm lúc nhận")
    transitions.result_arrived(desk, found, Outcome())
    returns.return_result(
        desk, found, Return(by=proxy, is_proxy=True, proof="authorisation", proxy_paper="UQ")
    )
    queries.reveal(desk, found)
    queue.reprint(desk, found, "01")
    return found


def test_no_event_holds_what_identifies_a_person(desk: Desk, dossier: str) -> None:
    with desk.store.read() as connection:
        bodies = "\n".join(connection.scalars(text("SELECT body FROM event")))
    assert [secret for secret in SECRETS if secret in bodies] == []


def test_the_dossier_still_shows_all_of_it(desk: Desk, dossier: str) -> None:
    now = queries.dossier(desk, dossier)
    assert (now.content, now.note, now.proxy_paper, now.shelf) == (
        "khai sinh cho cháu Ni",
        "con bà Bửi",
        "UQ 12 ông Tư",
        "A1",
    )
    changed = next(event for event in queries.history(desk, dossier) if event.kind == EventKind.CORRECTED)
    assert changed.data["changed"] == ["content", "note", "shelf"]


def test_after_forgetting_the_ledger_holds_and_the_rows_know_nobody(desk: Desk, dossier: str) -> None:
    with desk.store.write() as connection:
        connection.execute(
            text("DELETE FROM event_person WHERE event IN (SELECT id FROM event WHERE stream = 'dossier')")
        )
    assert verify(desk, rebuild=True).lost
    drop_unaccounted(desk)
    after = verify(desk)
    assert (after.bad, after.lost) == (None, ())
    with desk.store.read() as connection:
        detail = str(connection.scalar(text("SELECT detail FROM dossier")))
    assert [secret for secret in SECRETS if secret in detail] == []
    assert queries.dossier(desk, dossier).code.endswith("-0001")


def _printed(desk: Desk, number: int) -> None:
    advance(desk, number, JobAction.SEND, JobAction.HAND_OVER, JobAction.CONFIRM)


def test_the_close_of_a_shift_forgets_old_slips_and_drafts_but_none_that_is_still_open(desk: Desk) -> None:
    dossiers = [offices.received(desk) for _ in range(3)]
    for number in (1, 3):
        _printed(desk if number == 1 else offices.later(desk, days=20), number)
    drafts.save(desk, "intake", {"name": "Trần Thị Bưởi"})
    month_later = offices.later(desk, days=31)
    shifts.close_shift(month_later)
    with desk.store.read() as connection:
        kept = {job.id: bool(job.slip) for job in spool.jobs(connection)}
    assert kept == {1: False, 2: True, 3: True}
    assert drafts.load(desk, "intake") == {}
    after = offices.seated(month_later)
    assert queue.preview(after, 1, 42) != queue.preview(after, 3, 42)
    assert "cũ" in queue.preview(after, 1, 42)[0]
    again = queue.print_again(after, 1)
    assert any("BẢN IN LẠI LẦN 1" in line for line in queue.preview(after, again, 42))
    assert queries.dossier(after, dossiers[0]).applicant.name == "Trần Thị Bưởi"


def test_the_close_of_a_shift_removes_the_files_of_old_pages_and_nothing_else(desk: Desk) -> None:
    dossier = offices.received(desk)
    old = queue.print_page(desk, dossier, "01").file
    new = queue.print_page(offices.later(desk, days=20), dossier, "01").file
    assert old is not None
    assert new is not None
    (old.parent / "notes.txt").write_text("của kỹ thuật viên", "utf-8")
    outside = desk.store.data / "outside.pdf"
    outside.write_bytes(b"%PDF")
    link = old.parent / "link.pdf"
    link.symlink_to(outside)
    (old.parent / "folder.pdf").mkdir()
    for path in (old.parent / "notes.txt", outside, old.parent / "folder.pdf"):
        os.utime(path, (0, 0))
    month_later = offices.later(desk, days=31)
    shifts.close_shift(month_later)
    kept = {path.name for path in old.parent.iterdir()}
    assert kept == {new.name, "notes.txt", "link.pdf", "folder.pdf"}
    assert outside.exists()
    shifts.close_shift(offices.seated(offices.later(desk, days=51)))
    assert not new.exists()


def test_a_shift_closes_where_an_old_page_cannot_be_removed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = queue.print_page(desk, offices.received(desk), "01").file
    assert file is not None

    def refused(path: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "unlink", refused)
    assert shifts.close_shift(offices.later(desk, days=31)).shift is None
    assert file.exists()


def test_old_slips_are_found_by_an_index(desk: Desk) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    with desk.store.write() as connection:
        listen(connection.engine, "before_cursor_execute", lambda *event: asked.append((event[2], event[3])))
        retention.forget_old(connection, desk.clock.now())
        sql, values = asked[-1]
        plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("print_job_kept" in line for line in plan), plan
