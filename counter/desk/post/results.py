"""Results that go to the citizen by post: given to the post, the number that it gives, delivered, or come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.reasons import given_reason
from counter.desk.dossiers.transitions import WrongState, check_state, load, move
from counter.desk.labels import shown_code, state_name
from counter.desk.printing.spool_store import Subject, queue_document
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import hour_and_date
from counter.rules.doubt import Doubt
from counter.rules.money import owed, vnd
from counter.rules.papers import checked_originals
from counter.rules.text import clean
from counter.rules.tracking import tracking_number
from counter.slips.context import SlipContext
from counter.slips.post_label import label_address, label_slip
from db import spool, spool_check
from db.domain import codec
from db.domain.codes import FormKind, PapersPlace
from db.domain.doubt import DoubtCode
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.progress import Posting
from db.domain.records import Paper, PapersBack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey
    from db.domain.records import Dossier

ACTIONS = ("post", "tracking", "deliver", "post_back")
"""What the post does to a dossier, as the second part of command ids."""

_NAMED = 3
"""Dossiers that a sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A result that went by post; ``job`` is its label's number on the spool, 0 where none is printed."""

    dossier: Dossier
    job: int = 0


def refusal(dossier: Dossier, action: str) -> Problem | None:
    """Why ``action`` of ``ACTIONS`` cannot be done with ``dossier`` now; None where it can."""
    if dossier.state is not State.FINISHED:
        return WrongState(
            N_("Dossier {code} is “{state}”: this cannot be done now."),
            field="code",
            code=shown_code(dossier),
            state=state_name(dossier.state),
        )
    if action == "post" and dossier.posting is not None:
        return Problem(N_("{code} went by post already."), field="code", code=dossier.code)
    if action != "post" and dossier.posting is None:
        return Problem(N_("{code} did not go by post."), field="code", code=dossier.code)
    return None


def doubts(dossiers: Sequence[Dossier]) -> tuple[Doubt, ...]:
    """The doubt that of some dossiers not all is paid, as a return asks it; none where all is."""
    owing = [dossier for dossier in dossiers if owed(dossier) > 0]
    if not owing:
        return ()
    amount = vnd(sum(map(owed, owing)))
    if len(dossiers) == 1:
        return (Doubt(DoubtCode.STILL_OWED, N_("Not paid yet: {amount}"), field="tracking", amount=amount),)
    more = ", …" if len(owing) > _NAMED else ""
    return (
        Doubt(
            DoubtCode.STILL_OWED,
            N_("Not paid yet: {amount} ({codes})"),
            field="tracking",
            amount=amount,
            codes=", ".join(dossier.code for dossier in owing[:_NAMED]) + more,
        ),
    )


def post(
    desk: Desk,
    dossier_id: str,
    tracking: str = "",
    *,
    address: str | None = None,
    papers: Iterable[Paper] = (),
    has_label: bool = True,
    confirmed: Collection[DoubtKey] | None = None,
) -> Posted:
    """Note that the result goes by post, and print its address label.

    ``tracking`` may be empty, and be given later. ``address`` is where it goes, None as the dossier has it; ``papers``
    are the originals that go back with it. ``confirmed`` is as in ``intake.receive``. Raises ``Problem`` at the field
    that is wrong.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        facts = {} if confirmed is None else confirmed_facts(doubts([dossier]), confirmed)
        values = {} if address is None else _sent_to(dossier, clean(address))
        return give_to_post(
            connection, desk, dossier, tracking, now, values=values, papers=papers, has_label=has_label,
            facts=facts,
        )  # fmt: skip


def give_to_post(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    tracking: str,
    now: datetime,
    *,
    number: str = "",
    values: dict[str, Any] | None = None,
    papers: Iterable[Paper] = (),
    has_label: bool = True,
    facts: dict[str, Any] | None = None,
) -> Posted:
    """As :func:`post`, within a transaction; ``number`` is that of the list for the post office."""
    if (problem := refusal(dossier, "post")) is not None:
        raise problem
    officer = desk.require()
    posting = Posting(at=now, tracking=tracking_number(tracking), by=officer.login, number=number)
    row: dict[str, Any] = {"posting": codec.sparse(posting), **(values or {})}
    if not dossier.return_by_post:
        row["return_by_post"] = True
    given = checked_originals(dossier, papers)
    back = PapersBack(at=now, papers=given, by=officer.login) if given else None
    sent = replace(
        dossier,
        posting=posting,
        return_by_post=True,
        return_place=row.get("return_place", dossier.return_place),
    )
    if not label_address(sent):
        raise Problem(
            N_("No address is known of {code}: type where it goes."), field="address", code=dossier.code
        )
    label = _Label.of(connection, desk, sent, now) if has_label else None
    after = move(
        connection,
        desk,
        dossier,
        EventKind.RESULT_POSTED,
        now,
        values=row,
        items={"papers_back": codec.sparse(back)} if back else None,
        facts={**(facts or {}), **(label.facts if label else {})},
    )
    return Posted(dossier=after, job=label.queue(connection, desk) if label else 0)


def give_tracking(desk: Desk, dossier_id: str, tracking: str) -> Dossier:
    """Note the number that the post gave to a result that went already. Raises ``Problem`` where it is known."""
    desk.require_shift()
    number = tracking_number(tracking)
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        posting = _posting(dossier, "tracking")
        if not number or number == posting.tracking:
            raise Problem(N_("Type or scan the number that the post gave it."), field="tracking")
        values = {"posting": codec.sparse(replace(posting, tracking=number))}
        facts = {"is_later": True}
        return move(
            connection, desk, dossier, EventKind.RESULT_POSTED, desk.clock.now(), values=values, facts=facts
        )


def deliver(desk: Desk, dossier_id: str, at: datetime, receiver: str = "") -> Dossier:
    """Note that the post delivered the result at ``at`` (aware) to ``receiver``, empty where it did not say to whom.

    Raises ``Problem`` for a time before it went, or that has not come yet.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        posting = _posting(dossier, "deliver")
        # what is typed has minutes only
        if at < posting.at.replace(second=0, microsecond=0):
            raise Problem(N_("It went by post at {at}."), field="at", at=hour_and_date(posting.at))
        if at > now:
            raise Problem(N_("That time has not come yet."), field="at")
        person = {"delivered_to": clean(receiver)} if clean(receiver) else None
        values = {"delivered_at": instant(at)}
        return move(connection, desk, dossier, EventKind.DELIVERED, now, values=values, person=person)


def take_back(desk: Desk, dossier_id: str, reason: str) -> Dossier:
    """Note that the post brought the result back: it lies at the counter again, to be sent anew or collected.

    The ledger has it as ``handed-back`` with the fact ``from_post``; the posting before stays in the history.
    """
    desk.require_shift()
    reason = given_reason(reason, N_("Type why the post brought it back."))
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        _posting(dossier, "post_back")
        values = {"posting": None, "papers_at": PapersPlace.COUNTER.value}
        facts = {"reason": reason, "from_post": True}
        return move(
            connection, desk, dossier, EventKind.HANDED_BACK, desk.clock.now(), values=values, facts=facts
        )


def _posting(dossier: Dossier, action: str) -> Posting:
    if (problem := refusal(dossier, action)) is not None:
        raise problem
    check_state(dossier, EventKind.RESULT_POSTED)
    assert dossier.posting is not None
    return dossier.posting


def _sent_to(dossier: Dossier, address: str) -> dict[str, Any]:
    """What the row takes where ``address`` differs from what it has."""
    return {} if address in ("", label_address(dossier)) else {"return_place": address}


@dataclass(frozen=True, slots=True)
class _Label:
    """An address label that the same transaction notes in its event, and queues."""

    dossier: Dossier
    slip: Any
    at: datetime
    copy: int

    @classmethod
    def of(cls, connection: Connection, desk: Desk, sent: Dossier, now: datetime) -> _Label:
        context = SlipContext(office=desk.office, officer_name=desk.require().name, printed_at=now)
        copy = spool.next_copy(connection, sent.id, FormKind.POST_LABEL)
        return cls(sent, label_slip(sent, context), now, copy)

    @property
    def facts(self) -> dict[str, Any]:
        return spool_check.fact(FormKind.POST_LABEL, self.slip.to_json(), self.copy)

    def queue(self, connection: Connection, desk: Desk) -> int:
        subject = Subject.of(self.dossier)
        return queue_document(connection, desk, subject, FormKind.POST_LABEL, self.slip, self.at, self.copy)
