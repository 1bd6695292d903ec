"""A form as a page: its layout filled in with its values, under the head of the State's papers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime

from counter.rules.clock import local, paper_moment
from counter.slips.context import SlipContext
from counter.slips.layouts.layout import (
    FormEntry,
    FormItem,
    FormLayout,
    FormList,
    FormRemarks,
    FormRow,
    FormTable,
    FormValues,
)
from counter.slips.parts import is_barcode
from db.domain.records import Office
from devices.page import (
    Entry,
    EntryRow,
    Page,
    PageHead,
    PageItem,
    PageTable,
    Paragraph,
    Signatory,
    Signatures,
    TextSize,
)
from devices.slip import Align, Barcode, Feed

_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
SECTION = "Bộ phận tiếp nhận và trả kết quả"
_CODE = "Mã hồ sơ"
_REPRINT = "BẢN IN LẠI LẦN"
_DOTS = "…………"
_TITLE = 44
"""Capital letters of a title that fit into a line of A5."""


def form_page(
    layout: FormLayout, values: FormValues, context: SlipContext, *, code: str, at: datetime, form: str = "",
    counter: int = 0, number: str | None = None, after: tuple[PageItem, ...] = (),
) -> Page:  # fmt: skip
    """``layout`` with ``values`` in it: number ``form`` of the circular, about dossier ``code``, dated ``at``.

    ``number`` is that of a paper of a series of its own, which says nothing of a dossier's code where it has none.
    ``after`` stands below the signatures.
    """
    items = (
        *(
            Paragraph(line, Align.CENTER, bold=True, text_size=TextSize.LARGE)
            for line in _title_lines(layout.title.upper())
        ),
        *(_coded(code) if code or number is None else ()),
        *(page_item for item in layout.items for page_item in _filled(item, values)),
        *_signatures(layout, values),
        *after,
        Feed(),
        *(Paragraph(note, italic=True, text_size=TextSize.SMALL) for note in (*layout.notes, *values.notes)),
    )
    return Page(
        title=layout.title,
        items=items,
        head=page_head(context.office, code, at, form, number),
        size=layout.size,
        code=code or number or "",
        foot=_foot(context.printed_at, counter),
        counterparts=layout.counterparts if context.counterparts > 1 else (),
        copy=context.copy,
        copy_label=_REPRINT,
    )


def page_head(office: Office, code: str, at: datetime, form: str = "", number: str | None = None) -> PageHead:
    """The head of the paper that is numbered ``number``, or else ``code``; ``form`` is its number in the circular."""
    agencies = tuple(text.upper() for text in (office.parent, office.name) if text)
    section = SECTION.upper()
    return PageHead(
        form=f"Mẫu số {form}" if form else "",
        agencies=tuple(agency for agency in agencies if agency != section),
        section=section,
        number=f"Số: {number or code.partition('-')[2] or _DOTS}",
        state=_STATE,
        motto=_MOTTO,
        place_date=f"{office.place or _DOTS}, {day_in_full(at)}",
    )


def _title_lines(title: str) -> list[str]:
    """``title`` in one line of A5, or in two of about the same length."""
    return textwrap.wrap(title, _TITLE if len(title) <= _TITLE else len(title) // 2 + 4)


def _signatures(layout: FormLayout, values: FormValues) -> tuple[PageItem, ...]:
    signatories = tuple(
        Signatory(signatory.title, signatory.note, values.texts.get(signatory.value, ""))
        for signatory in layout.signatories
    )
    return (Signatures(signatories),) if signatories else ()


def day_in_full(at: datetime) -> str:
    """``ngày 05 tháng 3 năm 2026``, Vietnam's time: days below 10 and the first two months with a zero (NĐ 30/2020)."""
    day = local(at)
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year:04}"


def _foot(printed_at: datetime, counter: int) -> str:
    at = paper_moment(printed_at)
    return f"Quầy {counter} - in lúc {at}" if counter else f"In lúc {at}"


def _coded(code: str) -> tuple[PageItem, ...]:
    written = Paragraph(f"{_CODE}: {code or _DOTS}", Align.CENTER, bold=True)
    return (written, Barcode(code)) if is_barcode(code) else (written, Feed())


def _filled(item: FormItem, values: FormValues) -> Iterator[PageItem]:
    match item:
        case FormEntry():
            if (entry := _entry(item, values)) is not None:
                yield entry
        case FormRow(entries):
            shown = tuple(
                entry for form_entry in entries if (entry := _entry(form_entry, values)) is not None
            )
            if shown:
                yield EntryRow(shown) if len(shown) > 1 else shown[0]
        case FormTable(value, label, columns, number, blank):
            if label:
                yield Paragraph(f"{number}. {label}:" if number else f"{label}:")
            rows = values.tables.get(value, ()) or tuple((str(row),) for row in range(1, blank + 1))
            yield PageTable(columns, rows)
        case FormList(value, label, blank):
            yield Paragraph(f"{label}:")
            for place, text in enumerate(values.remarks.get(value, ()) or (_DOTS * 3,) * blank, 1):
                yield Paragraph(f"{place}. {text}", indent=4)
        case FormRemarks(value):
            for remark in values.remarks.get(value, ()):
                yield Paragraph(remark, italic=True, text_size=TextSize.SMALL, indent=4)


def _entry(item: FormEntry, values: FormValues) -> Entry | None:
    text = values.texts.get(item.value, "")
    if not text and item.optional:
        return None
    return Entry(item.label, text, item.number, item.bold, item.lines, item.unit)
