"""Distinguishes a keyboard-wedge scanner from a person, by speed and by shape; knows nothing of widgets."""

import re
from collections.abc import Callable
from unicodedata import normalize

GAP = 0.035
"""Longest pause between two keys of a scanner, in seconds."""

PREFIX_GAP = 0.25
"""Longest pause after a configured prefix, which leaves no doubt about who is typing, in seconds."""

FEWEST = 6
"""Fewest keys that are taken for a scan."""

FEWEST_BARS = 3
"""Fewest bars of a QR code that is taken for a card, readable or not."""

FIGURES = 12
"""Figures of a personal number: all that the barcode of an older card holds."""

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

    Times are seconds of any steady clock. ``looks_like`` decides whether a fast run is a code at all, since a slow
    line also delivers a person's keys in one piece. A ``prefix`` that the scanner was set up to send makes both speed
    and shape unimportant. A ``suffix`` is taken off; one that ends in a tab means that Tab ends a scan, as Enter does.
    """

    def __init__(
        self, looks_like: Callable[[str], bool] = looks_like_code, prefix: str = "", suffix: str = ""
    ) -> None:
        self.looks_like, self.prefix = looks_like, prefix
        self.suffix = suffix.rstrip("\t\r\n")
        self._ends = ("enter", "tab") if suffix.endswith("\t") else ("enter",)
        self._text, self._last = "", float("-inf")

    def feed(self, character: str, at: float) -> bool:
        """Take one character typed at ``at``; True when it begins a new run: save the field's text then."""
        new = not self._text or at - self._last > self._gap or not self._may_follow(character)
        self._text = character if new else self._text + character
        self._last = at
        return new

    @property
    def added(self) -> str:
        """What the scanner was set up to add to a code."""
        return self.prefix + self.suffix

    @property
    def is_running(self) -> bool:
        """Whether the last keys came too fast for a person."""
        return len(self._text) > 1

    def may_end(self, key: str) -> bool:
        """Whether ``key`` ends a scan: ask ``enter`` then."""
        return key in self._ends

    def enter(self, at: float) -> str | None:
        """The scanned text if the run whose last key came at ``at`` is a scan; the run is over either way."""
        text, fast = normalize("NFC", self._text).removesuffix(self.suffix), at - self._last <= self._gap
        prefixed = self._is_prefixed
        self.reset()
        if prefixed and fast:
            return text[len(self.prefix) :].strip() or None
        text = text.strip()
        return text if fast and len(text) >= FEWEST and self.looks_like(text) else None

    def reset(self) -> None:
        """Forget the run: a key that no scanner sends was pressed."""
        self._text = ""

    @property
    def _is_prefixed(self) -> bool:
        return bool(self.prefix) and self._text.startswith(self.prefix)

    @property
    def _gap(self) -> float:
        return PREFIX_GAP if self._is_prefixed else GAP

    def _may_follow(self, character: str) -> bool:
        """Letters beyond ASCII come from input methods, except inside a card's QR: number, bar, then the name."""
        return character.isascii() or self._is_prefixed or ("|" in self._text and self._text[:9].isdigit())
