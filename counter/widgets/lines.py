"""A few fixed lines of text that repaint only the cells that changed."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from counter.widgets.text import Run, changed, strip_of


class Lines(Widget, can_focus=False):
    """Shows runs of text, line by line; ``show`` repaints what differs from before, and nothing else."""

    COMPONENT_CLASSES = {"lines--key", "lines--strong", "lines--good", "lines--bad", "lines--dim"}  # noqa: RUF012

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[list[Run]] = []

    def show(self, lines: Sequence[Sequence[Run]]) -> None:
        """Show ``lines`` from now on."""
        before, self._lines = self._lines, [list(line) for line in lines]
        width = self.size.width
        empty: list[Run] = []
        for y in range(max(len(before), len(self._lines))):
            old = before[y] if y < len(before) else empty
            new = self._lines[y] if y < len(self._lines) else empty
            if old != new and (region := changed(old, new, y, width)):
                self.refresh(region)

    def render_line(self, y: int) -> Strip:
        """One line of text."""
        runs = self._lines[y] if y < len(self._lines) else []
        return strip_of(runs, self._looks(), self.size.width)

    def _looks(self) -> dict[str, Style]:
        plain = self.rich_style
        names = {look for line in self._lines for _, look in line if look}
        return {"": plain} | {name: self.get_component_rich_style(f"lines--{name}") for name in names}
