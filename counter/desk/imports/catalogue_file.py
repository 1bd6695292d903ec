"""A procedure catalogue from a file: all of it, or a list of every bad row and nothing.

A JSON file has the shape of the national database (``national_file``). In a CSV or XLSX file, the heading
names the columns, in Vietnamese or English, with or without accents, in any order:

==============================  =====================================================================================
Mã thủ tục (code)               required, unique in the file, kept as written
Tên thủ tục (name)              required
Lĩnh vực (field)                text
Cơ quan (agency)                who decides
Cấp (levels)                    ``xã``, ``huyện``, ``tỉnh``, separated by commas; also one column each, ``x`` in it
Thời hạn (term)                 a number, also ``0,5``; the unit may follow it: ``5 ngày làm việc``; ``trong ngày``
Đơn vị (unit)                   ``ngày làm việc``, ``ngày`` or ``giờ``
Mã lĩnh vực (field code)        as the national portal has it, such as ``G15-HT01``
Lệ phí (fee)                    đồng: ``25000``, ``25.000đ``, ``miễn``; empty is unknown; ``2.000 đồng/trang`` goes by
                                quantity; beside a column ``Phí``, each is a component of the fee
Thu khi (fee due)               ``tiếp nhận`` (default), ``bổ sung``, ``trả``
Thành phần hồ sơ (components)   ``Tờ khai|1 chính; Giấy chứng sinh|1 chính, 1 photo; CCCD cha, mẹ|xuất trình``
                                ``[Trường hợp]`` before those of a case, ``[*]`` before those of every one
Kênh (channels)                 ``trực tiếp``, ``trực tuyến``, ``bưu chính``; empty is all three
Kết quả (result)                text
Khi bổ sung (on supplement)     ``tính lại`` (default) or ``tạm dừng``: the term starts again, or was held
Các bước (steps)                separated by ``;`` or one a line; ``Thẩm định|Công chức tư pháp|4 giờ`` says by whom
                                and in how long
Quyết định số (decision)        ``1291/QĐ-TTg ngày 07/10/2019``; the date may have a column ``Ngày quyết định``
Tại chỗ (on the spot)           ``có`` or ``không``
Mẫu (sample)                    ``có`` marks invented values
Hiệu lực (active)               ``không`` takes the procedure out of use; absent or empty: in use
Trạng thái (status)             ``Bãi bỏ``, ``Hết hiệu lực`` and the like take it out of use, too
==============================  =====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from counter.desk.imports import cell_values
from counter.desk.imports.catalogue_values import (
    LEVELS,
    CatalogueFile,
    decision,
    decision_day,
    is_in_use,
    page_fee,
    procedure_code,
    procedure_name,
)
from counter.desk.imports.national_file import is_national, read_national
from counter.desk.imports.spreadsheet import CellReader, Row, read_table
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.codes import Channel, FeeKind
from db.domain.procedure import ListedFee, Procedure

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
    "field_code": ("Mã lĩnh vực",),
    "status": ("Trạng thái", "Tình trạng"),
    "decision": ("Quyết định số", "Số quyết định", "Số quyết định công bố"),
    "decision_date": ("Ngày quyết định", "Ngày ban hành", "Ngày công bố"),
    "published_by": ("Quyết định công bố",),
    "page_fee": ("Phí theo trang", "fee by page"),
}
REQUIRED = ("code", "name")
UNUSED = (
    "Ghi chú", "Căn cứ pháp lý", "Cơ sở pháp lý", "Địa điểm thực hiện", "Đối tượng thực hiện", "Mức độ",
    "Mức độ DVC", "Mức độ dịch vụ công", "Dịch vụ công trực tuyến", "DVC trực tuyến", "Toàn trình", "Một phần",
    "Cung cấp thông tin", "Cùng cấp", "02 cấp", "Phi địa giới", "Phi địa giới hành chính", "Dịch vụ BCCI", "BCCI",
    "Dịch vụ bưu chính công ích", "Liên thông",
)  # fmt: skip
"""Columns of provinces' lists that a counter has no use for."""

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
LIMITS: Mapping[str, int] = {
    "field": 300,
    **dict.fromkeys(("name", "result", "agency"), 1_000),
    "term": 500,
    **dict.fromkeys(("fee", "charge", "page_fee", "levels", "channels"), 200),
    **dict.fromkeys(("unit", "fee_due", "on_supplement", "on_the_spot", "sample", "active"), 60),
    **dict.fromkeys(("commune", "district", "province"), 60),
    **dict.fromkeys(("field_code", "status", "decision_date"), 60),
    **dict.fromkeys(("decision", "published_by"), 300),
}
"""The most letters of a cell; an entry of a list has a limit of its own."""
_Value = TypeVar("_Value")


def read_catalogue(path: Path) -> CatalogueFile:
    """The procedures of a CSV, XLSX or JSON file; where a row is bad, every bad row and no procedure at all.

    Raises ``Problem`` where the file as a whole cannot be read (encoding, headings, size).
    """
    if is_national(path):
        return read_national(path)
    table = read_table(path, HEADINGS, REQUIRED, UNUSED, LIMITS)
    problems, notes = list(table.problems), list(table.notes)
    procedures: list[Procedure] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = CellReader(row)
        code = cells.read("code", procedure_code)
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
    fees, fee = _fees(cells)
    steps = cells.read("steps", cell_values.steps) or ()
    has_more = any(step.by or step.unit for step in steps)
    written, day = _decision(cells)
    return Procedure(
        version="",
        code=code,
        name=cells.read("name", procedure_name) or "",
        field=clean(row["field"]) or _field(row.section),
        agency=clean(row["agency"]),
        levels=_levels(cells),
        term=length[0],
        unit=length[1],
        fee=fee,
        fee_due=cells.read("fee_due", lambda text: _one(text, _FEE_DUE)) or 1,
        components=cells.read("components", cell_values.components) or (),
        channels=cells.read("channels", lambda text: _many(text, cell_values.CHANNEL_WORDS))
        or tuple(Channel),
        result=clean(row["result"]),
        on_supplement=cells.read("on_supplement", lambda text: _one(text, _ON_SUPPLEMENT)) or "reset",
        on_the_spot=bool(cells.read("on_the_spot", cell_values.yes_no)),
        steps=tuple(step.name for step in steps) if not has_more else (),
        sample=bool(cells.read("sample", cell_values.yes_no)),
        active=bool(cells.read("active", lambda text: cell_values.yes_no(text or "1"))) and _is_in_use(cells),
        field_code=clean(row["field_code"]),
        decision=written,
        decision_date=day,
        fees=fees,
        workflow=steps if has_more else (),
        page_fee=cells.read("page_fee", page_fee),
    )


def _term(text: str, row: Row) -> tuple[float | None, str]:
    unit = row["unit"] or cell_values.unit_in_heading(row.headings.get("term", ""), text)
    return cell_values.term(text, unit)


def _field(section: str) -> str:
    """The field that a section is about: ``Lĩnh vực hộ tịch`` is ``hộ tịch``; empty for any other section."""
    begin = _FIELD.match(section)
    return section[begin.end() :] if begin else ""


def _levels(cells: CellReader) -> tuple[str, ...]:
    """The levels as words in one cell, or ticked in a column each."""
    words = cells.read("levels", lambda text: _many(text, LEVELS)) or ()
    ticked = [level for level in ("commune", "district", "province") if cells.read(level, cell_values.yes_no)]
    return tuple(dict.fromkeys((*words, *ticked)))


def _fees(cells: CellReader) -> tuple[tuple[ListedFee, ...], int | None]:
    """What the citizen pays: its components, where the file tells charge (phí) from fee (lệ phí) or one goes by
    quantity; and the whole, None where it is unknown or typed at intake.
    """
    tells_apart = "charge" in cells.row.headings and "fee" in cells.row.headings
    fees: list[ListedFee] = []
    amounts: list[int | None] = []
    for column, kind, name in (("charge", FeeKind.CHARGE, "Phí"), ("fee", FeeKind.FEE, "Lệ phí")):
        text = cells.row[column]
        by_quantity = cell_values.is_by_quantity(text)
        amount = None if by_quantity else cells.read(column, cell_values.money)
        if by_quantity:
            note = N_("“{text}” goes by quantity: the amount is typed at intake.")
            cells.notes.append(cells.row.problem(column, Problem(note, text=clean(text)[:40])))
        if by_quantity or amount is not None:
            amounts.append(amount)
        if by_quantity or (tells_apart and amount):
            kind_known, heading = (kind, name) if tells_apart else ("", "Phí, lệ phí")
            fees.append(
                ListedFee(
                    name=heading, amount=amount, kind=kind_known, note=clean(text) if by_quantity else ""
                )
            )
    known = [amount for amount in amounts if amount is not None]
    return tuple(fees), sum(known) if amounts and len(known) == len(amounts) else None


def _decision(cells: CellReader) -> tuple[str, str]:
    """The number and the date of the decision that published the procedure."""
    column = "decision" if cells.row["decision"] else "published_by"
    number, day = cells.read(column, decision) or ("", "")
    return number, cells.read("decision_date", decision_day) or day


def _is_in_use(cells: CellReader) -> bool:
    in_use = is_in_use(cells.row["status"])
    if in_use is None:
        note = N_("“{text}” is no state that is known: the procedure stays in use.")
        cells.notes.append(cells.row.problem("status", Problem(note, text=clean(cells.row["status"])[:40])))
    return in_use is not False


def _one(text: str, words: Mapping[str, _Value]) -> _Value:
    try:
        return words[fold(text)]
    except KeyError:
        raise Problem(N_("“{text}” is not one of the words for this column."), text=text[:40]) from None


def _many(text: str, words: Mapping[str, _Value]) -> tuple[_Value, ...]:
    parts: Iterable[str] = (part for part in re.split(r"[,;\n/&+]|\s+và\s+", text) if part.strip())
    return tuple(dict.fromkeys(_one(part, words) for part in parts))
