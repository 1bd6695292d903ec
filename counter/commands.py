"""The table of commands, from which key bindings, key bar, help pages, palette and keymap are made.

The plan of keys, which ``broken_rules`` checks: F2 to F11 are places and the same everywhere; F12 finishes what is in
front, and nothing else does; Ctrl+T lists what may be done with it; Ctrl+L filters; Esc goes back one step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from textual.binding import Binding

from counter.locale import N_, _

RoleName = Literal["officer", "supervisor", "admin"]
"""A ``db.domain.records.Role`` by its value: importing the records takes a tenth of the time to the first frame."""


class Kind(StrEnum):
    """What a command is in the plan of keys."""

    PLACE = "place"
    """Leads to a screen, or is about the whole program: a function key that means the same everywhere."""
    FINISH = "finish"
    """Finishes what is in front: F12."""
    ACTION = "action"
    """Is done to the thing in front: a number in the list of Ctrl+T."""
    FILTER = "filter"
    """Narrows the list in front: Ctrl+L."""
    MOTION = "motion"
    """Moves in what is in front, opens it, or goes back."""


FINISH_KEYS = ("f12", "ctrl+s")
FILTER_KEY = "ctrl+l"
_NO_KEY = "no-key"
"""The key of a binding that has none, so that settings can give it one by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    ``id`` names it in settings (``intake.save``). ``second_key`` reaches it in terminals that swallow function keys.
    ``label``, ``short`` and ``help`` are message ids; ``short`` is the label where the line of places is full.
    ``rank`` orders the key bar, which drops the highest ranks when it is full; 0 keeps a command off the bar.
    ``role`` is the least role that may use it. ``question`` (a message id) says what an action will do that cannot be
    undone: F12 answers yes.
    """

    id: str
    action: str
    label: str
    help: str
    key: str = ""
    second_key: str = ""
    short: str = ""
    rank: int = 5
    role: RoleName = "officer"
    kind: Kind = Kind.MOTION
    question: str = ""

    @property
    def keys(self) -> str:
        """All its keys, comma-separated, unless settings say otherwise; empty where it has none."""
        return f"{self.key},{self.second_key}" if self.second_key else self.key

    def binding(self) -> Binding:
        """Its binding, remappable by ``id``; the list of actions is that of the screen in front."""
        action = f"screen.perform('{self.id}')" if self.kind is Kind.ACTION else self.action
        return Binding(self.keys or _NO_KEY, action, self.label, id=self.id, show=False)


def action(id: str, action: str, label: str, help: str, **options: Any) -> Command:
    """A command of the list of actions."""
    return Command(id=id, action=action, label=label, help=help, kind=Kind.ACTION, rank=0, **options)


def finish(id: str, action: str, label: str, help: str, **options: Any) -> Command:
    """A command that finishes what is in front."""
    key, second_key = FINISH_KEYS
    return Command(
        id=id,
        action=action,
        label=label,
        help=help,
        key=key,
        second_key=second_key,
        kind=Kind.FINISH,
        rank=1,
        **options,
    )


def list_filter(id: str, action: str, help: str) -> Command:
    """A command that narrows the list in front."""
    return Command(
        id=id, action=action, label=N_("Filter"), help=help, key=FILTER_KEY, kind=Kind.FILTER, rank=2
    )


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
    return tuple(filter(None, keymap.get(command.id, command.keys).split(",")))


def broken_rules(commands: Iterable[Command]) -> list[str]:
    """What in ``commands`` breaks the plan of keys, a line each, in English: for the test of the table."""
    broken = []
    places = {
        key: command.id for command in commands if command.kind is Kind.PLACE for key in keys_of(command, {})
    }
    finishing = set(FINISH_KEYS)
    for command in commands:
        keys = set(keys_of(command, {}))
        functions = {key for key in keys if key[:1] == "f" and key[1:].isdigit()}
        if stolen := {key for key in keys if key in places and places[key] != command.id} - {"f1"}:
            broken.append(f"{command.id} takes {', '.join(sorted(stolen))} from a place")
        if command.kind is Kind.FINISH and keys != finishing:
            broken.append(f"{command.id} finishes by other keys than F12")
        if command.kind is not Kind.FINISH and keys & finishing:
            broken.append(f"{command.id} is on F12 and finishes nothing")
        if command.kind not in (Kind.FINISH, Kind.PLACE) and functions - {"f1"}:
            broken.append(f"{command.id} is on a function key and is no place")
        if (command.kind is Kind.FILTER) != (FILTER_KEY in keys):
            broken.append(f"{command.id}: {FILTER_KEY} filters, and nothing else does")
        if command.kind is Kind.ACTION and keys:
            broken.append(f"{command.id} is an action with a key of its own")
    return broken


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
    "right_square_bracket": "]",
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
            kind=Kind.PLACE,
        ),
        Command(
            id="app.intake",
            key="f2",
            second_key="ctrl+y",
            action="app.go('intake')",
            label=N_("Intake"),
            help=N_("Receive a dossier."),
            rank=3,
            kind=Kind.PLACE,
            short=N_("Receive"),
        ),
        Command(
            id="app.returning",
            key="f3",
            second_key="ctrl+r",
            action="app.go('returning')",
            label=N_("Return a result"),
            help=N_("Hand a result back."),
            rank=4,
            kind=Kind.PLACE,
            short=N_("Return"),
        ),
        Command(
            id="app.search",
            key="f4",
            second_key="ctrl+b",
            action="app.go('search')",
            label=N_("Search"),
            help=N_("Find a dossier by code, name, identity number, phone or procedure."),
            rank=5,
            kind=Kind.PLACE,
            short=N_("Find"),
        ),
        Command(
            id="app.worklists",
            key="f6",
            second_key="ctrl+right_square_bracket",
            action="app.go('worklists')",
            label=N_("Work"),
            help=N_("See what waits to be done, list by list, and do it with many dossiers at once."),
            rank=5,
            kind=Kind.PLACE,
        ),
        Command(
            id="app.prints",
            key="f7",
            second_key="ctrl+n",
            action="app.go('prints')",
            label=N_("Prints"),
            help=N_("See what waits for the printer, and print a slip again."),
            rank=6,
            kind=Kind.PLACE,
            short=N_("Print"),
        ),
        Command(
            id="app.shift_log",
            key="f8",
            second_key="ctrl+o",
            action="app.go('shift_log')",
            label=N_("Shift log"),
            help=N_("Read everything that was done in a shift, and close the shift."),
            rank=7,
            kind=Kind.PLACE,
            short=N_("Log"),
        ),
        Command(
            id="app.lock",
            key="f10",
            second_key="ctrl+z",
            action="app.lock",
            label=N_("Lock"),
            help=N_("Lock the screen; what was typed stays."),
            rank=8,
            kind=Kind.PLACE,
        ),
        Command(
            id="app.centre",
            key="f11",
            second_key="ctrl+underscore",
            action="app.go('centre')",
            label=N_("Centre"),
            help=N_("See what the centre has, what waits for it, and what it refused."),
            rank=9,
            kind=Kind.PLACE,
            short=N_("Sync"),
        ),
        Command(
            id="app.actions",
            key="ctrl+t",
            action="screen.open_actions",
            label=N_("Actions"),
            help=N_(
                "List what may be done with what is in front: a digit chooses, Enter takes the marked line."
            ),
            rank=2,
        ),
        Command(
            id="app.handovers",
            action="app.go('handovers')",
            label=N_("Hand-over of dossiers"),
            help=N_(
                "Hand dossiers over to their agency on a signed list, take them back, and look at the lists."
            ),
            rank=0,
        ),
        Command(
            id="app.register",
            action="app.go('register')",
            label=N_("Register of dossiers"),
            help=N_(
                "Look through the books of the register, print them, and close those of a year that is over."
            ),
            rank=0,
        ),
        Command(
            id="app.feedback",
            action="app.go('feedback')",
            label=N_("Feedback of citizens"),
            help=N_(
                "Take in what citizens say of rules and of how they were treated, hand it over, and answer it."
            ),
            rank=0,
        ),
        action(
            id="app.open_shift",
            action="app.open_shift",
            label=N_("Open a shift"),
            help=N_("Open your shift at a counter, or go on with it: listed last while you have none."),
        ),
        Command(
            id="app.sign_out",
            action="app.sign_out",
            label=N_("Sign out"),
            help=N_("Let another person sign in: drafts are kept, and a shift that is open stays open."),
            rank=0,
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
