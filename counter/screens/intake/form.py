"""The fields of the intake, top to bottom: the usual ones in sight, the rare ones behind a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.money import vnd
from counter.rules.text import fold
from counter.screens.intake.choices import CHANNELS, DELIVERY, KINDS, PAID, PRINT, SEXES
from counter.screens.intake.values import (
    doubts_of,
    fee_words,
    intake_of,
    term_of,
    ticks_of,
    tidy_birth,
    tidy_fee,
    tidy_moment,
)
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.list_field import ListField
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.records import Procedure

WIDE = 70
"""Columns of a form that has room for the codes of all procedures."""
MOST_PAPERS = 7
"""Rows of papers that are shown at once on a small terminal."""


class IntakeForm(Vertical):
    """The form. ``values`` is what stands in it; ``Edited`` is posted for every change, by whomever."""

    DEFAULT_CSS = """
    IntakeForm { width: 1fr; height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
    IntakeForm .pair, IntakeForm .section, IntakeForm #payment { height: auto; }
    IntakeForm .section { border-left: solid $rule; }
    IntakeForm #about, IntakeForm #doubts { height: auto; padding: 0 1 0 16; color: $quiet; text-style: $quiet-style; }
    IntakeForm #about { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    IntakeForm #doubts { color: $warn; text-style: none; }
    IntakeForm #whole { height: 2; padding: 0 1 0 2; color: $quiet; text-style: $quiet-style; }
    IntakeForm #procedures, IntakeForm #paper_list { padding: 0 0 0 1; }
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
    """

    class Edited(Message):
        """Something stands differently in the form."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self.catalogue: Mapping[str, Procedure] = {}
        self._folded: Mapping[str, str] = {}
        self.procedure: Procedure | None = None
        self._filling = False
        self._fields: dict[str, Field] = {}

    def compose(self) -> ComposeResult:
        """The applicant, the request, the papers, the result and its fee."""
        self.chooser = Listing(*self._columns, driven=True, id="procedures")
        self.paper_list = TickList(id="paper_list")
        self.papers = TickField(self.paper_list, id="papers")
        yield Entry(N_("Identity no."), Field(id="identity", max_length=20), classes="number")
        yield Entry(N_("Full name"), Field(id="name"))
        with Horizontal(classes="pair"):
            yield Entry(N_("Born"), Field(id="birth", max_length=10, check=tidy_birth), classes="date")
            yield Entry(N_("Sex"), Choice(SEXES, id="sex"), classes="second")
        yield Entry(N_("Address"), Field(id="address"))
        yield Entry(N_("Phone"), Field(id="phone", max_length=20))
        yield Static(id="doubts", markup=False)
        yield from self._proxy()
        yield Entry(
            N_("Procedure"),
            ListField(
                id="procedure",
                listing=self.chooser,
                check=self._known,
                choose=self._choose,
                placeholder=_("code or words, no accents needed"),
            ),
        )
        yield self.chooser
        yield Static(id="whole", markup=False)
        yield Static(id="about", markup=False)
        yield Entry(N_("Papers"), self.papers)
        yield self.paper_list
        yield from self._result()
        yield from self._rare()

    def _proxy(self) -> ComposeResult:
        with Vertical(id="proxy", classes="section"):
            yield Entry(N_("Submitted by"), Field(id="proxy_name"))
            yield Entry(N_("Their number"), Field(id="proxy_identity", max_length=20))
            yield Entry(N_("Phone"), Field(id="proxy_phone", max_length=20))
            yield Entry(N_("Authority"), Field(id="proxy_paper"))

    def _result(self) -> ComposeResult:
        yield Entry(N_("To be collected"), Choice(DELIVERY, id="delivery"), note="←→")
        yield Entry(N_("Post to"), Field(id="post_to"))
        yield Entry(N_("Fee"), Field(id="fee", max_length=20, check=tidy_fee), classes="fee")
        with Vertical(id="payment"):
            yield Entry(N_("Payment"), Choice(PAID, id="paid"), note="←→")
            yield Entry(N_("Receipt no."), Field(id="fee_serial", max_length=40))

    def _rare(self) -> ComposeResult:
        with Vertical(id="rare", classes="section"):
            yield Entry(N_("Content"), Field(id="content", max_length=500))
            yield Entry(N_("Sets"), Field("1", id="sets", max_length=2))
            yield Entry(N_("Channel"), Choice(CHANNELS, id="channel"), note="←→")
            yield Entry(N_("Applicant is"), Choice(KINDS, id="kind"), note="←→")
            yield Entry(N_("Email"), Field(id="email"))
            yield Entry(N_("Shelf"), Field(id="shelf", max_length=40))
            yield Entry(N_("Note"), Field(id="note", max_length=500))
            yield Entry(N_("Slip"), Choice(PRINT, id="print"), note="←→")
            yield Entry(N_("Paper slip no."), Field(id="paper_number", max_length=40))
            yield Entry(
                N_("Received on paper"),
                Field(
                    id="received_at",
                    max_length=20,
                    check=tidy_moment,
                    placeholder=_("23/11/2026 08:41, only after a power cut"),
                ),
            )

    def on_mount(self) -> None:
        """Only the usual fields show."""
        self._fields = {field.id: field for field in self.query(Field) if field.id}
        self.reveal("proxy", False)
        self.reveal("rare", False)
        self._arrange()

    # -- what stands in it ------------------------------------------------------------------------------------------

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, top to bottom."""
        return iter(self._fields.values())

    def field(self, name: str) -> Field:
        """The field of that id."""
        return self._fields[name]

    @property
    def values(self) -> dict[str, str]:
        """What stands in each field; choices and the procedure by their keys, fields as they come empty left out."""
        found = {}
        for name, field in self._fields.items():
            if field is self.papers:
                continue
            if isinstance(field, Choice):
                value = "" if field.chosen == field.options[0].key else field.chosen
            elif name == "procedure":
                value = self.procedure.code if self.procedure else ""
            else:
                value = field.value.strip()
            if value and (name, value) != ("sets", "1"):
                found[name] = value
        return found

    @property
    def draft(self) -> dict[str, Any]:
        """All that was typed, to be kept; empty when nothing was."""
        found: dict[str, Any] = dict(self.values)
        if self.procedure:
            found["papers"] = [
                [t.name, t.required, t.ticked, list(t.counts), t.note] for t in self.papers.ticks
            ]
        elif text := self.field("procedure").value.strip():
            found["procedure_text"] = text
        return found

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` (a draft, or some of its fields) into their fields; the others stay."""
        if code := values.get("procedure"):
            self._take(self.catalogue.get(code))
        for name, field in self._fields.items():
            if name not in values or name in ("procedure", "papers"):
                continue
            if isinstance(field, Choice):
                field.chosen = values[name]
            else:
                field.value = str(values[name])
        if "papers" in values and self.procedure:
            ticks = [Tick(n, r, t, (c[0], c[1], c[2]), note) for n, r, t, c, note in values["papers"]]
            self.papers.load(ticks, free=not self.procedure.components)
        if "procedure_text" in values:
            self.field("procedure").value = values["procedure_text"]
        self._arrange()

    def clear(self) -> None:
        """Empty every field, for the next citizen."""
        self._take(None)
        for field in self.fields:
            if isinstance(field, Choice):
                field.reset()
            elif field is not self.papers:
                field.value = "1" if field.id == "sets" else ""
            field.problem = ""
        self.note("identity", "")
        self._arrange()
        self.scroll_home(animate=False)

    def intake(self, *, lenient: bool = False) -> Intake:
        """The intake as it stands; raises Problem at the field that cannot be read, unless ``lenient``."""
        return intake_of(self.values, self.papers.ticks, lenient=lenient)

    # -- the procedure ----------------------------------------------------------------------------------------------

    def offer(self, procedures: Sequence[Procedure]) -> None:
        """Offer ``procedures``, the usual ones first."""
        self.catalogue = {each.code: each for each in procedures}
        self._folded = {p.code: fold(f"{p.code} {p.name} {p.field}") for p in procedures}
        self._filter()

    @property
    def _columns(self) -> tuple[Column, ...]:
        """Names need the room: a narrow form shows the code of the selected one only, below."""
        code, term = Column(_("Code"), 12), Column(_("Term"), 9, right=True)
        return ((code,) if self._is_wide else ()) + (Column(_("Procedure")), term)

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def _filter(self) -> None:
        words = fold(self.field("procedure").value).split()
        self.chooser.columns = self._columns
        self.chooser.show(
            [
                Row(code, ((code,) if self._is_wide else ()) + (procedure.name, term_of(procedure)))
                for code, procedure in self.catalogue.items()
                if all(word in self._folded[code] for word in words)
            ][:200],
            empty=_("No such procedure.") if self.catalogue else _("The catalogue is still empty."),
        )

    @on(Listing.Moved, "#procedures")
    def tell_whole(self) -> None:
        """Say all of the selected procedure, whose name the list may have cut."""
        selected = self.catalogue.get(self.chooser.selected or "")
        self.query_one("#whole", Static).update(_title(selected) if selected else "")

    def _known(self, text: str) -> str:
        """Narrow the list by all that was typed, however fast; raises Problem where the words fit no procedure."""
        self._typed_procedure()
        if self.procedure is None and self.chooser.selected is None:
            raise Problem(N_("No procedure has these words: type fewer of them."), field="procedure")
        return text

    def _choose(self) -> None:
        """Take the selected procedure, unless one stands there already."""
        found = self.catalogue.get(self.chooser.selected or "")
        if self.procedure is None and found:
            self._take(found)

    def _take(self, procedure: Procedure | None) -> None:
        self.procedure = procedure
        self.field("procedure").value = _title(procedure) if procedure else ""
        self.papers.load(
            ticks_of(procedure) if procedure else (), free=bool(procedure and not procedure.components)
        )
        fee = procedure.fee if procedure else None
        self.field("fee").value = vnd(fee) if fee else ""
        self.field("fee").placeholder = _("free of charge") if fee == 0 else ""
        self.query_one("#paid", Choice).reset()
        self.query_one("#about", Static).update(term_of(procedure) if procedure else "")
        self._arrange()

    # -- what shows -------------------------------------------------------------------------------------------------

    def reveal(self, name: str, shown: bool = True) -> bool:
        """Show or hide the section ``name``; whether it shows now."""
        section = self.query_one(f"#{name}")
        section.display = shown
        return section.display

    def reveal_field(self, name: str) -> None:
        """Show the section that the field ``name`` stands in; nothing for a problem of no field."""
        if not name:
            return
        for section in ("proxy", "rare"):
            if self.query(f"#{section} #{name}"):
                self.reveal(section)

    def note(self, name: str, text: str) -> None:
        """Say ``text`` beside the field ``name``."""
        for entry in self.query(Entry):
            if entry.field.id == name:
                entry.note = text

    def _arrange(self) -> None:
        """Show what the moment needs: the chooser while a procedure is looked for, the papers otherwise."""
        choosing = self.field("procedure").has_focus
        known = self.procedure is not None
        rows = len(self.papers.ticks)
        self.chooser.display = choosing or not known
        self.chooser.awake = choosing
        self.chooser.refresh()
        self.query_one("#whole").display = choosing or not known
        self.query_one("#about").display = known and not choosing
        _entry(self.papers).display = known
        self.paper_list.display = known and bool(rows) and not choosing
        self.paper_list.styles.height = min(rows, self._room) + 1
        self.chooser.styles.height = self._room + 2
        self.query_one("#payment").display = bool(self.field("fee").value)
        by_post = self.query_one("#delivery", Choice).chosen == "post"
        _entry(self.field("post_to")).display = by_post
        values = self.values
        for section, names in (("proxy", PROXY_FIELDS), ("rare", RARE_FIELDS)):
            box = self.query_one(f"#{section}")
            if not box.has_focus_within and not box.display:
                self.reveal(section, any(name in values for name in names))

    @property
    def _room(self) -> int:
        """How many papers fit beside the other usual fields."""
        return max(MOST_PAPERS - 2, min(self.size.height - 13, 14))

    def on_resize(self, event: events.Resize) -> None:
        """Give names and papers what room there is."""
        self._filter()
        self._arrange()

    def on_descendant_focus(self) -> None:
        """Keys go elsewhere now."""
        self._doubt()
        self._arrange()

    def on_descendant_blur(self) -> None:
        """See ``on_descendant_focus``."""
        self._arrange()

    @on(Input.Changed)
    @on(TickField.Ticked)
    def edited(self, event: Message) -> None:
        """Say what follows from the change, and that there was one."""
        event.stop()
        changed = event.control.id if isinstance(event, Input.Changed) else "papers"
        if changed == "procedure":
            self._typed_procedure()
        if changed == "fee":
            self.note("fee", fee_words(self.field("fee").value))
        self._doubt()
        if changed in ("fee", "delivery", "papers"):
            self._arrange()
        self.post_message(self.Edited())

    def _doubt(self) -> None:
        """Say what does not fit, but not of a number that is still being typed."""
        values = self.values
        typing = [name for name in ("identity", "birth", "phone") if self.field(name).has_focus]
        doubts = doubts_of({name: value for name, value in values.items() if name not in typing})
        told = self.query_one("#doubts", Static)
        told.update(" · ".join(map(str, doubts)))
        told.display = bool(doubts)

    def _typed_procedure(self) -> None:
        text = self.field("procedure").value
        if self.procedure and text != _title(self.procedure):
            self.procedure = None
            self.papers.load(())
        self._filter()


PROXY_FIELDS = ("proxy_name", "proxy_identity", "proxy_phone", "proxy_paper")
RARE_FIELDS = ("content", "sets", "channel", "kind", "email", "shelf", "print", "paper_number", "received_at")


def _title(procedure: Procedure) -> str:
    return f"{procedure.code} {procedure.name}"


def _entry(field: Widget) -> Widget:
    parent = field.parent
    if not isinstance(parent, Entry):
        raise TypeError(f"{field.id} stands in no entry")
    return parent
