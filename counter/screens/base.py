"""The base of all screens: status above, keys below, little repainted, a Problem shown instead of a crash."""

from __future__ import annotations

from asyncio import Event, timeout
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import ScreenResultType
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import Widget

from counter.commands import GLOBAL, Command, Kind, keys_of, register, spell
from counter.locale import N_, _
from counter.problems import Problem
from counter.widgets.action_list import Action, ActionList, mark
from counter.widgets.field import Field, Scanned
from counter.widgets.key_bar import KeyBar
from counter.widgets.notice_line import Notice, NoticeLine
from counter.widgets.shift_line import ShiftLine
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


def _stay(command: Command) -> Binding:
    """The keys of a place, under its id in the settings, where they lead nowhere."""
    return Binding(command.keys or "no-key", "stay", command.label, id=command.id, show=False)


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
    STAYS: ClassVar[str] = N_("This is still open: close it with Esc first.")
    """What these keys say where they do not work; empty: nothing."""
    COVERS: ClassVar[bool] = False
    """Whether the screen is the lock."""
    NEEDS_SHIFT: ClassVar[bool] = False
    """Whether a line says so before anything is typed, while the person at the desk has no open shift."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    if TYPE_CHECKING:

        @property
        def app(self) -> Host:  # type: ignore[override]  # a screen may ask no more of Textual's app
            """The app that shows the screen."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        bindings = [
            *cls.__dict__.get("BINDINGS", []),
            *(c.binding() for c in register(cls.__dict__.get("KEYS", ()))),
        ]
        if cls.__dict__.get("GLOBALS") is False:
            bindings += [_stay(command) for command in GLOBAL if command.action.startswith("app.go(")]
        cls.BINDINGS = bindings
        super().__init_subclass__(**kwargs)

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        self.use_parsed_styles()
        self._ready = Event()
        self.resumed = False
        self.key_at = 0.0
        """When the key that is being dealt with was pressed, in monotonic seconds."""
        self._interrupted = False
        self._focus_before_actions: Widget | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that work here for this person, the screen's own first."""
        taken = {key for command in self.KEYS for key in keys_of(command, self.app.keymap)}
        around = (
            command
            for command in GLOBAL
            if not taken.intersection(keys_of(command, self.app.keymap)[:1]) and self._is_offered(command)
        )
        return tuple(command for command in (*self.KEYS, *around) if self.app.may(command.role))

    def _is_offered(self, command: Command) -> bool:
        """Whether ``command``, which is no own one, is offered here."""
        match command.id:
            case "app.actions":
                return bool(self._actions)
            case "app.help" | "app.quit":
                return True
            case "app.lock":
                return self.GLOBALS or bool(self.app.check_action("lock", ()))
            case "app.open_shift" | "app.sign_out":
                return bool(self.app.check_action(command.action.removeprefix("app."), ()))
        return self.GLOBALS

    def compose(self) -> ComposeResult:
        """Status, body, keys."""
        yield StatusLines()
        with Vertical(id="body") as body:
            if self.HEADING:
                body.border_title = _(self.HEADING)
            if self.NEEDS_SHIFT:
                yield ShiftLine()
            yield from self.body()
        yield NoticeLine()
        if self.GLOBALS or any(command.kind is Kind.ACTION for command in self.KEYS):
            yield ActionList(run=self._run_action, refuse=self._refuse, close=self.close_actions)
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
        self.show_notice(self.app.notice)
        self.query_one(KeyBar).show_commands(self.commands, self.app.keymap)
        try:
            await self.arrived()
        finally:
            if (
                self.NEEDS_SHIFT
            ):  # after the actions are known, among which the one to open a shift has its number
                self.query_one(ShiftLine).show_key(self._key_to_open_shift)
            self._ready.set()

    def on_screen_suspend(self) -> None:
        """Keys wait until the screen is back."""
        self.close_actions()
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

    def show_notice(self, notice: Notice) -> None:
        """Show ``notice`` in the line above the keys."""
        for line in self.query(NoticeLine):
            line.show_notice(notice)

    # -- actions ----------------------------------------------------------------------------------------------------

    def action_stay(self) -> None:
        """Say why the key of a place leads nowhere from here."""
        if self.STAYS:
            self.app.notify(_(self.STAYS))

    def refusal(self, command: Command) -> str:
        """Why the desk would not do the action ``command`` now, translated; empty where it would."""
        return ""

    @property
    def _actions(self) -> tuple[Command, ...]:
        """The screen's own actions, and behind them what can be done everywhere: so digits stay."""
        own = (command for command in self.KEYS if command.kind is Kind.ACTION)
        around = (command for command in GLOBAL if command.kind is Kind.ACTION and self._is_offered(command))
        return tuple(command for command in (*own, *around) if self.app.may(command.role))

    @property
    def actions(self) -> tuple[Action, ...]:
        """What may be done with the thing in front, and why not: always in the same order, so that digits stay."""
        return tuple(
            Action(
                command.id,
                _(command.label),
                self.refusal(command) if command in self.KEYS else "",
                _(command.question) if command.question else "",
            )
            for command in self._actions
        )

    @property
    def _key_to_open_shift(self) -> str:
        """The key that opens a shift, as it is printed on the keyboard; empty where a shift is open."""
        return next((self.key_label(known) for known in self._actions if known.id == "app.open_shift"), "")

    @property
    def offered(self) -> tuple[Action, ...]:
        """Those of ``actions`` that the list shows."""
        return self.actions

    def action_open_actions(self) -> None:
        """List the actions above the keys; the same key closes the list."""
        if self._is_listing_actions:
            self.close_actions()
        elif offered := self.offered:
            self._show_actions()
            self._action_list.offer(offered)

    def key_label(self, command: Command) -> str:
        """The key of ``command`` as it is printed on the keyboard; of an action, Ctrl+T and what chooses it there."""
        keys = keys_of(command, self.app.keymap)
        if keys:
            return spell(keys[0])
        marks = {action.id: mark(number) for number, action in enumerate(self.offered, start=1)}
        listing = next(known for known in GLOBAL if known.id == "app.actions")
        return (
            f"{spell(keys_of(listing, self.app.keymap)[0])} {marks[command.id]}"
            if command.id in marks
            else ""
        )

    async def action_perform(self, command_id: str) -> None:
        """Do the action ``command_id``, as if it had been chosen in the list."""
        action = next((action for action in self.actions if action.id == command_id), None)
        if action is not None:
            if action.question and not action.refusal:
                self._show_actions()
            await self._action_list.choose_action(action)

    def close_actions(self) -> None:
        """Take the list away; the focus goes back to where it was, its text as it was."""
        if self._is_listing_actions:
            self._action_list.display = False
            super().set_focus(self._focus_before_actions)
            self._focus_before_actions = None

    @property
    def _action_list(self) -> ActionList:
        return self.query_one(ActionList)

    @property
    def _is_listing_actions(self) -> bool:
        return any(listing.display for listing in self.query(ActionList))

    def _show_actions(self) -> None:
        if not self._is_listing_actions:
            self._focus_before_actions = self.focused
            self._action_list.display = True
            super().set_focus(self._action_list)

    async def _run_action(self, command_id: str) -> None:
        self.close_actions()
        command = next(command for command in self._actions if command.id == command_id)
        await self.app.run_action(command.action, self)

    def _refuse(self, why: str) -> None:
        self.app.notify(why, severity="warning")

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
