"""A working day by script: cards are scanned, dossiers received, moved and returned, shifts opened and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from counter.demo.clock import ScriptedClock
from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers import returns as dossiers_returns
from counter.desk.dossiers import transitions
from counter.desk.dossiers.entries import Intake, Return
from counter.desk.office.sign_in import sign_in
from counter.desk.printing.spool_store import OfficeSpool
from counter.desk.shifts import shifts
from counter.rules.clock import short_date
from counter.rules.money import owed
from counter.rules.scan import IdentityCard, read
from counter.samples.office import ACCOUNTS
from counter.samples.people import Citizen, citizens
from db.domain.codes import Channel
from db.domain.procedure import Component, Procedure
from db.domain.records import Dossier, Outcome, Paper, Person
from devices.spool import Spool
from devices.virtual.printer import VirtualPrinter

OFFICERS = {"lan": 1, "hung": 2}
"""The officers of the day and the counters where they sit."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens; ``every`` is the minutes from one citizen to the next."""

    intakes: int = 60
    returns: int = 40
    seed: int = 1
    every: float = 6


@dataclass(slots=True)
class Day:
    """A day in progress: the desks of the officers on shift, and what came over them."""

    clock: ScriptedClock
    desks: dict[str, Desk]
    received: list[Dossier] = field(default_factory=list)
    returned: list[Dossier] = field(default_factory=list)

    def desk_for(self, agency: str) -> Desk:
        """The desk of the officer who deals with ``agency``; the one who is limited to it first."""
        own = [desk for desk in self.desks.values() if desk.staff and agency in desk.staff.agencies]
        return (own or list(self.desks.values()))[0]


def officers(desk: Desk) -> dict[str, Desk]:
    """``desk`` with each officer of the day at it, by login, not yet on shift."""
    return {login: signed_in(desk, login) for login in OFFICERS}


def work_through(desks: dict[str, Desk], clock: ScriptedClock, plan: Plan) -> Day:
    """A whole day without accidents: shifts, intakes, results, returns, close."""
    day = begin(desks, clock)
    receive_all(day, plan)
    return_some(day, plan)
    move_on_the_rest(day, plan)
    end(day)
    return day


def begin(desks: dict[str, Desk], clock: ScriptedClock) -> Day:
    """The officers open their shifts."""
    return Day(clock, {login: shifts.open_shift(desk, OFFICERS[login]) for login, desk in desks.items()})


def signed_in(desk: Desk, login: str) -> Desk:
    """``desk`` with the demo account ``login`` at it."""
    password = next(account.password for account in ACCOUNTS if account.staff.login == login)
    return sign_in(desk, login, password)


def receive_all(day: Day, plan: Plan) -> None:
    """One citizen after another lays a card on the scanner and hands in a dossier."""
    for turn, (citizen, procedure) in enumerate(zip(_people(plan), _turns(day, plan), strict=True)):
        day.clock.wait(plan.every)
        desk = day.desk_for(procedure.agency)
        received = dossiers_intake.receive(desk, intake_from(citizen.card, citizen, procedure, turn))
        day.received.append(received.dossier)


def _people(plan: Plan) -> Sequence[Citizen]:
    return list(islice(citizens(plan.seed), plan.intakes))


def _turns(day: Day, plan: Plan) -> Sequence[Procedure]:
    """Everyday procedures and those of the decision in turn, until each had its turn."""
    catalogue = procedures.procedures(next(iter(day.desks.values())))
    everyday = [procedure for procedure in catalogue if procedure.sample]
    others = [procedure for procedure in catalogue if not procedure.sample]
    mixed = [procedure for pair in zip(cycle(everyday), others, strict=False) for procedure in pair]
    start = plan.seed * 7 % len(mixed)
    return list(islice(cycle(mixed[start:] + mixed[:start]), plan.intakes))


def intake_from(card: str, citizen: Citizen, procedure: Procedure, turn: int = 0) -> Intake:
    """What an officer enters who scanned ``card``; every seventh citizen sends a proxy, every ninth uses the post."""
    scanned = read(card)
    if not isinstance(scanned, IdentityCard):
        raise ValueError(f"the card of {citizen.person.name} reads as {type(scanned).__name__}")
    person = Person(
        name=scanned.name,
        identity=scanned.number,
        birth=scanned.birth,
        sex=scanned.sex,
        address=scanned.address,
        phone=citizen.person.phone,
    )
    by_post = turn % 9 == 8
    intake = Intake(
        applicant=person,
        procedure=procedure.code,
        papers=tuple(handed_in(component) for component in procedure.components if component.required),
        channel=Channel.POST if by_post else Channel.IN_PERSON,
        return_by_post=by_post,
        fee_paid=procedure.fee or 0 if procedure.fee_due == 1 else 0,
        shelf=f"A{turn % 6 + 1}",
        slip=not procedure.on_the_spot,
    )
    if turn % 7 == 6:
        proxy = next(citizens(1_000 + turn)).person
        intake = replace(intake, proxy=proxy, proxy_paper="Giấy ủy quyền (mẫu)")
    return intake


def handed_in(component: Component) -> Paper:
    """The paper that ``component`` asks for."""
    return Paper(
        name=component.name,
        originals=component.originals,
        certified=component.certified,
        copies=component.copies,
        note=component.note,
    )


def return_some(day: Day, plan: Plan) -> None:
    """Results arrive for the first dossiers of the day, and citizens collect them."""
    for number, dossier in enumerate(day.received[: plan.returns], start=1):
        day.clock.wait(2)
        desk = day.desk_for(dossier.agency)
        if not on_the_spot(desk, dossier):
            transitions.mark_processing(desk, dossier.id)
            transitions.result_arrived(desk, dossier.id, outcome(day, number))
        day.returned.append(
            dossiers_returns.return_result(desk, dossier.id, collection(dossier, number)).dossier
        )


def move_on_the_rest(day: Day, plan: Plan) -> None:
    """Of what was not returned a third waits to be collected, a third is worked on, a third was just received."""
    for number, dossier in enumerate(day.received[plan.returns :]):
        day.clock.wait(1)
        desk = day.desk_for(dossier.agency)
        if number % 3 < 2:
            transitions.mark_processing(desk, dossier.id)
        if number % 3 == 0:
            transitions.result_arrived(desk, dossier.id, outcome(day, plan.returns + number))


def on_the_spot(desk: Desk, dossier: Dossier) -> bool:
    """Whether the procedure of ``dossier`` is settled at the counter ("4 tại chỗ")."""
    known = {procedure.code: procedure for procedure in procedures.procedures(desk)}
    return known[dossier.procedure_code].on_the_spot


def outcome(day: Day, number: int) -> Outcome:
    """A made-up decision."""
    return Outcome(
        kind="Quyết định (mẫu)",
        number=f"{number}/QĐ-MẪU",
        signer="Chủ tịch (mẫu)",
        date=short_date(day.clock.now()),
        refused=number % 13 == 0,
    )


def collection(dossier: Dossier, number: int) -> Return:
    """How the citizen collects: the proxy where there is one, every fifth without the slip, rating now and then."""
    still_owed = owed(dossier)
    rating = (2, 2, None, 1)[number % 4]
    if dossier.proxy:
        return Return(
            by=dossier.proxy,
            is_proxy=True,
            proof="authorisation",
            proxy_paper=dossier.proxy_paper,
            fee_paid=still_owed,
            rating=rating,
        )
    return Return(proof="slip" if number % 5 else "identity", fee_paid=still_owed, rating=rating)


def print_all(desk: Desk) -> VirtualPrinter:
    """A printer without hardware prints what waits on the spool; it keeps what it printed."""
    printer = VirtualPrinter("virtual:")
    print_waiting(desk, printer)
    return printer


def print_waiting(desk: Desk, printer: VirtualPrinter) -> None:
    """``printer`` prints what waits on the spool."""
    spool = Spool(OfficeSpool(desk.store, desk.clock.now))
    while spool.run_once(printer) is not None:
        if spool.trouble:
            raise RuntimeError(f"a virtual printer has trouble: {spool.trouble}")


def end(day: Day) -> None:
    """The officers close their shifts."""
    for login, desk in day.desks.items():
        day.clock.wait(1)
        shifts.close_shift(desk, f"Bàn giao cuối ngày (mẫu), quầy {OFFICERS[login]}")
