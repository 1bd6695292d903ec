"""What search, centre, print queue and shift log share: rows from the desk, and more about the selected one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import events, on, work
from textual.widgets import Static

from counter.locale import _
from counter.screens.base import CounterScreen, OfficeChanged
from counter.widgets.lines import Lines
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.text import Run

WIDE = 110
"""Columns of a terminal from which on whole codes have room."""

SHORT_CODE, WHOLE_CODE = 12, 25
"""Columns of a dossier code without its unit, and with it."""

K = TypeVar("K")


def code_column(title: str, codes: Iterable[str], least: int = SHORT_CODE) -> Column:
    """A column ``title`` (translated) of at least ``least`` cells, with room for the longest of ``codes``."""
    return Column(title, min(max(least, *map(len, codes), 0), WHOLE_CODE))


class FilterCycle(Generic[K]):
    """Which of a few filters is on. ``names`` are their message ids, in the order in which a key turns them."""

    def __init__(self, names: Mapping[K, str]) -> None:
        self.names = names
        self.current = next(iter(names))

    @property
    def name(self) -> str:
        """The name of the current filter, translated."""
        return _(self.names[self.current])

    def turn(self) -> None:
        """Go to the next filter, from the last one to the first."""
        keys = list(self.names)
        self.current = keys[(keys.index(self.current) + 1) % len(keys)]

    def reset(self) -> None:
        """Go back to the first filter."""
        self.current = next(iter(self.names))


class FilterLine(Lines):
    """The names of the filters side by side, the current one highlighted."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterLine { height: 1; margin-bottom: 1; }
    FilterLine > .lines--key { color: $row-foreground; background: $row-background; text-style: $row-style; }
    FilterLine > .lines--dim { color: $quiet; text-style: $quiet-style; }
    """

    def show_filters(
        self, cycle: FilterCycle[K], counts: Mapping[K, int] | None = None, *, none: bool = False
    ) -> None:
        """Show ``cycle``, with the ``counts`` that are not 0; ``none`` highlights no filter."""
        runs: list[Run] = [(" ", "")]
        for key, name in cycle.names.items():
            count = f" ({counts[key]})" if counts and counts.get(key) else ""
            is_current = key == cycle.current and not none
            runs += [(f" {_(name)}{count} ", "key" if is_current else "dim"), (" ", "")]
        self.show([runs])


class ListScreen(CounterScreen[None]):
    """A list of the office's rows, and more about the selected row in a panel.

    A subclass sets ``listing`` in ``body``, yields it and ``detail_panel``, and says what they show: ``load`` reads
    from the desk, the other four only from memory. The selection stays on its row when the rows are shown
    again, which they are when somebody writes into the office file.
    """

    DEFAULT_CSS: ClassVar[str] = """
    ListScreen #detail { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    listing: Listing

    def __init__(self) -> None:
        super().__init__()
        self.detail_panel = Static(id="detail", markup=False)
        self._detail: str | Text = ""

    @abstractmethod
    async def load(self) -> None:
        """Read at the desk what the list shows."""

    @abstractmethod
    def columns(self, width: int) -> tuple[Column, ...]:
        """The columns that a terminal of ``width`` columns has room for."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """What was loaded, as rows for the current ``columns``."""

    @abstractmethod
    def empty(self) -> str:
        """The message id of what the list says while it has no rows."""

    @abstractmethod
    def detail(self, key: str) -> str | Text:
        """More about the row ``key`` ("" while there is none)."""

    @property
    def is_wide(self) -> bool:
        """Whether the terminal has room for whole codes."""
        return self.app.size.width >= WIDE

    async def reload(self) -> None:
        """Read the rows again and show them."""
        await self.load()
        self.show_rows()

    @work(exclusive=True, group="rows", exit_on_error=True)
    async def reload_soon(self) -> None:
        """Reload in a worker: keys go on meanwhile; a newer call replaces one that still runs."""
        await self.reload()

    def show_rows(self) -> None:
        """Show what was loaded."""
        self.listing.columns = self.columns(self.app.size.width)
        self.listing.show(self.rows(), empty=_(self.empty()))
        self.show_detail()

    def show_detail(self) -> None:
        """Show more about the selected row."""
        detail = self.detail(self.listing.selected or "")
        if detail != self._detail:
            self._detail = detail
            self.detail_panel.update(detail)

    @on(OfficeChanged)
    def _office_changed(self) -> None:
        self.reload_soon()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns that fit."""
        self.show_rows()

    @on(Listing.Moved)
    def _row_selected(self) -> None:
        self.show_detail()
