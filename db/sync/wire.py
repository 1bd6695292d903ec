"""How a batch of events travels: without what the receiver can work out, and with what repeats in it sent once.

A line is an event: fields between tabs, empty ones at its end left out. The fields are the body up to what it is about;
what it is about; the body after the hash of the previous event; the hash of the personal values where these do not come
along; salt; personal values. The receiver writes the hashes back. A body of another form is the first field, whole, and
the second and third are empty. Canonical JSON has no raw control characters, so none of the marks occurs in a field.

Text that repeats is one of the batch's words. The lines are a format string of PostgreSQL's then: ``%7$s`` stands for
the seventh word, ``%%`` for a per cent sign. Without any words they are what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from db.domain.event import person_hash

_VALUE: Final = re.compile(r'("\d[^"]*"|:\d\d+|\t(?:[0-9a-f-]{32,})?|\n)')
"""What is seldom the same in two events: times, numbers, identifiers. Between them is what all of a kind share."""

_PIECE: Final = re.compile(r'[{\[,]*"[a-z_]+":[\[{"]*|[^",]*(?:"|,|$)|.')
"""Keys and single values, for what is not shared as it is."""

_FIELDS: Final = 6
_LONG: Final = 40
_OFTEN: Final = 8
_COST_OF_WORD: Final = 8
_COST_OF_USE: Final = 5


class Packed(NamedTuple):
    """An event to be sent: its text, and the salt and personal values beside it (empty where there are none)."""

    body: str
    salt: str = ""
    person: str = ""


def pack(events: Sequence[Packed]) -> tuple[list[str], str]:
    """The words and the text that stand for ``events``, which follow each other in one chain.

    Raises ValueError where a text holds raw control characters: it is no canonical JSON.
    """
    text = "\n".join([_line(event) for event in events]).replace("%", "%%")
    runs = _runs(_tokens(text))
    spelling = _spelling(Counter(runs))
    uses: dict[str, int] = {}
    for tokens, count in spelling.values():
        for token in tokens:
            uses[token] = uses.get(token, 0) + count
    paying = [word for word, count in uses.items() if count > 1 and _pays(word, count)]
    words = sorted(paying, key=uses.__getitem__, reverse=True)
    if not words:
        return pack_plain(events)
    reference = {word: f"%{number}$s" for number, word in enumerate(words, 1)}
    put = {
        run: "".join([reference.get(part, part) for part in parts]) for run, (parts, _) in spelling.items()
    }
    return [word.replace("%%", "%") for word in words], "".join([put[run] for run in runs])


def pack_plain(events: Sequence[Packed]) -> tuple[list[str], str]:
    """As :func:`pack`, without any words: quicker to say, and three times as long. Raises as that does."""
    return [], "\n".join([_line(event) for event in events])


def _line(event: Packed) -> str:
    line = "\t".join((*_parts(event), event.salt, event.person))
    if line.count("\t") != _FIELDS - 1 or "\n" in line:
        raise ValueError("raw control characters are not canonical JSON")
    return line.rstrip("\t")


def _parts(event: Packed) -> tuple[str, str, str, str]:
    """The first four fields; the body whole where the receiver could not make it again from what is left of it."""
    head, of, rest = event.body.rpartition(',"of":"')
    about, _, rest = rest.partition('","person":"')
    person, _, rest = rest.partition('","prev":"')
    _, _, tail = rest.partition('",')
    if not (of and tail):
        return event.body, "", "", ""
    if not event.person:
        return head, about, tail, person
    if person_hash(event.salt, event.person) != person:
        return event.body, "", "", ""
    return head, about, tail, ""


def _tokens(text: str) -> Iterator[str]:
    """``text`` in pieces that may repeat: long where they are shared, else as short as keys and values."""
    tokens = _VALUE.split(text)
    uses = Counter(tokens)
    for token in tokens:
        if len(token) > _LONG and uses[token] == 1:
            yield from _PIECE.findall(token)
        elif token:
            yield token


def _runs(tokens: Iterator[str]) -> list[tuple[str, ...]]:
    """Tokens one after another that are all frequent, or all seldom."""
    every = list(tokens)
    often = {token for token, count in Counter(every).items() if count >= _OFTEN}
    return [tuple(run) for _, run in groupby(every, often.__contains__)]


def _spelling(runs: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[tuple[str, ...], int]]:
    """How each run is written, and how often: in one where it repeats as it is, else token by token."""
    return {run: (("".join(run),) if count > 1 else run, count) for run, count in runs.items()}


def _pays(word: str, count: int) -> bool:
    return (count - 1) * len(word) > count * _COST_OF_USE + _COST_OF_WORD
