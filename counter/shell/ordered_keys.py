"""Keys in the order in which they were typed, whatever they start on their way."""

from __future__ import annotations

from asyncio import timeout
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from textual import events
from textual.timer import Timer

from counter.problems import Problem
from counter.rules.text import decoded_again, one_line
from counter.screens.base import CounterScreen
from counter.widgets.field import Field, Scanned
from counter.widgets.scan_detector import (
    GAP,
    LATE_ENTER,
    SILENCE,
    ScanDetector,
    looks_like_card,
    looks_like_code,
)
from counter.widgets.textual_internals import InternalApp, forward_event

SCAN_WITHIN = 10.0
"""Longest time that keys wait for a scan to be dealt with, in seconds: the first one on a busy host takes a while."""

SAME_END = 0.05
"""Longest pause between a carriage return and a line feed that are the end of one line, in seconds."""

LINE_FEED = "ctrl+j"
"""Textual's name of the key. Some scanners end with it; so does what was typed before the terminal was raw."""


class OrderedKeys:
    """Gives each key of ``app`` to whatever has the focus *now*, and finishes with it before the next.

    Stock Textual queues keys at the widget that had the focus when they arrived, and sends bound keys round through
    the app, so that what is typed ahead overtakes. Here a key that opens a screen or saves a dossier is waited for;
    what was typed meanwhile comes after it. A key means, in this order: text for a field, the end of a scan, a
    binding, an ``on_key``. A Problem that a key leads to goes to ``on_problem``.
    """

    def __init__(
        self,
        app: InternalApp,
        *,
        on_problem: Callable[[Problem], None],
        scanner_prefix: str = "",
        scanner_suffix: str = "",
        scanner_gap: float = GAP,
    ) -> None:
        Field.scanner_prefix, Field.scanner_suffix = scanner_prefix, scanner_suffix
        Field.scanner_gap = scanner_gap
        self._app, self._on_problem = app, on_problem
        self._burst = ScanDetector(looks_like_code, scanner_prefix, scanner_suffix, scanner_gap)
        self._returned_at = self._silent_at = self._key_at = float("-inf")
        self._silence: Timer | None = None

    async def take(self, event: events.Key | events.Paste) -> None:
        """Do what ``event`` asks for."""
        if isinstance(event, events.Key):
            if self._ends_line_again(event) or self._comes_late(event):
                return
            event = _as_enter(event)
        try:
            await self._take(event)
        except Problem as problem:
            self._on_problem(problem)

    def _ends_line_again(self, event: events.Key) -> bool:
        """Whether ``event`` is the line feed of a scanner that ends its lines with both characters."""
        after, self._returned_at = event.time - self._returned_at, float("-inf")
        if event.key == "enter":
            self._returned_at = event.time
        return event.key == LINE_FEED and after <= SAME_END

    def _comes_late(self, event: events.Key) -> bool:
        """Whether ``event`` is the Enter of a scan that a silence has ended."""
        after, self._silent_at = event.time - self._silent_at, float("-inf")
        return event.key in ("enter", LINE_FEED) and after <= LATE_ENTER

    async def _take(self, event: events.Key | events.Paste) -> None:
        if isinstance(self._app.screen, CounterScreen):
            await self._app.screen.ready()
        if not await (self._paste(event) if isinstance(event, events.Paste) else self._press(event)):
            forward_event(self._app.focused or self._app.screen, event)

    async def _paste(self, event: events.Paste) -> bool:
        field = self._app.focused
        if isinstance(field, Field):
            field.take_paste(event)
            await self._wait_for_scan(field)
        elif looks_like_card(text := one_line(decoded_again(event.text)).strip()):
            await self._scan(text)
        else:
            return False
        return True

    async def _press(self, event: events.Key) -> bool:
        self._key_at = event.time
        if isinstance(self._app.screen, CounterScreen):
            self._app.screen.key_at = event.time
        if await self._app.run_binding(event.key, priority=True):
            return True
        field = self._app.focused
        if isinstance(field, Field):
            taken = await field.take_key(event)
            await self._wait_for_scan(field)
            if field.may_end_in_silence:
                self._await_silence(event.time)
        else:
            taken = await self._ends_scan(event)
            if self._burst.is_running:
                self._await_silence(event.time)
        return taken or await self._app.run_binding(event.key)

    def _await_silence(self, now: float) -> None:
        """Look for the end of a scan once no key came for a while: some scanners send no Enter."""
        if self._silence is None:
            left = max(SILENCE - (now - self._key_at), 0.01)
            self._silence = self._app.set_timer(left, self._end_in_silence)

    async def _end_in_silence(self) -> None:
        self._silence = None
        if not self._app.screen_stack:  # the program ends
            return
        now, field = monotonic(), self._app.focused
        if isinstance(field, Field):
            if field.end_in_silence(now):
                self._silent_at = now
                await self._wait_for_scan(field)
            elif field.may_end_in_silence and now - self._key_at < SILENCE:
                self._await_silence(now)
        elif (text := self._burst.silence(now)) is not None:
            self._silent_at = now
            await self._scan(text)
        elif self._burst.is_running and now - self._key_at < SILENCE:
            self._await_silence(now)

    async def _wait_for_scan(self, field: Field) -> None:
        """Let the screen deal with a scan before the keys that were typed after it."""
        scanned, field.announced = field.announced, None
        if scanned is not None:
            await _dealt_with(scanned)

    async def _scan(self, text: str) -> None:
        scanned = Scanned(text)
        self._app.screen.post_message(scanned)
        if isinstance(self._app.screen, CounterScreen):  # Textual's own do not tell
            await _dealt_with(scanned)

    async def _ends_scan(self, event: events.Key) -> bool:
        """Watch for a scan while no field has the focus; True for the key that ends one."""
        if self._burst.may_end(event.key):
            text = self._burst.enter(event.time)
            if text is not None:
                await self._scan(text)
            return text is not None
        if event.is_printable and event.character:
            self._burst.feed(event.character, event.time)
        else:
            self._burst.reset()
        return False


async def _dealt_with(scanned: Scanned) -> None:
    with suppress(TimeoutError):
        async with timeout(SCAN_WITHIN):
            await scanned.seen.wait()


def _as_enter(event: events.Key) -> events.Key:
    """``event``, or Enter at the same time if it is a line feed."""
    if event.key != LINE_FEED:
        return event
    enter = events.Key("enter", "\r")
    enter.time = event.time
    return enter
