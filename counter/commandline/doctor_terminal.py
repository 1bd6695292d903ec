"""Whether the terminal can show the screens: letters, colours, size, and how wide it draws Vietnamese."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Mapping
from typing import Final

from counter.desk.diagnosis.office import Finding, good, info, wrong
from counter.locale import N_, _

LEAST: Final = (80, 24)
"""Columns and lines that the screens are made for."""

SAMPLE: Final = "ẢẫỆửđ"
"""Five letters with marks, composed: five cells wide."""

PATIENCE: Final = 1.0
"""Seconds that a terminal has to say where its cursor is; over a slow line it may take a while."""

_POSITION: Final = re.compile(rb"\x1b\[(\d+);(\d+)R")


def check_letters(environment: Mapping[str, str] = os.environ) -> Finding:
    """Whether the locale is UTF-8, by the variables that C programs read, in their order."""
    subject = N_("Letters")
    name = next((environment[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(key)), "")
    if "UTF8" in name.upper().replace("-", ""):
        return good(subject, name)
    message = _("The locale is “{name}”, not UTF-8.").format(name=name or "C")
    return wrong(subject, message, "export LANG=C.UTF-8")


def check_colours(environment: Mapping[str, str] = os.environ) -> Finding:
    """How many colours the terminal says it has; the screens are readable with any number."""
    subject = N_("Colours")
    term = environment.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        message = _("TERM is “{term}”: the screens cannot be drawn.").format(term=term)
        return wrong(subject, message, "export TERM=xterm-256color")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return good(subject, _("All ({term}).").format(term=term))
    if "256color" in term:
        return good(subject, _("256 ({term}).").format(term=term))
    return info(subject, _("Few ({term}): the theme of 16 colours is taken.").format(term=term))


def check_terminal(descriptors: tuple[int, int] | None = None) -> list[Finding]:
    """Size and drawing of the terminal on ``descriptors`` (input, output); without one, a line that says so."""
    source, output = descriptors or (sys.stdin.fileno(), sys.stdout.fileno())
    if not (os.isatty(source) and os.isatty(output)):
        return [info(N_("Terminal"), _("Not on a terminal: run it where the screens are used, too."))]
    return [check_size(output), check_width(source, output)]


def check_size(output: int) -> Finding:
    """Whether the terminal is at least 80x24."""
    subject = N_("Size")
    columns, lines = os.get_terminal_size(output)
    if columns < LEAST[0] or lines < LEAST[1]:
        message = _("{columns}x{lines} is too small.").format(columns=columns, lines=lines)
        return wrong(subject, message, _("Make the window 80x24 or larger, or its letters smaller."))
    return good(subject, f"{columns}x{lines}")


def check_width(source: int, output: int) -> Finding:
    """Whether five Vietnamese letters take five cells, as the terminal itself says where its cursor is."""
    subject = N_("Vietnamese")
    cells = measured(source, output)
    if cells is None:
        return info(
            subject,
            _("The terminal does not say where its cursor is: look whether “{sample}” reads right.").format(
                sample=SAMPLE
            ),
        )
    if cells != len(SAMPLE):
        message = _("“{sample}” takes {wide} cells instead of {right}.")
        todo = _("Set the terminal to UTF-8 and a font with Vietnamese, such as DejaVu Sans Mono.")
        return wrong(subject, message.format(sample=SAMPLE, wide=cells, right=len(SAMPLE)), todo)
    return good(subject, _("“{sample}” takes as many cells as it has letters.").format(sample=SAMPLE))


def measured(source: int, output: int) -> int | None:
    """The cells that ``SAMPLE`` takes; None where the terminal does not answer. Leaves no trace on the line."""
    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source, termios.TCSANOW)
        start = _column(source, output, b"\r")
        end = _column(source, output, SAMPLE.encode()) if start is not None else None
        os.write(output, b"\r\x1b[K")
    finally:
        termios.tcsetattr(source, termios.TCSANOW, before)
    return end - start if start is not None and end is not None else None


def _column(source: int, output: int, prefix: bytes) -> int | None:
    os.write(output, prefix + b"\x1b[6n")
    answer, deadline = b"", time.monotonic() + PATIENCE
    while (left := deadline - time.monotonic()) > 0 and select.select([source], [], [], left)[0]:
        answer += os.read(source, 64)
        if match := _POSITION.search(answer):
            return int(match[2])
    return None
