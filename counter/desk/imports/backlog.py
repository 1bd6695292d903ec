"""Taking in what was written on paper during a power cut: each row becomes a dossier or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.desk import NotAllowed
from counter.desk.dossiers.entries import Intake
from counter.desk.dossiers.intake import OLDEST_BACKLOG, receive
from counter.desk.imports.backlog_file import HEADINGS, BacklogFile, BacklogRow, paper_key
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
"""What tells one slip that was written by hand from another: its number, as compared, and its day (Vietnam's)."""


@dataclass(frozen=True, slots=True)
class BacklogReport:
    """What became of every row of a backlog file; ``notes`` are the lines that were no rows."""

    taken: tuple[ImportedRow, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def import_backlog(desk: Desk, backlog: BacklogFile) -> BacklogReport:
    """Receive the good rows, in the order of their own times, each in its own transaction.

    A file may be taken in again after its bad rows were mended: a paper number of the same day is received once.
    Who is at the desk receives them and stands on their slips. Raises ``NotAllowed`` without a shift or an account,
    ``Problem`` while another backlog of this office is being taken in.
    """
    officer, _shift = desk.require_shift()
    if ":" in officer.login:
        # The console of a machine has no account: nobody could be asked about what it received.
        raise NotAllowed(N_("Say who received these dossiers: name their account."), field="login")
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
    return BacklogReport(tuple(sorted(taken, key=lambda row: row.line)), tuple(by_line), backlog.notes)


def _receive_row(desk: Desk, row: BacklogRow, known: dict[_SlipKey, PaperDossier]) -> ImportedRow:
    slip = _slip_key(row.paper_number, row.received_at)
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
    if other := next((before for before in known.values() if _is_same(before, row)), None):
        raise Problem(
            N_(
                "{name} handed in this procedure in the same minute on paper {other}, dossier {code}: is {number}"
                " the same slip? If both are right, write another minute."
            ),
            field="paper_number",
            name=other.name,
            other=other.paper_number,
            code=other.code,
            number=row.paper_number,
        )
    dossier = receive(desk, _intake(row)).dossier
    known[slip] = PaperDossier(
        row.paper_number,
        row.received_at,
        dossier.code,
        dossier.applicant.name,
        dossier.applicant.identity,
        dossier.procedure_code,
    )
    return ImportedRow(row.line, row.paper_number, dossier.code)


def _slip_key(paper_number: str, received_at: datetime) -> _SlipKey:
    return paper_key(paper_number), local(received_at).date()


def _is_same(before: PaperDossier, row: BacklogRow) -> bool:
    """Whether ``row`` is of the same person, procedure and minute; by number where both have one, else by name."""
    minutes = [moment.replace(second=0, microsecond=0) for moment in (before.received_at, row.received_at)]
    if minutes[0] != minutes[1] or before.procedure_code != row.procedure:
        return False
    if before.identity and row.applicant.identity:
        return before.identity == row.applicant.identity
    return fold(before.name) == fold(row.applicant.name)


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
    return {_slip_key(row.paper_number, row.received_at): row for row in rows}
