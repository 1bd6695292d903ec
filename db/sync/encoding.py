"""How a batch is written: packed or compressed for a thin line, as it is for a thick one; a meeting finds out which."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import Final

from db.sync.wire import Packed, pack, spelt

_ENOUGH: Final = 100
"""Fewer events tell nothing about the line."""

_MOST: Final = 0.6
"""The share of the time that goes into packing from which on it is worth trying without."""

_LEAST: Final = 0.1
"""The share of the time that goes into writing plainly below which it is worth trying to pack."""

NEAR: Final = timedelta(milliseconds=20)
"""A centre that answers so quickly is in the same building, or nearly."""


class Encoding(Enum):
    """How a batch is written, and into what part of their own size events go so."""

    PLAIN = 1
    PACKED = 3
    DEFLATED = 4


def written(events: Sequence[Packed], form: Encoding) -> tuple[list[str], str | bytes]:
    """The words and the text, or the compressed text alone, that stand for ``events``. Raises as ``pack`` does."""
    if form is Encoding.PACKED:
        return pack(events)
    words, text = spelt(events)
    return (words, zlib.compress(text.encode())) if form is Encoding.DEFLATED else (words, text)


class Choice:
    """Begins with what suits the line at first sight, tries the other where it may be faster, and keeps the faster.

    ``rtt`` is how long the centre took to answer; ``deflates`` is whether it takes compressed batches.
    """

    def __init__(self, rtt: timedelta = NEAR, *, deflates: bool = False) -> None:
        self._short = Encoding.DEFLATED if deflates else Encoding.PACKED
        self.form = Encoding.PLAIN if rtt < NEAR else self._short
        self._rates: dict[Encoding, float] = {}

    def learn(self, form: Encoding, events: int, seconds: float, writing: float) -> None:
        """``events`` in ``form`` were there after ``seconds``; meanwhile the next ones took ``writing`` to write."""
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
