"""What most courses of a month have in common: a dossier comes in, goes to its agency, comes back, is collected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter.demo import day as script
from counter.demo.month import Month, Steps
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers import returns as dossiers_returns
from counter.desk.dossiers import transitions
from counter.desk.dossiers.entries import Intake, Return
from counter.desk.ratings import ratings
from counter.rules.clock import short_date
from counter.rules.money import owed
from counter.rules.papers import originals_kept
from db.domain.codes import Channel, FormKind
from db.domain.event_kind import EventKind
from db.domain.records import Outcome

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.samples.people import Citizen
    from db.domain.records import Dossier


def entered(month: Month, code: str = "", citizen: Citizen | None = None, **changes: Any) -> Intake:
    """What the officer enters for the next citizen (or ``citizen``): the procedure ``code``, or the next in turn."""
    procedure = month.catalogue[code] if code else next(month.everyday)
    citizen = citizen or next(month.people)
    intake = script.intake_from(citizen.card, citizen, procedure, month.turn)
    usual = {"channel": Channel.IN_PERSON, "return_by_post": False, **changes}
    return replace(intake, **usual)


def receive(month: Month, code: str = "", **changes: Any) -> Dossier:
    """A citizen hands in a dossier; form 01 is printed."""
    intake = entered(month, code, **changes)
    desk = month.desk_for(month.catalogue[intake.procedure].agency)
    dossier = dossiers_intake.receive(desk, intake).dossier
    month.count.note(EventKind.RECEIVED, form=FormKind.INTAKE)
    return noted(month, dossier)


def noted(month: Month, dossier: Dossier) -> Dossier:
    """``dossier``, remembered as one that was received."""
    month.received.append(dossier.id)
    return dossier


def at_desk(month: Month, dossier: Dossier) -> Desk:
    """The desk of the officer who deals with ``dossier``."""
    return month.desk_for(dossier.agency)


def to_agency(month: Month, dossier: Dossier) -> Steps:
    """It goes with the list of the day."""
    month.going.append(dossier.id)
    yield 1


def with_result(month: Month, dossier: Dossier, days: int = 1) -> Steps:
    """It comes back with the list of the day, with its result; ``days`` later somebody asks for it."""
    month.coming.append((dossier.id, outcome(month)))
    yield days


def outcome(month: Month) -> Outcome:
    """A made-up decision."""
    number = len(month.received)
    return Outcome(
        kind="Quyết định (mẫu)",
        number=f"{number}/QĐ-MẪU",
        signer="Chủ tịch (mẫu)",
        date=short_date(month.clock.now()),
        refused=number % 13 == 0,
    )


def at_counter(month: Month, dossier: Dossier) -> Steps:
    """The agency works without its papers, and its result comes alone."""
    desk = at_desk(month, dossier)
    transitions.mark_processing(desk, dossier.id)
    month.count.note(EventKind.PROCESSING)
    yield 1
    transitions.result_arrived(at_desk(month, dossier), dossier.id, outcome(month))
    month.count.note(EventKind.RESULT_ARRIVED)


def give(month: Month, dossier: Dossier) -> None:
    """The citizen, or the proxy, collects the result, pays what is owed, and gets the originals back."""
    there = month.read(dossier.id)
    entry = script.collection(dossier, len(month.returned))
    entry = replace(entry, fee_paid=owed(there), originals=originals_kept(there))
    give_as(month, dossier, entry)


def give_as(month: Month, dossier: Dossier, entry: Return) -> None:
    """The result is collected as ``entry`` says."""
    dossiers_returns.return_result(at_desk(month, dossier), dossier.id, entry)
    month.count.note(EventKind.RETURNED, form=FormKind.RETURN)
    month.returned.append(dossier.id)


def rate(month: Month, dossier: Dossier) -> None:
    """The citizen presses keys on the screen for citizens, where nobody is signed in."""
    press = len(month.returned) % 3
    answers = ratings.Answers(overall=press, time=press, asked=1, agencies=1, attitude=2)
    ratings.rate(month.desk, dossier.id, answers)
    month.count.note(EventKind.RATED)


def usual_end(month: Month, dossier: Dossier) -> Steps:
    """To the agency, back with the result, collected."""
    yield from to_agency(month, dossier)
    yield from with_result(month, dossier)
    give(month, dossier)
