"""What every file of a catalogue holds, whatever its form: codes, names, levels, states of procedures, decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter.desk.imports.cell_values import money
from counter.desk.imports.sheet import RowProblem
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.procedure import PageFee, Procedure

LEVELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("commune", "xa", "cap xa", "phuong", "thi tran", "dac khu", "cap phuong", "ubnd cap xa"), "commune"
    ),
    **dict.fromkeys(("district", "huyen", "cap huyen", "quan", "thi xa", "ubnd cap huyen"), "district"),
    **dict.fromkeys(("province", "tinh", "cap tinh", "ubnd cap tinh"), "province"),
}
_CODE = re.compile(r"[\w.\-/]{1,60}")
_IN_USE = ("", "1", "cong khai", "da cong khai", "con hieu luc", "dang hieu luc", "hieu luc", "dang ap dung")
_RETIRED = (
    "0", "het hieu luc", "bai bo", "da bai bo", "huy bo", "huy cong khai", "khong cong khai", "ngung ap dung",
    "bi thay the", "da thay the", "het hieu luc toan bo",
)  # fmt: skip
_STATES: Mapping[str, bool] = {**dict.fromkeys(_IN_USE, True), **dict.fromkeys(_RETIRED, False)}
_FIRST_PAGES = re.compile(r"(?P<pages>\d{1,3})\s*[x×]\s*(?P<amount>[\d.,]+ ?đ?)", re.IGNORECASE)
_DAY = re.compile(r"(?:\bngày\s+)?(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})\b", re.I)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What a file holds: its procedures (``version`` empty until they are published) or every bad row.

    ``notes`` are what was left out, or read otherwise than it stands.
    """

    procedures: tuple[Procedure, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def page_fee(text: str) -> PageFee | None:
    """The fee by pages, written ``2 x 2.000; 1.000; 200.000``: so many first pages at that amount each, each further
    page, and the most for a copy, which may be left out; None for an empty cell. Raises ``Problem``.
    """
    if not text.strip():
        return None
    first, *rest = (piece.strip() for piece in text.split(";"))
    match = _FIRST_PAGES.fullmatch(first)
    if match is None or not 1 <= len(rest) <= 2:
        raise Problem(
            N_("“{text}” is no fee by pages: write it as 2 x 2.000; 1.000; 200.000"), text=text[:60]
        )
    amounts = [money(amount) or 0 for amount in (match["amount"], *rest)]
    return PageFee(
        first_pages=int(match["pages"]),
        first_amount=amounts[0],
        further_amount=amounts[1],
        most=amounts[2] if len(amounts) == 3 else 0,
    )


def procedure_code(text: str) -> str:
    """The code of a procedure as it is written. Raises ``Problem`` for what is none."""
    if not text:
        raise Problem(N_("The code is missing."))
    if not _CODE.fullmatch(text):
        raise Problem(N_("“{text}” is not a procedure code."), text=text[:60])
    if re.fullmatch(r"\d\.\d{1,5}", text, re.ASCII):
        # A spreadsheet that takes 1.001190 for a number drops its last zeros: two codes could become one.
        raise Problem(
            N_("The code “{text}” lost digits in the spreadsheet; make the column text."), text=text
        )
    return text


def procedure_name(text: str) -> str:
    """The name of a procedure. Raises ``Problem`` where it is missing."""
    name = clean(text)
    if not name:
        raise Problem(N_("The name is missing."))
    return name


def is_in_use(text: str) -> bool | None:
    """Whether the state of a procedure (TRẠNG THÁI) leaves it in use; None for words that say neither."""
    return _STATES.get(fold(text).strip(" ."))


def decision(text: str) -> tuple[str, str]:
    """The number of a decision and its date (ISO), of ``1291/QĐ-TTg ngày 07/10/2019``; either may be empty.

    Raises ``Problem`` for a date that the calendar has not.
    """
    written = clean(text)
    days = list(_DAY.finditer(written))
    if len(days) != 1:  # none, or several decisions
        return written, ""
    day = days[0]
    number = clean(written[: day.start()] + written[day.end() :]).strip(" ,;-")
    return number, decision_day(day[0])


def decision_day(text: str) -> str:
    """The date (ISO) of a decision; empty where there is none. Raises ``Problem`` for what is no date."""
    written = clean(text)
    if not written:
        return ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}( 00:00:00)?", written):
        parts = [int(part) for part in written[:10].split("-")]
    elif day := _DAY.fullmatch(written):
        parts = [int(day[3]), int(day[2]), int(day[1])]
    else:
        parts = []
    try:
        return date(*parts).isoformat() if parts else _no_date(written)
    except ValueError:
        return _no_date(written)


def _no_date(text: str) -> str:
    raise Problem(N_("“{text}” is not a date."), text=text[:40])
