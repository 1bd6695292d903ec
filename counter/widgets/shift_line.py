"""The line that says, before anything is typed, that nothing can be saved without a shift."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Static

from counter.locale import _


class ShiftLine(Static):
    """At the top of a screen whose work needs a shift, while there is none; takes no room otherwise."""

    DEFAULT_CSS: ClassVar[str] = """
    ShiftLine { display: none; height: auto; max-height: 2; padding: 0 1; color: $warn; }
    """

    def __init__(self) -> None:
        super().__init__(id="no_shift", markup=False)

    def show_key(self, key: str) -> None:
        """Say that ``key`` opens a shift; empty: a shift is open, and there is nothing to say."""
        self.display = bool(key)
        if key:
            self.update(
                _("You have no open shift: nothing can be saved here. {key} opens one.").format(key=key)
            )
