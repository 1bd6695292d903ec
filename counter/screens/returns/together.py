"""The other results of the person at the counter, to be handed back in one go with the one in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command, finish
from counter.desk.dossiers import joint_returns
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Return, Returned
from counter.locale import N_, _
from counter.rules.money import owed, vnd
from counter.rules.papers import originals_kept
from counter.screens.base import CounterScreen
from counter.screens.choices import ORIGINALS_OPTIONS, PAID_OPTIONS
from counter.screens.doubt_prompt import DoubtPrompt
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.codes import PaymentMethod
from db.domain.records import Dossier

_AROUND = 14
"""Lines of the terminal around the list of dossiers."""


class Together(CounterScreen[None]):
    """The dossiers, none of the others ticked; F12 hands the ticked ones back with the one in front."""

    HEADING, MANUAL = N_("Return together"), "returning"
    GLOBALS = False
    KEYS = (
        finish(
            id="together.save",
            action="save",
            label=N_("Hand over and print"),
            help=N_("Hand all ticked results back to the same person, with a receipt for each."),
        ),
        Command(
            id="together.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back to the one dossier; nothing is handed over."),
            rank=1,
        ),
    )
    DEFAULT_CSS = """
    Together .about { padding: 0 1; margin-bottom: 1; text-style: bold; }
    Together .hint { padding: 0 1; margin-top: 1; color: $quiet; text-style: $quiet-style; }
    Together TickList { padding: 0 0 0 1; }
    """

    def __init__(self, front: Dossier, others: Sequence[Dossier], entry: Return, draft: str) -> None:
        super().__init__()
        self._front, self._others, self._entry, self._draft = front, tuple(others), entry, draft
        self.returned: tuple[Returned, ...] = ()
        """What was handed over, once it is."""
        self._list = TickList(id="dossier_list", counted=False, title=_("Space: tick · A: all"))
        self.field = TickField(self._list, id="dossiers", counted=False)
        self.doubts = DoubtPrompt(self)

    def body(self) -> ComposeResult:
        """Who; the dossiers; money and originals of all."""
        about = f"{self._front.applicant.name}\n{self._front.code} {self._front.procedure_name}"
        yield Static(about, classes="about", markup=False)
        yield Entry(N_("Also these"), self.field)
        yield self._list
        dossiers = (self._front, *self._others)
        if any(map(owed, dossiers)):
            yield Entry(N_("Payment"), Choice(PAID_OPTIONS, id="paid"), note="←→")
        if any(map(originals_kept, dossiers)):
            yield Entry(N_("Originals"), Choice(ORIGINALS_OPTIONS, id="originals"), note="←→")
        hint = _("Who collects and what they showed is as typed on the screen before.")
        yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """None of them ticked."""
        self.field.load(Tick(_row(dossier), required=False, note=_debt(dossier)) for dossier in self._others)
        self._fit()

    def on_resize(self) -> None:
        """As many dossiers as there is room for."""
        self._fit()

    def _fit(self) -> None:
        self._list.styles.height = max(2, min(len(self._others), self.size.height - _AROUND)) + 1

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss()

    async def action_save(self) -> None:
        """Hand them over; a Problem, or a doubt that was not confirmed yet, keeps the dialog open."""
        ticked = [
            dossier.id for dossier, tick in zip(self._others, self.field.ticks, strict=True) if tick.ticked
        ]
        method = self._chosen("paid")
        is_paid = method in tuple(PaymentMethod)
        entry = replace(self._entry, fee_method=method) if is_paid else self._entry
        try:
            self.returned = await self.app.at_desk(
                joint_returns.return_all,
                self.app.desk,
                [self._front.id, *ticked],
                entry,
                is_paid=is_paid,
                gives_originals=self._chosen("originals") == "back",
                draft=self._draft,
                confirmed=self.doubts.confirmed,
            )
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            return
        self.dismiss()

    def _chosen(self, name: str) -> str:
        return next((choice.chosen for choice in self.query(f"#{name}").results(Choice)), "")


def _row(dossier: Dossier) -> str:
    return f"{dossier.code} {dossier.procedure_name}"


def _debt(dossier: Dossier) -> str:
    return vnd(owed(dossier)) if owed(dossier) else ""
