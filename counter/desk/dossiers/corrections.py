"""Correcting a mistake: never by changing what was written, always by a later event with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counter.desk.desk import NotAllowed
from counter.desk.dossiers.correction_values import changed_names, corrected
from counter.desk.dossiers.doubts import at_prefix, confirmed_facts, open_doubts
from counter.desk.dossiers.entries import Corrected, Correction
from counter.desk.dossiers.reasons import full_reason
from counter.desk.dossiers.transitions import PERSONAL, check_state, load, move
from counter.desk.printing.replacements import replace_prints
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.doubt import Doubt
from counter.rules.identity import person_doubts
from counter.rules.money import owed, total_fee, total_paid, vnd
from counter.rules.procedures import papers_of
from counter.rules.text import clean
from db.domain import codec
from db.domain.codes import DueChangeKind, Role
from db.domain.doubt import DoubtCode
from db.domain.event_kind import EventKind
from db.domain.lifecycle import FINAL, State
from db.domain.procedure import Procedure
from db.domain.progress import DueChange
from db.domain.records import Dossier

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

_ABOUT_NUMBER = {"identity", "sex", "birth"}
"""What the doubts about an identity number compare."""


def correct(
    desk: Desk,
    dossier_id: str,
    changes: Correction,
    reason: str,
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Corrected:
    """Correct ``changes`` of a dossier, with the reason for it (at least ten letters).

    The event keeps what is there now, the ledger what was there before. The code and the line in the register never
    change, since they stand on paper: also where the right procedure is of another field, the line stays in its book.
    Each form of which a print says something else than the dossier now is printed anew in the same transaction, marked
    as what replaces it. ``confirmed`` is as in ``intake.receive``. Raises ``NotAllowed`` as ``check_allowed``, and
    ``Problem`` at the field that is wrong, also where nothing was changed.
    """
    desk.require_shift()
    now = desk.clock.now()
    reason = full_reason(reason, N_("Type the reason for the correction."))
    with desk.write() as connection:
        before = load(connection, desk, dossier_id)
        check_allowed(desk, before)
        check_state(before, EventKind.CORRECTED)
        after, procedure = corrected(connection, desk, before, changes)
        changed = changed_names(before, after)
        if not changed:
            raise Problem(N_("Nothing was changed."))
        facts: dict[str, Any] = {"reason": reason, "changed": list(changed)}
        if confirmed is not None:
            doubted = _doubts(desk, before, after, procedure, changed)
            facts |= confirmed_facts(doubted, confirmed)
        values = codec.changed_values(before, after)
        person = {name: values.pop(name) for name in PERSONAL if name in values}
        items = {}
        if "due_at" in changed:
            kind = DueChangeKind.CORRECTION
            change = DueChange(at=now, kind=kind, before=before.due_at, after=after.due_at, reason=reason)
            items["due_changes"] = codec.sparse(change)
        moved = move(
            connection,
            desk,
            before,
            EventKind.CORRECTED,
            now,
            values=values,
            items=items,
            person=person,
            facts=facts,
        )
        if moved.state is State.FINANCIAL_DUTY and owed(before) and not owed(moved):
            moved = move(connection, desk, moved, EventKind.PROCESSING, now)
        forms = replace_prints(connection, desk, before, moved)
    return Corrected(dossier=moved, forms=forms)


def check_allowed(desk: Desk, dossier: Dossier) -> None:
    """Raise ``NotAllowed`` where who is at the desk may not correct ``dossier``: the officer may in the shift in which
    it was received, as long as it is not over; later, and what others received, only a supervisor.
    """
    staff, shift = desk.require_shift()
    is_own = dossier.shift == shift.id and dossier.state not in FINAL
    if not is_own and not staff.role.includes(Role.SUPERVISOR):
        raise NotAllowed(N_("Only in the shift that received it; later a supervisor corrects it."))


def _doubts(
    desk: Desk, before: Dossier, after: Dossier, procedure: Procedure | None, changed: Collection[str]
) -> Iterator[Doubt]:
    """Only of what is changed: what was confirmed at intake is not asked about again."""
    compared = {*changed, *(_ABOUT_NUMBER if _ABOUT_NUMBER & {*changed} else ())}
    if "kind" in changed:
        compared |= {"identity", "name"}
    people = person_doubts(after.applicant)
    if after.proxy:
        people += at_prefix("proxy_", person_doubts(after.proxy))
    yield from (doubt for doubt in people if doubt.field in compared)
    if {"procedure", "identity", "name"} & {*changed}:
        yield from open_doubts(desk, after.applicant, after.procedure_code, but=after.id)
    if {"procedure", "papers"} & {*changed} and procedure:
        given = {paper.name for paper in after.papers}
        lacking = [c.name for c in papers_of(procedure, after.case) if c.required and c.name not in given]
        if lacking:
            sentence = N_("Still lacking: {papers}")
            yield Doubt(DoubtCode.STILL_LACKING, sentence, field="papers", papers=", ".join(lacking))
    if (more := total_paid(after) - total_fee(after)) > 0 and after.fee != before.fee:
        sentence = N_("Paid already, and to be given back: {amount}")
        yield Doubt(DoubtCode.OVERPAID, sentence, field="fee", amount=vnd(more))
    due = after.due_at
    if due and due != before.due_at and not desk.calendar.is_working_day(local(due).date()):
        yield Doubt(DoubtCode.DAY_OFF, N_("The office is closed on that day"), field="due_at")


def settle(desk: Desk, dossier_id: str, reason: str) -> Dossier:
    """Settle a dossier that needs attention: its state stands as it is, with the supervisor's reason."""
    desk.require(Role.SUPERVISOR)
    reason = clean(reason)
    if not reason:
        raise Problem(N_("Type the reason."), field="reason")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if not dossier.attention:
            raise Problem(N_("This dossier needs no attention."))
        return move(connection, desk, dossier, EventKind.SETTLED, desk.clock.now(), facts={"reason": reason})
