"""A label, its field, a short note beside it, and under it what is wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from counter.locale import _
from counter.widgets.field import Field


class Entry(Widget):
    """One line of a form. ``label`` is a message id; the complaint takes a second line only while there is one."""

    def __init__(self, label: str, field: Field, *, note: str = "", classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.label, self.field = label, field
        self._note = Static(note, classes="entry--note", markup=False)
        self._under: Static | None = None

    def compose(self) -> ComposeResult:
        """Label, field and note; the complaint comes when there is one."""
        yield Static(_(self.label), classes="entry--label", markup=False)
        yield self.field
        yield self._note

    def on_mount(self) -> None:
        """Follow the field's complaint."""
        self.watch(self.field, "problem", self._show)

    @property
    def note(self) -> str:
        """A short remark beside the field, already translated."""
        return str(self._note.content)

    @note.setter
    def note(self, note: str) -> None:
        if note != self.note:
            self._note.update(note)

    def _show(self, problem: str) -> None:
        if self._under is not None:
            if problem:
                self._under.update(problem)
            self._under.display = bool(problem)
        elif problem:
            self._under = Static(problem, classes="entry--problem", markup=False)
            self.mount(self._under)
