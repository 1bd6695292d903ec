"""The places of chains: how much the centre has of our own, and how much of the others' is here."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from db.models import EventRow, SyncChain, table

_CHAIN, _EVENT = table(SyncChain), table(EventRow)

Writer = tuple[str, int]
"""The node and incarnation that write a chain."""

_ONE = select(_CHAIN).where(
    _CHAIN.c.node == bindparam("of_node"), _CHAIN.c.incarnation == bindparam("of_incarnation")
)
_ALL = select(_CHAIN)
_SPAN = select(_EVENT.c.seq, _EVENT.c.hash).where(
    _EVENT.c.node == bindparam("of_node"),
    _EVENT.c.incarnation == bindparam("of_incarnation"),
    _EVENT.c.seq.between(bindparam("first"), bindparam("last")),
)
_NEW = insert(_CHAIN)
_PUT = _NEW.on_conflict_do_update(
    index_elements=[_CHAIN.c.node, _CHAIN.c.incarnation],
    set_={name: _NEW.excluded[name] for name in ("seq", "hash", "base")},
)
_BASE = select(func.max(_CHAIN.c.base))
_LOCAL_HEAD = (
    select(_EVENT.c.seq, _EVENT.c.hash)
    .where(_EVENT.c.node == bindparam("node"), _EVENT.c.incarnation == bindparam("incarnation"))
    .order_by(_EVENT.c.seq.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a chain: an event's number and hash ('' before the first, or where the event itself is not here).

    Up to ``base`` only some of the chain's events are here.
    """

    node: str
    incarnation: int
    seq: int = 0
    hash: str = ""
    base: int = 0

    @property
    def writer(self) -> Writer:
        """The node and incarnation that write the chain."""
        return self.node, self.incarnation

    @property
    def is_of_the_centre(self) -> bool:
        """Whether the centre writes the chain; where it differs from here, the centre is right."""
        return self.node.startswith("@") or self.node.endswith("/c")


def places(connection: Connection) -> dict[Writer, Place]:
    """The place of every chain that was synced."""
    return {(row.node, row.incarnation): Place(**row._mapping) for row in connection.execute(_ALL)}


def place(connection: Connection, node: str, incarnation: int) -> Place:
    """The place of one chain; its beginning where it was not synced yet."""
    row = connection.execute(_ONE, {"of_node": node, "of_incarnation": incarnation}).first()
    return Place(**row._mapping) if row else Place(node=node, incarnation=incarnation)


def put(connection: Connection, place: Place) -> None:
    """Store ``place``, in the transaction that stores the events before it."""
    connection.execute(_PUT, asdict(place))


def head(connection: Connection, node: str, incarnation: int) -> Place:
    """The place of a chain's newest event in the ledger here."""
    row = connection.execute(_LOCAL_HEAD, {"node": node, "incarnation": incarnation}).first()
    seq, digest = row or (0, "")
    return Place(node=node, incarnation=incarnation, seq=seq, hash=digest)


def hashes(connection: Connection, node: str, incarnation: int, first: int, last: int) -> dict[int, str]:
    """The hashes of the chain's events from ``first`` to ``last`` that are here, by their numbers."""
    of = {"of_node": node, "of_incarnation": incarnation}
    rows = connection.execute(_SPAN, of | {"first": first, "last": last})
    return {row.seq: row.hash for row in rows}


def is_sparse(connection: Connection) -> bool:
    """Whether some chain is here in part: then the first event of a stream may be missing."""
    return bool(connection.scalar(_BASE))


def lacks_events(connection: Connection, node: str) -> bool:
    """Whether of some chain that ``node`` wrote only a part is here."""
    return any(place.base for place in places(connection).values() if place.node == node)
