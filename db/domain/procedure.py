"""A procedure (thủ tục hành chính) as its catalogue describes it: what it asks for, how long it takes, what it costs.

Nothing here touches a database. Money is integer VND (đồng).
"""

from __future__ import annotations

from dataclasses import dataclass

from db.domain.codes import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that a procedure asks for, with how many of each kind of copy."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    required: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One version of a procedure (thủ tục hành chính); a dossier freezes the version it came in under.

    ``version`` is the id of the event that published it. ``term`` counts ``unit`` (a code of ``Unit``); both are empty
    where the law sets none. ``fee`` is None where unknown. ``fee_due`` is 1 at intake, 2 at
    supplement, 4 at return. ``on_supplement`` says whether the term starts again (``reset``) or was held (``pause``).
    ``sample`` marks invented values of a demo ("mẫu").
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
