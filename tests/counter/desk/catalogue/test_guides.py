"""The guide to a procedure is queued like any slip; the ledger notes nothing of it, since it is about nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk.catalogue import guides
from counter.desk.desk import NotAllowed
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.printing.spool_store import queue_copy
from counter.problems import Problem
from db import spool
from tests.cases import NEW_CASE, PERMIT, publish
from tests.offices import new_office, seated


def test_it_waits_for_the_printer_and_no_event_names_it(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    events = verify(desk).events
    printed = guides.print_guide(desk, PERMIT.code, NEW_CASE)
    (job,) = queue.jobs(desk)
    assert (job.id, job.code, job.dossier, printed.file) == (printed.job, PERMIT.code, "", None)
    assert any("Bản vẽ thiết kế" in line for line in queue.preview(desk, job.id, 48))
    with desk.store.write() as connection:
        again = spool.job(connection, queue_copy(connection, job, desk.clock.now(), why="paper-out"))
    assert again is not None
    result = verify(desk, rebuild=True)
    assert result.holds
    assert result.events == events


def test_a_page_without_a_printer_becomes_a_file(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    printed = guides.print_guide(desk, PERMIT.code, as_page=True)
    assert printed.file is not None
    assert printed.file.read_bytes().startswith(b"%PDF")
    assert verify(desk, rebuild=True).holds


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    desk = seated(office)
    publish(desk)
    with pytest.raises(Problem):
        guides.print_guide(desk, "9.999999")
    with pytest.raises(Problem):
        guides.print_guide(desk, PERMIT.code, "Trường hợp khác")
    with pytest.raises(NotAllowed):
        guides.print_guide(office, PERMIT.code)
