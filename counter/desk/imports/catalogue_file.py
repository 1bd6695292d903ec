"""A procedure catalogue from a CSV or XLSX file: all of it, or a list of every bad row and nothing.

The heading names the columns, in Vietnamese or English, with or without accents, in any order:

==============================  =====================================================================================
Mã thủ tục (code)               required, unique in the file, kept as written
Tên thủ tục (name)              required
Lĩnh vực (field)                text
Cơ quan (agency)                who decides
Cấp (levels)                    ``xã``, ``huyện``, ``tỉnh``, separated by commas; also one column each, ``x`` in it
Thời hạn (term)                 a number, also ``0,5``; the unit may follow it: ``5 ngày làm việc``; ``trong ngày``
Đơn vị (unit)                   ``ngày làm việc``, ``ngày`` or ``giờ``
Lệ phí (fee)                    đồng: ``25000``, ``25.000đ``, ``miễn``; empty is unknown; ``Phí`` is added to it
Thu khi (fee due)               ``tiếp nhận`` (default), ``bổ sung``, ``trả``
Thành phần hồ sơ (components)   ``Tờ khai|1 chính; Giấy chứng sinh|1 chính, 1 photo; CCCD cha, mẹ|xuất trình``
Kênh (channels)                 ``trực tiếp``, ``trực tuyến``, ``bưu chính``; empty is all three
Kết quả (result)                text
Khi bổ sung (on supplement)     ``tính lại`` (default) or ``tạm dừng``: the term starts again, or was held
Các bước (steps)                separated by ``;`` or one a line
Tại chỗ (on the spot)           ``có`` or ``không``
Mẫu (sample)                    ``có`` marks invented values
Hiệu lực (active)               ``không`` takes the procedure out of use; absent or empty: in use
==============================  =====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from counter.desk.imports import cell_values
from counter.desk.imports.sheet import RowProblem
from counter.desk.imports.spreadsheet import CellReader, Row, read_table
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.codes import Channel
from db.domain.procedure import Procedure

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã thủ tục", "Mã TTHC", "Mã", "Mã số", "Mã số TTHC", "Mã số thủ tục", "Mã thủ tục hành chính"),
    "name": ("Tên thủ tục", "Tên TTHC", "Tên", "Tên thủ tục hành chính", "Thủ tục hành chính"),
    "field": ("Lĩnh vực",),
    "agency": ("Cơ quan", "Cơ quan giải quyết", "Cơ quan thực hiện", "ministry"),
    "levels": ("Cấp", "Cấp thực hiện", "level"),
    "term": ("Thời hạn", "Thời hạn giải quyết", "Thời gian giải quyết"),
    "unit": ("Đơn vị", "Đơn vị tính", "Đơn vị thời hạn"),
    "fee": ("Lệ phí", "Phí, lệ phí", "Phí và lệ phí", "Phí/Lệ phí"),
    "fee_due": ("Thu khi", "fee due"),
    "components": ("Thành phần hồ sơ", "Thành phần", "papers"),
    "channels": ("Kênh", "Hình thức nộp", "Cách thức thực hiện", "channel"),
    "result": ("Kết quả", "Kết quả thực hiện"),
    "on_supplement": ("Khi bổ sung", "on supplement", "pause/reset", "reset/pause"),
    "steps": ("Các bước", "Quy trình", "Trình tự thực hiện"),
    "on_the_spot": ("Tại chỗ", "on the spot"),
    "sample": ("Mẫu",),
    "active": ("Hiệu lực", "Còn hiệu lực"),
    "charge": ("Phí",),
    "commune": ("Cấp xã", "Xã", "Xã, phường"),
    "district": ("Cấp huyện", "Huyện"),
    "province": ("Cấp tỉnh", "Tỉnh"),
}
REQUIRED = ("code", "name")
UNUSED = (
    "Ghi chú", "Trạng thái", "Quyết định số", "Số quyết định", "Quyết định công bố", "Căn cứ pháp lý",
    "Cơ sở pháp lý", "Địa điểm thực hiện", "Đối tượng thực hiện", "Mức độ", "Mức độ DVC", "Mức độ dịch vụ công",
    "Dịch vụ công trực tuyến", "DVC trực tuyến", "Toàn trình", "Một phần", "Cung cấp thông tin", "Cùng cấp", "02 cấp",
    "Phi địa giới", "Phi địa giới hành chính", "Dịch vụ BCCI", "BCCI", "Dịch vụ bưu chính công ích", "Liên thông",
)  # fmt: skip
"""Columns of provinces' lists that a counter has no use for."""

_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("commune", "xa", "cap xa", "phuong", "thi tran", "dac khu", "cap phuong", "ubnd cap xa"), "commune"
    ),
    **dict.fromkeys(("district", "huyen", "cap huyen", "quan", "thi xa", "ubnd cap huyen"), "district"),
    **dict.fromkeys(("province", "tinh", "cap tinh", "ubnd cap tinh"), "province"),
}
_FIELD = re.compile(r"lĩnh vực\s*:?\s*", re.IGNORECASE)
_FEE_DUE: Mapping[str, int] = {
    **dict.fromkeys(("", "1", "intake", "tiep nhan", "khi tiep nhan"), 1),
    **dict.fromkeys(("2", "supplement", "bo sung", "khi bo sung"), 2),
    **dict.fromkeys(("4", "return", "tra", "tra ket qua", "khi tra ket qua"), 4),
}
_ON_SUPPLEMENT: Mapping[str, str] = {
    **dict.fromkeys(("", "reset", "tinh lai", "tinh lai tu dau"), "reset"),
    **dict.fromkeys(("pause", "tam dung", "tru thoi gian cho"), "pause"),
}
_CODE = re.compile(r"[\w.\-/]{1,60}")
LIMITS: Mapping[str, int] = {
    "field": 300,
    **dict.fromkeys(("name", "result", "agency"), 1_000),
    "term": 500,
    **dict.fromkeys(("fee", "charge", "levels", "channels"), 200),
    **dict.fromkeys(("unit", "fee_due", "on_supplement", "on_the_spot", "sample", "active"), 60),
    **dict.fromkeys(("commune", "district", "province"), 60),
}
"""The most letters of a cell; an entry of a list has a limit of its own."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What a file holds: its procedures (``version`` empty until they are published) or every bad row.

    ``notes`` are what was left out, or read otherwise than it stands.
    """

    procedures: tuple[Procedure, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def read_catalogue(path: Path) -> CatalogueFile:
    """The procedures of a CSV or XLSX file; where a row is bad, every bad row and no procedure at all.

    Raises ``Problem`` where the file as a whole cannot be read (encoding, headings, size).
    """
    table = read_table(path, HEADINGS, REQUIRED, UNUSED, LIMITS)
    problems, notes = list(table.problems), list(table.notes)
    procedures: list[Procedure] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = CellReader(row)
        code = cells.read("code", _code)
        if code and code in seen:
            reason = Problem(N_("The code stands on line {line} already."), line=seen[code])
            cells.problems.append(row.problem("code", reason))
        procedure = _procedure(cells, code or "")
        seen.setdefault(code or "", row.line)
        problems += cells.problems
        notes += cells.notes
        procedures.append(procedure)
    if not procedures and not problems:
        raise Problem(N_("The file has a heading and no rows."))
    wrong, noted = (tuple(sorted(rows, key=lambda row: row.line)) for rows in (problems, notes))
    return CatalogueFile(() if problems else tuple(procedures), wrong, noted)


def _procedure(cells: CellReader, code: str) -> Procedure:
    row = cells.row
    length = cells.read("term", lambda text: _term(text, row)) or (None, "")
    return Procedure(
        version="",
        code=code,
        name=cells.read("name", _name) or "",
        field=clean(row["field"]) or _field(row.section),
        agency=clean(row["agency"]),
        levels=_levels(cells),
        term=length[0],
        unit=length[1],
        fee=_fee(cells),
        fee_due=cells.read("fee_due", lambda text: _one(text, _FEE_DUE)) or 1,
        components=cells.read("components", cell_values.components) or (),
        channels=cells.read("channels", lambda text: _many(text, cell_values.CHANNEL_WORDS))
        or tuple(Channel),
        result=clean(row["result"]),
        on_supplement=cells.read("on_supplement", lambda text: _one(text, _ON_SUPPLEMENT)) or "reset",
        on_the_spot=bool(cells.read("on_the_spot", cell_values.yes_no)),
        steps=cells.read("steps", cell_values.limited_entries) or (),
        sample=bool(cells.read("sample", cell_values.yes_no)),
        active=bool(cells.read("active", lambda text: cell_values.yes_no(text or "1"))),
    )


def _code(text: str) -> str:
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


def _term(text: str, row: Row) -> tuple[float | None, str]:
    unit = row["unit"] or cell_values.unit_in_heading(row.headings.get("term", ""), text)
    return cell_values.term(text, unit)


def _field(section: str) -> str:
    """The field that a section is about: ``Lĩnh vực hộ tịch`` is ``hộ tịch``; empty for any other section."""
    begin = _FIELD.match(section)
    return section[begin.end() :] if begin else ""


def _levels(cells: CellReader) -> tuple[str, ...]:
    """The levels as words in one cell, or ticked in a column each."""
    words = cells.read("levels", lambda text: _many(text, _LEVELS)) or ()
    ticked = [level for level in ("commune", "district", "province") if cells.read(level, cell_values.yes_no)]
    return tuple(dict.fromkeys((*words, *ticked)))


def _fee(cells: CellReader) -> int | None:
    """What the citizen pays: charge (phí) and fee (lệ phí) together; None where unknown or told only at intake."""
    amounts: list[int | None] = []
    for column in ("fee", "charge"):
        text = cells.row[column]
        if cell_values.is_by_quantity(text):
            note = N_("“{text}” goes by quantity: the amount is typed at intake.")
            cells.notes.append(cells.row.problem(column, Problem(note, text=clean(text)[:40])))
            return None
        amounts.append(cells.read(column, cell_values.money))
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise Problem(N_("The name is missing."))
    return name


def _one(text: str, words: Mapping[str, _Value]) -> _Value:
    try:
        return words[fold(text)]
    except KeyError:
        raise Problem(N_("“{text}” is not one of the words for this column."), text=text[:40]) from None


def _many(text: str, words: Mapping[str, _Value]) -> tuple[_Value, ...]:
    parts: Iterable[str] = (part for part in re.split(r"[,;\n/&+]|\s+và\s+", text) if part.strip())
    return tuple(dict.fromkeys(_one(part, words) for part in parts))
