"""The palette (Ctrl+P): the commands of the screen in front, found without accents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from counter import themes
from counter.locale import _
from counter.rules.text import fold
from counter.screens.base import CounterScreen
from counter.widgets.textual_internals import InternalPalette


def open_palette(app: App[Any]) -> None:
    """Lay the palette over the screen in front."""
    if not CommandPalette.is_open(app):
        palette = InternalPalette(Content(_("No such command.")), placeholder=_("Search for a command"))
        app.push_screen(palette)


class ScreenCommands(Provider):
    """What can be asked for here, the themes, and a clean screen."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for label, key, help_text, action in self._offers():
            yield DiscoveryHit(_with_key(label, key), action, text=label, help=help_text)

    async def search(self, query: str) -> Hits:
        """What has all the words of ``query`` in its name or its explanation; names count more."""
        words = fold(query).split()
        for label, key, help_text, action in self._offers():
            name, both = fold(label), fold(f"{label} {help_text}")
            if all(word in both for word in words):
                score = 1.0 if all(word in name for word in words) else 0.5
                yield Hit(score, _with_key(label, key), action, text=label, help=help_text)

    def _offers(self) -> Iterator[tuple[str, str, str, IgnoreReturnCallbackType]]:
        """The label, the key, the explanation and the call of everything that is offered."""
        screen = self.screen
        if isinstance(screen, CounterScreen):
            for command in screen.commands:
                if command.id != "app.palette":
                    action = command.binding().action
                    where = self.app if action.startswith("app.") else screen
                    run = partial(self.app.run_action, action, where)
                    yield _(command.label), screen.key_label(command), _(command.help), run
        for theme in themes.THEMES:
            name = _("Theme: {name}").format(name=_(themes.LABELS[theme.name]))
            yield name, "", _("Choose other colours."), partial(setattr, self.app, "theme", theme.name)
        redraw = partial(self.app.run_action, "app.redraw")
        yield _("Redraw"), "", _("Paint the screen again where another program wrote over it."), redraw


def _with_key(label: str, key: str) -> Content:
    """The label, and its key where it has one."""
    return Content(f"{label}  ({key})" if key else label)
