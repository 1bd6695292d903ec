"""A few fixed lines of text."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from counter.widgets.text import Run, strip_of


class Lines(Widget, can_focus=False):
    """Shows runs of text, line by line; ``show`` changes them."""

    COMPONENT_CLASSES = {"lines--key", "lines--strong", "lines--good", "lines--bad", "lines--dim"}  # noqa: RUF012

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[list[Run]] = []

    def show(self, lines: Sequence[Sequence[Run]]) -> None:
        """Show ``lines`` from now on."""
        new = [list(line) for line in lines]
        if new != self._lines:
            self._lines = new
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of text."""
        runs = self._lines[y] if y < len(self._lines) else []
        return strip_of(runs, self._looks(), self.size.width)

    def _looks(self) -> dict[str, Style]:
        plain = self.rich_style
        names = {look for line in self._lines for _, look in line if look}
        return {"": plain} | {name: self.get_component_rich_style(f"lines--{name}") for name in names}
