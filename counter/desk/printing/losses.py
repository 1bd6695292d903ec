"""Letters that a printer cannot give: told to the officer before a slip is queued."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from counter.config.start import CONFIGURATION
from counter.desk.desk import Desk
from counter.desk.printing.calibration import profile_of
from counter.locale import _
from counter.problems import Problem
from devices.encode.escpos import lost_letters
from devices.errors import UnknownProfile
from devices.page_printer import PREFIX
from devices.profile import Profile
from devices.slip import Line, Slip

MOST = 24
"""Letters that a sentence names at most."""


def loss_sentence(desk: Desk, texts: Iterable[str]) -> str:
    """What the printer of this counter cannot print of ``texts``, translated; empty where it prints all of them.

    A letter that it lacks comes out without its mark, one that has no likeness as a line to be filled in by hand.
    """
    lost = lost_of(desk, texts)
    if not lost:
        return ""
    letters = " ".join(lost[:MOST]) + (" …" if len(lost) > MOST else "")
    return _("The printer cannot print, and prints without marks: {letters}").format(letters=letters)


def lost_of(desk: Desk, texts: Iterable[str]) -> tuple[str, ...]:
    """The letters of ``texts`` that the printer of this counter cannot give, each once."""
    typed = tuple(Line(text) for text in texts if not text.isascii())
    profile = _profile(desk.store.data, desk.printer, _stamps(desk.store.data)) if typed else None
    return lost_letters(Slip("", typed), profile) if profile else ()


def _stamps(data: Path) -> tuple[int, ...]:
    """When the settings and the calibrated profiles were written."""
    files = (data / CONFIGURATION, *sorted(data.glob("*.json")))
    return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


@lru_cache(maxsize=4)
def _profile(data: Path, name: str, _stamps: tuple[int, ...]) -> Profile | None:
    """The profile of the printer ``name``, else of the first one; None where every letter is printed, or none."""
    from counter.config.settings import load

    try:
        settings = load(data)
        printers = settings.all_printers
        printer = name or next(iter(printers), "")
        url = printers.get(printer, "")
        if not url or url.startswith(("virtual:", PREFIX)):
            return None
        return profile_of(settings, data, printer)
    except (Problem, UnknownProfile):
        return None
