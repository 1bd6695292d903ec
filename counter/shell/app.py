"""The application: modes, the desk thread, the lock; it owns status, devices, centre, keys and painter."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from rich.console import RenderableType
from textual import events
from textual.command import Provider
from textual.css.query import NoMatches
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from counter import commands, locale, themes
from counter.commands import RoleName
from counter.locale import Language, _
from counter.problems import Problem
from counter.rules.text import one_line
from counter.screens import PLACES, visit
from counter.screens.base import CounterScreen, OfficeChanged
from counter.shell import places, scan_routing
from counter.shell.availability import is_available
from counter.shell.centre import Centre, open_sync_service
from counter.shell.customer_display import CustomerDisplay
from counter.shell.devices import Devices, open_services
from counter.shell.diff_painter import DiffPainter
from counter.shell.draft_check import DraftCheck
from counter.shell.idle_lock import IdleLock
from counter.shell.notices import Notices
from counter.shell.office_watch import OfficeWatch
from counter.shell.ordered_keys import OrderedKeys
from counter.shell.status import StatusLine, place_line
from counter.shell.work_count import WorkCount
from counter.widgets.field import Field, Scanned
from counter.widgets.notice_line import Notice, Tone
from counter.widgets.status import Status
from counter.widgets.textual_internals import InternalApp

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.services.print_service import PrintReport
    from counter.services.sync_service import SyncService

P = ParamSpec("P")
R = TypeVar("R")


def _palette() -> type[Provider]:
    """The palette's provider, imported when it is first opened."""
    from counter.shell.palette import ScreenCommands

    return ScreenCommands


class CounterApp(InternalApp, inherit_bindings=False):
    """A counter's terminal.

    ``opener`` opens the office; it runs in the desk thread after the first frame. ``lock_after`` is seconds without
    a key before the screen locks (None: the office's own setting). ``now`` tells the time (aware, UTC).
    """

    CSS_PATH = themes.style_sheet()
    TITLE = "Quầy Một Cửa"
    ENABLE_COMMAND_PALETTE = True
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        mode: partial(visit, mode) for mode in PLACES
    }
    COMMANDS: ClassVar = {_palette}
    DEFAULT_MODE = "sign_in"
    BINDINGS: ClassVar = [command.binding() for command in commands.GLOBAL]

    def __init__(
        self,
        opener: Callable[[], Desk],
        *,
        language: Language = "vi",
        theme: str | None = None,
        keymap: Mapping[str, str] | None = None,
        lock_after: float | None = None,
        scanner_prefix: str = "",
        scanner_suffix: str = "",
        scanner_gap: float = 0.035,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        locale.use(language)
        super().__init__()
        self.painter = DiffPainter(self)
        self.keys = OrderedKeys(
            self,
            on_problem=self.show_problem,
            scanner_prefix=scanner_prefix,
            scanner_suffix=scanner_suffix,
            scanner_gap=scanner_gap,
        )
        self.status_line = StatusLine(self._show_status)
        self.notices = Notices(self._show_notice, self.set_timer)
        notify_error = partial(self.notify, severity="error")
        self.devices = Devices(
            self.status_line,
            on_report=self._take_report,
            on_scan=self.take_scan,
            on_error=self.handle_error,
            notify=notify_error,
        )
        self.centre = Centre(
            self.status_line, self._open_sync, run=self.run_worker, now=self.now, notify=notify_error
        )
        self.customer = CustomerDisplay(self.devices.show_text)
        self.work_count = WorkCount(self.status_line, lambda: self._desk, self.at_desk, self.run_worker)
        self._watch_office = OfficeWatch(on_facts=self._read_facts, on_commit=self._committed)
        self.drafts = DraftCheck(lambda: self.every_screen, notify_error, self.at_desk)
        self.disable_tooltips()
        for own_theme in themes.THEMES:
            self.register_theme(own_theme)
        self.set_first_theme(theme if theme in self.available_themes else themes.theme_for_terminal())
        self.keymap = dict(keymap or {})
        self.set_keymap(self.keymap)
        self.idle_lock = IdleLock(lock_after, desk=self._lockable_desk, lock=self.action_lock)
        self._opener, self._now = opener, now
        self._desk: Desk | None = None
        self._drawn = asyncio.Event()
        self._opening: asyncio.Future[None] | None = None
        self._desk_thread = ThreadPoolExecutor(1, "desk")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for Textual's themes."""
        return themes.FALLBACK

    # -- the desk ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Draw first; open the office after the first frame."""
        self.app_resume_signal.subscribe(self, lambda _app: self.painter.repaint())
        self.run_worker(self.opened())
        self.status_line.run_clock(self.now, self.set_timer)
        self.set_interval(self.idle_lock.check_interval, self.idle_lock.check)

    def post_display_hook(self) -> None:
        """Something has been painted: what takes time may begin."""
        if not (self.is_batching or self._drawn.is_set()):
            gc.enable()
            self._drawn.set()

    async def _open(self) -> None:
        await self._drawn.wait()
        self.desk = await self.at_desk(self._opener)
        await self.start_services()

    async def start_services(self) -> None:
        """Let devices and sync work; raises ``Problem`` where settings other than a device's are wrong."""
        callbacks = self.devices.callbacks()
        self.devices.start(await self.at_desk(open_services, self.desk.store, self.now, callbacks))
        self.work_count.begin(self.set_interval)
        await self.centre.connect()

    async def _open_sync(self) -> SyncService | None:
        return await self.at_desk(open_sync_service, self.desk.store, self.now)

    def _take_report(self, report: PrintReport) -> None:
        self.centre.show(report.link)
        self._watch_office.compare(report)

    def _read_facts(self) -> None:
        self.run_worker(self._take_facts())

    async def _take_facts(self) -> None:
        """Take over what others changed of the office's facts and days off."""
        from counter.desk.office.opening import refreshed

        fresh = await self.at_desk(refreshed, self.desk)
        self.desk = replace(self.desk, office=fresh.office, calendar=fresh.calendar)

    def _committed(self) -> None:
        """Any process committed: it may be time to sync, and the screen in front may be out of date."""
        self.centre.wake()
        self.work_count.refresh()
        if isinstance(self.screen, CounterScreen):
            self.screen.post_message(OfficeChanged())

    def wake_sync(self) -> None:
        """Look at once whether something is to go to the centre."""
        self.centre.wake()

    async def opened(self) -> Desk:
        """The desk, as soon as the office is open. Raises the opener's Problem."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._open())
        await asyncio.shield(self._opening)
        return self.desk

    @property
    def desk(self) -> Desk:
        """The desk as it is now: who is signed in, at which counter. RuntimeError before the office is open."""
        if self._desk is None:
            raise RuntimeError("the office is not open yet")
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk
        self.status_line.change(place=place_line(desk))
        self.work_count.refresh()

    def may(self, role: RoleName) -> bool:
        """Whether the person at the desk has ``role``; before anybody signed in, as an officer."""
        staff = self._desk.staff if self._desk else None
        return staff.role.includes(type(staff.role)(role)) if staff else role == "officer"

    async def at_desk(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``function`` in the desk thread, one at a time in order; returns its value, raises its Problem."""
        work = partial(function, *args, **kwargs)
        result = await asyncio.get_running_loop().run_in_executor(self._desk_thread, work)
        self.devices.wake()
        return result

    async def on_unmount(self) -> None:
        """Let the desk and the printer finish what they are doing, and close the office."""
        await self.centre.stop()
        await self.devices.stop()
        if self._desk is not None:
            await asyncio.get_running_loop().run_in_executor(self._desk_thread, self._desk.store.close)
        self._desk_thread.shutdown(wait=False, cancel_futures=True)

    # -- keys and scans ----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pastes in their order; the rest is Textual's."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.idle_lock.key_pressed()
            self.notices.key_pressed(event.time)
            await self.keys.take(event)
        else:
            await super().on_event(event)

    def take_scan(self, text: str) -> None:
        """Take ``text`` from a scanner on a port as if it had been typed: in the field that has the focus."""
        self.idle_lock.key_pressed()
        scan_routing.deliver(self, text)

    async def on_scanned(self, message: Scanned) -> None:
        """Take a scan that the screen in front did not take to the screen for its kind."""
        await scan_routing.route(self, message)

    # -- screens ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing leads away from the sign-in screen or from under the lock."""
        known = is_available(action, self._desk, self.screen_stack)
        return super().check_action(action, parameters) if known is None else known

    async def action_go(self, mode: str) -> None:
        """Go to the screen of ``mode``; what was typed in the present one stays."""
        await places.go(self, mode)

    async def overlay(self, name: str, *arguments: object) -> None:
        """Lay the screen called ``name`` in OVERLAYS over the present one."""
        await self.push_screen(visit(name, *arguments))

    async def sign_out(self) -> None:
        """Back to the sign-in screen, nobody at the desk, every other screen new; asks where a draft is unsaved."""
        if not await self.drafts.may_leave():
            return
        await places.begin_anew(self)
        self.desk = replace(self.desk, staff=None, shift=None)
        self.customer.clear()
        await self.drafts.close_all(self.desk)

    async def action_sign_out(self) -> None:
        """Sign out; a shift that is open stays open, and says so."""
        counter = self.desk.shift.counter if self.desk.shift else 0
        await self.sign_out()
        if counter and self.desk.staff is None:
            self.notify(_("Your shift at counter {counter} is still open.").format(counter=counter))

    async def action_open_shift(self) -> None:
        """Ask at which counter, over the screen in front."""
        await self.overlay("open_shift")

    async def action_quit(self) -> None:
        """Leave the program, with what was typed on the disk; where that is not so, as ``sign_out``."""
        if await self.drafts.may_leave():
            await super().action_quit()

    def action_command_palette(self) -> None:
        """Offer every command of the screen by name."""
        from counter.shell.palette import open_palette

        open_palette(self)

    async def action_help(self) -> None:
        """Lay the manual over the screen, at its page."""
        page = self.screen.MANUAL if isinstance(self.screen, CounterScreen) else "start"
        if page != "help":
            await self.overlay("help", page)

    async def action_lock(self) -> None:
        """Cover everything until the officer unlocks; drafts stay underneath."""
        await self.overlay("lock")

    def _lockable_desk(self) -> Desk | None:
        return self._desk if self.check_action("lock", ()) else None

    # -- problems and notices ---------------------------------------------------------------------------------------

    def show_problem(self, problem: Problem) -> None:
        """Show ``problem`` beside the field that it names, or as a notice."""
        try:
            field = self.screen.query_one(f"#{problem.field}", Field) if problem.field else None
        except NoMatches:
            field = None
        if field is None:
            self.notify(str(problem), severity="error")
        else:
            field.problem = str(problem)
            self.screen.set_focus(field)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say ``message`` in the line above the keys; always plain text."""
        self.notices.put(one_line(message), Tone(severity), timeout)

    def clear_notifications(self) -> None:
        """Take the notice away."""
        self.notices.clear()

    @property
    def notice(self) -> Notice:
        """What the line above the keys says."""
        return self.notices.current

    async def dispatch(self, message: Message) -> None:
        """Hand ``message`` to its handlers; a Problem must not end the loop that all keys come through."""
        try:
            await super().dispatch(message)
        except Problem as problem:
            self.show_problem(problem)

    def handle_error(self, error: Exception) -> None:
        """Show a Problem of a worker or a timer; anything else ends the program."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, Problem):
            self.show_problem(cause)
        else:
            super().handle_error(error)

    # -- painting ---------------------------------------------------------------------------------------------------

    def display_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what differs from what the terminal shows."""
        self.painter.display(screen, renderable, super().display_frame)

    def end_batch(self) -> None:
        """Paint the first frame as soon as possible."""
        super().end_batch()
        self.painter.paint_first_frame()

    def action_redraw(self) -> None:
        """Paint everything again, over whatever another program wrote."""
        self.painter.repaint()

    # -- the two lines at the top -----------------------------------------------------------------------------------

    @property
    def status(self) -> Status:
        """What the two lines show."""
        return self.status_line.status

    def now(self) -> datetime:
        """The time (UTC): the desk's, as soon as there is one."""
        return self._desk.clock.now() if self._desk else self._now()

    def show_time(self) -> None:
        """Bring the clock up to date."""
        self.status_line.show_time(self.now())

    def _show_status(self, status: Status) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CounterScreen):
                screen.show_status(status)

    def _show_notice(self, notice: Notice) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CounterScreen):
                screen.show_notice(notice)
