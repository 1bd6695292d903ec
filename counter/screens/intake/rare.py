"""The rare fields of the intake, behind a key."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import local, parse_moment
from counter.rules.tracking import LONGEST, tracking_number
from counter.screens.choices import CHANNEL_OPTIONS, PRINT_OPTIONS
from counter.screens.intake.applicant import ApplicantSection
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import Channel


class RareSection(Section):
    """Content, sets, channel, number of the letter, shelf, note, slip, and what was received on paper in a power cut.

    The applicant's rare fields are in the same ``box``, which shows once a key asks for it or something is typed.
    """

    REVEALING = (
        "content",
        "sets",
        "channel",
        "letter_number",
        "kind",
        "email",
        "shelf",
        "print",
        "paper_number",
        "received_at",
    )
    """The fields whose values show the box."""

    def __init__(self, applicant: ApplicantSection) -> None:
        self._applicant = applicant
        self.content = Field(id="content", max_length=500)
        self._sets = Field("1", id="sets", max_length=2)
        self._channel = Choice(CHANNEL_OPTIONS, id="channel")
        self._letter_number = Field(
            id="letter_number",
            max_length=LONGEST,
            check=tracking_number,
            placeholder=_("of what came by post"),
        )
        self._shelf = Field(id="shelf", max_length=40)
        self._note = Field(id="note", max_length=500)
        self._print = Choice(PRINT_OPTIONS, id="print")
        self._paper_number = Field(id="paper_number", max_length=40)
        self._received_at = Field(
            id="received_at",
            max_length=20,
            check=tidy_moment,
            placeholder=_("23/11/2026 08:41, only after a power cut"),
        )
        self.box = Vertical(id="rare", classes="section")
        super().__init__(
            self.content,
            self._sets,
            self._channel,
            self._letter_number,
            self._shelf,
            self._note,
            self._print,
            self._paper_number,
            self._received_at,
        )

    @property
    def channel(self) -> Channel:
        """How the dossier came in."""
        return Channel(int(self._channel.chosen or Channel.IN_PERSON))

    def compose(self) -> ComposeResult:
        """The fields, the applicant's among them."""
        with self.box:
            yield Entry(N_("Content"), self.content)
            yield Entry(N_("Sets"), self._sets)
            yield Entry(N_("Channel"), self._channel, note="←→")
            yield Entry(N_("Letter no."), self._letter_number)
            yield from self._applicant.compose_rare()
            yield Entry(N_("Shelf"), self._shelf)
            yield Entry(N_("Note"), self._note)
            yield Entry(N_("Slip"), self._print, note="←→")
            yield Entry(N_("Paper slip no."), self._paper_number)
            yield Entry(N_("Received on paper"), self._received_at)

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The rare values; what was received on paper needs both its number and its time."""
        number = typed.text("paper_number")
        received_at = typed.parsed("received_at", lambda text: parse_moment(text, "received_at"), None)
        typed.require(
            bool(number) == bool(received_at),
            N_("What was received on paper needs both its number and its time."),
            "received_at" if number else "paper_number",
        )
        return replace(
            intake,
            content=typed.text("content"),
            sets=typed.parsed("sets", _sets, 1),
            channel=Channel(int(typed.text("channel") or Channel.IN_PERSON)),
            letter_number=typed.text("letter_number"),
            shelf=typed.text("shelf"),
            note=typed.text("note"),
            slip=typed.text("print") != "no",
            received_at=received_at,
            paper_number=number,
        )

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The rare values."""
        return {
            "content": intake.content,
            "sets": str(intake.sets),
            "channel": str(intake.channel.value),
            "letter_number": intake.letter_number,
            "shelf": intake.shelf,
            "note": intake.note,
            "print": "yes" if intake.slip else "no",
            "paper_number": intake.paper_number,
            "received_at": f"{local(intake.received_at):%d/%m/%Y %H:%M}" if intake.received_at else "",
        }


def _sets(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Problem(N_("The number of sets is between 1 and 99."), field="sets")
    return int(text[:4])


def tidy_moment(text: str) -> str:
    """A time as it is shown, Vietnam's; raises Problem."""
    return f"{local(parse_moment(text, 'received_at')):%d/%m/%Y %H:%M}" if text.strip() else ""
