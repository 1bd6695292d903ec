"""The moves of a dossier that ``counter act`` makes: the options that each takes, and the desk's function for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from counter.locale import N_
from counter.problems import Problem

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey
    from db.domain.records import Dossier, Outcome, Paper, Person


Kind = Literal[
    "processing", "result", "return", "ask", "supplement", "apology", "pay", "duty", "refund", "refuse",
    "withdraw", "stop", "papers", "post", "tracking", "deliver", "post_back", "shelve", "transfer", "void", "settle",
]  # fmt: skip
"""The moves, by the words of ``counter.desk.dossiers.actions``."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: with which dossier, by the options that were given, and the doubts that are confirmed."""

    desk: Desk
    dossier: Dossier
    options: dict[str, Any] = field(default_factory=dict)
    confirmed: Collection[DoubtKey] = ()

    def text(self, name: str) -> str:
        """The text of an option, empty where it was not given."""
        return str(self.options.get(name, ""))

    def number(self, name: str) -> int:
        """The number of an option, 0 where it was not given."""
        return int(self.options.get(name, 0))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of ``--paper NAME`` or ``--paper NAME=ORIGINALS``."""
        from db.domain.records import Paper

        papers = []
        for text in self.options.get("paper", ()):
            name, _equals, count = text.rpartition("=")
            is_counted = bool(name) and count.isascii() and count.isdigit()
            papers.append(Paper(name=name if is_counted else text, originals=int(count) if is_counted else 1))
        return tuple(papers)

    @property
    def outcome(self) -> Outcome:
        """The result of ``--result`` and its fellows."""
        from db.domain.records import Outcome

        return Outcome(
            kind=self.text("result"),
            number=self.text("number"),
            signer=self.text("signer"),
            date=self.day("date"),
            refused=bool(self.options.get("refused")),
        )

    @property
    def moment(self) -> datetime | None:
        """The moment of ``--at``, Vietnam's, of a day alone at the hour of the due date; None where it was not given.

        Raises ``Problem`` for what is none.
        """
        from counter.rules.clock import local
        from counter.rules.zone import VIETNAM

        text = self.text("at")
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
        except ValueError as error:
            raise Problem(
                N_("'{text}' is no moment; write it as 2026-11-27T09:00"), field="at", text=text
            ) from error
        due = self.dossier.due_at
        return datetime.combine(at, local(due).timetz()) if due and len(text) <= len("2026-11-27") else at

    def day(self, name: str) -> str:
        """The day (ISO) of an option, empty where it was not given. Raises ``Problem`` for what is none."""
        text = self.text(name)
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError as error:
            raise Problem(
                N_("'{text}' is not a day; write it as 2026-02-13"), field=name, text=text
            ) from error


@dataclass(frozen=True, slots=True)
class Move:
    """A move: the options that it takes, and what makes it."""

    options: tuple[str, ...]
    make: Callable[[Order], Any]


def _return(order: Order) -> Any:
    from counter.desk.dossiers import returns
    from counter.desk.dossiers.entries import Return
    from db.domain.codes import PaymentMethod, ProofKind
    from db.domain.records import Person

    by: Person | None = None
    if order.text("by"):
        by = Person(name=order.text("by"), identity=order.text("identity"))
    entry = Return(
        by=by,
        is_proxy=bool(order.options.get("proxy_paper")),
        proof=order.text("proof") or ProofKind.SLIP,
        proxy_paper=order.text("proxy_paper"),
        originals=order.papers,
        fee_paid=order.number("amount"),
        fee_serial=order.text("serial"),
        fee_method=order.text("method") or PaymentMethod.CASH,
    )
    return returns.return_result(order.desk, order.dossier.id, entry, confirmed=order.confirmed)


def _processing(order: Order) -> Any:
    from counter.desk.dossiers import transitions

    return transitions.mark_processing(order.desk, order.dossier.id)


def _result(order: Order) -> Any:
    from counter.desk.dossiers import transitions

    return transitions.result_arrived(order.desk, order.dossier.id, order.outcome, confirmed=order.confirmed)


def _ask(order: Order) -> Any:
    from counter.desk.dossiers import supplements

    until = supplements.end_of_day(order.desk, order.day("until"))
    names: Iterable[str] = order.options.get("paper", ())
    return supplements.ask(
        order.desk, order.dossier.id, names, order.text("reason"), until, confirmed=order.confirmed
    )


def _supplement(order: Order) -> Any:
    from counter.desk.dossiers import supplements

    return supplements.receive(order.desk, order.dossier.id, order.papers, confirmed=order.confirmed)


def _apology(order: Order) -> Any:
    from counter.desk.dossiers import apologies

    at, days = order.moment, order.number("days")
    if at is None and not days:
        raise Problem(N_("Say the new appointment with --at, or with --days."), field="at")
    due = at or apologies.appointment(order.desk, order.dossier, days)
    return apologies.apologise(
        order.desk, order.dossier.id, order.text("reason"), due, confirmed=order.confirmed
    )


def _pay(order: Order) -> Any:
    from counter.desk.payments import payments
    from counter.rules.money import owed
    from db.domain.codes import PaymentMethod

    amount = order.number("amount") or owed(order.dossier)
    method = order.text("method") or PaymentMethod.CASH
    return payments.pay(order.desk, order.dossier.id, amount, method=method, serial=order.text("serial"))


def _duty(order: Order) -> Any:
    from counter.desk.payments import payments

    return payments.ask(
        order.desk, order.dossier.id, order.number("amount"), order.text("name"), order.text("reason")
    )


def _refund(order: Order) -> Any:
    from counter.desk.payments import payments
    from db.domain.codes import PaymentMethod

    method = order.text("method") or PaymentMethod.CASH
    return payments.refund(
        order.desk, order.dossier.id, order.number("amount"), method=method, reason=order.text("reason")
    )


def _refuse(order: Order) -> Any:
    from counter.desk.dossiers import endings

    return endings.refuse_registered(order.desk, order.dossier.id, order.text("reason"))


def _withdraw(order: Order) -> Any:
    from counter.desk.dossiers import endings

    return endings.withdraw(order.desk, order.dossier.id, order.text("reason"), order.papers)


def _stop(order: Order) -> Any:
    from counter.desk.dossiers import endings

    return endings.stop(order.desk, order.dossier.id, order.text("reason"))


def _papers(order: Order) -> Any:
    from counter.desk.dossiers import endings

    return endings.give_back(order.desk, order.dossier.id, order.papers)


def _shelve(order: Order) -> Any:
    from counter.desk.dossiers import places

    return places.shelve(order.desk, order.dossier.id, order.text("shelf"))


def _transfer(order: Order) -> Any:
    from counter.desk.dossiers import places

    return places.transfer(
        order.desk,
        order.dossier.id,
        order.text("reason"),
        deciding_agency=order.options.get("agency"),
        return_place=order.options.get("place"),
    )


def _post_back(order: Order) -> Any:
    from counter.desk.post import results

    return results.take_back(order.desk, order.dossier.id, order.text("reason"))


def _void(order: Order) -> Any:
    from counter.desk.dossiers import endings

    return endings.void(order.desk, order.dossier.id, order.text("reason"))


def _settle(order: Order) -> Any:
    from counter.desk.dossiers import corrections

    return corrections.settle(order.desk, order.dossier.id, order.text("reason"))


def _post(order: Order) -> Any:
    from counter.desk.post import results

    return results.post(
        order.desk, order.dossier.id, order.text("tracking"), papers=order.papers, confirmed=order.confirmed
    )


def _tracking(order: Order) -> Any:
    from counter.desk.post import results

    return results.give_tracking(order.desk, order.dossier.id, order.text("tracking"))


def _deliver(order: Order) -> Any:
    from counter.desk.post import results

    at = order.moment or order.desk.clock.now()
    return results.deliver(order.desk, order.dossier.id, at, order.text("by"))


MOVES: Final[dict[Kind, Move]] = {
    "processing": Move((), _processing),
    "result": Move(("result", "number", "signer", "date", "refused"), _result),
    "return": Move(
        ("by", "identity", "proof", "proxy_paper", "paper", "amount", "serial", "method"), _return
    ),
    "ask": Move(("paper", "reason", "until"), _ask),
    "supplement": Move(("paper",), _supplement),
    "apology": Move(("reason", "at", "days"), _apology),
    "pay": Move(("amount", "method", "serial"), _pay),
    "duty": Move(("amount", "name", "reason"), _duty),
    "refund": Move(("amount", "method", "reason"), _refund),
    "refuse": Move(("reason",), _refuse),
    "withdraw": Move(("reason", "paper"), _withdraw),
    "stop": Move(("reason",), _stop),
    "papers": Move(("paper",), _papers),
    "post": Move(("tracking", "paper"), _post),
    "tracking": Move(("tracking",), _tracking),
    "deliver": Move(("at", "by"), _deliver),
    "post_back": Move(("reason",), _post_back),
    "shelve": Move(("shelf",), _shelve),
    "transfer": Move(("reason", "agency", "place"), _transfer),
    "void": Move(("reason",), _void),
    "settle": Move(("reason",), _settle),
}
"""What each move takes, and what makes it."""

OPTION_OF: Final[dict[str, str]] = {
    "papers": "paper", "papers_back": "paper", "due_at": "at", "due": "at", "deciding_agency": "agency",
    "return_place": "place", "paid": "amount", "fee_paid": "amount", "by_name": "by", "kind": "result",
}  # fmt: skip
"""The option that sets what a ``Problem`` calls by another name."""


def option(name: str) -> str:
    """How ``name`` is typed."""
    return f"--{name.replace('_', '-')}"


def check_options(kind: Kind, given: Iterable[str]) -> Move:
    """The move ``kind``. Raises ``Problem`` where it takes not all that was ``given``."""
    move = MOVES[kind]
    odd = next((name for name in given if name not in move.options), None)
    if odd is not None:
        taken = ", ".join(map(option, move.options)) or "–"
        raise Problem(
            N_("{kind} takes no {option}; it takes {names}."),
            field=odd,
            kind=kind,
            option=option(odd),
            names=taken,
        )
    return move
