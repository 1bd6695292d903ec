"""``counter guide``: the guides that ship with the program, as plain text."""

from __future__ import annotations

import os
import pydoc
import shutil
import sys
from typing import Annotated

import typer

from counter import locale
from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_json, print_lines, table
from counter.guides import NAMES, Guide, languages
from counter.guides import guide as guide_called
from counter.guides.markdown import text_lines
from counter.locale import _

WIDEST = 100
"""Letters in a line, however wide the terminal is: longer lines are hard to read."""


def _known(name: str) -> str:
    if name and name not in NAMES:
        raise typer.BadParameter(
            _("there is no guide “{name}”, only: {names}").format(name=name[:40], names=", ".join(NAMES))
        )
    return name


def guide(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", callback=_known, help=_("Which guide; without, the list of them.")),
    ] = "",
) -> None:
    """Read a guide; on a terminal, page by page."""
    options = common_options(context)
    if not name:
        _print_list(options.as_json)
        return
    chosen = guide_called(name, locale.language())
    if options.as_json:
        print_json(chosen)
    else:
        _print_guide(chosen)


def _print_list(as_json: bool) -> None:
    guides = [guide_called(name, locale.language()) for name in NAMES]
    if as_json:
        print_json(
            [
                {"name": entry.name, "title": entry.title, "languages": languages(entry.name)}
                for entry in guides
            ]
        )
        return
    rows = [(entry.name, entry.title, ", ".join(languages(entry.name))) for entry in guides]
    print_lines(*table((_("guide"), _("title"), _("languages")), rows))


def _print_guide(chosen: Guide) -> None:
    size = shutil.get_terminal_size()
    lines = list(text_lines(chosen.text, min(size.columns, WIDEST)))
    if sys.stdout.isatty() and len(lines) >= size.lines:
        os.environ["LESSSECURE"] = "1"  # the pager runs no other programs
        pydoc.pager("\n".join(lines) + "\n")
    else:
        print_lines(*lines)
