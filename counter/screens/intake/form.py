"""The form of the intake: its sections top to bottom, the usual fields in sight, the rare ones behind a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from counter.desk.dossiers.entries import Intake
from counter.screens.intake.applicant import ApplicantSection
from counter.screens.intake.case import CaseSection
from counter.screens.intake.on_the_spot import OnTheSpotSection
from counter.screens.intake.papers import PapersSection
from counter.screens.intake.proxy import ProxySection
from counter.screens.intake.rare import RareSection
from counter.screens.intake.request import RequestSection
from counter.screens.intake.result import ResultSection
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.listing import Listing
from counter.widgets.ticks import TickField
from db.domain.procedure import Procedure
from db.domain.records import Person

MOST_PAPERS = 7
"""Rows of papers that are shown at once on a small terminal."""


class IntakeForm(Vertical):
    """The form. ``values`` is what is typed in it; ``Edited`` is posted for every change, by whomever."""

    DEFAULT_CSS = """
    IntakeForm { width: 1fr; height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
    IntakeForm .pair, IntakeForm .section, IntakeForm #payment, IntakeForm #spot_result { height: auto; }
    IntakeForm .section { border-left: solid $rule; }
    IntakeForm #before { height: auto; max-height: 3; padding: 0 1 0 16; color: $label; }
    IntakeForm #about { height: 1; padding: 0 1 0 16; color: $quiet; text-style: $quiet-style; }
    IntakeForm #about { text-wrap: nowrap; text-overflow: ellipsis; }
    IntakeForm #whole { height: 2; padding: 0 1 0 2; color: $quiet; text-style: $quiet-style; }
    IntakeForm #procedures, IntakeForm #paper_list { padding: 0 0 0 1; }
    IntakeForm #cases { padding: 0 0 0 15; }
    IntakeForm #fee_names { height: auto; max-height: 2; padding: 0 1 0 16; color: $quiet; text-style: $quiet-style; }
    """
    # The counter's own stylesheet is stronger than a widget's: what differs from it belongs into the screen's CSS.
    ENTRIES = """
    IntakeForm .pair Entry { width: 1fr; }
    IntakeForm .pair .date { width: 29; }
    IntakeForm .pair .second { grid-columns: 11 1fr auto; & > .entry--label { width: 11; padding: 0; } }
    IntakeForm .section Entry { grid-columns: 15 1fr auto; & > .entry--label { width: 15; } }
    IntakeForm .number, IntakeForm .fee { grid-rows: auto; & > .entry--note { width: 1fr; height: auto; } }
    IntakeForm .number { grid-columns: 16 16 1fr; & > .entry--note { padding: 0 0 0 1; } }
    IntakeForm .fee { grid-columns: 16 12 1fr; }
    IntakeForm .parts { grid-columns: 16 1fr auto; }
    """

    class Edited(Message):
        """Something in the form has changed."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self.applicant = ApplicantSection()
        self.proxy = ProxySection()
        self.request = RequestSection(self._procedure_chosen)
        self.case = CaseSection(self._case_chosen)
        self.papers = PapersSection()
        self.result = ResultSection()
        self.on_the_spot = OnTheSpotSection()
        self.rare = RareSection(self.applicant)
        self.sections: tuple[Section, ...] = (
            self.applicant,
            self.proxy,
            self.request,
            self.case,
            self.papers,
            self.result,
            self.on_the_spot,
            self.rare,
        )
        self._fields = {name: field for section in self.sections for name, field in section.fields.items()}

    def compose(self) -> ComposeResult:
        """The sections."""
        for section in self.sections:
            yield from section.compose()

    def on_mount(self) -> None:
        """Only the usual fields show."""
        self.proxy.box.display = self.rare.box.display = False
        self._arrange()

    # -- what is typed in it ----------------------------------------------------------------------------------------

    @property
    def fields(self) -> Iterator[Field]:
        """Every field."""
        return iter(self._fields.values())

    def field(self, name: str) -> Field:
        """The field of that id."""
        return self._fields[name]

    @property
    def values(self) -> dict[str, str]:
        """What is typed in each field; choices and the procedure by their keys, untouched fields are left out."""
        return {name: value for section in self.sections for name, value in section.values.items()}

    @property
    def draft(self) -> dict[str, Any]:
        """All that was typed, to be kept; empty when nothing was."""
        return {name: value for section in self.sections for name, value in section.draft.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` (a draft, or some of its fields) into their fields; the others stay."""
        # Procedure, case and channel bring papers and fee, which the draft may have otherwise.
        leading: tuple[Section, ...] = (self.request, self.case, self.rare)
        for section in leading:
            section.fill(values)
        self._terms_changed()
        for section in self.sections:
            if section not in leading:
                section.fill(values)
        self._arrange()

    def clear(self) -> None:
        """Empty every field, for the next citizen."""
        for section in self.sections:
            section.clear()
        self.note_number("")
        self._arrange()
        self.scroll_home(animate=False)

    def intake(self, *, lenient: bool = False) -> Intake:
        """The intake as it is typed; raises Problem at the field that cannot be read, unless ``lenient``."""
        typed = TypedValues(self.values, lenient=lenient)
        intake = Intake(applicant=Person(name=""), procedure="")
        for section in self.sections:
            intake = section.read_into(intake, typed)
        return intake

    def show(self, intake: Intake) -> None:
        """Put ``intake`` into the fields."""
        self.clear()
        for section in (self.request, self.case):
            section.fill(section.texts_of(intake))
        others = (section for section in self.sections if section is not self.request)
        self.fill({name: text for section in others for name, text in section.texts_of(intake).items()})

    # -- the procedure ----------------------------------------------------------------------------------------------

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that is chosen."""
        return self.request.procedure

    def _procedure_chosen(self, procedure: Procedure | None) -> None:
        self.case.load(procedure)
        self.papers.load(procedure)
        self._terms_changed()
        self.on_the_spot.load(procedure)
        self._arrange()

    def _case_chosen(self) -> None:
        if self.procedure and self.case.field.cases:
            self.papers.load(self.procedure, self.case.case)
            self._terms_changed()

    def _terms_changed(self) -> None:
        """Put the fee of procedure, case and channel into its field, where it is another one than before."""
        self.result.load(self.procedure, self.rare.channel, self.case.case)

    @on(Listing.Moved, "#procedures")
    def procedure_selected(self) -> None:
        """Show what somebody points at."""
        self.request.pointed()

    # -- what shows -------------------------------------------------------------------------------------------------

    def reveal_field(self, name: str) -> None:
        """Show the box that the field ``name`` is in; nothing for a problem of no field."""
        if not name:
            return
        for box in (self.proxy.box, self.rare.box):
            if box.query(f"#{name}"):
                box.display = True

    def note_number(self, text: str) -> None:
        """Show ``text`` beside the identity number."""
        entry = self.applicant.identity.parent
        if isinstance(entry, Entry):
            entry.note = text

    def _arrange(self) -> None:
        """Show what the moment needs: the chooser while a procedure is looked for, the papers otherwise."""
        self.applicant.arrange()
        self.request.arrange(self._room)
        self.case.arrange()
        is_open = self.request.field.has_focus or self.case.field.has_focus
        self.papers.arrange(choosing=is_open, rows=self._room)
        self.result.arrange()
        self.on_the_spot.arrange()
        values = self.values
        boxes = ((self.proxy.box, tuple(self.proxy.fields)), (self.rare.box, RareSection.REVEALING))
        for box, names in boxes:
            if not box.has_focus_within and not box.display:
                box.display = any(name in values for name in names)

    @property
    def _room(self) -> int:
        """How many papers fit beside the other usual fields."""
        return max(MOST_PAPERS - 2, min(self.size.height - 13, 14))

    def on_resize(self, event: events.Resize) -> None:
        """Give names and papers what room there is."""
        self.request.resize(self.size.width)
        self._arrange()

    def on_descendant_focus(self) -> None:
        """Keys go elsewhere now."""
        if not self.request.field.has_focus:
            self.request.left()
        self.applicant.show_doubts()
        self._arrange()

    def on_descendant_blur(self) -> None:
        """See ``on_descendant_focus``."""
        self._arrange()

    @on(Input.Changed)
    @on(TickField.Ticked)
    def edited(self, event: Message) -> None:
        """Show what follows from the change, and post that there was one."""
        event.stop()
        changed = event.control.id if isinstance(event, Input.Changed) else "papers"
        match changed:
            case "procedure":
                self.request.typed()
            case "fee":
                self.result.show_fee_words()
            case "copied":
                self.result.count_pages()
            case "channel":
                self._terms_changed()
        self.applicant.show_doubts()
        if changed in ("fee", "copied", "delivery", "papers", "health_card", "spot"):
            self._arrange()
        self.post_message(self.Edited())
