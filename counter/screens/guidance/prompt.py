"""Sends the citizen of an intake away for papers: asks what lacks, and clears the form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from counter.desk.dossiers.intake import checked
from counter.desk.guidance import requests, visits
from counter.locale import _
from counter.rules.doubt import DoubtKey
from counter.screens.base import CounterScreen
from counter.screens.draft_keeper import DraftKeeper
from counter.screens.guidance.dialog import GuidanceDialog
from counter.screens.intake.form import IntakeForm
from counter.screens.intake.values import asked_text, lacking_ticks
from devices.slip import Slip

Done = Callable[[str, str, int, Slip], Awaitable[None]]
"""Told what was done, the name of the form in a sentence, its number on the spool, and the form."""


class GuidancePrompt:
    """Asks over the intake ``screen`` what lacks; ``done`` is called once the citizen is sent away."""

    def __init__(self, screen: CounterScreen[Any], form: IntakeForm, drafts: DraftKeeper, done: Done) -> None:
        self._screen, self._form, self._drafts, self._done = screen, form, drafts, done

    def refusal(self) -> str:
        """Why nobody is sent away now, translated; empty where the papers lack."""
        if self._form.procedure is None:
            return _("Choose a procedure.")
        ticks = self._form.papers.field
        return "" if ticks.missing or ticks.free else _("No required paper lacks.")

    async def open(self) -> None:
        """Ask what lacks, and why; raises ``Problem`` at a field of the form that is wrong."""
        typed, app = self._form.intake(), self._screen.app
        checked(typed, app.desk.clock.now())
        before = asked_text(await app.at_desk(visits.asked_before, app.desk, typed))
        ticks = self._form.papers.field
        procedure = self._form.procedure.name if self._form.procedure else ""
        about = f"{typed.applicant.name}\n{procedure}"
        dialog = GuidanceDialog(
            about, lacking_ticks(ticks.ticks), free=ticks.free, hint=before, save=self._guide
        )
        await app.push_screen(dialog)

    async def _guide(self, papers: list[str], reason: str, confirmed: Collection[DoubtKey]) -> None:
        app = self._screen.app
        with self._drafts.saving() as draft:
            guided = await app.at_desk(
                requests.guide,
                app.desk,
                self._form.intake(),
                papers,
                reason,
                draft=draft,
                confirmed=confirmed,
            )
        text = _("{name} is sent away for papers").format(name=guided.guidance.applicant.name)
        await self._done(text, _("form 02"), guided.job, guided.slip)
