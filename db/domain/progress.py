"""What happens to a dossier between intake and return: records of its money, its papers, its due date, its delivery.

Each is appended by one event and never changed. All times are aware datetimes in UTC; money is integer VND (đồng).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.domain.codes import PaymentMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePart:
    """A component of the fee of a dossier at intake; ``kind`` is a code of ``FeeKind``.

    ``listed`` is what the procedure says, None where that goes by quantity; ``reason`` why ``amount`` is less.
    """

    name: str
    amount: int
    kind: str = ""
    code: str = ""
    listed: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What was asked for after intake; ``name`` says for what."""

    at: datetime
    amount: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A sum that was paid after intake; a negative one was given back, and ``reason`` says why.

    ``method`` is a code of ``PaymentMethod``. ``serial`` is the number of the fee receipt (biên lai) as it was typed:
    none is ever invented. ``number`` is that of the temporary receipt (phiếu thu tạm), empty where none was made.
    """

    at: datetime
    amount: int
    method: str = PaymentMethod.CASH
    serial: str = ""
    officer: str = ""
    shift: str = ""
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequest:
    """A request to complete the papers (form 02). ``papers`` names all that lacks; ``until`` is the last moment for it,
    ``number`` that of the form.

    ``again`` marks a second request, which only a supervisor makes (Đ.11.2c NĐ 61/2018: asked once, in full).
    """

    at: datetime
    papers: tuple[str, ...] = ()
    reason: str = ""
    until: datetime | None = None
    again: bool = False
    by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """Papers that completed a dossier, by name, and when they came."""

    at: datetime
    papers: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """The due date before and after. ``kind`` is a code of ``DueChangeKind``.

    ``number`` is that of the apology; ``late`` marks an apology that came later than the day before the due date.
    """

    at: datetime
    kind: str
    before: datetime | None = None
    after: datetime | None = None
    reason: str = ""
    number: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Why a dossier ended without a result, or was struck from the counts. ``number`` is that of the form."""

    at: datetime
    reason: str = ""
    number: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A result that went by the public post; ``tracking`` is the number that the post gave it, ``number`` that of the
    list on which it went, empty where it was on none.
    """

    at: datetime
    tracking: str = ""
    by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the citizen pressed on a screen of their own: codes of ``Rating``, ``overall`` always, the others None where
    nothing was pressed.

    The others are indices 1, 3, 4 and 7 of TT 01/2018/TT-VPCP Đ.13: the time of the settlement, how often papers were
    ``asked`` for, how many ``agencies`` had to be seen, the ``attitude`` of the officer.
    """

    at: datetime
    overall: int
    time: int | None = None
    asked: int | None = None
    agencies: int | None = None
    attitude: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A signed list of dossiers that went to an agency, or came back from it (phiếu bàn giao hồ sơ).

    ``is_back`` tells the way. ``dossiers`` are their ids; ``receiver`` and ``giver`` are names. With ``is_post`` it is
    a list of results that went by post (bảng kê bưu gửi), and ``agency`` is the post office.
    """

    id: str
    number: str
    agency: str
    at: datetime
    is_back: bool = False
    dossiers: tuple[str, ...] = ()
    giver: str = ""
    receiver: str = ""
    officer: str = ""
    is_post: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """A paper that was copied: how many pages it has, and how many copies of it were made."""

    pages: int
    copies: int
