"""The head of this host's chain, kept outside the ledger: in a small file beside it, and on paper.

A ledger whose end was cut off, or that was put back from a copy, is whole in itself; its heads of before are not in it.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from db import host
from db.ledger import chains
from db.models import EventRow, table
from db.store.keys import sync

if TYPE_CHECKING:
    from pathlib import Path

    from db.store.engine import Store

FILE = "office.head"
SHORT = 12
"""Digits of the hash that people copy from paper."""

_EVENT = table(EventRow)
_TEXT = re.compile(r"\s*(\d)/(\d{1,9})/(\d{1,12})[\s:-]+([0-9a-fA-F]{8,64})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest event of a host's chain at some time; ``id`` is '' where it was read from paper."""

    node: str
    incarnation: int
    seq: int
    hash: str
    id: str = ""

    @property
    def text(self) -> str:
        """As it is printed: number of the host, incarnation, number of the event, beginning of its hash."""
        number = self.node.rpartition("/")[2]
        return f"{number}/{self.incarnation}/{self.seq} {self.hash[:SHORT]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What the file beside the ledger holds: the head when it was last written, earlier heads that the ledger had lost
    by then, and how often a file was put back on this host.
    """

    head: Head | None = None
    lost: tuple[Head, ...] = ()
    put_backs: int = 0


def parse_head(text: str, unit: str) -> Head | None:
    """The head that was printed as ``text`` by a host of ``unit``; None where it is none."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    number, incarnation, seq, digest = match.groups()
    return Head(node=f"{unit}/{number}", incarnation=int(incarnation), seq=int(seq), hash=digest.lower())


def own_head(connection: Connection) -> Head | None:
    """The newest event of this host's own chain; None where it has none yet."""
    place = chains.head(connection, *host.node(connection))
    if not place.seq:
        return None
    event_id = connection.scalar(
        select(_EVENT.c.id).where(
            _EVENT.c.node == place.node,
            _EVENT.c.incarnation == place.incarnation,
            _EVENT.c.seq == place.seq,
        )
    )
    return Head(
        node=place.node, incarnation=place.incarnation, seq=place.seq, hash=place.hash, id=event_id or ""
    )


def holds(connection: Connection, head: Head) -> bool:
    """Whether the ledger has the event of ``head``, in its place or, re-numbered by the sync, under its id."""
    digest = chains.hashes(connection, head.node, head.incarnation, head.seq, head.seq).get(head.seq, "")
    if digest and digest.startswith(head.hash):
        return True
    return bool(head.id) and connection.scalar(select(_EVENT.c.seq).where(_EVENT.c.id == head.id)) is not None


def lacks(connection: Connection, head: Head) -> bool:
    """Whether the ledger should have the event of ``head`` and does not: not up to where a chain is here in part."""
    base = chains.place(connection, head.node, head.incarnation).base
    return head.seq > base and not holds(connection, head)


def read_witness(data: Path) -> Witness:
    """The file of the folder ``data``; an empty witness where there is none that can be read."""
    try:
        values: dict[str, Any] = json.loads((data / FILE).read_text("utf-8"))
        head = values.get("head")
        return Witness(
            head=Head(**head) if head else None,
            lost=tuple(Head(**one) for one in values.get("lost", ())),
            put_backs=int(values.get("put_backs", 0)),
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Witness()


def write_witness(data: Path, witness: Witness) -> None:
    """Write the file anew, at once or not at all (0600).

    Raises ``OSError``.
    """
    partial = data / f"{FILE}.{os.getpid()}"
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(asdict(witness), out)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(data / FILE)
        sync(data)
    finally:
        partial.unlink(missing_ok=True)


def keep_head(store: Store) -> None:
    """Keep the head of the chain beside the ledger; a head of before that is no longer in it stays on record.

    A disk that cannot be written costs nothing but the newer head.
    """
    known = read_witness(store.data)
    with store.read() as connection:
        lost = missing_heads(connection, known)
        head = own_head(connection)
    if head is not None and (head != known.head or lost != known.lost):
        with suppress(OSError):
            write_witness(store.data, replace(known, head=head, lost=lost))


def missing_heads(connection: Connection, witness: Witness) -> tuple[Head, ...]:
    """The heads that ``witness`` knows and the ledger does not have."""
    heads = (*witness.lost, *((witness.head,) if witness.head else ()))
    return tuple(dict.fromkeys(head for head in heads if not holds(connection, head)))


def is_older_than_witness(connection: Connection, witness: Witness) -> bool:
    """Whether the ledger lacks the head that was last kept beside it: it was put back, or its end was cut off."""
    return witness.head is not None and not holds(connection, witness.head)


def note_put_back(data: Path, connection: Connection) -> int:
    """Count in the file that a copy was put back, with the heads that are lost; returns how often that was by now.

    A disk that cannot be written leaves the count as it is.
    """
    known = read_witness(data)
    lost = missing_heads(connection, known)
    noted = Witness(head=own_head(connection), lost=lost, put_backs=known.put_backs + 1)
    with suppress(OSError):
        write_witness(data, noted)
    return noted.put_backs


def accept_lost(store: Store) -> None:
    """Forget the heads that the ledger does not have: somebody has seen that they are lost. Raises ``OSError``."""
    known = read_witness(store.data)
    with store.read() as connection:
        write_witness(store.data, replace(known, head=own_head(connection), lost=()))
