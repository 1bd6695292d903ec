"""The Markdown that the guides are written in, read as blocks, and blocks laid out as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST_COLUMN = 8
"""Letters to which a column of a table may be narrowed."""

_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*]|\d+\.) +(?P<text>.*)")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<target>[^)]*)\)")
_MARKS = re.compile(r"\*\*|(?<!\\)`")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list; ``mark`` is ``-`` or its number, ``depth`` 0 for the outermost list."""

    mark: str
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are shown as they are written."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row holds the headings."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a page: as the file lists them, in the default keymap."""

    items: tuple[Item, ...]


Block = Heading | Paragraph | Item | Code | Table | Keys


def blocks(text: str) -> list[Block]:
    """The blocks of ``text``; comments and what is marked inside a line (bold, code, link) are made plain."""
    result: list[Block] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.startswith("```"):
            end = _until(lines, end, "```")
            result.append(Code(tuple(lines[at + 1 : end])))
            end += 1
        elif line == "<!-- keys -->":
            end = _until(lines, end, "<!-- /keys -->")
            listed = blocks("\n".join(lines[at + 1 : end]))
            result.append(Keys(tuple(block for block in listed if isinstance(block, Item))))
            end += 1
        elif line.startswith("#"):
            marks, _space, title = line.partition(" ")
            result.append(Heading(len(marks), plain(title)))
        elif line.startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            rows = [tuple(plain(cell.strip()) for cell in _cells(row)) for row in lines[at:end]]
            result.append(Table((rows[0], *rows[2:])))
        elif line.strip() and not line.startswith("<!--"):
            while end < len(lines) and _continues(lines[end]):
                end += 1
            result.append(_running(lines[at:end]))
        at = end
    return result


def _until(lines: Sequence[str], start: int, mark: str) -> int:
    return next((number for number in range(start, len(lines)) if lines[number] == mark), len(lines))


def _continues(line: str) -> bool:
    """Whether ``line`` goes on with the paragraph or item above it."""
    return bool(line.strip()) and not line.startswith(("#", "|", "```", "<!--")) and not _ITEM.match(line)


def _running(lines: Sequence[str]) -> Item | Paragraph:
    text = plain(" ".join(line.strip() for line in lines))
    if match := _ITEM.match(lines[0]):
        body = text.partition(" ")[2].strip()
        return Item(match["mark"].replace("*", "-"), body, len(match["indent"]) // 2)
    return Paragraph(text)


def _cells(row: str) -> list[str]:
    return [cell.replace("\\|", "|") for cell in _CELL.split(row.strip())[1:-1]]


def plain(text: str) -> str:
    """``text`` without the marks of Markdown; a link to the web keeps its address."""

    def link(match: re.Match[str]) -> str:
        target = match["target"]
        return f"{match['text']} ({target})" if target.startswith("http") else match["text"]

    return _MARKS.sub("", _LINK.sub(link, text))


def text_lines(text: str, width: int) -> Iterator[str]:
    """The Markdown ``text`` as lines of at most ``width`` letters; code is never broken."""
    before: Block | None = None
    for block in blocks(text):
        if before is not None and not (isinstance(before, Item) and isinstance(block, Item)):
            yield ""
        yield from _block_lines(block, width)
        before = block


def _block_lines(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(level, title):
            yield from _wrapped(title, width)
            if level <= 2:
                yield ("═" if level == 1 else "─") * min(len(title), width)
        case Paragraph(text):
            yield from _wrapped(text, width)
        case Item(mark, text, depth):
            first = f"{'  ' * depth}{mark} "
            yield from _wrapped(text, width, first, " " * len(first))
        case Code(lines):
            yield from (f"    {line}".rstrip() for line in lines)
        case Table(rows):
            yield from _table_lines(rows, width)
        case Keys(items):
            for item in items:
                yield from _block_lines(item, width)


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
    ) or [first.rstrip()]


def _table_lines(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    columns = range(len(rows[0]))
    widths = [max(len(row[column]) for row in rows) for column in columns]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    several = sum(max(len(row[column]) for row in rows) for column in columns) > room
    for number, row in enumerate(rows):
        cells = [_wrapped(cell, size) if cell else [""] for cell, size in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            padded = (part.ljust(size) for part, size in zip(parts, widths, strict=True))
            yield "  ".join(padded).rstrip()
        if number == 0:
            yield "  ".join("─" * size for size in widths)
        elif several and number < len(rows) - 1:
            yield ""
