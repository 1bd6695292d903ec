"""The base of all screens: status above, keys below, little repainted, a Problem shown instead of a crash."""

from __future__ import annotations

from asyncio import Event, timeout
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import ScreenResultType
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import Widget

from counter.commands import GLOBAL, Command, keys_of, register
from counter.locale import _
from counter.problems import Problem
from counter.widgets.field import Field, Scanned
from counter.widgets.key_bar import KeyBar
from counter.widgets.status import Status, StatusLines
from counter.widgets.textual_internals import InternalScreen

if TYPE_CHECKING:
    from counter.screens.host import Host

READY_WITHIN = 3.0
"""Longest time that keys wait for a new screen, in seconds."""


class _Bar(ScrollBarRender):
    """A scrollbar without the block letters that the Linux console lacks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


ScrollBar.renderer = _Bar


class OfficeChanged(Message):
    """A process committed to the office file: what a screen shows of it may be out of date."""


class CounterScreen(InternalScreen[ScreenResultType]):
    """A screen of the counter.

    Subclasses yield their widgets in ``body``, and name their ``KEYS`` (whose actions are methods
    ``action_<name>``), ``HEADING`` and the ``MANUAL`` page of F1. ``arrived`` runs each time the screen comes to the
    front. A Problem raised anywhere in it is shown beside the field that it names.
    """

    KEYS: ClassVar[tuple[Command, ...]] = ()
    HEADING: ClassVar[str] = ""
    MANUAL: ClassVar[str] = "start"
    GLOBALS: ClassVar[bool] = True
    """Whether the keys that lead to other screens work (and show) here."""
    COVERS: ClassVar[bool] = False
    """Whether the screen is the lock."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    if TYPE_CHECKING:

        @property
        def app(self) -> Host:  # type: ignore[override]  # a screen may ask no more of Textual's app
            """The app that shows the screen."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if own := cls.__dict__.get("KEYS"):
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *(c.binding() for c in register(own))]
        super().__init_subclass__(**kwargs)

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        self.use_parsed_styles()
        self._ready = Event()
        self.resumed = False
        self._interrupted = False

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that work here for this person, the screen's own first."""
        always = {"app.help", "app.quit"} | ({"app.lock"} if self.app.check_action("lock", ()) else set())
        taken = {key for command in self.KEYS for key in keys_of(command, self.app.keymap)}
        around = (
            command
            for command in GLOBAL
            if (self.GLOBALS or command.id in always) and keys_of(command, self.app.keymap)[0] not in taken
        )
        return tuple(command for command in (*self.KEYS, *around) if self.app.may(command.role))

    def compose(self) -> ComposeResult:
        """Status, body, keys."""
        yield StatusLines()
        with Vertical(id="body") as body:
            if self.HEADING:
                body.border_title = _(self.HEADING)
            yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    async def arrived(self) -> None:
        """Called each time the screen has come to the front, before the next key."""

    async def keep(self) -> None:
        """Called before the program ends: put on the disk what was typed."""

    async def ready(self) -> None:
        """Wait until the screen can take keys."""
        if not self._ready.is_set():
            with suppress(TimeoutError):
                async with timeout(READY_WITHIN):
                    await self._ready.wait()

    async def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Bring the lines up to date, then let the keys come."""
        self.resumed = True
        self.show_status(self.app.status)
        self.query_one(KeyBar).show_commands(self.commands, self.app.keymap)
        try:
            await self.arrived()
        finally:
            self._ready.set()

    def on_screen_suspend(self) -> None:
        """Keys wait until the screen is back."""
        over = self.app.screen
        self._interrupted = not (isinstance(over, CounterScreen) and over.GLOBALS)
        self._ready.clear()
        self.resumed = False

    def begin_at(self, field: Field) -> None:
        """Focus ``field``, its text selected; where it was only interrupted (lock, manual, palette), as it was."""
        self.set_focus(field)
        if not self._interrupted:
            field.entered()

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Focus ``widget``; a field's text is selected, unless it is only the terminal that came back."""
        before = self.focused
        super().set_focus(widget, scroll_visible, from_app_focus)
        if isinstance(widget, Field) and widget is not before and not from_app_focus:
            widget.entered()

    @property
    def focus_chain(self) -> list[Widget]:
        """Who may take the focus, in the order of ``body``.

        Textual's own order is that of the last painting: a field that has just been shown would stand first.
        """
        return [widget for widget in self.walk_children(Widget) if widget.focusable and _is_shown(widget)]

    def show_status(self, status: Status) -> None:
        """Show ``status`` in the two lines at the top."""
        for lines in self.query(StatusLines):
            lines.show_status(status)

    async def dispatch(self, message: Message) -> None:
        """Hand ``message`` to its handlers, and show a Problem that they raise."""
        try:
            await super().dispatch(message)
        except Problem as problem:
            self.app.show_problem(problem)
        finally:
            if isinstance(message, Scanned):
                message.seen.set()


def _is_shown(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)
