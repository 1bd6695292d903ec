"""The line of keys at the bottom: set once a screen, never recomposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from textual import events

from counter.commands import Command, keys_of, spell
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
            self.show([_line(self._commands, keymap, width)])

    def on_resize(self, event: events.Resize) -> None:
        """Choose again what fits."""
        self.show_commands(self._commands, self._keymap)


def _line(commands: tuple[Command, ...], keymap: Mapping[str, str], width: int) -> list[Run]:
    """The commands that fit into ``width``, chosen by rank, in the order of the table."""
    room, chosen = width, set[str]()
    for command in sorted((c for c in commands if c.rank), key=lambda c: c.rank):
        room -= cell_len(_key(command, keymap)) + cell_len(_(command.label)) + 3
        if room < 0:
            break
        chosen.add(command.id)
    runs: list[Run] = []
    for command in commands:
        if command.id in chosen:
            runs += [(f" {_key(command, keymap)}", "key"), (f" {_(command.label)} ", "")]
    return runs


def _key(command: Command, keymap: Mapping[str, str]) -> str:
    return spell(keys_of(command, keymap)[0])
