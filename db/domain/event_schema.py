"""The schema of events as data: the limits of values, and what events of a kind need and may hold. Pure.

The types of the values are those of the records in ``db.domain.records``; ``db.domain.schema`` makes of both the checks
of the office, and the predicates of the centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.domain.codes import FeedbackState, FeedbackSubject, FeeKind, PaymentMethod, Rating, Unit
from db.domain.doubt import DoubtCode
from db.domain.event_kind import EventKind
from db.domain.feedback import Feedback
from db.domain.procedure import ChannelTerm, Component, ListedFee, PageFee, Procedure, Step
from db.domain.progress import Charge, FeePart, Opinion, PageCount, Payment
from db.domain.records import Dossier, HandedBack, Office, Paper, Shift

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200
"""Moments lie in these years, or between them, by their own time zone."""

LONGEST_TEXT: Final = 20_000
"""Letters of a text; a decision's reason may have as many."""

LONGEST_LIST: Final = 1_000
"""Items of a list."""

LARGEST_NUMBER: Final = 1 << 53
"""Numbers up to this one are the same in every program that reads JSON."""

DEEPEST: Final = 20
"""Levels of nesting; no record has more than five."""

MOST_COUNTERS: Final = 99
"""Counters are numbered from 1; an event outside a shift has counter 0."""

MOST_SPANS: Final = 6
"""Opening intervals of a day."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What else is asked of a value of some type: the range of a number, the form or the codes of a text.

    ``pattern`` matches the whole text, in the syntax that Python and PostgreSQL share.
    """

    least: float = -LARGEST_NUMBER
    most: float = LARGEST_NUMBER
    pattern: str = ""
    codes: tuple[str, ...] = ()


_COUNT: Final = Limits(0, 9_999)
_MONEY: Final = Limits(0, 1_000_000_000_000)
_UNIT: Final = Limits(codes=("", *Unit))
_TERM: Final = Limits(0, 160_000)  # hours; as many as 20,000 days have
_FEE_KIND: Final = Limits(codes=("", *FeeKind))

LIMITS: Final[Mapping[type[Any], Mapping[str, Limits]]] = {
    Component: dict.fromkeys(("originals", "certified", "copies"), _COUNT),
    Paper: dict.fromkeys(("originals", "certified", "copies"), _COUNT),
    Procedure: {"term": _TERM, "unit": _UNIT, "fee": _MONEY, "fee_due": Limits(0, 7)},
    ListedFee: {"amount": _MONEY, "kind": _FEE_KIND},
    PageFee: {"first_pages": _COUNT, **dict.fromkeys(("first_amount", "further_amount", "most"), _MONEY)},
    PageCount: dict.fromkeys(("pages", "copies"), _COUNT),
    ChannelTerm: {"term": _TERM, "unit": _UNIT},
    Step: {"term": _TERM, "unit": _UNIT},
    FeePart: {"amount": _MONEY, "listed": _MONEY, "kind": _FEE_KIND},
    Dossier: {
        "term": _TERM,
        "unit": _UNIT,
        "sets": _COUNT,
        "fee": _MONEY,
        "fee_paid": _MONEY,
        "fee_method": Limits(codes=tuple(PaymentMethod)),
        "charged": Limits(-1_000_000_000_000, 1_000_000_000_000),
        "paid": Limits(-1_000_000_000_000, 1_000_000_000_000),
        "book_number": Limits(0, 999_999_999),
        "counter": Limits(0, MOST_COUNTERS),
    },
    HandedBack: {"fee_paid": _MONEY, "rating": Limits(min(Rating), max(Rating))},
    Opinion: dict.fromkeys(
        ("overall", "time", "asked", "agencies", "attitude"), Limits(min(Rating), max(Rating))
    ),
    Feedback: {
        "subject": Limits(codes=tuple(FeedbackSubject)),
        "state": Limits(codes=tuple(FeedbackState)),
    },
    Charge: {"amount": _MONEY},
    Payment: {"amount": Limits(-1_000_000_000_000, 1_000_000_000_000)},
    Shift: {"counter": Limits(0, MOST_COUNTERS)},
    Office: {
        "unit": Limits(pattern=r"[0-9A-Z]{1,20}([.][0-9A-Z]{1,20}){0,7}"),
        "bank_bin": Limits(pattern=r"([0-9]{6})?"),
        "bank_account": Limits(pattern=r"[0-9A-Z]{0,19}"),
        "counters": Limits(1, MOST_COUNTERS),
        "lock_after": Limits(0, 86_400),
    },
}
"""The limits of a record's values; those that are not here have those of their type."""


@dataclass(frozen=True, slots=True)
class KindSchema:
    """What events of a kind hold beside the values that their rows take.

    ``needs`` are names of ``set`` that must be there. ``facts`` are the types of names beside ``set`` and ``add``.
    """

    needs: tuple[str, ...] = ()
    facts: Mapping[str, Any] | None = None


_REASON: Final = KindSchema(facts={"reason": str})
_DOUBTS: Final = {"doubts": tuple[DoubtCode, ...]}
"""What was doubted and confirmed by who saved it."""
_NUMBER: Final = {"form_book": str, "form_number": int}
"""The series of a form with numbers of its own, and the number that was taken from it."""
_NUMBERED: Final = KindSchema(facts={"reason": str, **_NUMBER, **_DOUBTS})

KINDS: Final[Mapping[EventKind, KindSchema]] = {
    EventKind.GUIDED: _NUMBERED,
    EventKind.RECEIVED: KindSchema(facts=_DOUBTS),
    EventKind.REFUSED: _NUMBERED,
    EventKind.HANDED_OVER: _NUMBERED,
    EventKind.HANDED_BACK: KindSchema(facts={"reason": str, "from_post": bool, **_NUMBER, **_DOUBTS}),
    EventKind.PROCESSING: _REASON,
    EventKind.SUPPLEMENT_ASKED: _NUMBERED,
    EventKind.SUPPLEMENT_RECEIVED: KindSchema(facts=_DOUBTS),
    EventKind.DUTY_ASKED: _REASON,
    EventKind.PAID: _NUMBERED,
    EventKind.APOLOGISED: _NUMBERED,
    EventKind.WITHDRAWN: _REASON,
    EventKind.STOPPED: _NUMBERED,
    EventKind.TRANSFERRED: _REASON,
    EventKind.VOIDED: _REASON,
    EventKind.RESULT_ARRIVED: KindSchema(facts={"reason": str, **_DOUBTS}),
    EventKind.RETURNED: KindSchema(facts=_DOUBTS),
    EventKind.RESULT_POSTED: KindSchema(facts={"is_later": bool, **_NUMBER, **_DOUBTS}),
    EventKind.SETTLED: _REASON,
    EventKind.FEEDBACK_RECEIVED: _NUMBERED,
    EventKind.CORRECTED: KindSchema(facts={"reason": str, "changed": tuple[str, ...], **_DOUBTS}),
    EventKind.PRINTED: KindSchema(facts={"form": str, "copy": int}),
    EventKind.REPRINTED: KindSchema(facts={"form": str, "copy": int, "why": str}),
    EventKind.SHIFT_OPENED: KindSchema(needs=("counter", "officer", "opened_at")),
    EventKind.SHIFT_CLOSED: KindSchema(needs=("closed_at",)),
    EventKind.SHIFT_COMMENTED: KindSchema(facts={"by": str}),
    EventKind.SHIFT_REVIEWED: KindSchema(needs=("reviewed_by", "reviewed_at")),
    EventKind.LOCKED_OUT: KindSchema(facts={"tries": int, "terminal": str}),
}
"""The schemas of kinds; one that is not here needs nothing, and may hold anything beside its rows' values."""

NUMBERED: Final = frozenset(
    kind for kind, schema in KINDS.items() if _NUMBER.keys() <= (schema.facts or {}).keys()
)
"""Kinds whose form takes a number from a series of its own."""
