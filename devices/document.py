"""What waits on the spool: a slip for a receipt printer, or a page for a page printer, and each as the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from devices.page import (
    Entry,
    EntryRow,
    Page,
    PageColumn,
    PageError,
    PageHead,
    PageItem,
    PageTable,
    Paragraph,
    Signatures,
    TextSize,
)
from devices.slip import (
    Align,
    Barcode,
    Column,
    Cut,
    Feed,
    Item,
    Line,
    Pair,
    QrCode,
    Rule,
    Size,
    Slip,
    SlipError,
    Table,
)

Document = Slip | Page

_SIZES: Final = {Size.NORMAL: TextSize.NORMAL, Size.TALL: TextSize.LARGE, Size.BIG: TextSize.LARGE}
_LETTER: Final = 3
"""Millimetres of a page for a letter of a slip's column."""
_INDENT: Final = 2
_LONG_LABEL: Final = 60
"""Letters of a label after which no dotted line follows."""


class DocumentError(ValueError):
    """A stored document cannot be read."""


def read_document(text: str) -> Document:
    """The slip or page that was stored as ``text``. Raises ``DocumentError``."""
    try:
        return Page.from_json(text) if text.startswith("{") else Slip.from_json(text)
    except (PageError, SlipError) as error:
        raise DocumentError(str(error)) from error


def as_page(document: Document) -> Page:
    """``document`` for a page printer: a slip has no head of two columns and no ruled numbers of its own."""
    if isinstance(document, Page):
        return document
    return Page(
        title=document.title,
        items=tuple(_page_items(document.items)),
        copy=document.copy,
        copy_label=document.copy_label,
    )


def _page_items(items: tuple[Item, ...]) -> Iterator[PageItem]:
    for item in items:
        match item:
            case Line(text, align, bold, size, indent):
                yield Paragraph(text, align, bold, False, _SIZES[size], indent * _INDENT)
            case Pair(key, "") if len(key) > _LONG_LABEL:
                yield Paragraph(f"{key}:", bold=item.bold)
            case Pair(key, value, bold):
                yield Entry(key, value, bold=bold)
            case Table(columns, rows, bold):
                wide = tuple(
                    PageColumn(
                        column.head,
                        column.width * _LETTER + _LETTER if column.width else 0,
                        column.weight,
                        column.align,
                    )
                    for column in columns
                )
                yield PageTable(wide, rows, bold)
            case Cut():
                pass
            case Barcode(code):
                yield item
                yield Paragraph(code, Align.CENTER)
            case Rule() | QrCode() | Feed():
                yield item


def as_slip(document: Document) -> Slip:
    """``document`` for a receipt printer, or for the preview beside a screen: everything in one column."""
    if isinstance(document, Slip):
        return document
    items = (
        *(_slip_head(document.head) if document.head else ()),
        *(Line(mark, Align.CENTER) for mark in document.counterparts),
        *_slip_items(document.items),
        Rule(),
        *(Line(text, Align.CENTER) for text in (document.code, document.foot) if text),
        Cut(),
    )
    return Slip(document.title, items, document.copy, document.copy_label)


def _slip_head(head: PageHead) -> Iterator[Item]:
    if head.form:
        yield Line(head.form, Align.RIGHT)
    yield from (Line(agency, Align.CENTER) for agency in head.agencies if agency)
    yield Line(head.section, Align.CENTER, bold=True)
    yield Line(head.number, Align.CENTER)
    yield Rule(short=True)
    yield Line(head.state, Align.CENTER)
    yield Line(head.motto, Align.CENTER, bold=True)
    yield Line(head.place_date, Align.RIGHT)


def _slip_items(items: tuple[PageItem, ...]) -> Iterator[Item]:
    for item in items:
        match item:
            case Paragraph(text, align, bold, _, size, indent):
                tall = Size.TALL if size is TextSize.LARGE else Size.NORMAL
                yield Line(text, align, bold, tall, indent // _INDENT)
            case Entry():
                yield _pair(item)
            case EntryRow(entries):
                yield from map(_pair, entries)
            case PageTable(columns, rows, bold):
                narrow = tuple(
                    Column(column.head, column.width // _LETTER, column.weight, column.align)
                    for column in columns
                )
                yield Table(narrow, rows, bold)
            case Signatures():
                yield from _slip_signatures(item)
            case Rule() | Barcode() | QrCode() | Feed():
                yield item


def _pair(item: Entry) -> Pair:
    return Pair(
        item.heading.rstrip(":"), " ".join(filter(None, (item.value, item.value and item.unit))), item.bold
    )


def _slip_signatures(item: Signatures) -> Iterator[Item]:
    columns = tuple(Column(align=Align.CENTER) for _ in item.signatories)
    titles, notes, names = zip(*((one.title, one.note, one.name) for one in item.signatories), strict=True)
    yield Table(columns, (titles,), bold=True)
    yield Table(columns, (notes,))
    yield Feed(2)
    yield Table(columns, (names,), bold=True)
    yield from (Line(line) for signatory in item.signatories for line in signatory.listed)
