"""Saves what is typed at the intake: as the last dossier of a visit, as one of several, or settled on the spot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from counter.desk.dossiers import intake, on_the_spot, visit
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Received, Returned
from counter.desk.drafts import Draft
from counter.locale import N_, _
from counter.problems import Problem
from counter.screens.intake.values import received_line
from counter.screens.returns.values import returned_line

if TYPE_CHECKING:
    from counter.screens.base import CounterScreen
    from counter.screens.doubt_prompt import DoubtPrompt
    from counter.screens.draft_keeper import DraftKeeper
    from counter.screens.intake.form import IntakeForm
    from counter.screens.intake.visit import VisitLine
    from devices.slip import Slip


class Done(Protocol):
    """Says what was done and empties the form: the sentence, the name of the slip in it, its job, and the slip."""

    def __call__(self, text: str, name: str, job: int, slip: Slip | None = None) -> Awaitable[None]:
        """See the class."""


class IntakeSaves:
    """The ways in which the intake ``screen`` saves its ``form``; ``done`` is called after each."""

    def __init__(
        self,
        screen: CounterScreen[Any],
        form: IntakeForm,
        line: VisitLine,
        drafts: DraftKeeper,
        doubts: DoubtPrompt,
        done: Done,
    ) -> None:
        self._screen, self._form, self._line = screen, form, line
        self._drafts, self._doubts, self._done = drafts, doubts, done

    async def save(self) -> None:
        """Receive the dossier, queue its slip or that of the whole visit; without another dossier, only that one."""
        app = self._screen.app
        if self._line.ids and not self._form.request.draft:
            await self._end_visit()
        elif not self._form.draft:
            app.notify(_("Nothing is typed here yet."))
        elif done := await self._save(intake.receive):
            if isinstance(done, Returned):
                app.customer.returned(done.dossier)
                await self._done(returned_line(done.dossier), _("its receipt"), done.job, done.slip)
                return
            app.customer.received(done.dossier)
            text = received_line(done.dossier, app.desk.clock.now(), has_slip=bool(done.job))
            await self._done(text, _("its slip"), done.job, done.slip)

    async def save_and_go_on(self) -> None:
        """Receive the dossier without a slip, and keep the person in the form for the next one."""
        app = self._screen.app
        person = self._line.of_person(self._form.draft)
        after = Draft(values={**person, **self._line.draft})
        if done := await self._save(partial(visit.receive_one_more, after=after), is_last=False):
            app.customer.received(done.dossier)
            text = received_line(done.dossier, app.desk.clock.now(), has_slip=True)
            await self._done(text, "", 0)
            self._line.show_visit(after.values[visit.VISIT])
            self._drafts.adopt(after.id)
            self._form.fill(person)
            self._screen.set_focus(self._form.request.field)

    async def _end_visit(self) -> None:
        app, ids = self._screen.app, self._line.ids
        with self._drafts.saving() as draft:
            job = await app.at_desk(visit.print_receipt, app.desk, ids, draft=draft)
        count = _("Dossiers received at this visit: {count}").format(count=len(ids))
        await self._done(count, _("its slip"), job)

    async def _save(
        self, receive: Callable[..., Received], *, is_last: bool = True
    ) -> Received | Returned | None:
        """Save what is typed by ``receive``, or as returned at once; None where something is doubted."""
        app, confirmed = self._screen.app, self._doubts.confirmed
        try:
            with self._drafts.saving() as draft:
                typed = replace(self._form.intake(), visit=self._line.ids)
                if typed.outcome and not is_last:
                    raise Problem(N_("What is returned at once is saved with F12."), field="spot")
                save: Callable[..., Received | Returned] = on_the_spot.settle if typed.outcome else receive
                return await app.at_desk(save, app.desk, typed, draft=draft, confirmed=confirmed)
        except Doubtful as doubtful:
            for doubt in doubtful.doubts:
                self._form.reveal_field(doubt.field)
            self._doubts.show(doubtful)
            return None
        except Problem as problem:
            self._form.reveal_field(problem.field)
            raise
