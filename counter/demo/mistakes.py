"""Inputs that are wrong on purpose: each must be refused at the right field, and leave no trace in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from counter.demo import move_mistakes
from counter.demo.day import intake_from
from counter.demo.mistake import Mistake
from counter.demo.month import Month
from counter.demo.subjects import Subjects
from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, queries, returns, transitions
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers.entries import Correction, Intake, Return
from counter.desk.office import accounts
from counter.desk.office.sign_in import sign_in
from counter.desk.shifts import shifts
from counter.locale import N_
from counter.problems import Problem
from counter.samples.people import citizens
from db.domain.records import Outcome, Paper, Person, Staff


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a mistake was answered; ``answer`` is empty where it was not refused."""

    what: str
    wanted: str
    field: str
    answer: str

    @property
    def right(self) -> bool:
        """Whether it was refused at the right field."""
        return bool(self.answer) and self.field == self.wanted


def make_all(month: Month, subjects: Subjects) -> list[Refusal]:
    """Make every mistake once, with the dossiers ``subjects``."""
    lan = month.desks["lan"]
    mistakes = [
        *_of_intake(lan),
        *_of_dossiers(month, subjects),
        *_of_people(month, lan),
        *move_mistakes.all_mistakes(month, subjects),
    ]
    return [_made(mistake) for mistake in mistakes]


def _made(mistake: Mistake) -> Refusal:
    try:
        mistake.do()
    except Problem as problem:
        return Refusal(mistake.what, mistake.field, problem.field, str(problem))
    return Refusal(mistake.what, mistake.field, "", "")


def _of_intake(lan: Desk) -> list[Mistake]:
    right = _right_intake(lan)

    def receive(what: str, field: str, intake: Intake) -> Mistake:
        return Mistake(what, field, lambda: dossiers_intake.receive(lan, intake))

    extra = Paper(name="Sổ hộ khẩu (không có trong danh mục)", copies=1)
    tomorrow = lan.clock.now() + timedelta(days=1)
    long_ago = lan.clock.now() - dossiers_intake.OLDEST_BACKLOG - timedelta(days=1)
    return [
        receive(N_("an applicant without a name"), "name", replace(right, applicant=Person(name=" \t "))),
        receive(N_("no procedure"), "procedure", replace(right, procedure="")),
        receive(N_("a procedure that does not exist"), "procedure", replace(right, procedure="9.999999")),
        receive(N_("a required paper is missing"), "papers", replace(right, papers=right.papers[1:])),
        receive(
            N_("a paper that is not on the list"), "papers", replace(right, papers=(*right.papers, extra))
        ),
        receive(N_("no set at all"), "sets", replace(right, sets=0)),
        receive(N_("a proxy without a name"), "proxy_name", replace(right, proxy=Person(name=""))),
        receive(N_("a negative fee"), "fee", replace(right, fee_paid=-1)),
        receive(N_("received tomorrow"), "received_at", replace(right, received_at=tomorrow)),
        receive(N_("received a season ago"), "received_at", replace(right, received_at=long_ago)),
    ]


def _right_intake(lan: Desk) -> Intake:
    candidates = (
        procedure for procedure in procedures.procedures(lan) if any(c.required for c in procedure.components)
    )
    procedure = next(candidates)
    citizen = next(citizens(99))
    return intake_from(citizen.card, citizen, procedure)


def _of_dossiers(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, waiting, returned = month.desks["lan"], subjects.fresh, subjects.returned

    def correct(what: str, field: str, changes: Correction, reason: str) -> Mistake:
        return Mistake(what, field, lambda: corrections.correct(lan, waiting.id, changes, reason))

    def collect(what: str, field: str, entry: Return) -> Mistake:
        return Mistake(what, field, lambda: returns.return_result(lan, waiting.id, entry))

    stranger = Person(name="Người lạ (mẫu)")
    return [
        collect(N_("collected before there is a result"), "code", Return()),
        collect(N_("a proxy without an authorisation"), "proof", Return(is_proxy=True, by=stranger)),
        collect(N_("a collector without a name"), "by_name", Return(is_proxy=True, proof="authorisation")),
        collect(N_("a rating of five stars"), "rating", Return(rating=5)),
        collect(N_("more paid than is owed"), "fee_paid", Return(fee_paid=waiting.fee + 1)),
        collect(N_("a proof that nobody knows"), "proof", Return(proof="word of honour")),
        correct(N_("a correction without a reason"), "reason", Correction(note="x"), " "),
        correct(N_("a name corrected to nothing"), "name", Correction(name=" "), "Gõ nhầm tên (mẫu)"),
        Mistake(
            N_("collected twice"),
            "code",
            lambda: returns.return_result(lan, returned.id, Return()),
        ),
        Mistake(
            N_("a second result"),
            "code",
            lambda: transitions.result_arrived(lan, returned.id, Outcome()),
        ),
        Mistake(N_("a dossier that does not exist"), "code", lambda: queries.by_code(lan, "000.99.99.H53-0")),
    ]


def _of_people(month: Month, lan: Desk) -> list[Mistake]:
    return [
        Mistake(N_("a wrong password"), "password", lambda: sign_in(lan, "phuong", "demo-wrong")),
        Mistake(N_("a login that nobody has"), "password", lambda: sign_in(lan, "nobody", "demo-wrong")),
        Mistake(N_("a counter that does not exist"), "counter", lambda: shifts.open_shift(lan, 99)),
        Mistake(N_("a counter where somebody sits"), "counter", lambda: shifts.open_shift(lan, 2)),
        Mistake(
            N_("an officer who opens an account"),
            "",
            lambda: accounts.add_staff(lan, Staff(login="ban", name="Bạn (mẫu)"), "demo-ban-2026"),
        ),
        Mistake(
            N_("another agency's procedure"),
            "procedure",
            lambda: dossiers_intake.receive(month.desks["hung"], _right_intake(lan)),
        ),
    ]
