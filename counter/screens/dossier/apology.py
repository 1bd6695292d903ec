"""The dialog for the apology and the new appointment."""

from __future__ import annotations

from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from counter.desk.dossiers import apologies
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import hour_and_date, parse_moment, short_time
from counter.rules.labels import term_text
from counter.screens.dossier.dialogs import Dialog, day
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import Unit

_USUAL_REASON = "Cơ quan giải quyết chưa có kết quả"
"""What the form says unless the officer writes another reason: in the language of the form."""


class Apologise(Dialog):
    """Why the result will be late, and when it is appointed anew: working days to add, or a day."""

    HEADING = N_("Apologise")

    def body(self) -> ComposeResult:
        """The new appointment and the reason."""
        yield self.about()
        field = Field(id="due", max_length=30, check=self._tidy, placeholder=_("working days, or a day"))
        yield Entry(N_("Put off by"), field)
        yield Entry(N_("Reason"), Field(_USUAL_REASON, id="reason"))
        yield Static(id="appointment", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show the due date."""
        self.show_appointment()

    @on(Input.Changed, "#due")
    def show_appointment(self) -> None:
        """Show the due date, and the new one that is typed."""
        due = self._dossier.due_at
        before = _("Due {at}").format(at=hour_and_date(due)) if due else ""
        days = self.value("due")
        try:
            after = hour_and_date(self._due(days))
        except Problem:
            after = ""
        if after and _is_count(days):
            after = f"{after} ({term_text(int(days), Unit.WORKING_DAY)})"
        self.query_one("#appointment", Static).update(" → ".join(filter(None, (before, after))))

    def _tidy(self, text: str) -> str:
        return hour_and_date(self._due(text)) if text.strip() else ""

    def _due(self, text: str) -> datetime:
        """The moment that ``text`` means; raises ``Problem``."""
        written = text.strip()
        if _is_count(written):
            return apologies.appointment(self.app.desk, self._dossier, int(written))
        try:
            date = day(written)
            due = self._dossier.due_at
            return parse_moment(f"{date} {short_time(due)}" if due else date)
        except Problem:
            if ":" in written:
                return parse_moment(written)
            raise Problem(N_("Write working days, as 3, or a day, as 23/11/2026."), field="due") from None

    async def save(self) -> None:
        """Apologise."""
        done = await self.app.at_desk(
            apologies.apologise,
            self.app.desk,
            self._dossier.id,
            self.value("reason"),
            self._due(self.value("due")),
            confirmed=self.doubts.confirmed,
        )
        due = done.dossier.due_at
        text = _("{code} is appointed for {due}; form 04 is printed.")
        self.app.notify(text.format(code=done.dossier.code, due=hour_and_date(due) if due else ""))


def _is_count(text: str) -> bool:
    """Whether ``text`` is a number of working days, not a day."""
    return text.isascii() and text.isdigit() and 0 < int(text) < 100
