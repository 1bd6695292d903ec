"""Distinguishes a keyboard-wedge scanner from a person, by speed and by shape; knows nothing of widgets."""

import re
from collections.abc import Callable
from itertools import pairwise
from unicodedata import normalize

GAP = 0.035
"""Longest pause between two keys of a scanner, in seconds, where the settings name no other (``scanner_gap``)."""

PAUSE = 2.0
"""Longest pause between two keys of a card, which nobody types, in seconds: whatever the line does to them."""

CODE_GAP, CODE_PACE = 0.25, 0.06
"""Longest pause between two keys of a dossier code, and the longest mean of all its pauses, in seconds.

People type twenty-five figures and letters not half as fast; a slow line delivers a scan in pieces.
"""

PREFIX_GAP = 0.25
"""Longest pause after a configured prefix, which leaves no doubt about who is typing, in seconds."""

SILENCE = 0.5
"""Seconds without a key that end the scan of a scanner which sends no Enter, once all of a card or code is there."""

LATE_ENTER = 2.0
"""Seconds after a silence in which an Enter still belongs to the scan that it ended."""

FEWEST = 6
"""Fewest keys that are taken for a scan."""

FEWEST_BARS = 3
"""Fewest bars of a QR code that is taken for a card, readable or not."""

FIGURES = 12
"""Figures of a personal number: all that the barcode of an older card holds."""

_CARD = re.compile(r"(?:\d{12}|[A-Z]{2}[0-9A-Z]\d{12}|\d{10})\|[^|]*\|[^|]*\|.*", re.DOTALL)
_WHOLE_CARD = re.compile(
    r"\d{12}\|(?:[^|]*\|){4,5}\d{8}|(?:[A-Z]{2}[0-9A-Z]\d{12}|\d{10})\|(?:[^|]*\|){7,}[^|]*", re.DOTALL
)
"""A card with the day of issue at its end, or a health card with all its places: nothing more has to come."""
_DOSSIER_CODE = re.compile(r"[0-9A-Z.]{5,35}-\d{6}-[0-9A-Z]{4,}", re.IGNORECASE)
_CARD_INSIDE = re.compile(r"\d{10}\|[^|]*\|[^|]*\|")
_CODE_INSIDE = re.compile(r"\w\.\w+-\d{6}")


def looks_like_code(text: str) -> bool:
    """Whether ``text`` is a card, a dossier code or an identity number.

    A ten-figure number is left out: people type phone numbers, and a slow line delivers them in one piece.
    """
    from counter.rules import scan  # by then the office is open; before the first frame it would cost 20 ms

    kinds = scan.IdentityCard | scan.HealthCard | scan.DossierScan | scan.BareNumber
    return looks_like_card(text) or isinstance(scan.read(text), kinds)


def looks_like_card(text: str) -> bool:
    """Whether ``text`` is the QR code of a card, readable or not: nobody types or pastes that as words."""
    return text.count("|") >= FEWEST_BARS


def looks_like_paper(text: str) -> bool:
    """Whether ``text`` is a card, its number or a dossier code: what people scan, and nobody signs in with.

    Narrower than ``looks_like_code``: bars, or nine figures, may be a password.
    """
    return holds_paper(text) or (len(text) == FIGURES and text.isdecimal() and looks_like_code(text))


def holds_paper(text: str) -> bool:
    """Whether a card or a dossier code stands in ``text``, which a slow line may have delivered in pieces."""
    if _CARD_INSIDE.search(text):
        return True
    if not _CODE_INSIDE.search(text):
        return False
    from counter.rules import scan

    return isinstance(scan.read(text), scan.DossierScan)


class ScanDetector:
    """The run of keys that may be a scan. Feed it every key; ask it at Enter.

    Times are seconds of any steady clock. What decides is the shape at the end: a card of Vietnam at any speed, a
    dossier code at a mean pace that nobody types at. ``looks_like`` decides of a run without a pause over ``gap``
    whether it is a code at all, since a slow line also delivers a person's keys in one piece. A ``prefix`` that the
    scanner was set up to send makes both speed and shape unimportant. A ``suffix`` is taken off; one that ends in a
    tab means that Tab ends a scan, as Enter does.
    """

    def __init__(
        self,
        looks_like: Callable[[str], bool] = looks_like_code,
        prefix: str = "",
        suffix: str = "",
        gap: float = GAP,
    ) -> None:
        self.looks_like, self.prefix, self.gap = looks_like, prefix, gap
        self.suffix = suffix.rstrip("\t\r\n")
        self._ends = ("enter", "tab") if suffix.endswith("\t") else ("enter",)
        self._text, self._times = "", list[float]()
        self._fast = 0
        self.start = 0
        """Where among the keys fed since the last run began the scan that ``enter`` returned starts."""

    def feed(self, character: str, at: float) -> bool:
        """Take one character typed at ``at``; True when it begins a new run: ``start`` counts from it."""
        pause = self._pause(at)
        if new := pause > PAUSE:
            self.reset()
        elif pause > self._gap or not self._may_follow(character):
            self._fast = len(self._text)
        self._text += character
        self._times.append(at)
        return new

    @property
    def added(self) -> str:
        """What the scanner was set up to add to a code."""
        return self.prefix + self.suffix

    @property
    def is_running(self) -> bool:
        """Whether the last keys came too fast for a person, or are part of a card."""
        return len(self._text) - self._fast > 1 or "|" in self._text

    def may_end(self, key: str) -> bool:
        """Whether ``key`` ends a scan: ask ``enter`` then."""
        return key in self._ends

    def enter(self, at: float) -> str | None:
        """The scanned text if the run whose last key came at ``at`` is a scan; the run is over either way."""
        scanned = self._fast_scan(at) or self._card(at) or self._dossier_code(at)
        self.reset()
        return scanned

    def silence(self, at: float) -> str | None:
        """The text of a scan that needs no Enter any more, with no key since the last one until ``at``.

        Only what is whole: a line may be slow, and the rest still to come. The run is over where it is one.
        """
        if not self._times or self._pause(at) < SILENCE:
            return None
        last = self._times[-1]
        card = self._card(last)
        text = card if card is not None and _WHOLE_CARD.fullmatch(card) else self._dossier_code(last)
        if text is not None:
            self.reset()
        return text

    def labelled_line(self, at: float) -> str | None:
        """The line whose Enter comes at ``at``, if a scanner types it and it is a labelled field of a card."""
        text = self._line_at_pace(at)
        if ":" not in text:
            return None
        from counter.rules import scan

        return text if scan.is_labelled(text) else None

    def reset(self) -> None:
        """Forget the run: a key that no scanner sends was pressed."""
        self._text, self._times, self._fast = "", [], 0

    def _fast_scan(self, at: float) -> str | None:
        if self._pause(at) > self._gap:
            return None
        self.start = self._fast
        text = self._without_suffix(self._run)
        if self._is_prefixed:
            return text[len(self.prefix) :].strip() or None
        text = text.strip()
        return text if len(text) >= FEWEST and self.looks_like(text) else None

    def _card(self, at: float) -> str | None:
        """The card at the end of the keys, whatever was typed before it."""
        card = _CARD.search(self._text)
        if card is None or self._pause(at) > PAUSE:
            return None
        self.start = card.start()
        return self._without_suffix(card[0]).strip()

    def _dossier_code(self, at: float) -> str | None:
        """The dossier code that the keys since the last pause over ``CODE_GAP`` are."""
        text = self._line_at_pace(at)
        return text if _DOSSIER_CODE.fullmatch(text) and self.looks_like(text) else None

    def _line_at_pace(self, at: float) -> str:
        """The keys since the last pause over ``CODE_GAP``, at a pace that nobody types at; '' where they are slower."""
        times = [*self._times, at]
        pauses = [later - before for before, later in pairwise(times)]
        self.start = next((i for i in range(len(pauses), 0, -1) if pauses[i - 1] > CODE_GAP), 0)
        pace = sum(pauses[self.start :]) / max(1, len(pauses) - self.start)
        return self._without_suffix(self._text[self.start :]).strip() if pace <= CODE_PACE else ""

    def _without_suffix(self, text: str) -> str:
        return normalize("NFC", text).removesuffix(self.suffix)

    def _pause(self, at: float) -> float:
        return at - self._times[-1] if self._times else float("inf")

    @property
    def _run(self) -> str:
        return self._text[self._fast :]

    @property
    def _is_prefixed(self) -> bool:
        return bool(self.prefix) and self._run.startswith(self.prefix)

    @property
    def _gap(self) -> float:
        return max(PREFIX_GAP, self.gap) if self._is_prefixed else self.gap

    def _may_follow(self, character: str) -> bool:
        """Letters beyond ASCII come from input methods, except inside a card's QR: number, bar, then the name."""
        run = self._run
        return character.isascii() or self._is_prefixed or ("|" in run and run[:9].isdigit())
