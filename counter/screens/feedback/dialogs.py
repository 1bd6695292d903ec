"""The dialogs of feedback: what somebody says, and each step after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.feedback import feedback as steps
from counter.desk.feedback.feedback import FeedbackEntry
from counter.locale import N_, _
from counter.rules.clock import hour_and_date
from counter.rules.feedback import limits
from counter.screens.choices import SUBJECT_OPTIONS
from counter.screens.fields_dialog import FieldsDialog
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.feedback import Feedback
from db.domain.records import Person


class NewFeedback(FieldsDialog):
    """Who says what about what."""

    HEADING, MANUAL = N_("Take in feedback"), "worklists"

    def __init__(self) -> None:
        super().__init__(type(self).__name__, _("Feedback"))

    def body(self) -> ComposeResult:
        """The person, the content, what it is about, the agency."""
        yield Entry(N_("Name"), Field(id="name", max_length=200))
        yield Entry(N_("Address"), Field(id="address", max_length=300))
        yield Entry(N_("Telephone"), Field(id="phone", max_length=20))
        yield Entry(N_("Email"), Field(id="email", max_length=100))
        yield Entry(N_("About"), Choice(SUBJECT_OPTIONS, id="subject"), note="←→")
        yield Entry(N_("Agency"), Field(id="agency", max_length=200, placeholder=_("that it concerns")))
        yield Entry(N_("Content"), Field(id="content", max_length=2000))
        hint = _("The receipt takes a number of its own, and says by when it is answered.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Take it in and print the receipt."""
        person = Person(
            name=self.value("name"),
            address=self.value("address"),
            phone=self.value("phone"),
            email=self.value("email"),
        )
        entry = FeedbackEntry(
            person=person,
            content=self.value("content"),
            subject=self.query_one("#subject", Choice).chosen,
            agency=self.value("agency"),
        )
        received = await self.app.at_desk(steps.receive, self.app.desk, entry)
        text = _("Feedback {number} is taken in; the receipt is printed.")
        self.app.notify(text.format(number=received.feedback.number))


class StepDialog(FieldsDialog):
    """One text about feedback, and what follows from it."""

    MANUAL = "worklists"
    LABEL: ClassVar[str] = ""
    NAME: ClassVar[str] = ""
    """The id of the field, as the desk's problems name it."""
    HINT: ClassVar[str] = ""

    def __init__(self, feedback: Feedback) -> None:
        super().__init__(f"{type(self).__name__}/{feedback.id}", feedback.person.name)
        self._feedback = feedback

    def body(self) -> ComposeResult:
        """What it is about, and the text."""
        feedback = self._feedback
        about = " · ".join(
            filter(None, (_("no. {number}").format(number=feedback.number), feedback.person.name))
        )
        yield Static(f"{about}\n{feedback.content}", classes="about", markup=False)
        if self.NAME:
            yield Entry(self.LABEL, Field(self.first_text, id=self.NAME, max_length=2000))
        yield Static(self.hint, classes="hint", markup=False)

    @property
    def first_text(self) -> str:
        """What stands in the field at first."""
        return ""

    @property
    def hint(self) -> str:
        """What is said below the field, translated."""
        return _(self.HINT)

    def _notify(self) -> None:
        text = _("Feedback {number} is noted.")
        self.app.notify(text.format(number=self._feedback.number))


class HandOver(StepDialog):
    """Which agency handles it."""

    HEADING, LABEL, NAME = N_("Pass on"), N_("Agency"), "agency"

    @property
    def first_text(self) -> str:
        """The agency that it concerns."""
        return self._feedback.handed_to or self._feedback.agency

    @property
    def hint(self) -> str:
        """By when it is to be answered."""
        until = limits(self._feedback, self.app.desk.calendar).handle
        return _("To be answered by {when}.").format(when=hour_and_date(until))

    async def save(self) -> None:
        """Hand it over."""
        await self.app.at_desk(steps.hand_over, self.app.desk, self._feedback.id, self.value("agency"))
        self._notify()


class AskMore(StepDialog):
    """What more is asked for."""

    HEADING, LABEL, NAME = N_("Ask for more"), N_("What"), "reason"

    @property
    def hint(self) -> str:
        """By when it is asked for."""
        until = limits(self._feedback, self.app.desk.calendar).ask
        return _("More is asked for by {when} at the latest.").format(when=hour_and_date(until))

    async def save(self) -> None:
        """Ask."""
        await self.app.at_desk(steps.ask, self.app.desk, self._feedback.id, self.value("reason"))
        self._notify()


class More(StepDialog):
    """What was added."""

    HEADING, LABEL, NAME = N_("More came"), N_("Added"), "reason"
    HINT = N_("The days until the answer begin anew.")

    async def save(self) -> None:
        """Add it."""
        await self.app.at_desk(steps.complete, self.app.desk, self._feedback.id, self.value("reason"))
        self._notify()


class Refuse(StepDialog):
    """Why it is not accepted."""

    HEADING, LABEL, NAME = N_("Do not accept"), N_("Reason"), "reason"

    @property
    def hint(self) -> str:
        """By when it is refused."""
        until = limits(self._feedback, self.app.desk.calendar).refuse
        return _("It is refused by {when} at the latest.").format(when=hour_and_date(until))

    async def save(self) -> None:
        """Refuse it."""
        await self.app.at_desk(steps.refuse, self.app.desk, self._feedback.id, self.value("reason"))
        self._notify()


class Answer(StepDialog):
    """What was answered."""

    HEADING, LABEL, NAME = N_("Answer"), N_("Answer"), "answer"
    HINT = N_("The answer is to be published within two working days.")

    async def save(self) -> None:
        """Note the answer."""
        await self.app.at_desk(steps.answer, self.app.desk, self._feedback.id, self.value("answer"))
        self._notify()


DIALOGS: Final[Mapping[str, Callable[[Feedback], StepDialog]]] = {
    "hand_over": HandOver,
    "ask": AskMore,
    "complete": More,
    "refuse": Refuse,
    "answer": Answer,
}
"""The dialogs of the steps that ask for something."""
