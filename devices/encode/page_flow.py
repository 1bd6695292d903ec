"""The items of a page as flowables of reportlab's platypus, which breaks lines and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeVar

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, LongTable, Spacer
from reportlab.platypus import Paragraph as Text

from devices.encode.page_codes import Bars, Modules
from devices.encode.page_lines import LEAST_DOTS, Dotted, ThinLine
from devices.encode.page_text import BOLD, ITALIC, REGULAR, known, marked_up, measure
from devices.page import (
    Entry,
    EntryRow,
    Page,
    PageColumn,
    PageHead,
    PageItem,
    PageTable,
    Paragraph,
    Signatory,
    Signatures,
    TextSize,
)
from devices.slip import Align, Barcode, Feed, QrCode, Rule

T = TypeVar("T")

BASE: Final = 10.5
"""Points of normal text."""
_SIZES: Final = {TextSize.SMALL: 8.5, TextSize.NORMAL: BASE, TextSize.LARGE: 12.5}
_LEADING: Final = 1.22
_ALIGN: Final = {Align.LEFT: TA_LEFT, Align.CENTER: TA_CENTER, Align.RIGHT: TA_RIGHT}
_HEAD_SIZE: Final = 9.5
_TABLE_SIZE: Final = 9.5
_LEFT_HEAD: Final = 0.43
"""The share of the width that the left column of a head takes."""
_PADDING: Final = 2.5
_RULE: Final = 0.5
_PITCH: Final = BASE * 1.7
"""Points between dotted lines, for a hand."""
_GAP: Final = 6.0
"""Points between entries side by side."""
_HAND: Final = 12 * mm
"""Room to sign."""
_LEAST_COLUMN: Final = 16.0
"""Points of the narrowest column."""
_ABOVE: Final = 1
_BELOW: Final = 2
"""Points above and below the text of a cell."""
_TORN_ROW: Final = 0.2
"""A row that is higher than a sheet is torn into pieces of this share of its height."""


class Flow:
    """Makes the flowables of a page for sheets with ``room`` x ``height`` points between the margins, in ``scale``."""

    def __init__(self, room: float, height: float, scale: float) -> None:
        self._room, self._height, self._scale = room, height, scale

    def story(self, page: Page, mark: str) -> list[Flowable]:
        """The flowables of one counterpart of ``page``, which is marked ``mark``."""
        story: list[Flowable] = []
        if page.head:
            story += self._head(page.head)
        marks = [Paragraph(page.mark, Align.CENTER, bold=True), Paragraph(mark, Align.CENTER, italic=True)]
        story += [self._paragraph(paragraph) for paragraph in marks if paragraph.text]
        for item in page.items:
            story += self._item(item)
        return story or [Spacer(1, 1)]

    def _item(self, item: PageItem) -> list[Flowable]:
        match item:
            case Paragraph():
                return [self._paragraph(item)]
            case Entry():
                return self._entry(item)
            case EntryRow(entries):
                return self._entries(entries)
            case PageTable():
                return self._table(item)
            case Signatures(signatories):
                return [self._signatures(signatories)]
            case Rule(short):
                return [ThinLine(self._room, 1 / 3 if short else 1.0, 3 * self._scale)]
            case Barcode(code):
                bars = Bars(code, self._room)
                return [bars if bars.is_legible else Modules(code, self._room)]
            case QrCode(data):
                return [Modules(data, self._room)]
            case Feed(lines):
                return [Spacer(1, lines * BASE * self._scale * 0.6)]

    # -- text ---------------------------------------------------------------------------------------------------------

    def _style(
        self, size: float = BASE, *, bold: bool = False, italic: bool = False, align: Align = Align.LEFT,
        indent: float = 0,
    ) -> ParagraphStyle:  # fmt: skip
        points = size * self._scale
        return ParagraphStyle(
            "text",
            fontName=BOLD if bold else ITALIC if italic else REGULAR,
            bulletFontName=REGULAR,
            fontSize=points,
            leading=points * _LEADING,
            alignment=_ALIGN[align],
            leftIndent=indent,
            splitLongWords=1,
            allowWidows=0,
            allowOrphans=0,
        )

    def _paragraph(self, item: Paragraph) -> Flowable:
        style = self._style(
            _SIZES[item.text_size],
            bold=item.bold,
            italic=item.italic,
            align=item.align,
            indent=min(item.indent * mm, self._room / 2),
        )
        return Text(marked_up(item.text), style)

    def _entry(self, item: Entry) -> list[Flowable]:
        if item.value:
            return [Text(_entry_text(item), self._style())]
        return [Dotted(item, self._style(), _PITCH * self._scale)]

    def _entries(self, entries: Sequence[Entry]) -> list[Flowable]:
        size = BASE * self._scale
        needed = [
            measure(known(_plain(entry)), BOLD, size) + (0 if entry.value else LEAST_DOTS)
            for entry in entries
        ]
        spare = self._room - sum(needed) - len(entries) * _GAP
        if spare < 0:
            return [flowable for entry in entries for flowable in self._entry(entry)]
        even = self._room / len(entries)
        widths = [even] * len(entries)
        if max(needed) + _GAP > even:
            widths = [own + _GAP + spare / len(entries) for own in needed]
        return [_bare([[self._entry(entry) for entry in entries]], widths, gap=_GAP)]

    # -- head ---------------------------------------------------------------------------------------------------------

    def _head(self, head: PageHead) -> list[Flowable]:
        left, right = self._room * _LEFT_HEAD, self._room * (1 - _LEFT_HEAD)
        section = [
            *(self._head_line(agency, left) for agency in head.agencies if agency),
            *([self._head_line(head.section, left, bold=True)] if head.section else []),
            ThinLine(left, 0.3, 2.5),
        ]
        state = [
            self._fitted(head.state, right, BOLD),
            self._fitted(head.motto, right, BOLD),
            ThinLine(right, min(measure(head.motto, BOLD, _HEAD_SIZE * self._scale) / right, 1), 2.5),
        ]
        date = Text(marked_up(head.place_date), self._style(italic=True, align=Align.CENTER))
        number = Text(marked_up(head.number), self._style(_HEAD_SIZE, align=Align.CENTER))
        story: list[Flowable] = []
        if head.form:
            story.append(Text(marked_up(head.form), self._style(_HEAD_SIZE, bold=True, align=Align.RIGHT)))
        rows = [*self._head_rows(section, left, state), *self._head_rows([number], left, [date], right)]
        return [*story, _bare(rows, [left, right], gap=0), Spacer(1, 5 * self._scale)]

    def _head_rows(
        self, on_left: list[Any], left: float, on_right: list[Any], right: float = 0
    ) -> list[list[Any]]:
        """What stands side by side in a head: one row, or several where a name is too long for a part of a sheet."""
        columns = [self._stacked(on_left, left), self._stacked(on_right, right) if right else [on_right]]
        return _side_by_side(columns, "")

    def _stacked(self, flowables: list[Any], size: float) -> list[Any]:
        """``flowables`` as one cell, or each piece of them as one of its own where together they are too high."""
        if sum(flowable.wrap(size, self._height)[1] for flowable in flowables) <= self._height * _TORN_ROW:
            return [flowables]
        return [piece.text for flowable in flowables for piece in self._pieces(flowable, size)]

    def _head_line(self, text: str, room: float, *, bold: bool = False) -> Flowable:
        """``text`` centred; where it takes two lines, of about the same length."""
        style = self._style(_HEAD_SIZE, bold=bold, align=Align.CENTER)
        wide = measure(known(text), style.fontName, style.fontSize)
        words = known(text).split() if room < wide <= 2 * room else []
        halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]

        def longer(half: tuple[str, str]) -> float:
            return max(measure(part, style.fontName, style.fontSize) for part in half)

        if halves:
            best = min(halves, key=longer)
            if longer(best) <= room:
                return Text("<br/>".join(map(marked_up, best)), style)
        return Text(marked_up(text), style)

    def _fitted(self, text: str, room: float, font: str) -> Flowable:
        """``text`` in one line, smaller where it must be."""
        size = _HEAD_SIZE
        wide = measure(known(text), font, size * self._scale)
        size *= min(1.0, (room - 2) / wide) if wide else 1.0
        return Text(marked_up(text), self._style(size, bold=True, align=Align.CENTER))

    # -- tables -------------------------------------------------------------------------------------------------------

    def _table(self, item: PageTable) -> list[Flowable]:
        sizes = _widths(item.columns, self._room)
        padding = _PADDING if item.is_ruled else 1.0
        heads = self._heads(item.columns) if item.is_ruled else []
        rows: list[list[Any]] = [row for row, _spans in heads]
        heights: list[float | None] = [None] * len(rows)
        """Of each row, as it was measured: the library would measure all that is left anew at the end of each sheet."""
        starts: list[int] = []
        """The rows at which a line of the table's data begins; one that is torn goes on below."""
        for cells in item.rows:
            starts.append(len(rows))
            for row in self._torn(cells, item, [size - 2 * padding for size in sizes]):
                rows.append([piece.text for piece in row])
                heights.append(max(piece.height for piece in row) + _ABOVE + _BELOW)
        if not rows:
            return []
        commands: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LEFTPADDING", (0, 0), (-1, -1), padding),
            ("RIGHTPADDING", (0, 0), (-1, -1), padding),
            ("TOPPADDING", (0, 0), (-1, -1), _ABOVE),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _BELOW),
        ]
        if item.is_ruled:
            commands += _rules(len(heads), starts)
            commands += [span for _row, spans in heads for span in spans]
            commands.append(("VALIGN", (0, 0), (-1, len(heads) - 1), "MIDDLE"))
        table = LongTable(rows, colWidths=sizes, rowHeights=heights, repeatRows=len(heads), style=commands)
        return [Spacer(1, 2), table, Spacer(1, 3)] if item.is_ruled else [table]

    def _heads(self, columns: Sequence[PageColumn]) -> list[tuple[list[Any], list[tuple[Any, ...]]]]:
        """The rows of heads with the commands that join their cells: two rows where columns have groups."""
        style = self._style(_TABLE_SIZE, bold=True, align=Align.CENTER)
        lower = [Text(marked_up(column.head), style) for column in columns]
        if not any(column.group for column in columns):
            return [(lower, [])]
        upper: list[Any] = []
        spans: list[tuple[Any, ...]] = []
        start = 0
        for at, column in enumerate(columns):
            if not column.group:
                upper.append(lower[at])
                lower[at] = ""
                spans.append(("SPAN", (at, 0), (at, 1)))
                continue
            if not at or columns[at - 1].group != column.group:
                start = at
                upper.append(Text(marked_up(column.group), style))
            else:
                upper.append("")
            if at + 1 == len(columns) or columns[at + 1].group != column.group:
                spans.append(("SPAN", (start, 0), (at, 0)))
        return [(upper, spans), (lower, [])]

    def _torn(self, cells: Sequence[str], item: PageTable, sizes: Sequence[float]) -> list[list[_Piece]]:
        """A row as cells of text, in several rows where it is too high for a sheet."""
        columns: list[list[_Piece]] = []
        for cell, column, size in zip(cells, item.columns, sizes, strict=True):
            style = self._style(_TABLE_SIZE, bold=item.bold, align=column.align)
            text = Text("<br/>".join(map(marked_up, cell.split("\n"))), style)
            columns.append(self._pieces(text, size))
        return _side_by_side(columns, _Piece("", 0.0))

    def _pieces(self, text: Any, size: float) -> list[_Piece]:
        limit = self._height * _TORN_ROW
        height = text.wrap(size, self._height)[1]
        if height <= 2 * limit:
            return [_Piece(text, height)]
        pieces = []
        while height > limit and len(split := text.split(size, limit)) == 2:
            pieces.append(_Piece(split[0], split[0].wrap(size, self._height)[1]))
            text = split[1]
            height = text.wrap(size, self._height)[1]
        return [*pieces, _Piece(text, height)]

    # -- signatures ---------------------------------------------------------------------------------------------------

    def _signatures(self, signatories: Sequence[Signatory]) -> Flowable:
        """Titles in one line, notes below, room for the hand, names: kept on one sheet."""
        room = self._room / len(signatories)
        cells: list[list[Flowable]] = [self._signatory(signatory) for signatory in signatories]
        style = self._style(bold=True, align=Align.CENTER)
        names = [
            [piece.text for piece in self._pieces(Text(marked_up(signatory.name), style), room - _GAP)]
            for signatory in signatories
        ]
        rows = [cells, [[] for _ in cells], *_side_by_side(names, "")]
        heights = [None, _HAND, *(None for _ in rows[2:])]
        table = _bare(rows, [room] * len(cells), gap=_GAP, heights=heights)
        return KeepTogether([Spacer(1, 5 * self._scale), table])

    def _signatory(self, signatory: Signatory) -> list[Flowable]:
        listed = bool(signatory.listed)
        align = Align.LEFT if listed else Align.CENTER
        cells: list[Flowable] = []
        if signatory.title:
            cells.append(Text(marked_up(signatory.title), self._style(bold=True, align=align)))
        if signatory.note:
            cells.append(Text(marked_up(signatory.note), self._style(9, italic=True, align=align)))
        cells += [Text(marked_up(line), self._style(9)) for line in signatory.listed]
        return cells


class _Piece(NamedTuple):
    """Text of a cell, and how high it is."""

    text: Any
    height: float


def _side_by_side(columns: Sequence[Sequence[T]], empty: T) -> list[list[T]]:
    """The rows of columns of pieces, the shorter ones filled up with ``empty``."""
    return [
        [pieces[at] if at < len(pieces) else empty for pieces in columns]
        for at in range(max(map(len, columns)))
    ]


def _entry_text(item: Entry) -> str:
    value = " ".join(filter(None, (item.value, item.unit)))
    marked = f'<font name="{BOLD}">{marked_up(value)}</font>' if item.bold else marked_up(value)
    return f"{marked_up(item.heading)} {marked}"


def _plain(item: Entry) -> str:
    return " ".join(filter(None, (item.heading, item.value, item.unit)))


def _bare(
    rows: list[list[Any]],
    sizes: Sequence[float],
    *,
    gap: float,
    heights: Sequence[float | None] | None = None,
) -> Flowable:
    """Cells side by side without rules, ``gap`` points apart."""
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), gap),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    return LongTable(rows, colWidths=list(sizes), rowHeights=heights, style=style)


def _rules(heads: int, starts: Sequence[int]) -> list[tuple[Any, ...]]:
    """Lines around every cell; between the pieces of a torn row only where a sheet ends."""
    line = (_RULE, "black")
    return [
        ("LINEBEFORE", (0, 0), (-1, -1), *line),
        ("LINEAFTER", (-1, 0), (-1, -1), *line),
        ("INNERGRID", (0, 0), (-1, heads - 1), *line),
        ("LINEABOVE", (0, 0), (-1, 0), *line),
        *(("LINEABOVE", (0, start), (-1, start), *line) for start in starts),
        ("LINEBELOW", (0, heads - 1), (-1, heads - 1), *line),
        ("LINEBELOW", (0, -1), (-1, -1), *line),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), *line),
    ]


def _widths(columns: Sequence[PageColumn], room: float) -> list[float]:
    """The widths in points, which together are ``room``; fixed ones shrink to leave a quarter for the others.

    None is too narrow for a letter.
    """
    fixed = [column.width * mm for column in columns]
    weight = sum(column.weight for column in columns if not column.width)
    most = room * 0.75 if weight else room
    total = sum(fixed)
    scale = min(1.0, most / total) if weight and total else (room / total if total else 1.0)
    free = room - total * scale
    sizes = [
        size * scale if column.width else free * column.weight / weight
        for size, column in zip(fixed, columns, strict=True)
    ]
    least = min(_LEAST_COLUMN, room / len(columns))
    lacking = sum(max(least - size, 0) for size in sizes)
    spare = sum(max(size - least, 0) for size in sizes)
    kept = 1 - lacking / spare if spare else 1.0
    return [least + max(size - least, 0) * kept for size in sizes]
