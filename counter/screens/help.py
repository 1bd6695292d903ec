"""The manual (F1): the officer's guide, opened at the page of the screen underneath, then the other guides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from counter import locale
from counter.commands import GLOBAL, Command, Kind, keys_of, spell
from counter.guides import Page, guide_pages, pages
from counter.guides.markdown import Block, Code, Heading, Item, Keys, Paragraph
from counter.guides.markdown import Table as TableBlock
from counter.locale import N_, _
from counter.screens import OVERLAYS, PLACES
from counter.screens.base import CounterScreen
from counter.widgets.text import fit

KEY_WIDTH = 16
CONTENTS_WIDTH = 20


class Help(CounterScreen[None]):
    """The manual: ↑ ↓ scroll, ← → turn the page, Esc goes back to the work."""

    HEADING = N_("Manual")
    MANUAL = "help"
    GLOBALS = False
    KEYS = (
        Command(
            id="help.close",
            key="escape",
            second_key="f1",
            action="close",
            label=N_("Back to work"),
            help=N_("Close the manual."),
            rank=1,
        ),
        Command(
            id="help.previous",
            key="left",
            action="turn(-1)",
            label=N_("Previous page"),
            help=N_("Turn back."),
            rank=3,
        ),
        Command(
            id="help.next",
            key="right",
            action="turn(1)",
            label=N_("Next page"),
            help=N_("Turn the page."),
            rank=2,
        ),
    )

    DEFAULT_CSS = """
    Help #contents { width: 23; height: 1fr; padding: 0 1; border-right: solid $rule; }
    Help #page { padding: 0 2; scrollbar-size-vertical: 1; }
    """

    def __init__(self, page: str = "start") -> None:
        super().__init__()
        self._pages = (*pages(locale.language()), *guide_pages(locale.language()))
        names = [known.name for known in self._pages]
        self._at = names.index(page) if page in names else 0

    def body(self) -> ComposeResult:
        """Contents on the left, the page on the right."""
        with Horizontal():
            yield Static(id="contents")
            with VerticalScroll(id="page"):
                yield Static(id="text")

    async def arrived(self) -> None:
        """Show the page."""
        self._show()
        self.query_one("#page").focus()

    def action_turn(self, by: int) -> None:
        """Turn the page."""
        self._at = (self._at + by) % len(self._pages)
        self._show()

    def action_close(self) -> None:
        """Back to what was underneath."""
        self.dismiss()

    def _show(self) -> None:
        contents = Text()
        for index, page in enumerate(self._pages):
            contents.append(fit(page.title, CONTENTS_WIDTH) + "\n", "reverse" if index == self._at else "")
        self.query_one("#contents", Static).update(contents)
        self.query_one("#text", Static).update(laid_out(self._pages[self._at], self.app.keymap))
        self.query_one("#page").scroll_home(animate=False)


def commands_of(page: str) -> tuple[Command, ...]:
    """The commands that ``page`` explains: its screen's own, or those that work everywhere."""
    path = (PLACES | OVERLAYS).get(page)
    if path is None:
        return GLOBAL
    module, class_name = path.split(":")
    screen: type[CounterScreen[object]] = getattr(import_module(module), class_name)
    return screen.KEYS


def laid_out(page: Page, keymap: Mapping[str, str]) -> Group:
    """``page`` as it is shown, with its keys as ``keymap`` has them."""
    parts: list[RenderableType] = [Text(page.title, "bold")]
    before: Block | None = None
    for block in page.blocks:
        if not (isinstance(block, Item) and isinstance(before, Item | Heading)):
            parts.append(Text())
        parts.extend(_laid_out(block, page, keymap))
        before = block
    return Group(*parts)


def _laid_out(block: Block, page: Page, keymap: Mapping[str, str]) -> Iterator[RenderableType]:
    match block:
        case Heading(_level, text):
            yield Text(text, "bold underline")
        case Paragraph(text):
            yield Text(text)
        case Item(mark, text, depth):
            yield _hanging("  " * depth + mark, text, 2 * depth + len(mark) + 1)
        case Code(lines):
            yield Text("\n".join(f"  {line}" for line in lines))
        case TableBlock(rows):
            yield _table(rows)
        case Keys():
            yield from (_hanging(*pair) for pair in key_lines(commands_of(page.name), keymap))


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    """A table that fits the page: every cell wraps in its column."""
    table = Table(expand=True, box=None, padding=(0, 1, 0, 0), show_edge=False)
    for heading in rows[0]:
        table.add_column(Text(heading), ratio=1, overflow="fold")
    for row in rows[1:]:
        table.add_row(*map(Text, row))
    return table


def _hanging(mark: str, text: str, width: int = KEY_WIDTH) -> Table:
    """``text`` with all its lines to the right of ``mark``."""
    table = Table.grid(expand=True)
    table.add_column(width=width)
    table.add_column(ratio=1)
    table.add_row(Text(mark, "bold"), Text(text))
    return table


def key_lines(commands: tuple[Command, ...], keymap: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each command's keys and what it does.

    An action without a key has its number in the list of Ctrl+T, where those that work everywhere stand last; any
    other command without one is found by Ctrl+P.
    """
    number = 0
    for command in commands:
        keys = ", ".join(spell(key) for key in keys_of(command, keymap))
        listing = _key_of("app.actions" if command.kind is Kind.ACTION else "app.palette", keymap)
        if command.kind is Kind.ACTION and command not in GLOBAL:
            number += 1
            listing = f"{listing} {number}"
        yield keys or listing, f"{_(command.label)}. {_(command.help)}"


def _key_of(command_id: str, keymap: Mapping[str, str]) -> str:
    command = next(command for command in GLOBAL if command.id == command_id)
    return spell(keys_of(command, keymap)[0])
