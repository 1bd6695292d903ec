"""Wrong inputs on the way of a dossier: each must be refused at the right field, and leave no trace in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter.demo.mistake import Mistake
from counter.demo.month import Month
from counter.demo.moves import entered, outcome
from counter.demo.subjects import Subjects
from counter.desk.dossiers import apologies, corrections, endings, on_the_spot, places, supplements
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers.entries import Correction
from counter.desk.feedback import feedback
from counter.desk.guidance import requests
from counter.desk.handovers import lists
from counter.desk.payments import payments
from counter.desk.post import batch, results
from counter.desk.ratings import ratings
from counter.desk.register import books
from counter.desk.shifts import review
from counter.locale import N_
from counter.rules.clock import local
from db.domain.codes import PaymentMethod
from db.domain.records import Outcome, Paper, Person

_REASON = "Lý do đủ dài để ghi (mẫu)"


def all_mistakes(month: Month, subjects: Subjects) -> list[Mistake]:
    """Every mistake, none made yet."""
    return [
        *_of_arrivals(month, subjects),
        *_of_papers(month, subjects),
        *_of_money(month, subjects),
        *_of_endings(month, subjects),
        *_of_lists(month, subjects),
        *_of_office(month, subjects),
    ]


def _of_arrivals(month: Month, subjects: Subjects) -> list[Mistake]:
    lan = month.desks["lan"]
    intake = entered(month, "MAU.HT.01", proxy=None, proxy_paper="")
    spot = entered(month, "MAU.CT.02", proxy=None, proxy_paper="")
    visit = replace(intake, visit=(subjects.fresh.id,))
    return [
        Mistake(N_("sent away for nothing"), "papers", lambda: requests.guide(lan, intake, [], _REASON)),
        Mistake(N_("sent away without a reason"), "reason", lambda: requests.guide(lan, intake, ["A"], " ")),
        Mistake(N_("not accepted without a reason"), "reason", lambda: endings.refuse(lan, intake, " ")),
        Mistake(N_("at the visit of somebody else"), "name", lambda: dossiers_intake.receive(lan, visit)),
        Mistake(
            N_("settled on the spot, which takes days"),
            "spot",
            lambda: on_the_spot.settle(lan, replace(intake, outcome=outcome(month))),
        ),
        Mistake(
            N_("settled, and nobody approved it"),
            "signer",
            lambda: on_the_spot.settle(lan, replace(spot, outcome=Outcome())),
        ),
    ]


def _of_papers(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, now = month.desks["lan"], month.clock.now()
    fresh, asked, late = subjects.fresh.id, subjects.asked.id, subjects.late
    papers, past = ["Giấy cam kết (mẫu)"], now - timedelta(days=1)
    due_at = late.due_at or now
    return [
        Mistake(N_("a request for no paper"), "papers", lambda: supplements.ask(lan, fresh, [], _REASON)),
        Mistake(N_("a request without a reason"), "reason", lambda: supplements.ask(lan, fresh, papers, "")),
        Mistake(
            N_("a paper until yesterday"), "until", lambda: supplements.ask(lan, fresh, papers, _REASON, past)
        ),
        Mistake(
            N_("asked again while it waits"), "code", lambda: supplements.ask(lan, asked, papers, _REASON)
        ),
        Mistake(N_("no paper came"), "papers", lambda: supplements.receive(lan, asked, [])),
        Mistake(
            N_("a paper that nobody asked for"),
            "code",
            lambda: supplements.receive(lan, fresh, [Paper(name=papers[0], copies=1)]),
        ),
        Mistake(
            N_("an apology without a reason"), "reason", lambda: apologies.apologise(lan, fresh, " ", due_at)
        ),
        Mistake(
            N_("appointed before the old date"), "due", lambda: apologies.apologise(lan, fresh, _REASON, past)
        ),
        Mistake(
            N_("a second apology"),
            "",
            lambda: apologies.apologise(lan, late.id, _REASON, due_at + timedelta(days=2)),
        ),
        Mistake(
            N_("corrected with a reason of two words"),
            "reason",
            lambda: corrections.correct(lan, fresh, Correction(note="x"), "Gõ nhầm"),
        ),
        Mistake(
            N_("corrected after its shift by an officer"),
            "",
            lambda: corrections.correct(lan, month.received[0], Correction(note="x"), _REASON),
        ),
        Mistake(
            N_("settled where nothing is open"),
            "",
            lambda: corrections.settle(month.supervisor, fresh, _REASON),
        ),
    ]


def _of_money(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, supervisor, dossier = month.desks["lan"], month.supervisor, subjects.fresh
    more, cash = dossier.fee + 1, PaymentMethod.CASH
    return [
        Mistake(N_("a duty of nothing"), "amount", lambda: payments.ask(lan, dossier.id, 0, "Thuế (mẫu)")),
        Mistake(N_("a duty without a name"), "name", lambda: payments.ask(lan, dossier.id, 1_000, " ")),
        Mistake(N_("a payment of more than is owed"), "amount", lambda: payments.pay(lan, dossier.id, more)),
        Mistake(
            N_("paid by a way that nobody knows"),
            "method",
            lambda: payments.pay(lan, dossier.id, 1_000, method="shells"),
        ),
        Mistake(
            N_("money given back by an officer"),
            "",
            lambda: payments.refund(lan, dossier.id, 1_000, method=cash, reason=_REASON),
        ),
        Mistake(
            N_("more given back than was paid"),
            "amount",
            lambda: payments.refund(supervisor, dossier.id, more, method=cash, reason=_REASON),
        ),
    ]


def _of_endings(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, supervisor = month.desks["lan"], month.supervisor
    fresh, returned = subjects.fresh, subjects.returned.id
    many = [Paper(name=fresh.papers[0].name, originals=9)]
    return [
        Mistake(N_("taken back after its return"), "code", lambda: endings.withdraw(lan, returned)),
        Mistake(
            N_("more originals than the office keeps"),
            "papers_back",
            lambda: endings.withdraw(lan, fresh.id, papers=many),
        ),
        Mistake(N_("stopped without a reason"), "reason", lambda: endings.stop(lan, subjects.asked.id, " ")),
        Mistake(N_("stopped before it began"), "code", lambda: endings.stop(lan, fresh.id, _REASON)),
        Mistake(N_("no original given back"), "papers", lambda: endings.give_back(lan, fresh.id, [])),
        Mistake(N_("struck through by an officer"), "", lambda: endings.void(lan, fresh.id, _REASON)),
        Mistake(N_("struck through in a word"), "reason", lambda: endings.void(supervisor, fresh.id, "Nhầm")),
        Mistake(
            N_("another agency without a reason"),
            "reason",
            lambda: places.transfer(lan, fresh.id, "", deciding_agency="Sở Y tế (mẫu)"),
        ),
        Mistake(
            N_("another agency, and it is the same"), "", lambda: places.transfer(lan, fresh.id, _REASON)
        ),
        Mistake(N_("on the shelf where it lies"), "shelf", lambda: places.shelve(lan, fresh.id, fresh.shelf)),
    ]


def _of_lists(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, now = month.desks["lan"], month.clock.now()
    fresh, finished, police = subjects.fresh.id, subjects.finished.id, subjects.police.id
    taken = [lists.TakenBack(fresh, Outcome())]
    letters = [batch.Letter(fresh)]
    return [
        Mistake(N_("a list that nobody takes"), "receiver", lambda: lists.hand_over(lan, [fresh], " ")),
        Mistake(N_("a list of nothing"), "code", lambda: lists.hand_over(lan, [], "Ban (mẫu)")),
        Mistake(
            N_("a list of two agencies"), "code", lambda: lists.hand_over(lan, [fresh, police], "Ban (mẫu)")
        ),
        Mistake(
            N_("handed over with its result"), "code", lambda: lists.hand_over(lan, [finished], "Ban (mẫu)")
        ),
        Mistake(N_("back, and it never went"), "code", lambda: lists.hand_back(lan, taken, "Ban (mẫu)")),
        Mistake(N_("posted before its result"), "code", lambda: results.post(lan, fresh)),
        Mistake(N_("a letter number with a star"), "tracking", lambda: results.post(lan, finished, "EM*1")),
        Mistake(N_("delivered, and it never went"), "code", lambda: results.deliver(lan, finished, now)),
        Mistake(N_("a list for no post office"), "post_office", lambda: batch.post_all(lan, letters, " ")),
    ]


def _of_office(month: Month, subjects: Subjects) -> list[Mistake]:
    lan, supervisor = month.desks["lan"], month.supervisor
    book, shift = subjects.fresh.book, supervisor.require_shift()[1]
    entry = feedback.FeedbackEntry(person=Person(name="Người dân (mẫu)"), content="Chờ lâu (mẫu)")
    unnamed = replace(entry, person=Person(name=" "))
    answers = ratings.Answers(overall=7)
    return [
        Mistake(
            N_("a press that no key has"),
            "rating",
            lambda: ratings.rate(month.desk, subjects.returned.id, answers),
        ),
        Mistake(
            N_("rated before its return"),
            "code",
            lambda: ratings.rate(month.desk, subjects.fresh.id, replace(answers, overall=1)),
        ),
        Mistake(N_("feedback of nobody"), "name", lambda: feedback.receive(lan, unnamed)),
        Mistake(
            N_("feedback of no words"), "content", lambda: feedback.receive(lan, replace(entry, content=" "))
        ),
        Mistake(
            N_("published before the answer"), "code", lambda: feedback.publish(lan, subjects.feedback_id)
        ),
        Mistake(N_("a book closed by an officer"), "", lambda: books.close(lan, book)),
        *_of_books(month, book),
        Mistake(N_("a shift reviewed while it is open"), "", lambda: review.review(supervisor, shift.id)),
        Mistake(N_("a shift reviewed by an officer"), "", lambda: review.review(lan, shift.id)),
    ]


def _of_books(month: Month, book: str) -> list[Mistake]:
    """None on the last day of the year, when a book may be closed."""
    if f"{local(month.clock.now()):%m%d}" == "1231":
        return []
    what = N_("a book closed before its year ends")
    return [Mistake(what, "book", lambda: books.close(month.supervisor, book))]
