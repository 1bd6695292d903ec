"""Keys of one read have one time, so that a scan in a test's terminal is a scan however busy the machine is."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from textual.events import Key
from textual.message import Message

from tests.textual_internals import XTermParser

_feed = XTermParser.feed


def _at_one_time(parser: XTermParser, data: str) -> Iterable[Message]:
    read_at = monotonic()
    for message in _feed(parser, data):
        if isinstance(message, Key):
            message.time = read_at
        yield message


def install() -> None:
    """From now on in this process, which is the program in the terminal."""
    XTermParser.feed = _at_one_time  # type: ignore[method-assign, assignment]
