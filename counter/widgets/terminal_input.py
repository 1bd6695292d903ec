"""What a terminal sends, cut into typed text, keys' escape sequences and pastes; knows nothing of Textual.

Sequences: ECMA-48 5.4 (CSI), 5.6 (control strings); xterm's control sequences (SS3, bracketed paste).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

ESC: Final = "\x1b"
PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
FOCUS_CHANGES: Final = (f"{ESC}[I", f"{ESC}[O")
"""What a terminal sends when its window gets or loses the focus, also in the middle of a paste."""

ESCAPE_PAUSE: Final = 0.1
"""Seconds after which an escape character is the key Esc and no longer the beginning of a sequence."""

SEQUENCE_PAUSE: Final = 0.5
"""Seconds after which an unfinished sequence is dropped."""

PASTE_PAUSE: Final = 1.0
"""Seconds of silence that end a paste whose end was lost."""

LONGEST_SEQUENCE: Final = 64
LONGEST_STRING: Final = 4_096
"""Characters of the longest control string (a terminal's answer) that is waited for."""

# A second "[" is the Linux console's F1 to F5; "$" ends a key of rxvt.
_CONTROL_SEQUENCE = re.compile(r"\x1b\[(?:\[.|[0-?]*[ -/]*[@-~])", re.DOTALL)
_SHIFTED_RXVT = re.compile(r"\x1b\[\d+\$")
_SINGLE_SHIFT = re.compile(r"\x1bO[0-9;]*[@-~]")
_STRINGS: Final = "]PX^_"
"""What begins a control string, after an escape character."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Text, or one sequence that is known."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text of a bracketed paste."""

    text: str


@dataclass(frozen=True, slots=True)
class EscapeKey:
    """The key Esc."""


@dataclass(frozen=True, slots=True)
class AltKey:
    """Alt with a letter."""

    letter: str


Part = Typed | Pasted | EscapeKey | AltKey


class TerminalInput:
    """Cuts what a terminal sends into parts.

    ``is_known`` says which complete sequences mean something; the others are dropped, never typed. A paste ends at
    its end, at a known sequence that is a key's, and after ``PASTE_PAUSE`` of silence. Times are seconds of any
    steady clock.
    """

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._sequence = ""
        self._paste: list[str] | None = None
        self._last = float("-inf")

    @property
    def is_waiting(self) -> bool:
        """Whether a sequence or a paste is not complete."""
        return bool(self._sequence) or self._paste is not None

    def feed(self, text: str, at: float) -> Iterator[Part]:
        """The parts that are complete with ``text``, which was read at ``at``."""
        yield from self.tick(at)
        self._last = at
        plain: list[str] = []
        for character in text:
            if not self._sequence and character != ESC:
                (plain if self._paste is None else self._paste).append(character)
                continue
            parts = list(self._follow(character))
            if parts and plain:
                yield Typed("".join(plain))
                plain = []
            yield from parts
        if plain:
            yield Typed("".join(plain))

    def tick(self, at: float) -> Iterator[Part]:
        """What is over at ``at`` because nothing more came. Call it at least every ``ESCAPE_PAUSE``."""
        quiet = at - self._last
        if self._sequence and quiet >= (ESCAPE_PAUSE if len(self._sequence) <= 2 else SEQUENCE_PAUSE):
            yield from self._give_up()
        if self._paste is not None and quiet >= PASTE_PAUSE:
            yield from self._end_paste()

    def _follow(self, character: str) -> Iterator[Part]:
        """Take the next character of a sequence."""
        if character == ESC and not self._is_string:
            if self._sequence == ESC:
                self._sequence += character  # Alt and a key, or Esc twice
                return
            yield from self._give_up()
            self._sequence = character
            return
        self._sequence += character
        if self._is_complete():
            sequence, self._sequence = self._sequence, ""
            yield from self._finish(sequence)

    @property
    def _is_string(self) -> bool:
        return len(self._sequence) > 1 and self._sequence[0] == ESC and self._sequence[1] in _STRINGS

    def _is_complete(self) -> bool:
        sequence = self._sequence
        if self._is_string:
            return sequence.endswith(("\x07", "\x1b\\")) or len(sequence) > LONGEST_STRING
        sequence = sequence.removeprefix(ESC) if sequence.startswith(ESC * 2) else sequence
        if sequence in (ESC, f"{ESC}[", f"{ESC}O"):
            return False
        if sequence[1] == "[":
            whole = _CONTROL_SEQUENCE.fullmatch(sequence) and sequence != f"{ESC}[["
            return bool(whole or _SHIFTED_RXVT.fullmatch(sequence)) or len(sequence) > LONGEST_SEQUENCE
        if sequence[1] == "O":
            return bool(_SINGLE_SHIFT.fullmatch(sequence)) or len(sequence) > LONGEST_SEQUENCE
        return sequence[1] not in _STRINGS

    def _finish(self, sequence: str) -> Iterator[Part]:
        """Make a part of a complete sequence."""
        if sequence == PASTE_START:
            if self._paste is None:
                self._paste = []
        elif sequence == PASTE_END:
            yield from self._end_paste()
        elif self._is_known(sequence):
            if sequence not in FOCUS_CHANGES:
                yield from self._end_paste()
            yield Typed(sequence)
        elif sequence.startswith(ESC * 2) and len(sequence) == 3:
            yield from (EscapeKey(), AltKey(sequence[2]))
        elif len(sequence) == 2 and self._paste is None:
            yield AltKey(sequence[1])

    def _give_up(self) -> Iterator[Part]:
        """What an unfinished sequence was: Esc, or Alt with a letter that could have begun one; else nothing."""
        sequence, self._sequence = self._sequence, ""
        if self._paste is not None:
            return
        if sequence.strip(ESC) == "":
            yield from (EscapeKey() for _ in sequence)
        elif len(sequence) == 2:
            yield AltKey(sequence[1])

    def _end_paste(self) -> Iterator[Part]:
        if self._paste is not None:
            text, self._paste = "".join(self._paste), None
            yield Pasted(text)
