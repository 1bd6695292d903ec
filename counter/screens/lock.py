"""The lock: covers everything until the officer's password; what was typed stays underneath."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.commands import action
from counter.locale import N_, _
from counter.rules.clock import short_time
from counter.screens.base import CounterScreen
from counter.screens.sign_in import SubmitField
from counter.widgets.entry import Entry
from counter.widgets.field import Scanned


class Lock(CounterScreen[None]):
    """A password, and nothing to see: over the work after a while without a key, or at once on F10."""

    HEADING, MANUAL = N_("Locked"), "lock"
    GLOBALS = False
    STAYS = ""
    COVERS = True
    KEYS = (
        action(
            id="lock.change",
            action="change",
            label=N_("Another person"),
            help=N_(
                "Let another person sign in; drafts are kept for the one who left, the shift stays open."
            ),
        ),
    )

    DEFAULT_CSS = """
    Lock {
        #cover { align: center middle; }
        #cover > * { width: 66; }
        .title { text-align: center; text-style: bold; color: $warn; margin: 0 0 1 0; }
        .under { text-align: center; }
        .quiet { text-align: center; color: $quiet; text-style: $quiet-style; margin: 0 0 1 0; }
    }
    """

    def body(self) -> ComposeResult:
        """Whose counter it is, since when it is locked, and the password."""
        desk = self.app.desk
        name = desk.staff.name if desk.staff else ""
        counter = _("Counter {number}").format(number=desk.shift.counter) if desk.shift else desk.office.name
        since = _("Locked since {time}. What was typed is kept.").format(time=short_time(desk.clock.now()))
        self.password = SubmitField(self.unlock, id="password", password=True, scans=True)
        with Vertical(id="cover"):
            yield Static(_("THIS COUNTER IS LOCKED"), classes="title", markup=False)
            yield Static(f"{name} · {counter}", classes="under", markup=False)
            yield Static(since, classes="quiet", markup=False)
            yield Entry(N_("Password"), self.password)

    async def arrived(self) -> None:
        """Earlier notices do not show over the lock."""
        self.app.clear_notifications()
        self.password.focus()

    async def unlock(self) -> None:
        """Back to the work if the password is right; raises the desk's WrongPassword."""
        from counter.desk.office.sign_in import unlock

        password, self.password.value = self.password.value, ""
        await self.app.at_desk(unlock, self.app.desk, password)
        self.dismiss()

    @on(Scanned)
    def scanned(self, message: Scanned) -> None:
        """Do not take a card or a code for a try at the password."""
        message.stop()
        self.password.problem = _("The screen is locked: unlock it, then scan again.")

    async def action_change(self) -> None:
        """Leave the counter to another person."""
        await self.app.sign_out()
