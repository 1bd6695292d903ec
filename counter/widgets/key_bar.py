"""The two lines of keys at the bottom: what can be done here, then the places; set once, never recomposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from textual import events

from counter.commands import Command, Kind, keys_of, spell
from counter.locale import _
from counter.widgets.lines import Lines
from counter.widgets.text import Run


class KeyBar(Lines):
    """Keys and what they do, best first; what does not fit is left to the help."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._commands: tuple[Command, ...] = ()
        self._keymap: Mapping[str, str] = {}

    def show_commands(self, commands: Iterable[Command], keymap: Mapping[str, str]) -> None:
        """Show ``commands`` under the office's ``keymap``."""
        self._commands, self._keymap = tuple(commands), keymap
        if width := self.size.width:
            self.show(self.lines_of(self._commands, keymap, width))

    @staticmethod
    def lines_of(
        commands: Iterable[Command], keymap: Mapping[str, str], width: int
    ) -> tuple[list[Run], list[Run]]:
        """What can be done here, and the places, in ``width`` cells."""
        shown = [command for command in commands if command.rank and keys_of(command, keymap)]
        places = [command for command in shown if command.kind is Kind.PLACE]
        here = [command for command in shown if command.kind is not Kind.PLACE]
        return _actions(here, keymap, width), _places(places, keymap, width)

    def on_resize(self, event: events.Resize) -> None:
        """Choose again what fits."""
        self.show_commands(self._commands, self._keymap)


def _actions(commands: list[Command], keymap: Mapping[str, str], width: int) -> list[Run]:
    """The commands that fit into ``width``, chosen by rank, in the order of the table."""
    room, chosen = width, set[str]()
    for command in sorted(commands, key=lambda c: c.rank):
        room -= cell_len(_key(command, keymap)) + cell_len(_(command.label)) + 3
        if room < 0:
            break
        chosen.add(command.id)
    runs: list[Run] = []
    for command in commands:
        if command.id in chosen:
            runs += [(f" {_key(command, keymap)}", "key"), (f" {_(command.label)} ", "")]
    return runs


def _places(commands: list[Command], keymap: Mapping[str, str], width: int) -> list[Run]:
    """All places; in a narrow terminal by their short labels and closer together."""
    keys = [_key(command, keymap) for command in commands]
    full = [_(command.label) for command in commands]
    labels = full
    spare = width - 1 - _length(keys, full)
    if spare < 0:
        labels = [_(command.short or command.label) for command in commands]
        spare = width - 1 - _length(keys, labels)
    gap = "  " if spare >= len(commands) else " "
    runs: list[Run] = [(" ", "")]
    for key, label in zip(keys, labels, strict=True):
        runs += [(key, "key"), (f" {label}{gap}", "")]
    return runs


def _length(keys: list[str], labels: list[str]) -> int:
    return (
        sum(cell_len(key) + 1 + cell_len(label) for key, label in zip(keys, labels, strict=True))
        + len(keys)
        - 1
    )


def _key(command: Command, keymap: Mapping[str, str]) -> str:
    return spell(keys_of(command, keymap)[0])
