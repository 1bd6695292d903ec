"""A backlog written on paper while the power was out: read from CSV or XLSX, every row either good or named as bad.

The heading names the columns, in Vietnamese or English, with or without accents, in any order:

===============================  ====================================================================================
Số phiếu giấy (paper number)     required; the number on the hand-written slip, unique on its day (``paper_key``)
Thời điểm nhận (received at)     required; local time of Vietnam, ``23/11/2026 08:41`` or ``2026-11-23 08:41``
Mã thủ tục (procedure)           required; a code of the catalogue
Họ tên (name)                    required; the applicant
Số định danh (identity)          the applicant's; also ``Ngày sinh``, ``Giới tính``, ``Địa chỉ``, ``Điện thoại``
Giấy tờ (papers)                 what was handed in, as the catalogue's components: ``Tờ khai|1 chính; CCCD|1 photo``
Người được ủy quyền (proxy)      name of the proxy; ``Số định danh người được ủy quyền``, ``Giấy ủy quyền``
Nội dung (content)               what is asked for, in words
Kênh (channel)                   ``trực tiếp`` (default), ``trực tuyến``, ``bưu chính``
Đã thu (fee paid)                đồng; ``Số biên lai`` (fee serial) is its receipt's registered serial
Ghi chú (note)                   text
===============================  ====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from counter.desk.imports import cell_values
from counter.desk.imports.sheet import RowProblem
from counter.desk.imports.spreadsheet import CellReader, Row, read_table
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local, parse_moment
from counter.rules.identity import tax_number_ok
from counter.rules.text import clean, fold
from db.domain.codes import Channel
from db.domain.records import Paper, Person

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "paper_number": ("Số phiếu giấy", "Số phiếu", "paper number"),
    "received_at": ("Thời điểm nhận", "Ngày giờ nhận", "Nhận lúc", "received at"),
    "procedure": ("Mã thủ tục", "Mã TTHC", "procedure code", "code"),
    "name": ("Họ tên", "Họ và tên", "Chủ hồ sơ", "applicant"),
    "identity": ("Số định danh", "CCCD", "Số CCCD", "identity number"),
    "birth": ("Ngày sinh", "Năm sinh", "birth date"),
    "sex": ("Giới tính",),
    "address": ("Địa chỉ", "Thường trú", "Nơi thường trú"),
    "phone": ("Điện thoại", "Số điện thoại"),
    "email": ("Email", "Thư điện tử"),
    "papers": ("Giấy tờ", "Giấy tờ nộp", "Thành phần hồ sơ", "components"),
    "proxy": ("Người được ủy quyền", "proxy name"),
    "proxy_identity": ("Số định danh người được ủy quyền", "proxy identity"),
    "proxy_paper": ("Giấy ủy quyền", "proxy paper"),
    "content": ("Nội dung", "Nội dung yêu cầu", "Trích yếu"),
    "channel": ("Kênh", "Hình thức nộp"),
    "fee_paid": ("Đã thu", "Lệ phí đã thu", "fee paid"),
    "fee_serial": ("Số biên lai", "fee serial"),
    "note": ("Ghi chú",),
}
LIMITS: Mapping[str, int] = {
    **dict.fromkeys(("paper_number", "procedure", "identity", "fee_serial"), 60),
    **dict.fromkeys(("received_at", "birth", "sex", "channel", "fee_paid", "phone"), 60),
    **dict.fromkeys(("name", "proxy", "email"), 300),
    "proxy_identity": 60,
    **dict.fromkeys(("address", "proxy_paper"), 500),
    **dict.fromkeys(("content", "note"), 1_000),
}
"""The most letters of a cell; a dossier's summary has 1,000 at the national portal, too."""
REQUIRED = ("paper_number", "received_at", "procedure", "name")

_Value = TypeVar("_Value")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DASH = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_CHANNEL_WORDS = {"": Channel.IN_PERSON, **cell_values.CHANNEL_WORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogRow:
    """One dossier taken in on paper; ``received_at`` is aware UTC, money is integer VND."""

    line: int
    paper_number: str
    received_at: datetime
    procedure: str
    applicant: Person
    proxy: Person | None = None
    proxy_paper: str = ""
    papers: tuple[Paper, ...] = ()
    content: str = ""
    channel: Channel = Channel.IN_PERSON
    fee_paid: int = 0
    fee_serial: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BacklogFile:
    """The rows that can be taken in, what is wrong with others, and what was left out: together the whole file."""

    rows: tuple[BacklogRow, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def paper_key(number: str) -> str:
    """``number`` as it is compared: leading zeros, case, spaces and the kind of dash make no other slip of it."""
    plain = _DASH.sub("-", "".join(clean(number).casefold().split()))
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain)


def read_backlog(path: Path) -> BacklogFile:
    """The backlog in a CSV or XLSX file. Raises ``Problem`` where the file as a whole cannot be read."""
    table = read_table(path, HEADINGS, REQUIRED, limits=LIMITS)
    rows: list[BacklogRow] = []
    problems = list(table.problems)
    seen: dict[tuple[str, date], int] = {}
    for row in table.rows:
        cells, wrong = _row(row)
        problems += wrong
        if cells is None:
            continue
        first = seen.setdefault((paper_key(cells.paper_number), local(cells.received_at).date()), row.line)
        if first == row.line:
            rows.append(cells)
        else:
            reason = Problem(N_("The paper number stands on line {line} already."), line=first)
            problems.append(row.problem("paper_number", reason))
    if not rows and not problems:
        raise Problem(N_("The file has a heading and no rows."))
    return BacklogFile(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)), table.notes)


def _row(row: Row) -> tuple[BacklogRow | None, list[RowProblem]]:
    cells = CellReader(row)
    received_at = cells.read("received_at", parse_moment)
    paid = cells.read("fee_paid", cell_values.money)
    backlog = BacklogRow(
        line=row.line,
        paper_number=cells.read("paper_number", _needed) or "",
        received_at=received_at or datetime.min.replace(tzinfo=UTC),
        procedure=cells.read("procedure", _needed) or "",
        applicant=_applicant(cells),
        proxy=cells.read("proxy", lambda name: _proxy(name, row)),
        proxy_paper=clean(row["proxy_paper"]),
        papers=cells.read("papers", _papers) or (),
        content=clean(row["content"]),
        channel=cells.read("channel", lambda text: _word(text, _CHANNEL_WORDS)) or Channel.IN_PERSON,
        fee_paid=paid or 0,
        fee_serial=clean(row["fee_serial"]),
        note=clean(row["note"]),
    )
    return (None if cells.problems else backlog), cells.problems


def _applicant(cells: CellReader) -> Person:
    row = cells.row
    return Person(
        name=cells.read("name", _needed) or "",
        birth=cells.read("birth", _birth) or "",
        sex=cells.read("sex", lambda text: _word(text, cell_values.SEX_WORDS)) or "",
        identity=cells.read("identity", _identity) or "",
        address=clean(row["address"]),
        phone=clean(row["phone"]),
        email=clean(row["email"]),
    )


def _proxy(name: str, row: Row) -> Person | None:
    if name:
        return Person(name=clean(name), identity=clean(row["proxy_identity"]))
    if row["proxy_identity"] or row["proxy_paper"]:
        raise Problem(N_("The name of the proxy is missing."))
    return None


def _birth(text: str) -> str:
    """A birth date as ``yyyy-mm-dd``, a bare year, or empty."""
    text = clean(text).removesuffix(" 00:00:00")
    if not text or re.fullmatch(r"(19|20)\d\d", text):
        return text
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        if cells := pattern.fullmatch(text):
            year, month, day = (int(cells[group]) for group in order)
            try:
                return datetime(year, month, day, tzinfo=UTC).date().isoformat()
            except ValueError:
                break
    raise Problem(N_("“{text}” is not a date of birth."), text=text[:40])


def _identity(text: str) -> str:
    """An identity, tax or passport number. Raises ``Problem`` where a spreadsheet took it for a number."""
    number = clean(text)
    if number.isdecimal() and (len(number) == 11 or (len(number) == 10 and tax_number_ok(number) is False)):
        raise Problem(
            N_("“{text}” lost its first zero in the spreadsheet; make the column text."), text=number
        )
    return number


def _needed(text: str) -> str:
    if not (value := clean(text)):
        raise Problem(N_("The cell is empty."))
    return value


def _papers(text: str) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            name=component.name,
            originals=component.originals,
            certified=component.certified,
            copies=component.copies,
            note=component.note,
        )
        for component in cell_values.components(text)
    )


def _word(text: str, words: Mapping[str, _Value]) -> _Value:
    if (folded := fold(text)) in words:
        return words[folded]
    raise Problem(N_("“{text}” is not one of the words for this column."), text=text[:40])
