"""The form of a return: who collects, what is given back with the result, what is paid, the rating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from counter.locale import N_, _
from counter.rules.money import vnd
from counter.screens.choices import COLLECTOR_OPTIONS, PAID_OPTIONS, RATING_OPTIONS
from counter.screens.originals import Originals
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.ticks import TickField
from db.domain.codes import ProofKind


class ReturnForm(Vertical):
    """The fields. ``values`` is what is typed in them; ``Edited`` is posted for every change."""

    DEFAULT_CSS = """
    ReturnForm { height: auto; padding: 1 0 0 0; }
    ReturnForm .pair, ReturnForm #proxy, ReturnForm #spot { height: auto; }
    ReturnForm .pair Entry { width: 1fr; }
    """

    class Edited(Message):
        """Something in the form has changed."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self._owed, self._settles = 0, False
        self.originals = Originals(most=3)

    def compose(self) -> ComposeResult:
        """Who, papers, fee, rating; the result of what is settled on the spot; originals."""
        yield Entry(N_("Collected by"), Choice(COLLECTOR_OPTIONS, id="who"), note="←→ 1 2 3")
        with Vertical(id="proxy"):
            with Horizontal(classes="pair"):
                yield Entry(N_("Proxy's name"), Field(id="by_name"))
                yield Entry(N_("Their number"), Field(id="by_identity", max_length=20))
            yield Entry(N_("Authority"), Field(id="proxy_paper"))
        yield Entry(N_("Also given back"), Field(id="papers", max_length=300))
        with Horizontal(classes="pair", id="owed"):
            yield Entry(N_("Payment"), Choice(PAID_OPTIONS, id="paid"))
            yield Entry(N_("Receipt no."), Field(id="fee_serial", max_length=40))
        yield Entry(N_("Citizen says"), Choice(RATING_OPTIONS, id="rating"), note="0 1 2")
        with Vertical(id="spot"):
            yield Entry(N_("Number of result"), Field(id="result_number", max_length=60))
            with Horizontal(classes="pair"):
                yield Entry(N_("Approved by"), Field(id="signer", max_length=80))
                yield Entry(N_("Appraised by"), Field(id="appraiser", max_length=80))
        yield self.originals

    def on_mount(self) -> None:
        """Show only the fields that are needed."""
        self.originals.load(())
        self._arrange()

    @property
    def first(self) -> Field:
        """The first field."""
        return self.query_one("#who", Field)

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, top to bottom."""
        return iter(self.query(Field).results(Field))

    @property
    def owed(self) -> int:
        """What the citizen still has to pay, in đồng."""
        return self._owed

    @owed.setter
    def owed(self, owed: int) -> None:
        self._owed = owed
        entry = self.query_one("#paid", Choice).parent
        if isinstance(entry, Entry):
            entry.note = vnd(owed) if owed else ""
        self._arrange()

    @property
    def settles(self) -> bool:
        """Whether the dossier is settled on the spot: its result is typed here."""
        return self._settles

    @settles.setter
    def settles(self, settles: bool) -> None:
        self._settles = settles
        self._arrange()

    @property
    def values(self) -> dict[str, str]:
        """What is typed in each field; untouched fields are left out."""
        values = {}
        for field in self.fields:
            first = field.options[0].key if isinstance(field, Choice) else ""
            value = field.chosen if isinstance(field, Choice) else field.value.strip()
            if value != first and field.id:
                values[field.id] = value
        return values

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` into their fields."""
        for field in self.fields:
            if (name := field.id or "") in values:
                if isinstance(field, Choice):
                    field.chosen = values[name]
                else:
                    field.value = str(values[name])
        self._arrange()

    def clear(self) -> None:
        """Empty every field."""
        for field in self.fields:
            if isinstance(field, Choice):
                field.reset()
            else:
                field.value = ""
            field.problem = ""
        self._note_collector("")
        self._arrange()

    # -- who collects the result ------------------------------------------------------------------------------------

    def applicant_card_read(self, name: str) -> None:
        """The applicant's own card was read."""
        who = self.query_one("#who", Choice)
        if who.chosen == ProofKind.SLIP:
            who.chosen = ProofKind.IDENTITY
        who.problem = ""
        self._note_collector(_("the card is {name}'s").format(name=name))

    def other_card_read(self, name: str, number: str) -> None:
        """Somebody else's card was read: the proxy's, if a proxy collects."""
        who = self.query_one("#who", Choice)
        if who.chosen == ProofKind.AUTHORISATION:
            self.fill({"by_name": name, "by_identity": number} if name else {"by_identity": number})
            self.screen.set_focus(self.query_one("#proxy_paper", Field))
        else:
            message = N_("This card is not the applicant's. A proxy collects? Press 3 and scan it again.")
            who.problem = _(message)
            self.screen.set_focus(who)

    def _note_collector(self, note: str) -> None:
        entry = self.query_one("#who").parent
        if isinstance(entry, Entry):
            entry.note = note or "←→ 1 2 3"

    # -- what shows -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.query_one("#proxy").display = self.query_one("#who", Choice).chosen == ProofKind.AUTHORISATION
        self.query_one("#owed").display = bool(self._owed)
        self.query_one("#spot").display = self._settles
        paid = self.query_one("#paid", Choice)
        is_owed = self._owed and paid.chosen == "no"
        paid.doubt = _("{sum} stays unpaid").format(sum=vnd(self._owed)) if is_owed else ""

    @on(Input.Changed)
    @on(TickField.Ticked)
    def edited(self, event: Message) -> None:
        """Show what follows from the change, and post that there was one."""
        event.stop()
        self._arrange()
        self.post_message(self.Edited())
