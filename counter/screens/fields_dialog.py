"""A dialog of a few fields that is laid over a screen: saved by F12, left by Esc, its draft kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.widgets import Input

from counter.commands import Command, finish
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.store_errors import StoreProblem
from counter.locale import N_, _
from counter.problems import Problem
from counter.screens.base import CounterScreen
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
from counter.widgets.field import Field


class FieldsDialog(CounterScreen[None]):
    """A few fields over something. F12 saves; a Problem leaves everything as it was typed.

    ``draft`` names what is typed there; ``name`` is what that draft is called.
    """

    GLOBALS = False
    KEYS = (
        finish(
            id="dialog.save",
            action="save",
            label=N_("Save"),
            help=N_("Do it."),
        ),
        Command(
            id="dialog.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back, without doing it; what is typed comes back with the dialog."),
            rank=1,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    FieldsDialog .about { padding: 0 1; margin-bottom: 1; text-style: bold; }
    FieldsDialog .hint { padding: 0 1; margin-top: 1; color: $quiet; text-style: $quiet-style; }
    FieldsDialog .balance { padding: 0 1; margin-bottom: 1; }
    FieldsDialog Listing { height: auto; min-height: 3; }
    """

    def __init__(self, draft: str, name: str) -> None:
        super().__init__()
        self._at_first: dict[str, str] = {}
        self.doubts = DoubtPrompt(self)
        self.drafts = DraftKeeper(
            self,
            draft,
            collect=self._typed,
            clear=lambda: self._fill(self._at_first),
            restore=self._restore,
            name_of=lambda _values: name,
            is_front=lambda _draft: True,
        )

    async def arrived(self) -> None:
        """Bring back what was typed here before."""
        if not self._at_first:
            self._at_first = {field.id or "": field.value for field in self.query(Field)}
        await self.drafts.arrived()

    @on(Input.Changed)
    def edited(self) -> None:
        """Keep what is typed."""
        if self._at_first:
            self.drafts.changed()

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Put what was typed on the disk before the screen goes away."""
        await self.drafts.keep_pending()

    def _typed(self) -> dict[str, str]:
        """What differs from what stood there at first."""
        return {
            field.id or "": field.value
            for field in self.query(Field)
            if field.value != self._at_first.get(field.id or "", field.value)
        }

    def _fill(self, values: Mapping[str, str]) -> None:
        for field in self.query(Field):
            if (name := field.id or "") in values:
                field.value = str(values[name])

    async def _restore(self, values: dict[str, str]) -> None:
        self._fill(values)

    def value(self, name: str) -> str:
        """What is typed in the field ``name``."""
        return self.query_one(f"#{name}", Field).value.strip()

    def checked(self) -> None:
        """Check every field again, also those that nobody left; raises ``Problem`` at the first that is wrong."""
        for field in self.query(Field):
            if field.check:
                try:
                    tidy = field.check(field.value)
                except Problem as problem:
                    problem.field = field.id or ""
                    raise
                if tidy != field.value:
                    field.value = tidy
                    field.entered()  # whoever types on begins anew, not in the midst of what was written out

    def reveal(self, *names: str) -> None:
        """Bring the fields of these ids into sight, where something is wrong or doubted; they all are."""

    async def action_close(self) -> None:
        """Go back without saving; what is typed is kept."""
        if self.drafts.park() is not None:
            self.app.notify(_("What you typed is kept: it comes back when you open this again."))
            await self.drafts.keep()
        self.dismiss()

    async def action_save(self) -> None:
        """Save and close; a Problem, or a doubt that was not confirmed yet, keeps the dialog open."""
        try:
            self.checked()
            with self.drafts.saving():
                await self.save()
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            self.reveal(*(doubt.field for doubt in doubtful.doubts))
            return
        except Problem as problem:
            self.reveal(problem.field)
            raise
        with suppress(StoreProblem):  # it is saved, and the dialog closes all the same
            await self.drafts.discard()
        self.dismiss()

    @abstractmethod
    async def save(self) -> None:
        """Save what is typed."""
