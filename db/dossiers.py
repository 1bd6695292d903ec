"""Dossiers as the desk asks for them: by id, by code, by identity number, and those that came in on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from db.domain import codec
from db.domain.event import moment, tick
from db.domain.event_kind import EventKind
from db.domain.event_schema import NUMBERED
from db.domain.fold import SHARED_CODE
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine, Person
from db.domain.schema import valid_values
from db.ledger import search, shared_codes
from db.models import DossierRow, EventRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_DOSSIER, _EVENT = table(DossierRow), table(EventRow)
_DETAIL = select(_DOSSIER.c.detail).where(_DOSSIER.c.id == bindparam("of"), _DOSSIER.c.state.is_not(None))
"""Without a dossier that was not received here yet: only its later events came from another host."""

OPEN = tuple(state for state in State if state not in FINAL)
"""The states of a dossier that is not over."""
_MOST_NAMESAKES = 20

Numbers = tuple[str | None, str | None, int | None]
"""What a dossier took from the number series: its code, its register book and its line there."""


@dataclass(frozen=True, slots=True)
class PaperDossier:
    """A dossier that was first written on paper: the number on the slip, when it came in (UTC), code, applicant's
    name and number, and the procedure's code.
    """

    paper_number: str
    received_at: datetime
    code: str
    name: str
    identity: str
    procedure_code: str


def dossier(connection: Connection, dossier_id: str) -> Dossier | None:
    """The dossier of that id."""
    detail = connection.scalar(_DETAIL, {"of": dossier_id})
    if detail is None:
        return None
    dossier = codec.dossier(detail)
    if not dossier.attention and dossier.id in shared_codes.in_need(connection):
        return replace(dossier, attention=SHARED_CODE)
    return dossier


def of_code(connection: Connection, codes: Collection[str]) -> list[Dossier]:
    """The dossiers that have one of ``codes``, the newest first: more than one where a code was given out twice."""
    wanted = select(_DOSSIER.c.id).where(_DOSSIER.c.code.in_(codes)).order_by(_DOSSIER.c.position.desc())
    dossiers = (dossier(connection, dossier_id) for dossier_id in connection.scalars(wanted).all())
    return [one for one in dossiers if one is not None]


def codes(connection: Connection, dossier_ids: Iterable[str]) -> dict[str, str]:
    """The code of each dossier that has one, by id."""
    rows = connection.execute(
        select(_DOSSIER.c.id, _DOSSIER.c.code).where(
            _DOSSIER.c.id.in_(set(dossier_ids)), _DOSSIER.c.code != ""
        )
    )
    return {row.id: row.code for row in rows}


def refusals(connection: Connection, dossier_ids: Iterable[str]) -> dict[str, str]:
    """The number of the refusal of each dossier that was refused before it had a code, by id."""
    number = func.json_extract(_DOSSIER.c.detail, "$.closing.number").label("number")
    rows = connection.execute(
        select(_DOSSIER.c.id, number).where(
            _DOSSIER.c.id.in_(set(dossier_ids)), _DOSSIER.c.state == State.REFUSED, number.is_not(None)
        )
    )
    return {row.id: str(row.number) for row in rows}


def applicants(connection: Connection, dossier_ids: Iterable[str], only: search.Only) -> dict[str, str]:
    """The applicant's name of each of the dossiers that ``only`` leaves, by id."""
    name = func.json_extract(_DOSSIER.c.detail, "$.applicant.name").label("name")
    wanted = select(_DOSSIER.c.id, name).where(_DOSSIER.c.id.in_(set(dossier_ids)))
    return {row.id: str(row.name or "") for row in connection.execute(only.narrow(wanted))}


def find(connection: Connection, text: str, limit: int, only: search.Only) -> list[DossierLine]:
    """At most ``limit`` dossiers for ``text``, newest first; the newest ones where ``text`` is empty."""
    in_need = shared_codes.in_need(connection)
    if only.attention:
        only = replace(only, in_need=tuple(in_need))
    details = (
        search.find(connection, text, limit, only) if text.strip() else search.newest(connection, limit, only)
    )
    return [_line(detail, in_need) for detail in details]


def of_identity(connection: Connection, identity: str, limit: int, only: search.Only) -> list[DossierLine]:
    """The newest dossiers of the person with that number, newest first."""
    in_need = shared_codes.in_need(connection)
    details = connection.scalars(_of_identity(identity, only).limit(limit))
    return [_line(detail, in_need) for detail in details]


def _line(detail: str, in_need: Collection[str]) -> DossierLine:
    line = codec.dossier_line(detail)
    return replace(line, attention=SHARED_CODE) if line.id in in_need and not line.attention else line


def applicant(connection: Connection, identity: str, only: search.Only) -> Person | None:
    """The applicant as the newest dossier of ``identity`` has them."""
    detail = connection.scalar(_of_identity(identity, only).limit(1))
    return codec.dossier(detail).applicant if detail else None


def open_code(
    connection: Connection, person: Person, procedure: str, only: search.Only, *, but: str = ""
) -> str:
    """The code of the newest dossier of ``person`` and the procedure of that code which ``only`` leaves; '' for none.

    The dossier of the id ``but`` does not count. A person is known by the identity number; without one by name and
    date of birth, or name and phone.
    """
    if person.identity:
        details = connection.scalars(
            _of_identity(person.identity, only).where(
                func.json_extract(_DOSSIER.c.detail, "$.procedure_code") == procedure, _DOSSIER.c.id != but
            )
        )
        return next((codec.dossier_line(detail).code for detail in details), "")
    if not person.name.strip() or not (person.birth or person.phone):
        return ""
    words = f"{person.name} {procedure}"
    for detail in search.find(connection, words, _MOST_NAMESAKES, only):
        there = codec.dossier(detail)
        if there.id != but and there.procedure_code == procedure and _is_same(there.applicant, person):
            return there.code
    return ""


def newest_of(connection: Connection, identity: str, procedure: str, only: search.Only) -> DossierLine | None:
    """The newest dossier of the person with that number and of the procedure of that code; None where there is none."""
    of_procedure = func.json_extract(_DOSSIER.c.detail, "$.procedure_code") == procedure
    detail = connection.scalar(_of_identity(identity, only).where(of_procedure).limit(1))
    return codec.dossier_line(detail) if detail else None


def _is_same(one: Person, other: Person) -> bool:
    names = search.fold_text(one.name).split(), search.fold_text(other.name).split()
    return names[0] == names[1] and ((one.birth == other.birth != "") or (one.phone == other.phone != ""))


def visible(connection: Connection, dossier_ids: Collection[str], only: search.Only) -> set[str]:
    """Those of ``dossier_ids`` that ``only`` leaves."""
    if not dossier_ids:
        return set()
    return set(connection.scalars(only.narrow(select(_DOSSIER.c.id).where(_DOSSIER.c.id.in_(dossier_ids)))))


def from_paper(connection: Connection, entered_since: datetime) -> list[PaperDossier]:
    """The dossiers with a paper number that were entered at ``entered_since`` (UTC) or later."""
    names = ("paper_number", "received_at", "code", "applicant.name", "applicant.identity", "procedure_code")
    values = [func.json_extract(_DOSSIER.c.detail, f"$.{name}") for name in names]
    earliest = (
        tick(0, entered_since) << 8
    )  # the position of a row is the tick of its first event and a byte more
    rows = connection.execute(select(*values).where(values[0] != "", _DOSSIER.c.position >= earliest))
    return [
        PaperDossier(
            str(number),
            moment(at),
            str(code or ""),
            str(name or ""),
            str(identity or ""),
            str(procedure or ""),
        )
        for number, at, code, name, identity, procedure in rows
        if "received_at" in valid_values("dossier", {"received_at": at})
    ]


def numbers_given_out(connection: Connection, node: str) -> list[Numbers]:
    """What ``node`` took from the number series: for the dossiers that it received, and for forms with numbers."""
    codes = select(*_values("set.code", "set.book", "set.book_number")).where(
        _EVENT.c.node == node, _EVENT.c.kind == EventKind.RECEIVED
    )
    forms = select(*_values("form_book", "form_number")).where(
        _EVENT.c.node == node, _EVENT.c.kind.in_(NUMBERED)
    )
    return [
        *((code, book, line) for code, book, line in connection.execute(codes)),
        *((None, book, line) for book, line in connection.execute(forms) if book),
    ]


def _values(*names: str) -> list[Any]:
    return [func.json_extract(_EVENT.c.body, f"$.data.{name}") for name in names]


def _of_identity(identity: str, only: search.Only) -> Select[str]:
    wanted = select(_DOSSIER.c.detail).where(_DOSSIER.c.identity == identity.strip())
    return only.narrow(wanted.order_by(_DOSSIER.c.position.desc()))
