"""The dialogs by which a dossier ends without a result, and by which originals are given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers import endings
from counter.desk.labels import shown_code
from counter.locale import N_, _
from counter.rules.papers import originals_kept
from counter.rules.rulesets import Form, has_form
from counter.screens.dossier.dialogs import Dialog
from counter.screens.originals import Originals
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.ticks import TickField
from db.domain.records import Dossier


class ReasonDialog(Dialog):
    """Why it is done, and what follows."""

    HINT: ClassVar[str] = ""

    def body(self) -> ComposeResult:
        """The reason."""
        yield self.about()
        yield Entry(N_("Reason"), Field(id="reason"))
        if hint := self.hint:
            yield Static(hint, classes="hint", markup=False)

    @property
    def hint(self) -> str:
        """What is said below the fields, translated."""
        return _(self.HINT) if self.HINT else ""


class RefuseRegistered(ReasonDialog):
    """Why what was registered is not accepted."""

    HEADING = N_("Refuse")

    async def save(self) -> None:
        """Refuse it."""
        done = await self.app.at_desk(
            endings.refuse_registered, self.app.desk, self._dossier.id, self.value("reason")
        )
        self.app.notify(_("{code} is not accepted.").format(code=shown_code(done.dossier)))


class Stop(ReasonDialog):
    """Why the settlement is stopped."""

    HEADING = N_("Stop")
    HINT = N_("No result will come; the notice of it takes a number of its own.")

    @property
    def hint(self) -> str:
        """Under rules without the form, that nothing is printed."""
        if has_form(self._dossier.rule_set, Form.STOP):
            return super().hint
        return _("The rules of this dossier (NĐ 61/2018) have no form for it: nothing is printed.")

    async def save(self) -> None:
        """Stop it."""
        await self.app.at_desk(endings.stop, self.app.desk, self._dossier.id, self.value("reason"))
        self.app.notify(_("{code} is stopped.").format(code=self._dossier.code))


class StrikeThrough(ReasonDialog):
    """Why a dossier was entered by mistake."""

    HEADING = N_("Strike through")
    HINT = N_(
        "It stays in the register, struck through, and counts nowhere any more; nothing else can be done with it then."
    )

    async def save(self) -> None:
        """Strike it through."""
        await self.app.at_desk(endings.void, self.app.desk, self._dossier.id, self.value("reason"))
        self.app.notify(_("{code} is struck through.").format(code=shown_code(self._dossier)))


class OriginalsDialog(Dialog):
    """Originals to be ticked that the office keeps of a dossier."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.originals = Originals()

    def on_mount(self) -> None:
        """None of them ticked."""
        self.originals.load(originals_kept(self._dossier))

    @on(TickField.Ticked)
    def ticked(self) -> None:
        """Keep the ticks."""
        self.drafts.changed()

    def _typed(self) -> dict[str, Any]:
        ticked = self.originals.ticked
        return {**super()._typed(), **({"ticked": ticked} if ticked else {})}

    def _fill(self, values: Mapping[str, Any]) -> None:
        super()._fill(values)
        self.originals.load(originals_kept(self._dossier), values.get("ticked"))


class Withdraw(OriginalsDialog):
    """What the citizen takes back, and why if they say so."""

    HEADING = N_("Withdraw")

    def body(self) -> ComposeResult:
        """Originals and reason."""
        yield self.about()
        yield self.originals
        yield Entry(N_("Reason"), Field(id="reason", placeholder=_("if the citizen gives one")))
        hint = _("The citizen takes the dossier back: nothing more is settled, and it counts as in time.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Note the withdrawal."""
        await self.app.at_desk(
            endings.withdraw, self.app.desk, self._dossier.id, self.value("reason"), self.originals.given
        )
        self.app.notify(_("{code} is withdrawn.").format(code=self._dossier.code))


class GivePapersBack(OriginalsDialog):
    """Which originals are given back while the dossier goes on, or after it ended."""

    HEADING = N_("Give papers back")

    def body(self) -> ComposeResult:
        """The originals."""
        yield self.about()
        yield self.originals

    async def save(self) -> None:
        """Note what was given back."""
        await self.app.at_desk(endings.give_back, self.app.desk, self._dossier.id, self.originals.given)
        count = sum(paper.originals for paper in self.originals.given)
        self.app.notify(_("Originals given back: {count}.").format(count=count))
