"""Keys in the order in which they were typed, whatever they set going on their way."""

from __future__ import annotations

from asyncio import timeout
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

from counter.problems import Problem
from counter.rules.text import one_line
from counter.screens.base import CounterScreen
from counter.widgets.field import Field, Scanned
from counter.widgets.scan_detector import ScanDetector, looks_like_card, looks_like_code

SCAN_WITHIN = 1.0
"""Longest time that keys wait for a scan to be dealt with, in seconds."""

SAME_END = 0.05
"""Longest pause between a carriage return and a line feed that are the end of one line, in seconds."""


LINE_FEED = "ctrl+j"
"""What Textual calls it. Some scanners end with it, and so does what was typed before the terminal was raw."""


def as_enter(event: events.Key) -> events.Key:
    """``event``, or Enter at the same time if it is a line feed."""
    if event.key != LINE_FEED:
        return event
    enter = events.Key("enter", "\r")
    enter.time = event.time
    return enter


class OrderedKeys(App[None], inherit_bindings=False):
    """An app that gives each key to whoever has the focus *now*, and finishes with it before the next.

    Stock Textual queues keys at the widget that had the focus when they arrived, and sends bound keys round through
    the app, so that what is typed ahead overtakes. Here a key that opens a screen or saves a dossier is waited for;
    what was typed meanwhile comes after it. A key means, in this order: text for a field, the end of a scan, a
    binding, an ``on_key``.
    """

    def __init__(self, *, scanner_prefix: str = "", scanner_suffix: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        Field.scanner_prefix, Field.scanner_suffix = scanner_prefix, scanner_suffix
        self._burst = ScanDetector(looks_like_code, scanner_prefix, scanner_suffix)
        self._returned_at = float("-inf")

    def tell(self, problem: Problem) -> None:
        """Tell ``problem`` to the person."""
        raise NotImplementedError

    def touched(self) -> None:
        """Called at each key: somebody is there."""

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pastes in their order; the rest is Textual's."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.touched()
            if isinstance(event, events.Key):
                if self._ends_line_again(event):
                    return
                event = as_enter(event)
            try:
                await self._typed(event)
            except Problem as problem:
                self.tell(problem)
        else:
            await super().on_event(event)

    async def _dispatch_message(self, message: Message) -> None:
        """A Problem must not end the loop that all keys come through."""
        try:
            await super()._dispatch_message(message)
        except Problem as problem:
            self.tell(problem)

    def _ends_line_again(self, event: events.Key) -> bool:
        """Whether ``event`` is the line feed of a scanner that ends its lines with both characters."""
        after, self._returned_at = event.time - self._returned_at, float("-inf")
        if event.key == "enter":
            self._returned_at = event.time
        return event.key == LINE_FEED and after <= SAME_END

    async def _typed(self, event: events.Key | events.Paste) -> None:
        if isinstance(self.screen, CounterScreen):
            await self.screen.ready()
        if not await (self._pasted(event) if isinstance(event, events.Paste) else self._pressed(event)):
            (self.focused or self.screen)._forward_event(event)

    async def _pasted(self, event: events.Paste) -> bool:
        field = self.focused
        if isinstance(field, Field):
            field.take_paste(event)
            await self._scan_seen(field)
        elif looks_like_card(text := one_line(event.text).strip()):
            self.screen.post_message(Scanned(text))
        else:
            return False
        return True

    async def _pressed(self, event: events.Key) -> bool:
        if await self._check_bindings(event.key, priority=True):
            return True
        field = self.focused
        if isinstance(field, Field):
            taken = await field.take_key(event)
            await self._scan_seen(field)
        else:
            taken = self._scan_elsewhere(event)
        return taken or await self._check_bindings(event.key)

    async def _scan_seen(self, field: Field) -> None:
        """Let the screen deal with a scan before the keys that were typed after it."""
        scanned, field.announced = field.announced, None
        if scanned is not None:
            with suppress(TimeoutError):
                async with timeout(SCAN_WITHIN):
                    await scanned.seen.wait()

    def _scan_elsewhere(self, event: events.Key) -> bool:
        """A scan while no field has the focus; True for the key that ends one."""
        if self._burst.may_end(event.key):
            text = self._burst.enter(event.time)
            if text is not None:
                self.screen.post_message(Scanned(text))
            return text is not None
        if event.is_printable and event.character:
            self._burst.feed(event.character, event.time)
        else:
            self._burst.reset()
        return False
