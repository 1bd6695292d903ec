"""The options that all commands share, and the office that they open."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common import prompts
from counter.config.start import data_folder
from counter.locale import _
from db.domain.records import Role, Staff

if TYPE_CHECKING:
    from counter.desk.desk import Desk

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help=_("The folder of the office (or COUNTER_DATA).")),
]
Login = Annotated[
    str,
    typer.Option(
        "--login",
        envvar="COUNTER_LOGIN",
        help=_("Do it as this account; without one, as the console of this machine."),
    ),
]
PasswordFromInput = Annotated[
    bool, typer.Option("--password-stdin", help=_("Read the password from the first line of the input."))
]


def _known(value: str) -> str:
    if value not in {"", "vi", "en"}:
        raise typer.BadParameter(_("the languages are vi and en"))
    return value


Lang = Annotated[
    str,
    typer.Option("--lang", metavar="vi|en", callback=_known, help=_("The language (or COUNTER_LANG).")),
]
"""Declared for help and checking; ``counter.config.start`` has read it before the first word was printed."""


@contextmanager
def opened(data: Path | None) -> Iterator[Desk]:
    """The desk of the office in ``data``, nobody signed in; closed afterwards. Raises ``Problem``."""
    from counter.config.settings import load
    from counter.desk.office.opening import open_desk

    folder = data_folder(data)
    desk = open_desk(folder, key_file=load(folder).key_file)
    try:
        yield desk
    finally:
        desk.store.close()


@contextmanager
def acting(data: Path | None, login: str = "", password_from_input: bool = False) -> Iterator[Desk]:
    """The desk with ``login`` at it or, without one, with the console.

    Whoever can read the key file holds the office already; what they do from the console is in the ledger under
    ``console:`` and their name on this machine. Raises ``Problem``, also for a wrong password.
    """
    from counter.desk.office.sign_in import sign_in

    with opened(data) as desk:
        if login:
            yield sign_in(desk, login, prompts.password(password_from_input))
        else:
            yield replace(desk, staff=_console())


def _console() -> Staff:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = str(os.getuid())
    return Staff(login=f"console:{user}", name=f"console:{user}", role=Role.ADMIN)
