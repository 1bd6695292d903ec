"""A one-line input that keeps keys in order, composes Vietnamese and recognises a scanner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar
from unicodedata import combining, normalize

from textual import events
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input
from textual.widgets.input import Selection

from counter.locale import _
from counter.problems import Problem
from counter.rules.text import decoded_again, one_line
from counter.widgets.scan_detector import (
    GAP,
    SILENCE,
    ScanDetector,
    holds_paper,
    looks_like_card,
    looks_like_code,
    looks_like_paper,
)
from counter.widgets.scanned import Scanned as Scanned
from counter.widgets.textual_internals import bindings_of, forward_event

if TYPE_CHECKING:
    from counter.widgets.listing import Listing

Check = Callable[[str], str]
"""Looks at what was typed and returns it tidied (or as it was); raises Problem to keep the person in the field."""

_ONWARD = ("enter", "tab", "down")
_BACK = ("up", "shift+tab")


class Field(Input, inherit_css=False):
    """One line of text.

    Enter, Tab and Down go on to the next field, Up and Shift+Tab go back; ``check`` runs before going on, and its
    Problem is shown in ``problem`` while the focus and the text stay. ``listing`` is a list that belongs to the
    field: Up, Down and the page keys move in it, and Enter chooses its row. ``scans=False`` takes fast typing for
    typing. A password does so too, except where ``scans=True`` keeps cards and codes out of it.
    """

    DEFAULT_CSS = """
    Field {
        width: 100%;
        height: 1;
        scrollbar-size-horizontal: 0;
        background: $entry-background;
        color: $foreground;
        text-style: $entry-style;
        &:focus { background: $entry-active; }
        & > .input--cursor { background: $input-cursor-background; color: $input-cursor-foreground; }
        & > .input--selection { background: $input-selection-background; color: $input-selection-foreground; }
        & > .input--placeholder { color: $quiet; text-style: $quiet-style; }
    }
    """

    # inherit_css=False leaves out Input's component classes too.
    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES

    problem: var[str] = var("")
    """What is wrong with the text, for a person; empty when nothing is."""

    doubt: var[str] = var("")
    """What does not fit in the text, for a person; it stops nobody."""

    doubt_of: Callable[[], str] | None = None
    """Says before Enter goes on what does not fit, or nothing; the person stays once, and goes on with Enter again."""

    catch_up: Callable[[], Awaitable[None]] | None = None
    """Awaited before Enter goes on: brings the list up to all that was typed, so that nobody is too fast for it."""

    looks_like: ClassVar[Callable[[str], bool]] = staticmethod(looks_like_code)
    scanner_prefix: ClassVar[str] = ""
    scanner_suffix: ClassVar[str] = ""
    scanner_gap: ClassVar[float] = GAP

    class Advanced(Message):
        """The person left the field forwards; ``value`` passed the field's check."""

        def __init__(self, field: Field, value: str, key: str) -> None:
            super().__init__()
            self.field, self.value, self.key = field, value, key

        @property
        def control(self) -> Field:
            """The field, for ``@on(Field.Advanced, "#id")``."""
            return self.field

    def __init__(
        self,
        value: str = "",
        *,
        id: str | None = None,
        classes: str | None = None,
        placeholder: str = "",
        password: bool = False,
        max_length: int = 200,
        restrict: str | None = None,
        check: Check | None = None,
        listing: Listing | None = None,
        scans: bool | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            one_line(value),
            placeholder=placeholder,
            password=password,
            max_length=max_length,
            restrict=restrict,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False
        self.check, self.listing = check, listing
        self.announced: Scanned | None = None
        """The last scan that ended here."""
        self._burst: ScanDetector | None = None
        if scans is None:
            scans = not password
        if scans:
            self._burst = self._secret_burst() if password else self._open_burst()
        self._before = self._state
        self._states: list[tuple[str, Selection]] = []
        self._lines: list[str] = []
        self._line_at = 0.0
        self._overflowed = False
        self._doubted = ""
        """The text that the doubt was said of."""

    def watch_doubt(self) -> None:
        """It is about the text as it is now."""
        self._doubted = self.value

    def watch_value(self) -> None:
        """The problem stays until the check passes, or until the first key where there is no check."""
        if self.max_length and len(self.value) < self.max_length:
            self._overflowed = False
        if self.problem:
            self.problem = self._complaint() if self.check is not None else ""

    def entered(self) -> None:
        """The field got the focus: typing replaces the text. (The Focus event comes after keys typed ahead.)"""
        self.selection = Selection(0, len(self.value))

    def on_blur(self) -> None:
        """Scroll a long text back to its beginning."""
        self.set_reactive(Field.scroll_x, 0.0)
        self.set_reactive(Field.scroll_target_x, 0.0)
        self.refresh()

    # -- keys -------------------------------------------------------------------------------------------------------

    async def take_key(self, event: events.Key) -> bool:
        """Do at once what ``event`` asks for; False if the key means nothing to a field.

        Stock inputs send bound keys round by the app, and letters that were typed later overtake them.
        """
        if self._takes_scan(event):
            return True
        return await self.take_typing(event)

    async def take_typing(self, event: events.Key) -> bool:
        """As ``take_key``, of a key that ends no scan."""
        if event.key == "enter" and self.catch_up is not None:
            await self.catch_up()
        if self._moves(event.key):
            return True
        if event.is_printable and event.character is not None:
            self.type_in(event.character)
            return True
        for binding in bindings_of(self, event.key):
            if await self.app.run_action(binding.action, self):
                return True
        return False

    def take_paste(self, event: events.Paste) -> None:
        """Take pasted text, composed and on one line; a pasted card is a scan."""
        text = one_line(decoded_again(event.text)).strip()
        if self._burst is not None:
            self._burst.reset()
            if holds_paper(text) if self.password else looks_like_card(text):
                self._announce(text)
                return
            if (
                not self.password
                and ":" in text
                and "\n" in event.text.strip()
                and looks_like_code(event.text)
            ):
                self._announce(event.text)  # labelled lines, which are known by their ends
                return
        self.type_in(text)
        if self._overflowed:
            self.problem = self._take_overflow()

    def type_in(self, text: str) -> None:
        """Put ``text`` at the cursor, over the selection; a combining mark joins the letter before it.

        What does not fit is left off; the person is warned on leaving the field.
        """
        start, end = sorted(self.selection)
        if start == end and start > 0 and text and combining(text[0]):
            start -= 1
            text = normalize("NFC", self.value[start:end] + text)
        room = (self.max_length or len(text)) - len(self.value) + end - start
        if text and len(text) > room:
            self._overflowed = True
            text = text[: max(room, 0)]
            if not text:
                self.restricted()
                return
        self.replace(text, start, end)

    def restricted(self) -> None:
        """Ring the bell for a key that was not taken, except during a scan."""
        if self._burst is None or not self._burst.is_running:
            super().restricted()

    def advance(self, key: str = "enter") -> bool:
        """Go on to the next field if the text passes ``check``; whether it did.

        Where text was left off, or is doubtful, the first attempt shows that instead.
        """
        self.problem = self._complaint() or self._take_overflow()
        if self.problem or self._is_doubted_anew():
            return False
        if self.check is not None and (tidy := self.check(self.value)) != self.value:
            self.value = tidy
        if key == "enter" and self.listing is not None and (row := self.listing.selected) is not None:
            self.post_message(self.listing.Chosen(self.listing, row))
        self.post_message(self.Advanced(self, self.value, key))
        self._focus_neighbour(1)
        return True

    def _complaint(self) -> str:
        """What ``check`` says against the text; empty if nothing."""
        try:
            if self.check is not None:
                self.check(self.value)
        except Problem as problem:
            return str(problem)
        return ""

    def _is_doubted_anew(self) -> bool:
        if self.doubt_of is None:
            return False
        doubt = self.doubt_of()
        is_new = doubt != "" and (doubt, self.value) != (self.doubt, self._doubted)
        self.doubt, self._doubted = doubt, self.value
        return is_new

    def _take_overflow(self) -> str:
        """That text was left off, once; empty if none was."""
        overflowed, self._overflowed = self._overflowed, False
        if not overflowed:
            return ""
        return _("Only {count} characters fit here; what came after them was left off.").format(
            count=self.max_length
        )

    async def on_key(self, event: events.Key) -> None:
        """Handle keys at once also outside our app; a late one goes to the widget that has the focus by now."""
        event.prevent_default()
        if not self.has_focus and self.screen.focused is not None and self.screen.focused is not self:
            event.stop()
            forward_event(self.screen.focused, events.Key(event.key, event.character))
        elif await self.take_key(event):
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text also outside our app."""
        event.prevent_default()
        event.stop()
        self.take_paste(event)

    def _moves(self, key: str) -> bool:
        if self.listing is not None and self.listing.take(key):
            return True
        if key in _ONWARD:
            self.advance(key)
        elif key in _BACK:
            self._focus_neighbour(-1)
        else:
            return False
        return True

    def _focus_neighbour(self, step: int) -> None:
        """Focus the next or previous widget; the last and the first have none on their far side."""
        chain = self.screen.focus_chain
        at = chain.index(self) + step if self in chain else -1
        if 0 <= at < len(chain):
            self.screen.set_focus(chain[at])

    # -- scans ------------------------------------------------------------------------------------------------------

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is recognised here."""
        return self._burst is not None

    def _open_burst(self) -> ScanDetector:
        return ScanDetector(type(self).looks_like, self.scanner_prefix, self.scanner_suffix, self.scanner_gap)

    def _secret_burst(self) -> ScanDetector:
        """A password may begin like a scanner's prefix, so that only what was read makes a scan of it."""
        prefix = self.scanner_prefix
        return ScanDetector(
            lambda text: looks_like_paper(text.removeprefix(prefix)),
            suffix=self.scanner_suffix,
            gap=self.scanner_gap,
        )

    @property
    def _state(self) -> tuple[str, Selection]:
        return self.value, self.selection

    def _takes_scan(self, event: events.Key) -> bool:
        """Watch for a scan; at its end put everything back and announce it."""
        burst = self._burst
        if burst is None:
            return False
        if burst.may_end(event.key):
            if self._holds_line(burst, event):
                return True
            text = burst.enter(event.time)
            if text is not None:
                self._before = self._states[burst.start]
                self._restore()
            elif self.password and holds_paper(self.value):
                text, self.value = self.value, ""
            else:
                return False
            self._announce(text)
            return True
        character = event.character or ""
        if event.is_printable or (character and character in burst.added):
            before = self._state
            if burst.feed(character, event.time):
                self._states.clear()
            self._states.append(before)
            return not event.is_printable
        burst.reset()
        return False

    def _holds_line(self, burst: ScanDetector, event: events.Key) -> bool:
        """Keep a labelled line of a code that has several; the others follow, and then a silence."""
        line = burst.labelled_line(event.time)
        if line is None:
            return False
        self._before = self._states[burst.start]
        burst.reset()
        self._restore()
        self._lines.append(line)
        self._line_at = event.time
        return True

    @property
    def may_end_in_silence(self) -> bool:
        """Whether keys came that a scanner may have sent: ask ``end_in_silence`` a little later."""
        return bool(self._lines) or (self._burst is not None and self._burst.is_running)

    def end_in_silence(self, at: float) -> bool:
        """End a scan without an Enter, or of several lines, after which no key came until ``at``; whether one ended."""
        if self._lines and at - self._line_at >= SILENCE:
            text = "\n".join(self._lines)
            self._lines.clear()
            if looks_like_code(text):
                self._announce(text)
            else:
                Scanned(text, self).give_back()
            return True
        if self._lines or self._burst is None or (whole := self._burst.silence(at)) is None:
            return False
        self._before = self._states[self._burst.start]
        self._restore()
        self._announce(whole)
        return True

    def _announce(self, text: str) -> None:
        self.announced = Scanned(text, self)
        self.post_message(self.announced)

    def _restore(self) -> None:
        self.value, self.selection = self._before
        self._overflowed = False
