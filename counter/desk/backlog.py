"""Taking in what was written on paper during a power cut: each row becomes a dossier or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from counter.desk.backlog_file import HEADINGS, BacklogFile, BacklogRow
from counter.desk.entries import Intake
from counter.desk.receiving import OLDEST_BACKLOG, receive
from counter.desk.tables import RowProblem
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from db.event import moment, tick
from db.lock import OwnerLock
from db.models import DossierRow, table

if TYPE_CHECKING:
    from counter.desk.desk import Desk

_DOSSIER = table(DossierRow)
_COLUMNS = {"proxy_name": "proxy"}


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A row that is a dossier now; ``before`` says that an earlier run received it."""

    line: int
    paper_number: str
    code: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class BacklogReport:
    """What became of every row of a backlog file."""

    taken: tuple[TakenIn, ...]
    problems: tuple[RowProblem, ...]


def take_in(desk: Desk, backlog: BacklogFile) -> BacklogReport:
    """Receive the good rows, in the order of their own times, each in its own transaction.

    A file may be taken in again after its bad rows were mended: a paper number of the same day is received once.
    Raises ``NotAllowed`` without a shift, ``Problem`` while another backlog of this office is being taken in.
    """
    desk.require_shift()
    only_one = OwnerLock(desk.store.data / "backlog.lock")
    if not only_one.try_own():
        raise Problem(N_("Another backlog is being taken in just now: wait until it is done."))
    try:
        return _taken_in(desk, backlog)
    finally:
        only_one.release()


def _taken_in(desk: Desk, backlog: BacklogFile) -> BacklogReport:
    known = _known(desk)
    taken: list[TakenIn] = []
    problems = list(backlog.problems)
    for row in sorted(backlog.rows, key=lambda row: row.received_at):
        key = (row.paper_number, local(row.received_at).date())
        if code := known.get(key):
            taken.append(TakenIn(row.line, row.paper_number, code, before=True))
            continue
        try:
            known[key] = receive(desk, _intake(row)).dossier.code
        except Problem as problem:
            problems.append(RowProblem(row.line, _column(problem.field), problem))
        else:
            taken.append(TakenIn(row.line, row.paper_number, known[key]))
    by_line: Sequence[RowProblem] = sorted(problems, key=lambda problem: problem.line)
    return BacklogReport(tuple(sorted(taken, key=lambda each: each.line)), tuple(by_line))


def _intake(row: BacklogRow) -> Intake:
    return Intake(
        applicant=row.applicant,
        procedure=row.procedure,
        proxy=row.proxy,
        proxy_paper=row.proxy_paper,
        content=row.content,
        papers=row.papers,
        channel=row.channel,
        fee_paid=row.fee_paid,
        fee_serial=row.fee_serial,
        note=row.note,
        received_at=row.received_at,
        paper_number=row.paper_number,
        # The citizen has the slip that was written by hand.
        slip=False,
    )


def _column(field: str) -> str:
    name = _COLUMNS.get(field, field)
    return HEADINGS[name][0] if name in HEADINGS else ""


def _known(desk: Desk) -> dict[tuple[str, date], str]:
    """The codes of the dossiers that came from paper lately, by paper number and day."""
    paper_number = func.json_extract(_DOSSIER.c.detail, "$.paper_number")
    wanted = select(
        _DOSSIER.c.code, paper_number, func.json_extract(_DOSSIER.c.detail, "$.received_at")
    ).where(paper_number != "", _DOSSIER.c.position >= _since(desk.clock.now() - 2 * OLDEST_BACKLOG))
    with desk.store.read() as connection:
        found = connection.execute(wanted).all()
    return {(number, local(moment(at)).date()): code for code, number, at in found}


def _since(earliest: datetime) -> int:
    """The position, in the order of entry, of what was entered at ``earliest``."""
    return tick(0, earliest) << 8
