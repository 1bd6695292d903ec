"""A procedure (thủ tục hành chính) as its catalogue describes it: what it asks for, how long it takes, what it costs.

Nothing here touches a database. Money is integer VND (đồng).
"""

from __future__ import annotations

from dataclasses import dataclass

from db.domain.codes import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that a procedure asks for, with how many of each kind of copy.

    ``case`` is the case (trường hợp) in which it is asked for, empty for every one; ``code`` is the national code.
    """

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    required: bool = True
    note: str = ""
    code: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFee:
    """A component of what a procedure costs; ``kind`` is a code of ``FeeKind``, empty where it is not known.

    ``amount`` is None where it goes by quantity and is typed at intake: ``note`` says then how it is counted.
    """

    name: str
    amount: int | None = None
    kind: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTerm:
    """How long a procedure takes and what it costs where it comes in by ``channel``, in ``case`` or in every one.

    ``term`` counts ``unit`` as those of ``Procedure``.
    """

    channel: Channel
    case: str = ""
    term: float | None = None
    unit: str = ""
    fees: tuple[ListedFee, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFee:
    """What a copy costs by its pages: ``first_amount`` each of the ``first_pages``, ``further_amount`` each of those
    after them, at most ``most`` a copy (0: no limit).
    """

    first_pages: int
    first_amount: int
    further_amount: int
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step inside the offices (quy trình nội bộ): who takes it, and in how long; ``term`` counts ``unit``."""

    name: str
    by: str = ""
    term: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One version of a procedure (thủ tục hành chính); a dossier freezes the version it came in under.

    ``version`` is the id of the event that published it. ``term`` counts ``unit`` (a code of ``Unit``); both are empty
    where the law sets none. ``fee`` is None where unknown. ``fee_due`` is 1 at intake, 2 at
    supplement, 4 at return. ``on_supplement`` says whether the term starts again (``reset``) or was held (``pause``).
    ``sample`` marks invented values of a demo ("mẫu"). One that is not ``active`` is not offered at intake any more.

    ``fees`` are the components of ``fee``. ``by_channel`` says otherwise, channel by channel, how long it takes and
    what it costs; ``term``, ``unit`` and ``fee`` are then those of the first. ``page_fee`` counts the fee by pages.
    ``steps`` are the public ones (trình tự thực hiện), ``workflow`` those inside the offices. ``decision`` and
    ``decision_date`` (ISO) published it.
    """

    version: str
    code: str
    name: str
    field: str = ""
    agency: str = ""
    levels: tuple[str, ...] = ()
    term: float | None = None
    unit: str = ""
    fee: int | None = None
    fee_due: int = 1
    components: tuple[Component, ...] = ()
    channels: tuple[Channel, ...] = (Channel.IN_PERSON, Channel.ONLINE, Channel.POST)
    result: str = ""
    on_supplement: str = "reset"
    on_the_spot: bool = False
    steps: tuple[str, ...] = ()
    sample: bool = False
    active: bool = True
    field_code: str = ""
    decision: str = ""
    decision_date: str = ""
    fees: tuple[ListedFee, ...] = ()
    by_channel: tuple[ChannelTerm, ...] = ()
    workflow: tuple[Step, ...] = ()
    page_fee: PageFee | None = None
