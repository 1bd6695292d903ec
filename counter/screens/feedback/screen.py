"""Feedback of citizens: what is still to be done and by when, and each step by the list of actions."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from counter.commands import Command
from counter.desk.feedback import feedback as steps
from counter.desk.feedback.feedback import FeedbackItem
from counter.desk.printing import queue
from counter.desk.printing.labels import printed_text
from counter.locale import N_, _
from counter.rules.clock import hour_and_date, short_date, short_time
from counter.rules.identity import mask
from counter.rules.labels import FEEDBACK_STATES, FEEDBACK_SUBJECTS
from counter.screens.feedback.dialogs import DIALOGS, NewFeedback
from counter.screens.feedback.keys import KEYS
from counter.screens.list_screen import FilterCycle, FilterLine, ListScreen
from counter.widgets.action_list import Action
from counter.widgets.listing import Column, Listing, Row
from db.domain.codes import FormKind
from db.domain.feedback import Feedback

if TYPE_CHECKING:
    from counter.desk.desk import Desk


class View(StrEnum):
    """What the list shows."""

    OPEN = "open"
    ALL = "all"


VIEWS = {View.OPEN: N_("Still to be done"), View.ALL: N_("All feedback")}


class FeedbackScreen(ListScreen):
    """The list; Ctrl+T takes feedback in, or takes the next step with the selected one."""

    HEADING, MANUAL = N_("Feedback of citizens"), "worklists"
    NEEDS_SHIFT = True
    KEYS = KEYS
    DEFAULT_CSS: ClassVar[str] = """
    FeedbackScreen {
        #rows { height: 1fr; }
        #detail { height: 5; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._views = FilterCycle(VIEWS)
        self._view_line = FilterLine(id="views")
        self._items: dict[str, FeedbackItem] = {}
        self._refusals: dict[str, dict[str, str]] = {}
        """What the desk says to the steps with each of them; under no id, without any."""

    def body(self) -> ComposeResult:
        """The views, the list, and more about the selected one."""
        self.listing = Listing(*self.columns(self.app.size.width), empty=_(self.empty()), id="rows")
        yield self._view_line
        yield self.listing
        yield self.detail_panel

    async def arrived(self) -> None:
        """Read again: others may have worked meanwhile."""
        self.listing.focus()
        await self.reload()

    async def load(self) -> None:
        """Read the feedback of the view."""
        everything = self._views.current is View.ALL
        items = await self.app.at_desk(steps.listed, self.app.desk, everything=everything)
        self._items = {item.feedback.id: item for item in items}
        self._refusals = await self.app.at_desk(_refusals, self.app.desk, items)
        self._view_line.show_filters(self._views, {self._views.current: len(items)})

    # -- showing ------------------------------------------------------------------------------------------------------

    def columns(self, width: int) -> tuple[Column, ...]:
        """Number, when, who, how far, by when."""
        return (
            Column(_("No."), 6),
            Column(_("Day"), 10),
            Column(_("Name")),
            Column(_("Content")),
            Column(_("State"), 18),
            Column(_("Due"), 16),
        )

    def rows(self) -> list[Row]:
        """A row each; red what is late."""
        return [
            Row(
                key,
                (
                    item.feedback.number,
                    short_date(item.feedback.received_at),
                    item.feedback.person.name,
                    item.feedback.content,
                    _(FEEDBACK_STATES.get(item.feedback.state, item.feedback.state)),
                    f"{short_time(item.due_at)} {short_date(item.due_at)}" if item.due_at else "–",
                ),
                "bad" if item.is_late else "",
            )
            for key, item in self._items.items()
        ]

    def empty(self) -> str:
        """That there is none."""
        return (
            N_("No feedback waits.") if self._views.current is View.OPEN else N_("There is no feedback yet.")
        )

    def detail(self, key: str) -> str:
        """What was said about what, and what came of it."""
        item = self._items.get(key)
        if item is None:
            return ""
        feedback = item.feedback
        subject = _(FEEDBACK_SUBJECTS.get(feedback.subject, feedback.subject))
        lines = (
            " · ".join(
                filter(None, (feedback.person.name, mask(feedback.person.phone), feedback.person.address))
            ),
            " · ".join(filter(None, (subject, feedback.agency))),
            feedback.content,
            _last_step(feedback),
        )
        return "\n".join(filter(None, lines))

    # -- actions ------------------------------------------------------------------------------------------------------

    @property
    def _selected(self) -> Feedback | None:
        item = self._items.get(self.listing.selected or "")
        return item.feedback if item else None

    def refusal(self, command: Command) -> str:
        """What the desk says to a step with the selected one."""
        step = command.id.partition(".")[2]
        if step in ("reprint", "page"):
            return "" if self._selected else _("Nothing is selected.")
        selected = self._selected
        return self._refusals.get(selected.id if selected else "", {}).get(step, "")

    @property
    def offered(self) -> tuple[Action, ...]:
        """What can be done with the selected one; of what cannot, nothing is listed but the first."""
        return tuple(action for action in self.actions if not action.refusal or action.id == "feedback.new")

    async def action_view(self) -> None:
        """Show the next view."""
        self._views.turn()
        await self.reload()

    async def action_new(self) -> None:
        """Ask what is said."""
        await self.app.push_screen(NewFeedback())

    async def action_step(self, name: str) -> None:
        """Ask what the step needs."""
        if (feedback := self._selected) is not None:
            await self.app.push_screen(DIALOGS[name](feedback))

    async def action_publish(self) -> None:
        """Note that the answer was published."""
        if (feedback := self._selected) is not None:
            await self.app.at_desk(steps.publish, self.app.desk, feedback.id)
            self.app.notify(_("Feedback {number} is noted.").format(number=feedback.number))
            await self.reload()

    async def action_reprint(self) -> None:
        """Print the receipt again."""
        if (feedback := self._selected) is not None:
            await self.app.at_desk(queue.reprint, self.app.desk, feedback.id, FormKind.FEEDBACK)
            self.app.notify(_("The slip is printed again, marked as a copy."))

    async def action_page(self) -> None:
        """Print the receipt as a page."""
        if (feedback := self._selected) is not None:
            printed = await self.app.at_desk(queue.print_page, self.app.desk, feedback.id, FormKind.FEEDBACK)
            self.app.notify(printed_text(printed))


def _refusals(desk: Desk, items: Iterable[FeedbackItem]) -> dict[str, dict[str, str]]:
    of_each = {item.feedback.id: steps.refusals(desk, item.feedback) for item in items}
    return {**of_each, "": steps.refusals(desk, None)}


def _last_step(feedback: Feedback) -> str:
    """The newest of what came of it, and when."""
    known = (
        (feedback.published_at, N_("Answer published {when}"), ""),
        (feedback.answered_at, N_("Answered {when}"), feedback.answer),
        (feedback.refused_at, N_("Not accepted {when}"), feedback.reason),
        (feedback.handed_at, N_("Handed over {when}"), feedback.handed_to),
        (feedback.completed_at, N_("Completed {when}"), ""),
        (feedback.asked_at, N_("More asked for {when}"), feedback.asked),
    )
    done = [(at, words, text) for at, words, text in known if at is not None]
    if not done:
        return ""
    at, words, text = max(done, key=lambda step: step[0])
    return ": ".join(filter(None, (_(words).format(when=hour_and_date(at)), text)))
