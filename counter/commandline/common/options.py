"""The options that every command takes, wherever on the command line they stand, and the office that they open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from counter.commandline.common import prompts
from counter.config.account import account_name
from counter.config.start import data_folder
from counter.locale import _
from db.domain.codes import Role
from db.domain.records import Staff

if TYPE_CHECKING:
    from counter.desk.desk import Desk

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


@dataclass(slots=True)
class CommonOptions:
    """The folder of the office as ``--data`` gave it (empty: not given), and whether to print JSON."""

    data: str = ""
    as_json: bool = False

    @property
    def folder(self) -> Path:
        """The folder of the office: ``--data``, else ``COUNTER_DATA``, else the user's own data folder."""
        return data_folder(self.data)


def common_options(context: typer.Context) -> CommonOptions:
    """The common options of the command line that ``context`` belongs to."""
    return context.ensure_object(CommonOptions)


def option_store(kind: type[Any]) -> Callable[[typer.Context, typer.CallbackParam, Any], Any]:
    """A callback that stores an option in the ``kind`` of the context: what stands further behind counts.

    A value of the environment, or a default, does not replace what the command line gave before it.
    """

    def store(context: typer.Context, parameter: typer.CallbackParam, value: Any) -> Any:
        options, name = context.ensure_object(kind), str(parameter.name)
        source = context.get_parameter_source(name)
        if (source is not None and source.name == "COMMANDLINE") or not getattr(options, name):
            setattr(options, name, value)
        return value

    return store


def _language(value: str) -> str:
    if value not in {"", "vi", "en"}:
        raise typer.BadParameter(_("the languages are vi and en"))
    return value


_STORE = option_store(CommonOptions)
_common = typer.Typer(add_completion=False)


@_common.command()
def _declaration(
    data: Annotated[
        str,
        typer.Option(
            "--data",
            metavar="DIR",
            help=_("The folder of the office (or COUNTER_DATA)."),
            show_default=False,
            callback=_STORE,
            expose_value=False,
        ),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print JSON."), callback=_STORE, expose_value=False)
    ] = False,
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="vi|en",
            help=_("The language (or COUNTER_LANG)."),
            show_default=False,
            callback=_language,
            expose_value=False,
        ),
    ] = "",
) -> None:
    """Declare the common options; ``counter.config.start`` has read ``--lang`` before the first word was printed."""


def add_common_options(command: Any, declaration: typer.Typer = _common) -> None:
    """Give ``command``, and all commands below it, the options that ``declaration`` declares, after their own."""
    command.params.extend(get_command(declaration).params)
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            add_common_options(below, declaration)


def option_of(command: Any, name: str) -> Any:
    """The option called ``name`` of ``command``."""
    return next(parameter for parameter in command.params if parameter.name == name)


@contextmanager
def office_desk(options: CommonOptions) -> Iterator[Desk]:
    """The desk of the office, nobody signed in; closed afterwards. Raises ``Problem``."""
    from counter.config.settings import load
    from counter.desk.office.opening import open_desk

    desk = open_desk(options.folder, key_file=load(options.folder).key_file)
    try:
        yield desk
    finally:
        desk.store.close()


@contextmanager
def staffed_desk(
    options: CommonOptions, login: str = "", password_from_input: bool = False
) -> Iterator[Desk]:
    """The desk with ``login`` signed in or, without one, with the console.

    Whoever can read the key file holds the office already; what they do from the console is in the ledger under
    ``console:`` and their name on this machine. Raises ``Problem``, also for a wrong password.
    """
    from counter.desk.office.sign_in import sign_in

    with office_desk(options) as desk:
        if login:
            yield sign_in(desk, login, prompts.password(password_from_input))
        else:
            yield replace(desk, staff=_console())


def _console() -> Staff:
    from counter.desk.desk import CONSOLE

    name = f"{CONSOLE}{account_name()}"
    return Staff(login=name, name=name, role=Role.ADMIN)
