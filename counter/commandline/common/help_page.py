"""The help pages of commands in the language of the user: the library has its own words in English only.

What it translates itself through gettext is in the catalogue (``WORDS_OF_THE_LIBRARY``); the rest is put in here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from typer.core import TyperGroup

from counter.locale import N_, _

WORDS_OF_THE_LIBRARY: Final = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("env var: {var}"),
)
"""What it looks up by itself."""

_VALUES: Final[dict[str, str]] = {
    "str": N_("TEXT"),
    "int": N_("NUMBER"),
    "float": N_("NUMBER"),
    "int range": N_("NUMBER"),
    "path": N_("FILE"),
    "list[str]": N_("TEXT"),
    "%Y-%m-%d": N_("DAY"),
}
"""What stands for a value, by the library's name of its type."""

_NAMES: Final = (
    *_VALUES.values(),
    N_("CODE"), N_("DIR"), N_("FILE.json"), N_("KIND"), N_("LOGIN"), N_("NAME"), N_("NAME|FILE"), N_("OFFICE"),
    N_("TERM"), N_("URL"), N_("BOOK"), N_("CODE..."), N_("DAY"), N_("MOMENT"),
)  # fmt: skip
"""What our own commands let stand for a value; what is not here is typed as it is shown."""


def translate_help(command: Any) -> None:
    """Let the help of ``command``, and of all commands below it, speak the language that is chosen now."""
    command.options_metavar = _("[OPTIONS]")
    command.format_usage = _usage(command)
    _translate_help_option(command)
    for parameter in command.params:
        _translate_value(parameter)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]...")
        for below in command.commands.values():
            translate_help(below)


def _usage(command: Any) -> Callable[[Any, Any], None]:
    def format_usage(context: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=_("Usage: "))

    return format_usage


def _translate_help_option(command: Any) -> None:
    make_option = command.get_help_option

    def get_help_option(context: Any) -> Any:
        option = make_option(context)
        if option is not None:
            option.help = _("Show this help.")
        return option

    command.get_help_option = get_help_option


def _translate_value(parameter: Any) -> None:
    is_argument = parameter.param_type_name == "argument"
    if parameter.metavar:
        parameter.metavar = _(parameter.metavar) if parameter.metavar in _NAMES else parameter.metavar
    elif not is_argument and not parameter.is_flag:
        display_type = parameter.display_type

        def display(context: Any) -> str:
            name = str(display_type(context)).strip("<>")
            return _(_VALUES[name]) if name in _VALUES else f"<{name}>"

        parameter.display_type = display
    if is_argument:
        parameter.display_type_rich = lambda ctx: ""  # its name says it
