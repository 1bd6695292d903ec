"""How a batch is written: packed or compressed for a slow line, plain for a fast one; chosen by measuring."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import Final

from db.sync.wire import Packed, pack, pack_plain

_ENOUGH: Final = 100
"""Events in a measurement; fewer say nothing about the line."""

_MOST: Final = 0.6
"""Share of the time spent packing above which the plain form is tried."""

_LEAST: Final = 0.1
"""Share of the time spent encoding plainly below which the packed form is tried."""

NEAR: Final = timedelta(milliseconds=20)
"""The round trip below which the centre counts as being on the local network."""


class Encoding(Enum):
    """The form of a batch; the value is roughly by what factor it is smaller than the events."""

    PLAIN = 1
    PACKED = 3
    DEFLATED = 4


def encode(events: Sequence[Packed], form: Encoding) -> tuple[list[str], str | bytes]:
    """The words and the text, or the compressed text alone, that stand for ``events``. Raises as ``pack`` does."""
    if form is Encoding.PACKED:
        return pack(events)
    words, text = pack_plain(events)
    return (words, zlib.compress(text.encode())) if form is Encoding.DEFLATED else (words, text)


class EncodingChoice:
    """The choice of a form: begins by the round trip, tries the other form where it may be faster, keeps the faster.

    ``rtt`` is how long the centre took to answer; ``deflates`` is whether it takes compressed batches.
    """

    def __init__(self, rtt: timedelta = NEAR, *, deflates: bool = False) -> None:
        self._short = Encoding.DEFLATED if deflates else Encoding.PACKED
        self.form = Encoding.PLAIN if rtt < NEAR else self._short
        self._rates: dict[Encoding, float] = {}

    def learn(self, form: Encoding, events: int, seconds: float, writing: float) -> None:
        """Note that ``events`` in ``form`` took ``seconds``, while encoding the next ones took ``writing`` seconds."""
        if events < _ENOUGH:
            return
        self._rates[form] = events / max(seconds, 1e-6)
        share = writing / max(seconds, 1e-6)
        if len(self._rates) > 1:
            self.form = max(self._rates, key=self._rates.__getitem__)
        elif form is Encoding.PLAIN and share < _LEAST:
            self.form = self._short
        elif form is self._short and share > _MOST:
            self.form = Encoding.PLAIN
