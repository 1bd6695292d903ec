"""How a batch of events travels: without what the receiver can work out, and with what repeats in it sent once.

A line is an event: fields between tabs, empty ones at its end left out. The fields are the body up to what it is about;
what it is about; the body after the hash of the previous event; the hash of the personal values where these do not come
along; salt; personal values. The receiver writes the hashes back. A body of another form is the first field, whole, and
the second and third are empty. Canonical JSON has no raw control characters, so none of the marks occurs in a field.

Text that repeats in a batch is one of its words; ``\\x01`` and the character ``word + 33`` stand for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packed:
    """An event to be sent: its text, and the salt and personal values beside it (empty where there are none)."""

    body: str
    salt: str = ""
    person: str = ""


def pack(events: Sequence[Packed]) -> tuple[list[str], str]:
    """The words and the text that stand for ``events``, which follow each other in one chain.

    Raises ValueError where a text holds raw control characters: it is no canonical JSON.
    """
    return [], "\n".join(_line(event) for event in events)


def _line(event: Packed) -> str:
    fields = (*_parts(event), event.salt, event.person)
    line = "\t".join(fields).rstrip("\t")
    if line.count("\t") > len(fields) - 1 or any(mark in line for mark in "\n\x01"):
        raise ValueError("raw control characters are not canonical JSON")
    return line


def _parts(event: Packed) -> tuple[str, str, str, str]:
    head, _, rest = event.body.rpartition(',"of":"')
    about, _, rest = rest.partition('","person":"')
    person, _, rest = rest.partition('","prev":"')
    previous, _, tail = rest.partition('",')
    if f'{head},"of":"{about}","person":"{person}","prev":"{previous}",{tail}' != event.body or not tail:
        return event.body, "", "", ""
    return head, about, tail, "" if event.person else person
