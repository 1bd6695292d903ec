"""Search of dossiers at each key: words without accents, and any three characters of codes and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    String,
    TableClause,
    bindparam,
    case,
    column,
    delete,
    func,
    literal_column,
    select,
    table,
    union_all,
)

from db.domain.event import instant
from db.domain.lifecycle import State
from db.domain.plain_letters import fold_letters
from db.models import DossierRow
from db.models import table as table_of
from db.store.bulk import add_all

_DOSSIER = table_of(DossierRow)
_WORDS = table("dossier_words", column("rowid", Integer), column("words"))
_DIGITS = table("dossier_digits", column("rowid", Integer), column("digits"))

_STATE: ColumnElement[int] = literal_column("+dossier.state", Integer)
"""The plus keeps SQLite from using the index of states where rows are read newest first."""
# Spelt as in the partial index: with a bound value SQLite would not use it.
_IN_NEED = select(_DOSSIER.c.position).where(_DOSSIER.c.attention != literal_column("''")).correlate(None)

MOST_NUMBERS = 10_000
"""Of a number typed beside words, this many of its newest dossiers are looked at: all, from four digits on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which dossiers are looked among: of ``agencies`` and in ``states`` (empty: all), late at ``late_at``, or
    only those that need attention, by their row or as one of ``in_need``.
    """

    agencies: tuple[str, ...] = ()
    states: tuple[int, ...] = ()
    late_at: datetime | None = None
    attention: bool = False
    in_need: tuple[str, ...] = ()

    def narrow(self, wanted: Select[Any]) -> Select[Any]:
        """``wanted`` with these conditions, and without what nobody received yet (only its later events came)."""
        wanted = wanted.where(_STATE.is_not(None))
        if self.agencies:
            wanted = wanted.where(_DOSSIER.c.agency.in_(self.agencies))
        if self.states:
            wanted = wanted.where(_DOSSIER.c.state.in_(self.states))
        return self._more(wanted)

    def newest(self, limit: int) -> CompoundSelect[Any]:
        """Where the newest of each agency and state stand, each read backwards from an index: nothing is sorted."""
        pairs = product(self.agencies or (None,), self.states or State)
        parts = [self._newest_of(agency, int(state)).limit(limit).subquery() for agency, state in pairs]
        return union_all(*(select(part.c.position) for part in parts))

    def _newest_of(self, agency: str | None, state: int) -> Select[Any]:
        wanted = self._more(select(_DOSSIER.c.position).where(_DOSSIER.c.state == state))
        wanted = wanted if agency is None else wanted.where(_DOSSIER.c.agency == agency)
        return wanted.order_by(_DOSSIER.c.position.desc())

    def _more(self, wanted: Select[Any]) -> Select[Any]:
        if self.late_at:
            wanted = wanted.where(late(self.late_at))
        if self.attention:
            wanted = wanted.where(_DOSSIER.c.position.in_(self.positions_in_need()))
        return wanted

    def positions_in_need(self) -> Select[int] | CompoundSelect[int]:
        """Where the dossiers stand that need attention."""
        if not self.in_need:
            return _IN_NEED
        others = select(_DOSSIER.c.position).where(_DOSSIER.c.id.in_(self.in_need)).correlate(None)
        return union_all(_IN_NEED, others)


_ALL = Only()


def late(now: datetime) -> ColumnElement[bool]:
    """Which dossiers without a result are late at ``now``: what ``counter.rules.deadlines`` says of each.

    Those that wait for papers are compared by the request for them; those that were asked twice are late.
    """
    asked = func.json_extract(_DOSSIER.c.detail, "$.requests[#-1].at")
    at = instant(now)
    end = case((_STATE.in_((int(State.SUPPLEMENT),)), func.coalesce(asked, at)), else_=at)
    # Few dossiers have requests: those are told by their text, without reading it as JSON.
    has_requests = func.instr(_DOSSIER.c.detail, '"requests":') > 0
    again = has_requests & (func.json_array_length(_DOSSIER.c.detail, "$.requests") > 1)
    return _DOSSIER.c.due_at.is_not(None) & ((_DOSSIER.c.due_at < end) | again)


VERSION = "2"
"""The rules by which texts are indexed: another one here, whenever ``texts`` gives other words for the same row."""

_WORD = re.compile(r"[0-9a-zß-öø-ɏ]+")  # Latin letters, as identity papers write names; never split by SQLite
_APOSTROPHE = re.compile("(?<=[a-zß-öø-ɏ])['\u2019\u2018\u02bc`\u00b4](?=[a-zß-öø-ɏ])")
_UNIT = re.compile(r"^[0-9A-Z]+(?:\.[0-9A-Z]+)+-(?=\d)", re.IGNORECASE)


def fold_text(text: str) -> str:
    """``text`` as people search it: no accents, đ as d, ƀ as b, lower case (``Văn Đức`` → ``van duc``)."""
    folded = text.lower() if text.isascii() else text.translate(_FOLDED)
    return folded if folded.isascii() else fold_letters(text)


_FOLDED = {letter: fold_letters(chr(letter)) for letter in range(0x1F00)}
"""A table of every Latin letter and mark: five times as fast as normalising each text."""


def _without_unit(code: str) -> str:
    """A dossier code without the unit it begins with: all codes of an office share that, so it narrows nothing."""
    return _UNIT.sub("", code)


_SEARCHED = ("procedure_name", "applicant", "proxy", "code", "procedure_code", "paper_number", "agency")


def differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the indexed texts of a dossier's row changed."""
    return any(before.get(name) != after.get(name) for name in _SEARCHED)


def texts(row: dict[str, Any]) -> tuple[str, str]:
    """The indexed texts of a dossier's row: its folded words, and its codes and numbers one a line."""
    people = [row.get(role) or {} for role in ("applicant", "proxy")]
    words = [row.get("procedure_name", ""), *(person.get("name", "") for person in people)]
    numbers = [row.get(name, "") for name in ("procedure_code", "paper_number")]
    numbers += [person.get(name, "") for person in people for name in ("identity", "phone")]
    code = _without_unit(row.get("code", ""))
    digits = fold_text("\n".join([number for number in (code, *numbers) if number]))
    agency = _agency_word(row.get("agency", ""))
    folded = fold_text(" ".join(words))
    return " ".join([*_WORD.findall(folded), *_joined(folded), agency]), digits


def _joined(folded: str) -> list[str]:
    """The words with an apostrophe inside, without it: H'Wen is looked for as ``hwen`` too."""
    if folded.isalnum():
        return []
    with_mark = (word for word in folded.split() if _APOSTROPHE.search(word))
    return [part for word in with_mark for part in _WORD.findall(_APOSTROPHE.sub("", word))]


def _agency_word(agency: str) -> str:
    """The word that stands for ``agency`` in the index; it begins as no Latin word does, so nobody types it."""
    return f"ж{crc32(agency.encode()):08x}"


_FORGET = tuple(delete(index).where(index.c.rowid == bindparam("position")) for index in (_WORDS, _DIGITS))


def index(connection: Connection, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Index the dossiers at these positions."""
    indexed = [(position, *texts(row)) for position, row in rows]
    add_all(
        connection, _WORDS.name, ("rowid", "words"), [(position, words) for position, words, _ in indexed]
    )
    add_all(
        connection, _DIGITS.name, ("rowid", "digits"), [(position, digits) for position, _, digits in indexed]
    )


def forget(connection: Connection, position: int) -> None:
    """Remove the dossier at ``position`` from the indexes."""
    for statement in _FORGET:
        connection.execute(statement, {"position": position})


def forget_all(connection: Connection) -> None:
    """Empty the indexes."""
    for name in (_WORDS.name, _DIGITS.name):
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _matches(terms: list[str]) -> tuple[str, str]:
    """The MATCH expressions for the words and for the terms that hold a digit."""
    words = (f"{_quoted(part)}*" for term in terms if not _is_number(term) for part in _WORD.findall(term))
    return " ".join(words), " ".join(_quoted(term) for term in terms if _is_number(term))


def _is_number(term: str) -> bool:
    return len(term) >= 3 and any(letter.isdigit() for letter in term)


def find(connection: Connection, wanted: str, limit: int, only: Only = _ALL) -> list[str]:
    """The details (JSON) of at most ``limit`` dossiers for ``wanted``, newest first.

    Every term must be found: one with a digit anywhere in a code or number, any other at the beginning of a word.
    """
    wanted = wanted.replace("\0", " ").strip()  # MATCH would end in the middle of its quotes
    words, numbers = _matches(fold_text(_without_unit(wanted)).split())
    if not words and not numbers:
        return []
    if words and only.agencies:
        words = f"({words}) AND ({' OR '.join(map(_agency_word, only.agencies))})"
    return list(connection.scalars(only.narrow(_statement(words, numbers, only)).limit(limit)))


def positions(wanted: str) -> list[Select[int]]:
    """Where the dossiers stand that have every term of ``wanted``, as :func:`find` has it: those in each of the lists.

    There is no list where nothing is typed.
    """
    wanted = wanted.replace("\0", " ").strip()
    words, numbers = _matches(fold_text(_without_unit(wanted)).split())
    return [
        select(driving.c.rowid).where(_match(driving, match)).correlate(None)
        for driving, match in ((_WORDS, words), (_DIGITS, numbers))
        if match
    ]


def newest(connection: Connection, limit: int, only: Only = _ALL) -> list[str]:
    """The details (JSON) of the ``limit`` newest dossiers, newest first."""
    wanted = select(_DOSSIER.c.detail).order_by(_DOSSIER.c.position.desc()).limit(limit)
    if only.agencies or only.states:
        return list(connection.scalars(wanted.where(_DOSSIER.c.position.in_(only.newest(limit)))))
    return list(connection.scalars(only.narrow(wanted)))


def _statement(words: str, numbers: str, only: Only) -> Select[str]:
    """One index drives, read backwards until the limit is met."""
    driving, match = (_WORDS, words) if words else (_DIGITS, numbers)
    query = (
        select(_DOSSIER.c.detail)
        .join_from(driving, _DOSSIER, _DOSSIER.c.position == driving.c.rowid)
        .where(_match(driving, match))
        .order_by(driving.c.rowid.desc())
    )
    # The plus keeps SQLite from asking the words once for each number that was found.
    row: ColumnElement[int] = literal_column(f"+{driving.name}.rowid", Integer)
    if only.attention:
        query = query.where(row.in_(only.positions_in_need()))
    return query.where(row.in_(_newest_numbers(numbers))) if words and numbers else query


def _newest_numbers(numbers: str) -> Select[int]:
    wanted = select(_DIGITS.c.rowid).where(_match(_DIGITS, numbers)).order_by(_DIGITS.c.rowid.desc())
    return wanted.limit(MOST_NUMBERS).correlate(None)


def _match(index: TableClause, wanted: str) -> ColumnElement[bool]:
    return literal_column(index.name, String).op("MATCH", is_comparison=True)(wanted)
