"""Every private part of Textual that this program depends on, under a public name of its own.

No other module of ``counter`` reads, calls or overrides an underscored name of Textual's.
``tests/counter/widgets/test_textual_internals.py`` lists each part, so an upgrade of Textual fails there first.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from rich.console import RenderableType
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import CompositorUpdate
from textual._xterm_parser import (
    SPECIAL_SEQUENCES,
    XTermParser,
    _re_cursor_position,
    _re_in_band_window_resize,
    _re_terminal_mode_response,
)
from textual.app import App
from textual.binding import Binding
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets.option_list import Option

from counter.widgets.terminal_input import AltKey, EscapeKey, Part, Pasted, TerminalInput, Typed

FrameUpdate = CompositorUpdate
"""What Textual's compositor sends to the terminal; anything else that is displayed is not a frame."""


READ_SIZE = 4_096
"""Bytes of one read from the terminal."""

IDLE = 0.1
"""Seconds after which the reader looks whether the program ends."""

TICK = 0.02
"""Seconds after which it looks whether an escape sequence or a paste is over."""

_ANSWERS = (_re_cursor_position, _re_in_band_window_resize, _re_terminal_mode_response)


def is_known_sequence(sequence: str) -> bool:
    """Whether Textual makes a key or a message of ``sequence``; of others it would type the characters."""
    return (
        sequence in ANSI_SEQUENCES_KEYS
        or sequence in SPECIAL_SEQUENCES
        or any(answer.fullmatch(sequence) for answer in _ANSWERS)
    )


class TerminalDriver(LinuxDriver):
    """Textual's driver, whose input is cut by ``TerminalInput``; all keys of one read have the time of that read.

    Stock Textual gives a key the time at which it was parsed, which on a busy machine spreads one read out.
    """

    def run_input_thread(self) -> None:
        """Read the terminal until the application mode ends."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser, terminal = XTermParser(self._debug), TerminalInput(is_known_sequence)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                is_ready = bool(selector.select(TICK if terminal.is_waiting else IDLE))
                at = monotonic()
                if is_ready:
                    data = os.read(self.fileno, READ_SIZE)
                    self._send(terminal.feed(decode(data, final=not data), at), at)
                    if not data:  # the terminal is gone
                        return
                else:
                    self._send(terminal.tick(at), at)

    def _send(self, parts: Iterable[Part], at: float) -> None:
        for part in parts:
            for message in self._messages(part):
                message.time = at
                self.process_message(message)

    def _messages(self, part: Part) -> Iterator[Message]:
        match part:
            case Typed(text):
                yield from self._parser.feed(text)
            case Pasted(text):
                yield events.Paste(text.replace("\0", ""))
            case EscapeKey():
                yield events.Key("escape", "\x1b")
            case AltKey(letter):
                yield events.Key(f"alt+{letter}", None)  # without a character: nothing types it


class InternalApp(App[None], inherit_bindings=False):
    """Textual's app, whose private methods can be overridden under public names. Does as Textual does."""

    def get_driver_class(self) -> type[Driver]:
        """Our driver in place of Textual's own for terminals."""
        driver = super().get_driver_class()
        return TerminalDriver if driver is LinuxDriver else driver

    @property
    def is_batching(self) -> bool:
        """Whether painting is put off until the present batch of changes ends."""
        return bool(self._batch_count)

    @property
    def every_screen(self) -> list[Screen[Any]]:
        """The screens of every mode, in front or not."""
        return [screen for stack in self._screen_stacks.values() for screen in stack]

    def disable_tooltips(self) -> None:
        """Show no tooltips: there is no mouse."""
        self._disable_tooltips = True

    def set_first_theme(self, name: str) -> None:
        """Begin with the theme ``name``, without the watcher that would parse every style sheet again."""
        self.set_reactive(App.theme, name)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    async def run_binding(self, key: str, *, priority: bool = False) -> bool:
        """Run the action that is bound to ``key`` around the focus; False where there is none."""
        return await self._check_bindings(key, priority=priority)

    async def dispatch(self, message: Message) -> None:
        """Hand ``message`` to its handlers."""
        await super()._dispatch_message(message)

    def handle_error(self, error: Exception) -> None:
        """End the program because of ``error``, the ``fatal_error`` from then on.

        Nothing is printed: Textual's traceback shows the values of local variables, a password among them.
        """
        self._return_code = 1
        if self._exception is None:  # what a pilot raises
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def fatal_error(self) -> Exception | None:
        """What ended the program; None where people did."""
        return self._exception

    def end_batch(self) -> None:
        """A batch of changes has ended: paint again."""
        super()._end_batch()

    def display_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send ``renderable`` to the terminal."""
        super()._display(screen, renderable)

    async def _dispatch_message(self, message: Message) -> None:
        await self.dispatch(message)

    def _handle_exception(self, error: Exception) -> None:
        self.handle_error(error)

    def _end_batch(self) -> None:
        self.end_batch()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        self.display_frame(screen, renderable)


class InternalScreen(Screen[ScreenResultType]):
    """Textual's screen, likewise."""

    async def dispatch(self, message: Message) -> None:
        """Hand ``message`` to its handlers."""
        await super()._dispatch_message(message)

    def use_parsed_styles(self) -> None:
        """Draw with the style sheet as it is; Textual would parse all of it again for each new screen."""
        self._css_update_count = self.app._css_update_count

    async def _dispatch_message(self, message: Message) -> None:
        await self.dispatch(message)


class InternalPalette(CommandPalette):
    """Textual's palette, which says at once, in the words of ``no_matches``, that nothing matches."""

    def __init__(self, no_matches: Content, *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="--command-palette")
        self._no_matches = no_matches

    def _start_no_matches_countdown(self, search_value: str) -> None:
        if search_value:
            option = Option(self._no_matches, disabled=True, id=self._NO_MATCHES)
            self.query_one(CommandList).add_option(option)
        self._list_visible = bool(search_value)


def full_frame(screen: Screen[Any]) -> RenderableType | None:
    """All of ``screen``, as it is now."""
    return screen._compositor.render_update(full=True)


def frame_lines(screen: Screen[Any]) -> list[Strip]:
    """The lines of ``screen``, as they are now."""
    return screen._compositor.render_strips()


def bindings_of(node: DOMNode, key: str) -> list[Binding]:
    """The bindings of ``node`` itself for ``key``, as the keymap has them."""
    return node._bindings.key_to_bindings.get(key, [])


def forward_event(target: Widget, event: events.Event) -> None:
    """Queue ``event`` at ``target``, which does not send it back to the app."""
    target._forward_event(event)
