"""What is doubted of an entry before it is saved: nothing of it is refused, all of it is confirmed and noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from counter.desk.catalogue import procedures
from counter.desk.dossiers.entries import Intake, Return
from counter.locale import N_
from counter.problems import Problem
from counter.rules.doubt import Doubt, DoubtKey
from counter.rules.identity import person_doubts
from counter.rules.money import owed, vnd
from counter.rules.text import clean, fold
from db import dossiers
from db.domain.doubt import DoubtCode
from db.domain.lifecycle import State
from db.domain.records import Dossier, Outcome, Person
from db.ledger import search

if TYPE_CHECKING:
    from counter.desk.desk import Desk


class Doubtful(Problem):
    """Something is doubted that nobody has confirmed: nothing was saved."""

    def __init__(self, doubts: tuple[Doubt, ...]) -> None:
        super().__init__(N_("Look at what is marked; F12 once more saves it all the same."))
        self.doubts = doubts


def doubts(desk: Desk, entry: Intake | Return | Outcome, dossier: Dossier | None = None) -> tuple[Doubt, ...]:
    """What is doubted of ``entry``, each at its field; of all but an intake, ``dossier`` is what it is about."""
    match entry:
        case Intake():
            return _of_intake(desk, entry)
        case Outcome():
            return _of_outcome(entry)
        case Return() if dossier:
            return _of_return(dossier, entry)
    return ()


def same_open(desk: Desk, intake: Intake) -> tuple[Doubt, ...]:
    """The doubt that the applicant has a dossier of the same procedure that is still open, with its code."""
    return open_doubts(desk, intake.applicant, intake.procedure)


def open_doubts(desk: Desk, applicant: Person, procedure: str, *, but: str = "") -> tuple[Doubt, ...]:
    """As ``same_open``, of ``applicant`` and the procedure of that code; the dossier of the id ``but`` is no other."""
    if not procedure:
        return ()
    only = search.Only(agencies=desk.require().agencies, states=dossiers.OPEN)
    with desk.read() as connection:
        code = dossiers.open_code(connection, applicant, procedure, only, but=but)
    sentence = N_("This person has an open dossier of this procedure: {code}")
    return (Doubt(DoubtCode.SAME_OPEN, sentence, field="procedure", code=code),) if code else ()


def confirmed_facts(entry_doubts: Iterable[Doubt], confirmed: Collection[DoubtKey]) -> dict[str, list[str]]:
    """What an event notes of doubts that were confirmed. Raises ``Doubtful`` where one of them was not."""
    all_doubts = tuple(entry_doubts)
    if any(doubt.key not in confirmed for doubt in all_doubts):
        raise Doubtful(all_doubts)
    codes = sorted({str(doubt.code) for doubt in all_doubts})
    return {"doubts": codes} if codes else {}


def _of_intake(desk: Desk, intake: Intake) -> tuple[Doubt, ...]:
    return (*people_doubts(intake), *same_open(desk, intake), *_of_the_spot(desk, intake))


def _of_the_spot(desk: Desk, intake: Intake) -> Iterable[Doubt]:
    """The doubts about what is settled and returned at once: no number of the result, or money that is still owed."""
    if intake.outcome is None:
        return
    if not clean(intake.outcome.number):
        yield Doubt(DoubtCode.EMPTY_RESULT, N_("No number of the result is typed"), field="result_number")
    with desk.read() as connection:
        listed = procedures.procedure(connection, desk, intake.procedure).fee if intake.fee is None else None
    still_owed = (intake.fee if intake.fee is not None else listed or 0) - intake.fee_paid
    if still_owed > 0:
        yield Doubt(DoubtCode.STILL_OWED, N_("Not paid yet: {amount}"), field="paid", amount=vnd(still_owed))


def people_doubts(intake: Intake) -> tuple[Doubt, ...]:
    """What is doubted of the applicant of ``intake`` and of the proxy."""
    proxy = at_prefix("proxy_", person_doubts(intake.proxy)) if intake.proxy else ()
    return person_doubts(intake.applicant) + proxy


def _of_outcome(outcome: Outcome) -> tuple[Doubt, ...]:
    if clean(outcome.kind) or clean(outcome.number):
        return ()
    return (Doubt(DoubtCode.EMPTY_RESULT, N_("Neither the kind nor the number of the result"), field="kind"),)


def _of_return(dossier: Dossier, entry: Return) -> tuple[Doubt, ...]:
    collector = at_prefix("by_", person_doubts(entry.by)) if entry.by else ()
    return (*collector, *_of_papers(dossier, entry), *_of_fee(dossier, entry))


def _of_papers(dossier: Dossier, entry: Return) -> Iterable[Doubt]:
    if entry.is_proxy and "uy quyen" in fold(entry.papers):
        sentence = N_("The authority stays here: it is no paper given back")
        yield Doubt(DoubtCode.AUTHORITY_GIVEN, sentence, field="papers")
    if dossier.state is State.FINISHED and not dossier.outcome and not clean(entry.papers):
        sentence = N_("No result is written of this dossier, and no paper: what is handed over?")
        yield Doubt(DoubtCode.NOTHING_GIVEN, sentence, field="papers")


def _of_fee(dossier: Dossier, entry: Return) -> Iterable[Doubt]:
    still_owed = owed(dossier) - entry.fee_paid
    if still_owed > 0:
        sentence = N_("Not paid yet: {amount}")
        yield Doubt(DoubtCode.STILL_OWED, sentence, field="paid", amount=vnd(still_owed))


def at_prefix(prefix: str, person: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts about a person whose fields begin with ``prefix``."""
    return tuple(doubt.at(f"{prefix}{doubt.field}") for doubt in person)
