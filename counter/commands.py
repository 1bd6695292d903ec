"""The table of commands, from which key bindings, key bar, help pages, palette and keymap are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from counter.locale import N_, _

RoleName = Literal["officer", "supervisor", "admin"]
"""A ``db.domain.records.Role`` by its value: importing the records takes a tenth of the time to the first frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    ``id`` names it in settings (``intake.save``). ``second_key`` reaches it in terminals that swallow function keys.
    ``label`` and ``help`` are message ids. ``rank`` orders the key bar, which drops the highest ranks when it is full;
    0 keeps a command off the bar. ``role`` is the least role that may use it.
    """

    id: str
    key: str
    action: str
    label: str
    help: str
    second_key: str = ""
    rank: int = 5
    role: RoleName = "officer"

    @property
    def keys(self) -> str:
        """All its keys, comma-separated, unless settings say otherwise."""
        return f"{self.key},{self.second_key}" if self.second_key else self.key

    def binding(self) -> Binding:
        """Its binding, remappable by ``id``."""
        return Binding(self.keys, self.action, self.label, id=self.id, show=False)


_table: dict[str, Command] = {}


def register(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Put ``commands`` on the table. ValueError if an id is taken by another command."""
    taken = tuple(commands)
    for command in taken:
        if _table.setdefault(command.id, command) != command:
            raise ValueError(f"two commands are called {command.id}")
    return taken


def every() -> tuple[Command, ...]:
    """All commands registered so far, in that order."""
    return tuple(_table.values())


def keys_of(command: Command, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of ``command`` under the office's ``keymap``, the main one first."""
    return tuple(keymap.get(command.id, command.keys).split(","))


_SPELLED = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "space": N_("Space"),
    "delete": N_("Del"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "up": "↑",
    "down": "↓",
    "underscore": "_",
    "left": "←",
    "right": "→",
}


def spell(key: str) -> str:
    """``key`` as it is printed on the keyboard: ``ctrl+s`` is Ctrl+S."""
    return "+".join(_(_SPELLED[part]) if part in _SPELLED else part.capitalize() for part in key.split("+"))


GLOBAL = register(
    (
        Command(
            id="app.help",
            key="f1",
            second_key="ctrl+g",
            action="app.help",
            label=N_("Help"),
            help=N_("Open the manual at the page of this screen."),
            rank=1,
        ),
        Command(
            id="app.intake",
            key="f2",
            second_key="ctrl+t",
            action="app.go('intake')",
            label=N_("Intake"),
            help=N_("Receive a dossier."),
            rank=3,
        ),
        Command(
            id="app.returning",
            key="f3",
            second_key="ctrl+r",
            action="app.go('returning')",
            label=N_("Return"),
            help=N_("Hand a result back."),
            rank=4,
        ),
        Command(
            id="app.search",
            key="f4",
            second_key="ctrl+f",
            action="app.go('search')",
            label=N_("Search"),
            help=N_("Find a dossier by code, name, identity number, phone or procedure."),
            rank=5,
        ),
        Command(
            id="app.prints",
            key="f7",
            second_key="ctrl+n",
            action="app.go('prints')",
            label=N_("Prints"),
            help=N_("See what waits for the printer, and print a slip again."),
            rank=6,
        ),
        Command(
            id="app.shift_log",
            key="f8",
            second_key="ctrl+o",
            action="app.go('shift_log')",
            label=N_("Shift log"),
            help=N_("Read everything that was done in a shift, and close the shift."),
            rank=7,
        ),
        Command(
            id="app.centre",
            key="f11",
            second_key="ctrl+underscore",
            action="app.go('centre')",
            label=N_("Centre"),
            help=N_("See what the centre has, what waits for it, and what it refused."),
            rank=9,
        ),
        Command(
            id="app.lock",
            key="f10",
            second_key="ctrl+l",
            action="app.lock",
            label=N_("Lock"),
            help=N_("Lock the screen; what was typed stays."),
            rank=8,
        ),
        Command(
            id="app.palette",
            key="ctrl+p",
            action="app.command_palette",
            label=N_("All commands"),
            help=N_("Find any command by its name."),
            rank=0,
        ),
        Command(
            id="app.quit",
            key="ctrl+q",
            action="app.quit",
            label=N_("Quit"),
            help=N_("Leave the program; drafts are kept."),
            rank=0,
        ),
    )
)
