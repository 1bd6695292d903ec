"""Painting by difference shows the same as painting everything, for a fraction of the bytes."""

from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from counter.shell.diff_painter import TerminalCells
from tests.terminal import Terminal

STEPS = (
    "Lan",
    "\t",
    "Ấp 1",
    "\x1b[Z",
    "\t\t",
    "x1\r",
    "\x7f\x7f5\r",
    "\x1b[B",
    "\x1b[B",
    "\x1b[6~",
    "\r",
    "\x13",
)
SIZE = Size(8, 1)
BOLD = Style(bold=True)


@pytest.fixture
def lean() -> Iterator[Terminal]:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.until("Ấp 9")
        terminal.read(0.3)
        yield terminal


def cells(terminal: Terminal) -> list[list[object]]:
    """Every cell with its colours and its weight."""
    lines, columns = terminal.screen.lines, terminal.screen.columns
    return [[terminal.screen.buffer[y][x] for x in range(columns)] for y in range(lines)]


def settled(lean: Terminal, stock: Terminal) -> bool:
    """Whether both come to show the same, cell by cell."""
    for _ in range(200):
        lean.read(0.15)
        stock.read(0.15)
        if cells(lean) == cells(stock):
            return True
    return False


def cost(lean: Terminal, key: str) -> int:
    """The bytes that ``key`` sends, from the first of them until nothing comes any more."""
    before = lean.sent
    lean.type(key)
    lean.until(lambda terminal: terminal.sent > before)
    lean.read(1.0)
    return lean.sent - before


def test_the_lean_screen_is_the_stock_screen_cell_by_cell(lean: Terminal) -> None:
    with Terminal.python("-m", "tests.counter.widgets.form", "stock") as stock:
        stock.until("Ấp 9")
        stock.read(0.3)
        lean_before, stock_before = lean.sent, stock.sent
        for step in STEPS:
            lean.type(step)
            stock.type(step)
            assert settled(lean, stock), step
        assert lean.sent - lean_before < (stock.sent - stock_before) / 2


def test_a_letter_a_field_and_an_idle_screen_keep_to_their_bytes(lean: Terminal) -> None:
    assert cost(lean, "a") <= 700
    assert cost(lean, "\t") <= 300
    assert cost(lean, "\r") <= 300
    assert any(lean.read(2.0) == 0 for _ in range(20))


def test_another_screen_keeps_to_its_bytes(lean: Terminal) -> None:
    lean.type("\x1bOP")
    lean.until("Getting started")
    before = lean.sent
    lean.read(0.3)
    assert lean.sent - before <= 9_000


def line(*runs: tuple[str, Style | None]) -> Strip:
    return Strip([Segment(text, style) for text, style in runs])


def pieces(terminal: TerminalCells, new: Strip, size: Size = SIZE) -> list[tuple[int, int, str]]:
    return [(x, y, strip.text) for x, y, strip in terminal.difference([new], size).pieces]


def test_only_cells_that_differ_are_sent() -> None:
    terminal = TerminalCells()
    assert pieces(terminal, line(("abcdefgh", None))) == [(0, 0, "abcdefgh")]
    assert pieces(terminal, line(("abc", None), ("defgh", None))) == []
    assert pieces(terminal, line(("abXdYfgh", None))) == [(2, 0, "XdY")]
    assert pieces(terminal, line(("abX", None), ("d", BOLD), ("Yfgh", None))) == [(3, 0, "d")]


def test_wide_characters_a_new_size_and_a_spoilt_screen_are_sent_whole() -> None:
    terminal = TerminalCells()
    pieces(terminal, line(("abcdefgh", None)))
    assert pieces(terminal, line(("漢bcdefg", None))) == [(0, 0, "漢bcdefg")]
    assert pieces(terminal, line(("漢bcdefg", None)), Size(9, 1)) == [(0, 0, "漢bcdefg")]
    terminal.forget()
    assert pieces(terminal, line(("漢bcdefg", None)), Size(9, 1)) == [(0, 0, "漢bcdefg")]
