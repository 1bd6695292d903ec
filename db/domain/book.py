"""The register (sổ theo dõi hồ sơ): what closes a book of it, and what a line of it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from db.domain.event import instant
from db.domain.lifecycle import State
from db.domain.records import Dossier

LONGEST_ID = 200
"""Letters of an event's stream id."""
_KEPT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The number of the newest event of a chain, which ``node`` writes since its ``incarnation``."""

    node: str
    incarnation: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book that was closed: how many lines it has, and ``hash`` of them (:func:`digest`).

    Its lines are those of the events up to ``heads``, whatever came later. What its paper says of the office and of who
    closed it (``closed_by`` is the name) is kept too, so that the paper stays the same to the byte.
    """

    id: str
    book: str
    lines: int
    hash: str
    closed_at: datetime
    closed_by: str = ""
    login: str = ""
    heads: tuple[ChainHead, ...] = ()
    office: str = ""
    parent: str = ""
    place: str = ""
    rule_set: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """A line: what the circulars' columns ask for. ``returned_at`` is when the result went to the citizen, ``receiver``
    who took it; ``is_struck`` is whether the dossier was entered by mistake.
    """

    id: str
    number: int
    code: str
    procedure: str
    applicant: str
    address: str
    phone: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    is_by_post: bool
    return_place: str
    receiver: str
    is_struck: bool
    state: State

    @property
    def values(self) -> tuple[str | int | bool, ...]:
        """What of it is hashed, in the order of the columns."""
        moments = (self.received_at, self.due_at, self.returned_at)
        return (
            self.number, self.code, self.procedure, self.applicant, self.address, self.phone, self.agency,
            *(instant(at) if at else "" for at in moments), self.is_by_post, self.return_place, self.receiver,
            self.is_struck,
        )  # fmt: skip


def book_id(book: str) -> str:
    """The id of the stream of ``book``: its name, or of a name that is too long its beginning and its hash."""
    if len(book) <= LONGEST_ID:
        return book
    return f"{book[:_KEPT]}#{hashlib.sha256(book.encode()).hexdigest()[:32]}"


def line_of(dossier: Dossier) -> RegisterLine:
    """The line of ``dossier``."""
    handed = dossier.handed_back
    return RegisterLine(
        id=dossier.id,
        number=dossier.book_number,
        code=dossier.code,
        procedure=dossier.procedure_name,
        applicant=dossier.applicant.name,
        address=dossier.applicant.address,
        phone=dossier.applicant.phone,
        agency=dossier.deciding_agency,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        returned_at=handed.at if handed else dossier.delivered_at,
        is_by_post=dossier.return_by_post,
        return_place=dossier.return_place,
        receiver=handed.by.name if handed else "",
        is_struck=dossier.state is State.VOIDED,
        state=dossier.state,
    )


def in_order(lines: Iterable[RegisterLine]) -> tuple[RegisterLine, ...]:
    """``lines`` by their numbers; of those that have the same one the older dossier first."""
    return tuple(sorted(lines, key=lambda line: (line.number, line.received_at, line.id)))


def digest(lines: Iterable[RegisterLine]) -> str:
    """SHA-256 of ``lines``, in hexadecimal: of each its values as a JSON list in UTF-8, and a line feed."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(json.dumps(line.values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return hashed.hexdigest()
