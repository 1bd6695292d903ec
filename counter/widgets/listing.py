"""A lean list of plain-text rows for results and logs: fixed columns, stable keys, few bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from counter.widgets.text import fit

_NOWHERE = -1


class Column(NamedTuple):
    """A column. ``title`` is already translated; ``width`` in cells, 0 for a share of what is left."""

    title: str
    width: int = 0
    right: bool = False


class Row(NamedTuple):
    """A row. ``key`` stays the same when it is shown again; ``tone`` is "", dim, good, warn, bad or struck."""

    key: str
    cells: tuple[str, ...]
    tone: str = ""


class Listing(Widget, can_focus=True):
    """At most a few hundred rows, one of them selected.

    With ``driven=True`` the list never takes the focus: a Field whose ``listing`` it is moves in it. With
    ``waits=True`` no row is selected until somebody points at one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    DEFAULT_CSS = """
    Listing {
        height: 1fr;
        & > .listing--header { color: $label; text-style: bold; }
        & > .listing--selected { background: $row-background; color: $row-foreground; text-style: $row-style; }
        & > .listing--resting { background: $resting-background; text-style: $resting-style; }
        & > .listing--dim { color: $quiet; text-style: $quiet-style; }
        & > .listing--good { color: $good; }
        & > .listing--warn { color: $warn; }
        & > .listing--bad { color: $bad; text-style: bold; }
        & > .listing--struck { color: $quiet; text-style: strike; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "listing--header",
        "listing--selected",
        "listing--resting",
        "listing--dim",
        "listing--good",
        "listing--warn",
        "listing--bad",
        "listing--struck",
    }

    class Moved(Message):
        """Another row is selected; ``key`` is None when there is none."""

        def __init__(self, listing: Listing, key: str | None) -> None:
            super().__init__()
            self.listing, self.key = listing, key

        @property
        def control(self) -> Listing:
            """The list."""
            return self.listing

    class Chosen(Message):
        """Enter was pressed on the row ``key``."""

        def __init__(self, listing: Listing, key: str) -> None:
            super().__init__()
            self.listing, self.key = listing, key

        @property
        def control(self) -> Listing:
            """The list."""
            return self.listing

    def __init__(
        self,
        *columns: Column,
        empty: str = "",
        header: bool = True,
        driven: bool = False,
        waits: bool = False,
        numbered: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = not driven
        self.columns, self.empty, self.header, self.driven = columns, empty, header, driven
        self._waits, self._is_pointed = waits, False
        self._numbered = numbered
        self.awake = True
        """Whether the selected row is highlighted; a field that drives the list may turn that off."""
        self._rows: Sequence[Row] = ()
        self._at, self._top = (_NOWHERE if waits else 0), 0

    # -- what it holds ----------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown now."""
        return self._rows

    @property
    def selected(self) -> str | None:
        """The key of the selected row."""
        return self._rows[self._at].key if self._rows and self._at != _NOWHERE else None

    def release(self) -> None:
        """Forget who pointed at a row: where the list waits, none is selected when it is shown again."""
        self._is_pointed = False

    def show(self, rows: Sequence[Row], *, empty: str | None = None) -> None:
        """Show ``rows``; the selection stays on its key if it is still there, else goes to the first row, or to none.

        ``empty`` is the sentence (translated) that is shown while there are no rows.
        """
        key = self.selected
        self._rows = tuple(rows)
        self.empty = self.empty if empty is None else empty
        at = next((i for i, row in enumerate(rows) if row.key == key), None)
        if self._waits and (at is None or not self._is_pointed):
            self._is_pointed, at = False, _NOWHERE
        self._at = at or 0
        self._keep_in_view()
        self.refresh()
        if self.selected != key:
            self.post_message(self.Moved(self, self.selected))

    def select(self, key: str) -> None:
        """Select the row ``key`` if it is there; a list that waits forgets it again with the next rows."""
        at = next((i for i, row in enumerate(self._rows) if row.key == key), None)
        if at is not None:
            self._move_to(at)

    def choose(self) -> None:
        """Post Chosen for the selected row, if there is one."""
        if (key := self.selected) is not None:
            self.post_message(self.Chosen(self, key))

    def take(self, key: str) -> bool:
        """Move as ``key`` says, for a field that drives the list; False if the key leaves the list."""
        steps = {"up": -1, "down": 1, "pageup": -self._page, "pagedown": self._page}
        if not self._rows or key not in steps or (key == "up" and self._at <= 0):
            return False
        self._is_pointed = True
        self._move_to(0 if self._at == _NOWHERE else self._at + steps[key])
        return True

    # -- keys -------------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """One row up or down; up from the first row leaves the list."""
        if by < 0 and self._at == 0:
            self.screen.focus_previous()
        else:
            self._move_to(self._at + by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self._move_to(self._at + by * self._page)

    def action_edge(self, side: int) -> None:
        """To the first or the last row."""
        self._move_to(0 if side < 0 else len(self._rows) - 1)

    def action_choose(self) -> None:
        """Choose the selected row."""
        self.choose()

    def on_key(self, event: events.Key) -> None:
        """In a numbered list a digit chooses its row."""
        number = int(event.key) if event.key in "123456789" else 0
        if self._numbered and 1 <= number <= len(self._rows):
            event.stop()
            self._move_to(number - 1)
            self.choose()

    # -- painting ---------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self.header)

    def _move_to(self, at: int) -> None:
        at = max(0, min(at, len(self._rows) - 1))
        if at == self._at or not self._rows:
            return
        self._at = at
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved(self, self.selected))

    def _keep_in_view(self) -> None:
        self._top = max(min(self._top, self._at, len(self._rows) - self._page), self._at - self._page + 1, 0)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the selected row in view; a row may have been selected before there was any height."""
        before = self._top
        self._keep_in_view()
        if self._top != before:
            self.refresh()

    def _line(self, y: int) -> tuple[str, str]:
        """The text of line ``y``, and its look."""
        if self.header and y == 0:
            return self._cells([column.title for column in self.columns]), "header"
        if not self._rows:
            return (f" {self.empty}" if y == self.header else ""), "dim"
        index = y - self.header + self._top
        if index >= len(self._rows):
            return "", ""
        row = self._rows[index]
        return self._cells(row.cells), "selected" if index == self._at and self.awake else row.tone

    def _cells(self, cells: Sequence[str]) -> str:
        gaps = len(self.columns) + 1
        spare = max(0, self.size.width - gaps - sum(column.width for column in self.columns))
        shares = sum(1 for column in self.columns if not column.width) or 1
        texts = []
        for column, cell in zip(self.columns, cells, strict=True):
            width = column.width or spare // shares
            texts.append(fit(" ".join(cell.split()), width, right=column.right))
        return f" {' '.join(texts)} "

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        text, look = self._line(y)
        if look == "selected" and not (self.has_focus or self.driven):
            look = "resting"
        style = self.get_component_rich_style(f"listing--{look}") if look else self.rich_style
        return Strip([Segment(fit(text, self.size.width), style)], self.size.width)
