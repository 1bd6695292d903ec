"""Two forms laid over the shift log: closing one's own shift, and a supervisor's comment and review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.commands import Command, action, finish
from counter.desk.labels import closing_text
from counter.desk.payments.shift_money import ShiftMoney, shift_money, ways_of
from counter.desk.shifts.log import Tally, tallies
from counter.desk.shifts.review import comment, review
from counter.desk.shifts.shifts import close_left_open, close_shift
from counter.desk.shifts.unfinished import Unfinished, unfinished
from counter.locale import N_, _
from counter.rules.clock import short_date, short_time
from counter.rules.money import vnd
from counter.screens.base import CounterScreen
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.event_kind import EventKind
from db.domain.records import Shift

COUNTED = {
    EventKind.RECEIVED: N_("Dossiers received"),
    EventKind.RETURNED: N_("Results returned"),
    EventKind.REPRINTED: N_("Slips printed again"),
    EventKind.CORRECTED: N_("Corrections"),
}

MOST_DRAFTS = 4
"""Lines for the drafts that are not saved."""

_BACK = N_("Back to the log; what was typed waits here.")

FORM_CSS = """
    #form { padding: 1 0; align: center top; }
    #form > * { width: 70; height: auto; }
    #form > Static { padding: 0 1 1 1; }
    .title { text-style: bold; }
    .drafts { color: $warn; display: none; }
    .hint { color: $quiet; text-style: $quiet-style; }
"""


def title_of(shift: Shift) -> str:
    """Where, who, and from when until when, on one line."""
    parts = (
        _("Counter {number}").format(number=shift.counter),
        shift.officer_name,
        f"{short_date(shift.opened_at)} {times_of(shift)}",
    )
    return " · ".join(parts)


def times_of(shift: Shift) -> str:
    """From when until when; a shift over midnight says the day of its end."""
    end = _("still open")
    if shift.closed_at:
        end = short_time(shift.closed_at)
        if short_date(shift.closed_at) != short_date(shift.opened_at):
            end = f"{short_date(shift.closed_at)} {end}"
    return f"{short_time(shift.opened_at)} – {end}"


def summary(tally: Tally, money: ShiftMoney) -> Text:
    """What was done, and the money that was taken, a line each."""
    lines = [f"{_(label):<26}{getattr(tally, name):>6}" for name, label in COUNTED.items()]
    if ways := ways_of(money):
        lines.append(f"{_('Payments taken'):<26}{money.count:>6}")
        if money.refunds:
            lines.append(f"{_('Given back'):<26}{money.refunds:>6}")
        ways.append((_("Money in all"), vnd(money.total)))
        lines += (f"{way[:1].upper() + way[1:]:<16}{amount:>16}" for way, amount in ways)
    return Text("\n".join(lines))


def notes_of(shift: Shift) -> Text:
    """The closing note, the comments, and who reviewed the shift."""
    text = Text()
    if closing := closing_text(shift):
        text.append(_("Closing note: {note}").format(note=closing) + "\n")
    for comment_text in shift.comments:
        text.append(_("Comment: {text}").format(text=comment_text) + "\n")
    if shift.reviewed_at:
        when = f"{short_time(shift.reviewed_at)} {short_date(shift.reviewed_at)}"
        text.append(_("Reviewed by {login}, {time}").format(login=shift.reviewed_by, time=when) + "\n")
    text.rstrip()
    return text


def show_drafts(screen: CounterScreen[Any], waiting: Sequence[Unfinished]) -> None:
    """Show what is not saved in the form of ``screen``."""
    line = screen.query_one(".drafts", Static)
    line.update(drafts_text(waiting))
    line.display = bool(waiting)


def drafts_text(waiting: Sequence[Unfinished]) -> Text:
    """How many drafts wait, and of whom for what as far as there is room; empty where there are none."""
    if not waiting:
        return Text()
    lines = [_("Not saved yet: {count} (the drafts stay)").format(count=len(waiting))]
    shown = waiting if len(waiting) <= MOST_DRAFTS else waiting[: MOST_DRAFTS - 1]
    lines += [f"· {' – '.join(filter(None, (draft.name, draft.procedure))) or '…'}" for draft in shown]
    if len(shown) < len(waiting):
        lines.append("· " + _("and {count} more").format(count=len(waiting) - len(shown)))
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


class CloseShift(CounterScreen[str]):
    """The close of one's own shift: what was done in it, what is not saved yet, and a note for the supervisor.

    F12 closes; while a draft waits, the first F12 asks, and a second one closes. The drafts stay either way.
    ``note`` is what was typed there before; the screen answers with what is typed when it is left.
    """

    HEADING, MANUAL = N_("Close the shift"), "shift_log"
    GLOBALS = False
    DEFAULT_CSS = f"CloseShift {{ {FORM_CSS} }}"
    KEYS = (
        finish(
            id="close_shift.close",
            action="close",
            label=N_("Close the shift"),
            help=N_("Close the shift and sign out; it cannot be opened again."),
        ),
        Command(id="close_shift.back", key="escape", action="back", label=N_("Back"), help=_BACK, rank=2),
    )

    def __init__(self, shift: Shift, note: str = "") -> None:
        super().__init__()
        self._shift = shift
        self._note = note
        self._unfinished: list[Unfinished] = []
        self._was_asked = False

    def body(self) -> ComposeResult:
        """Summary, drafts and note."""
        self.note = Field(self._note, id="note", max_length=500, scans=False)
        with Vertical(id="form"):
            yield Static(title_of(self._shift), classes="title", markup=False)
            yield Static("", id="summary", markup=False)
            yield Static("", classes="drafts", markup=False)
            yield Static(
                _("Closing the shift signs you out. Anybody can sit down here afterwards."),
                classes="hint",
                markup=False,
            )
            yield Entry(N_("Closing note"), self.note)

    async def arrived(self) -> None:
        """Show the counts of the shift, and what waits."""
        self._was_asked = False
        self._unfinished = await self.app.at_desk(unfinished, self.app.desk, self._shift.officer)
        show_drafts(self, self._unfinished)
        at_desk, desk, shift = self.app.at_desk, self.app.desk, self._shift.id
        counted = await at_desk(tallies, desk, [shift])
        money = await at_desk(shift_money, desk, [shift])
        self.query_one("#summary", Static).update(summary(counted[shift], money[shift]))

    async def action_close(self) -> None:
        """Close the shift, after a question where a draft waits; nobody is at the desk then."""
        if self._unfinished and not self._was_asked:
            self._was_asked = True
            question = _(
                "{count} not saved yet: they come back when you sign in. F12 once more closes the shift."
            )
            self.app.notify(question.format(count=len(self._unfinished)), severity="warning")
            return
        self.app.desk = await self.app.at_desk(close_shift, self.app.desk, self.note.value)
        await self.app.sign_out()
        self.app.notify(_("The shift is closed."))

    def action_back(self) -> None:
        """Back to the log."""
        self.dismiss(self.note.value)


class ReviewShift(CounterScreen[str]):
    """A supervisor's comment on a shift, and that it was reviewed.

    ``comment`` is what was typed there before; the screen answers with what is typed when it is left.
    """

    HEADING, MANUAL = N_("Review the shift"), "shift_log"
    GLOBALS = False
    DEFAULT_CSS = f"ReviewShift {{ {FORM_CSS} }}"
    KEYS = (
        finish(
            id="review.review",
            action="review",
            label=N_("Mark reviewed"),
            help=N_("Write the comment, if there is one, and mark the closed shift as reviewed."),
            role="supervisor",
        ),
        action(
            id="review.comment",
            action="comment",
            label=N_("Only comment"),
            help=N_("Write the comment into the log of the shift."),
            role="supervisor",
        ),
        action(
            id="review.close",
            action="close_left_open",
            label=N_("Close it"),
            help=N_("Close a shift that its officer left open; the comment says why."),
            role="supervisor",
            question=N_("The shift of another officer is closed, and cannot be opened again."),
        ),
        Command(id="review.back", key="escape", action="back", label=N_("Back"), help=_BACK, rank=3),
    )

    def __init__(self, shift: Shift, tally: Tally, money: ShiftMoney, comment: str = "") -> None:
        super().__init__()
        self._shift, self._tally, self._money, self._typed = shift, tally, money, comment

    async def arrived(self) -> None:
        """Show what the officer of an open shift has not saved."""
        if self._shift.closed_at is None:
            waiting = await self.app.at_desk(unfinished, self.app.desk, self._shift.officer)
            show_drafts(self, waiting)

    def body(self) -> ComposeResult:
        """Summary, drafts, what was noted so far, and the comment."""
        self.comment = Field(self._typed, id="comment", max_length=500, scans=False)
        with Vertical(id="form"):
            yield Static(title_of(self._shift), classes="title", markup=False)
            yield Static(summary(self._tally, self._money), markup=False)
            yield Static("", classes="drafts", markup=False)
            if notes := notes_of(self._shift):
                yield Static(notes, markup=False)
            yield Entry(N_("Comment"), self.comment)

    async def action_comment(self) -> None:
        """Write the comment."""
        await self.app.at_desk(comment, self.app.desk, self._shift.id, self.comment.value)
        self.app.notify(_("The comment is in the log."))
        self.dismiss("")

    @property
    def commands(self) -> tuple[Command, ...]:
        """An open shift can be closed for its officer, a closed one reviewed."""
        hidden = "review.review" if self._shift.closed_at is None else "review.close"
        return tuple(command for command in super().commands if command.id != hidden)

    async def action_close_left_open(self) -> None:
        """Close the shift for the officer who left it open."""
        await self.app.at_desk(close_left_open, self.app.desk, self._shift.id, self.comment.value)
        self.app.notify(_("The shift is closed."))
        self.dismiss("")

    async def action_review(self) -> None:
        """Mark as reviewed, after the comment; a shift that cannot be reviewed keeps the comment in its field."""
        await self.app.at_desk(review, self.app.desk, self._shift.id)
        if self.comment.value.strip():
            await self.app.at_desk(comment, self.app.desk, self._shift.id, self.comment.value)
        self.app.notify(_("The shift is reviewed."))
        self.dismiss("")

    def action_back(self) -> None:
        """Back to the log."""
        self.dismiss(self.comment.value)
