"""Who is at the counter, and at which one: the first thing that is drawn, before the office is open.

Nothing of the desk is imported up here: that would come before the first frame.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import VIETNAM, hour_and_date, parse_moment
from counter.screens import prepare
from counter.screens.base import CounterScreen
from counter.screens.shifts.counters import (
    counter_columns,
    counter_rows,
    open_shift_at,
    own_counter,
    taken_counters,
    usual_counter,
)
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Listing, Row
from counter.widgets.scan_detector import looks_like_paper

if TYPE_CHECKING:
    from counter.desk.desk import Desk

NOWHERE = "0"
"""What a supervisor chooses who only reads."""


class SignInField(Field):
    """A field while nobody is signed in: it knows a scan of paper from a login or a password of any kind."""

    looks_like: ClassVar[Callable[[str], bool]] = staticmethod(looks_like_paper)


class SubmitField(SignInField):
    """A field whose Enter calls ``submit`` first; keys typed ahead wait for it.

    Where ``submit`` raises a Problem, the text is selected: typing replaces it.
    """

    def __init__(self, submit: Callable[[], Awaitable[None]], **options: Any) -> None:
        super().__init__(**options)
        self._submit = submit

    async def take_typing(self, event: events.Key) -> bool:
        """Enter submits; other keys are a field's. A row chosen in the list replaces what was typed."""
        if event.key == "enter":
            try:
                await self._submit()
            except Problem:
                self.entered()
                raise
            return True
        before = self.listing.selected if self.listing else None
        taken = await super().take_typing(event)
        if self.listing and self.listing.selected != before:
            self.value = ""
        return taken


class SignIn(CounterScreen[None]):
    """Account and password, then the counter of the shift; with a doubtful clock, the right time in between."""

    HEADING, MANUAL = N_("Sign in"), "sign_in"
    GLOBALS = False
    STAYS = N_("Sign in first.")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012

    DEFAULT_CSS = """
    SignIn {
        #form { align: center top; padding: 1 0 0 0; }
        &.-high #form { padding: 6 0 0 0; }
        #form > * { width: 66; }
        .title { text-align: center; text-style: bold; }
        .under { text-align: center; color: $quiet; text-style: $quiet-style; margin: 0 0 1 0; }
        #banner { display: none; color: $warn; margin: 0 0 1 0; padding: 0 1; }
        #banner.-bad { color: $bad; }
        #seats { height: 1fr; min-height: 2; max-height: 9; margin: 1 0; }
        #hint { display: none; color: $label; padding: 0 1; height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._signed: tuple[tuple[str, str], Desk] | None = None
        self._sure_of_time = False

    def body(self) -> ComposeResult:
        """What the office is called, the fields, who is on shift where, and a hint for those who try."""
        self.seats = Listing(
            *counter_columns(),
            empty=_("Opening the office …"),
            header=False,
            driven=True,
            id="seats",
        )
        self.login = SignInField(id="login", max_length=60)
        self.password = SubmitField(self.check_password, id="password", password=True, scans=True)
        self.moment = SignInField(id="moment", max_length=40, check=_moment)
        self.counter = SubmitField(
            self.begin, id="counter", max_length=2, restrict=r"\d*", listing=self.seats
        )
        with Vertical(id="form"):
            yield Static("QUẦY MỘT CỬA", classes="title", id="office", markup=False)
            yield Static("", classes="under", id="parent", markup=False)
            yield Static("", id="banner", markup=False)
            yield Entry(N_("Account"), self.login)
            yield Entry(N_("Password"), self.password)
            self.right_time = Entry(N_("Right time"), self.moment)
            self.right_time.display = False
            yield self.right_time
            yield Entry(N_("Counter"), self.counter)
            yield self.seats
            yield Static("", id="hint", markup=False)

    async def arrived(self) -> None:
        """Look at the office as soon as it is open."""
        self.look_around()

    @work(exclusive=True)
    async def look_around(self) -> None:
        """Show the office, who is on shift, and whether the clock can be right."""
        try:
            desk = await self.app.opened()
        except Problem as problem:
            self.seats.show((), empty="")
            self._warn(str(problem), bad=True)
            return
        self.query_one("#office", Static).update(desk.office.name)
        self.query_one("#parent", Static).update(desk.office.parent)
        if desk.hint:
            self.query_one("#hint", Static).update(desk.hint)
            self.query_one("#hint").display = True
        if desk.doubts_clock and not self._sure_of_time:
            self._doubt(desk)
        self.app.show_time()
        await self._show_seats(self._signed[1] if self._signed else desk)
        await to_thread(prepare)

    # -- what Enter does ------------------------------------------------------------------------------------------

    async def check_password(self) -> None:
        """Sign in and go on; raises the desk's Problem."""
        await self._sign_in()
        self.password.advance()

    async def begin(self) -> None:
        """Open the shift, or go on with it, and start with the first screen; without a shift, with a list."""
        desk = await self._sign_in()
        if desk.doubts_clock and not self._sure_of_time:
            desk = await self._take_time(desk)
        number = int(self.counter.value or self.seats.selected or NOWHERE)
        place = "shift_log"
        if number or not self.may_only_read(desk):
            desk = await open_shift_at(self.app, desk, number)
            place = "intake" if desk.shift else "search"
        self._forget()
        self.app.desk = desk
        self.app.show_time()
        await self.app.action_go(place)

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """Nobody is signed in who could work on it."""
        message.stop()
        field = message.field or self.focused
        if isinstance(field, Field):
            field.problem = _("Nobody is signed in: sign in at a counter, then scan again.")
        if self._signed and not self.counter.value:
            await self._show_seats(self._signed[1])

    @on(Field.Changed, "#counter")
    def show_counter(self) -> None:
        """The list follows the number."""
        if self.counter.value:
            self.seats.select(self.counter.value.lstrip("0") or NOWHERE)

    @staticmethod
    def may_only_read(desk: Desk) -> bool:
        """Whether the person may go in without a shift: who looks after others' shifts."""
        return desk.staff is not None and desk.staff.role.value != "officer"

    async def _sign_in(self) -> Desk:
        """The desk with the person at it, asked once for the same login and password."""
        typed = (self.login.value, self.password.value)
        if self._signed is None or self._signed[0] != typed:
            self._signed = None
            desk = replace(await self.app.opened(), staff=None, shift=None)
            from counter.desk.office.sign_in import sign_in

            desk = await self.app.at_desk(sign_in, desk, *typed)
            self.app.customer.clear()
            self._signed = (typed, desk)
            await self._show_seats(desk)
        return self._signed[1]

    async def _take_time(self, desk: Desk) -> Desk:
        """The desk on the time that the person confirmed or typed."""
        from counter.desk.office.opening import confirm_clock

        if not self.moment.value:
            raise Problem(N_("Confirm the date and time first."), field="moment")
        untouched = self.moment.value == _written(self._doubted)
        right = desk.clock.now() if untouched else parse_moment(self.moment.value, "moment")
        desk = await self.app.at_desk(confirm_clock, desk, right)
        self._sure_of_time = True
        return desk

    def _forget(self) -> None:
        """The next person finds empty fields."""
        self._signed = None
        for field in (self.login, self.password, self.counter):
            field.value = ""
        self.right_time.display = False
        self._warn("")
        self.set_focus(self.login)

    # -- what it shows --------------------------------------------------------------------------------------------

    async def _show_seats(self, desk: Desk) -> None:
        taken = await taken_counters(self.app, desk)
        seats = counter_rows(desk, taken)
        usual = usual_counter(desk, taken)
        if self.may_only_read(desk):
            seats.insert(0, Row(NOWHERE, (_("None"), _("only read and review"), "")))
            usual = own_counter(desk, taken)
        self.seats.show(seats)
        self.seats.select(self.counter.value.lstrip("0") or str(usual))

    def _doubt(self, desk: Desk) -> None:
        """Say that the clock is behind the ledger, or years ahead of it, and ask for the right time."""
        self._doubted = desk.clock.now()
        sentence = N_(
            "The clock says {now}, but the ledger goes on until {last}. Look at another clock: "
            "confirm the time below, or type the right one."
        )
        if desk.ahead:
            sentence = N_(
                "The clock says {now}, but the ledger ends at {last}, long ago. Look at another clock: "
                "confirm the time below, or type the right one."
            )
        last = self._doubted + desk.behind - desk.ahead
        self._warn(_(sentence).format(now=hour_and_date(self._doubted), last=hour_and_date(last)))
        self.right_time.display = True
        with suppress(Problem):
            parse_moment(self.moment.value)
            return
        self.moment.value = _written(self._doubted)

    def _warn(self, text: str, *, bad: bool = False) -> None:
        banner = self.query_one("#banner", Static)
        banner.update(text)
        banner.set_class(bad, "-bad")
        banner.display = bool(text)


def _written(moment: Any) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _moment(text: str) -> str:
    """A time that can be read; raises BadMoment."""
    parse_moment(text, "moment")
    return text
