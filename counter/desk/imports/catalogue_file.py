"""A procedure catalogue from a CSV or XLSX file: all of it, or a list of every bad row and nothing.

The first row names the columns, in Vietnamese or English, with or without accents, in any order:

==============================  =====================================================================================
Mã thủ tục (code)               required, unique in the file, kept as written
Tên thủ tục (name)              required
Lĩnh vực (field)                text
Cơ quan (agency)                who decides
Cấp (levels)                    ``xã``, ``huyện``, ``tỉnh``, separated by commas
Thời hạn (term)                 a number, also ``0,5``; the unit may follow it: ``5 ngày làm việc``
Đơn vị (unit)                   ``ngày làm việc``, ``ngày`` or ``giờ``
Lệ phí (fee)                    đồng: ``25000``, ``25.000đ``, ``miễn``; empty is unknown
Thu khi (fee due)               ``tiếp nhận`` (default), ``bổ sung``, ``trả``
Thành phần hồ sơ (components)   ``Tờ khai|1 chính; Giấy chứng sinh|1 chính, 1 sao; CCCD cha, mẹ|xuất trình``
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
from counter.desk.imports.spreadsheet import CellReader, RowProblem, read_table
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.records import Channel, Procedure

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã thủ tục", "Mã TTHC", "Mã"),
    "name": ("Tên thủ tục", "Tên TTHC", "Tên", "Tên thủ tục hành chính"),
    "field": ("Lĩnh vực",),
    "agency": ("Cơ quan", "Cơ quan giải quyết", "Cơ quan thực hiện", "ministry"),
    "levels": ("Cấp", "Cấp thực hiện", "level"),
    "term": ("Thời hạn", "Thời hạn giải quyết", "Thời gian giải quyết"),
    "unit": ("Đơn vị", "Đơn vị tính", "Đơn vị thời hạn"),
    "fee": ("Lệ phí", "Phí, lệ phí", "Phí"),
    "fee_due": ("Thu khi", "fee due"),
    "components": ("Thành phần hồ sơ", "Thành phần", "papers"),
    "channels": ("Kênh", "Hình thức nộp", "Cách thức thực hiện", "channel"),
    "result": ("Kết quả", "Kết quả thực hiện"),
    "on_supplement": ("Khi bổ sung", "on supplement", "pause/reset", "reset/pause"),
    "steps": ("Các bước", "Quy trình", "Trình tự thực hiện"),
    "on_the_spot": ("Tại chỗ", "on the spot"),
    "sample": ("Mẫu",),
    "active": ("Hiệu lực", "Còn hiệu lực"),
}
REQUIRED = ("code", "name")

_LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("commune", "xa", "cap xa"), "commune"),
    **dict.fromkeys(("district", "huyen", "cap huyen"), "district"),
    **dict.fromkeys(("province", "tinh", "cap tinh"), "province"),
}
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
_LONGEST_NAME = 1_000
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What a file holds: its procedures (``version`` empty until they are published) or every bad row."""

    procedures: tuple[Procedure, ...]
    problems: tuple[RowProblem, ...]


def read_catalogue(path: Path) -> CatalogueFile:
    """The procedures of a CSV or XLSX file; where a row is bad, every bad row and no procedure at all.

    Raises ``Problem`` where the file as a whole cannot be read (encoding, headings, size).
    """
    table = read_table(path, HEADINGS, REQUIRED)
    problems = list(table.problems)
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
        procedures.append(procedure)
    if not procedures and not problems:
        raise Problem(N_("The file has a heading and no rows."))
    ordered = tuple(sorted(problems, key=lambda problem: problem.line))
    return CatalogueFile(() if problems else tuple(procedures), ordered)


def _procedure(cells: CellReader, code: str) -> Procedure:
    row = cells.row
    length = cells.read("term", lambda text: cell_values.term(text, row["unit"])) or (None, "")
    return Procedure(
        version="",
        code=code,
        name=cells.read("name", _name) or "",
        field=clean(row["field"]),
        agency=clean(row["agency"]),
        levels=cells.read("levels", lambda text: _many(text, _LEVELS)) or (),
        term=length[0],
        unit=length[1],
        fee=cells.read("fee", cell_values.money),
        fee_due=cells.read("fee_due", lambda text: _one(text, _FEE_DUE)) or 1,
        components=cells.read("components", cell_values.components) or (),
        channels=cells.read("channels", lambda text: _many(text, cell_values.CHANNEL_WORDS))
        or tuple(Channel),
        result=clean(row["result"]),
        on_supplement=cells.read("on_supplement", lambda text: _one(text, _ON_SUPPLEMENT)) or "reset",
        on_the_spot=bool(cells.read("on_the_spot", cell_values.yes_no)),
        steps=tuple(cell_values.entries(row["steps"])),
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


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise Problem(N_("The name is missing."))
    if len(name) > _LONGEST_NAME:
        raise Problem(N_("The cell is too long."))
    return name


def _one(text: str, words: Mapping[str, _Value]) -> _Value:
    try:
        return words[fold(text)]
    except KeyError:
        raise Problem(N_("“{text}” is not one of the words for this column."), text=text[:40]) from None


def _many(text: str, words: Mapping[str, _Value]) -> tuple[_Value, ...]:
    parts: Iterable[str] = (part for part in re.split(r"[,;\n]", text) if part.strip())
    return tuple(dict.fromkeys(_one(part, words) for part in parts))
