"""A label, its field, a short note beside it, and under it what is wrong or doubtful."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from counter.locale import _
from counter.widgets.field import Field


class Entry(Widget):
    """One line of a form. ``label`` is a message id; what is wrong takes a second line, else what is doubtful."""

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
        """Follow what the field says against its text."""
        self.watch(self.field, "problem", self._show)
        self.watch(self.field, "doubt", self._show)

    @property
    def note(self) -> str:
        """A short remark beside the field, already translated."""
        return str(self._note.content)

    @note.setter
    def note(self, note: str) -> None:
        if note != self.note:
            self._note.update(note)

    def _show(self) -> None:
        text = self.field.problem or self.field.doubt
        if self._under is None and text:
            self._under = Static(classes="entry--problem", markup=False)
            self.mount(self._under)
        if self._under is not None:
            self._under.set_class(not self.field.problem, "-doubt")
            self._under.update(text)
            self._under.display = bool(text)
        if text:
            self.call_after_refresh(self._show_whole)

    def _show_whole(self) -> None:
        """Scroll to the complaint about the text that is typed: it stands below its field."""
        if self.field.has_focus:
            self.scroll_visible(animate=False)
