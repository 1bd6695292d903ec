"""What is settled on the spot ("4 tại chỗ"): whether it is returned at once, its result, who appraised and approved."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical

from counter.desk.dossiers.entries import Intake
from counter.locale import N_
from counter.screens.choices import SPOT_OPTIONS
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.procedure import Procedure
from db.domain.records import Outcome


class OnTheSpotSection(Section):
    """Shows where the procedure is settled on the spot; the result's fields where it is returned at once."""

    def __init__(self) -> None:
        self._spot = Choice(SPOT_OPTIONS, id="spot")
        self._number = Field(id="result_number", max_length=60)
        self._appraiser = Field(id="appraiser", max_length=80)
        self._signer = Field(id="signer", max_length=80)
        self._is_offered = False
        self.box = Vertical(id="on_the_spot", classes="section")
        self._result = Vertical(id="spot_result")
        super().__init__(self._spot, self._number, self._appraiser, self._signer)

    def compose(self) -> ComposeResult:
        """When it is returned; then number, appraiser, approver."""
        with self.box:
            yield Entry(N_("Result"), self._spot, note="←→")
            with self._result:
                yield Entry(N_("Its number"), self._number)
                yield Entry(N_("Appraised by"), self._appraiser)
                yield Entry(N_("Approved by"), self._signer)

    def load(self, procedure: Procedure | None) -> None:
        """Offer what ``procedure`` allows; who appraised and approved the last one stays typed."""
        self._is_offered = procedure is not None and procedure.on_the_spot
        self._spot.reset()

    def arrange(self) -> None:
        """Show what the procedure and the choice ask for."""
        self.box.display = self._is_offered
        self._result.display = self._spot.chosen == "now"

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The result, where it is returned at once."""
        if typed.text("spot") != "now" or not self._is_offered:
            return intake
        outcome = Outcome(
            number=typed.text("result_number"),
            appraiser=typed.text("appraiser"),
            signer=typed.text("signer"),
        )
        return replace(intake, outcome=outcome)

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The result of the intake."""
        if intake.outcome is None:
            return {}
        return {
            "spot": "now",
            "result_number": intake.outcome.number,
            "appraiser": intake.outcome.appraiser,
            "signer": intake.outcome.signer,
        }
