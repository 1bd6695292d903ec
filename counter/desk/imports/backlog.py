"""Taking in what was written on paper during a power cut: each row becomes a dossier or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.dossiers.entries import Intake
from counter.desk.dossiers.intake import OLDEST_BACKLOG, receive
from counter.desk.imports.backlog_file import HEADINGS, BacklogFile, BacklogRow
from counter.desk.imports.sheet import RowProblem
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.text import fold
from db import dossiers
from db.dossiers import PaperDossier
from db.store.lock import OwnerLock

if TYPE_CHECKING:
    from counter.desk.desk import Desk

_COLUMNS = {"proxy_name": "proxy"}


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row that is a dossier now; ``before`` says that an earlier run received it."""

    line: int
    paper_number: str
    code: str
    before: bool = False


_SlipKey = tuple[str, date]
"""What tells one slip that was written by hand from another: its number and its day (Vietnam's)."""


@dataclass(frozen=True, slots=True)
class BacklogReport:
    """What became of every row of a backlog file."""

    taken: tuple[ImportedRow, ...]
    problems: tuple[RowProblem, ...]


def import_backlog(desk: Desk, backlog: BacklogFile) -> BacklogReport:
    """Receive the good rows, in the order of their own times, each in its own transaction.

    A file may be taken in again after its bad rows were mended: a paper number of the same day is received once.
    Raises ``NotAllowed`` without a shift, ``Problem`` while another backlog of this office is being taken in.
    """
    desk.require_shift()
    only_one = OwnerLock(desk.store.data / "backlog.lock")
    with store_errors.as_problems():
        is_only_one = only_one.try_own()
    if not is_only_one:
        raise Problem(N_("Another backlog is being taken in just now: wait until it is done."))
    try:
        return _receive_rows(desk, backlog)
    finally:
        only_one.release()


def _receive_rows(desk: Desk, backlog: BacklogFile) -> BacklogReport:
    known = _known(desk)
    taken: list[ImportedRow] = []
    problems = list(backlog.problems)
    for row in sorted(backlog.rows, key=lambda row: row.received_at):
        try:
            taken.append(_receive_row(desk, row, known))
        except Problem as problem:
            problems.append(RowProblem(row.line, _column(problem.field), problem))
    by_line: Sequence[RowProblem] = sorted(problems, key=lambda problem: problem.line)
    return BacklogReport(tuple(sorted(taken, key=lambda row: row.line)), tuple(by_line))


def _receive_row(desk: Desk, row: BacklogRow, known: dict[_SlipKey, PaperDossier]) -> ImportedRow:
    slip = (row.paper_number, local(row.received_at).date())
    if before := known.get(slip):
        if fold(before.name) != fold(row.applicant.name):
            # Two counters may have begun at the same number: neither citizen's dossier may go missing.
            raise Problem(
                N_("The paper number of that day is {name}'s, dossier {code}."),
                field="paper_number",
                name=before.name,
                code=before.code,
            )
        return ImportedRow(row.line, row.paper_number, before.code, before=True)
    dossier = receive(desk, _intake(row)).dossier
    known[slip] = PaperDossier(row.paper_number, row.received_at, dossier.code, dossier.applicant.name)
    return ImportedRow(row.line, row.paper_number, dossier.code)


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


def _known(desk: Desk) -> dict[_SlipKey, PaperDossier]:
    """The dossiers that came from paper lately, by paper number and day."""
    with desk.read() as connection:
        rows = dossiers.from_paper(connection, desk.clock.now() - 2 * OLDEST_BACKLOG)
    return {(row.paper_number, local(row.received_at).date()): row for row in rows}
