"""The lists of hand-overs, as slips in two copies and as pages with two counterparts."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter import locale
from counter.slips.context import SlipContext
from counter.slips.handover_list import MOST_ON_A5, HandoverList
from counter.slips.registry import HANDOVER_PAGES, HANDOVER_SLIPS
from devices.document import read_document
from devices.encode.layout import width
from devices.encode.pdf import render_pdf
from devices.encode.text import render_text
from devices.page import PageSize
from tests.counter.slips.samples import HANDED_OVER, OFFICE, RECEIVED, TAKEN_BACK
from tests.counter.slips.test_forms import GOLDEN
from tests.devices.pdf_reader import Reader

LISTS = {"handover": HANDED_OVER, "handback": TAKEN_BACK}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


def context(copy: int = 0) -> SlipContext:
    return SlipContext(office=OFFICE, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED, copy=copy)


def long(rows: int) -> HandoverList:
    row = HANDED_OVER.rows[1]
    return replace(HANDED_OVER, rows=tuple(replace(row, id=str(each)) for each in range(rows)))


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("form", LISTS)
def test_lists_look_as_they_did(form: str, columns: int) -> None:
    """As the other golden renderings: WRITE_GOLDEN=1 writes them."""
    slip = HANDOVER_SLIPS[form](LISTS[form], context())
    text = "\n".join(render_text(slip, columns)) + "\n"
    golden = GOLDEN / f"{form}-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert read_document(slip.to_json()) == slip


def test_each_copy_of_a_reprint_is_marked() -> None:
    lines = render_text(HANDOVER_SLIPS["handover"](HANDED_OVER, context(copy=2)), 48)
    marked = [at for at, line in enumerate(lines) if "BẢN IN LẠI LẦN 2" in line]
    (cut,) = [at for at, line in enumerate(lines[:-1]) if line.startswith("- - -")]
    assert (marked[0], marked[1]) == (0, cut + 1)


def test_the_page_says_who_gave_what_to_whom_when() -> None:
    page = HANDOVER_PAGES["handover"](HANDED_OVER, context())
    first, second = Reader(render_pdf(page)).sheets
    for part in (
        "Số: 0012", "Tân Hòa, ngày 23 tháng 11 năm 2026", "PHIẾU BÀN GIAO HỒ SƠ", "Liên 1 (lưu)",
        "Bên bàn giao: UBND xã Tân Hòa", "Người bàn giao: Nguyễn Thị Lan",
        "Bên nhận: Phòng Kinh tế, Hạ tầng và Đô thị", "Người nhận: Trần Văn Nhận",
        "Số lượng: 02 (hồ sơ)", "Thời gian: 16 giờ 15 ngày 23/11/2026", "STT", "Mã hồ sơ",
        "Người đăng ký", "Ngày nhận", "Ngày hẹn trả", "000.17.22.H56-261123-0007", "Trần Thị Bưởi",
        "BÊN NHẬN", "BÊN BÀN GIAO",
    ):  # fmt: skip
        assert part in first.text
    assert "Liên 2 (giao bên nhận)" in second.text
    assert "Mã hồ sơ: " not in first.text
    assert read_document(page.to_json()) == page


def test_the_page_of_what_came_back_has_the_results() -> None:
    locale.use("en")
    sheet = Reader(render_pdf(HANDOVER_PAGES["handback"](TAKEN_BACK, context()))).sheets[0]
    for part in (
        "PHIẾU NHẬN LẠI HỒ SƠ",
        "Bên bàn giao: Phòng Kinh tế",
        "Kết quả",
        "Giấy khai sinh 123/2026",
        "có kèm",
    ):
        assert part in sheet.text


def test_a_long_list_is_printed_on_a4() -> None:
    for rows, size in ((MOST_ON_A5, PageSize.A5), (MOST_ON_A5 + 1, PageSize.A4)):
        assert HANDOVER_PAGES["handover"](long(rows), context()).size is size
    sheets = Reader(render_pdf(HANDOVER_PAGES["handover"](long(20), context()))).sheets
    assert " ".join(sheet.text for sheet in sheets).count("Bưởi Năm Roi") == 40


@given(st.text(max_size=300), st.text(max_size=80), st.sampled_from([32, 48]))
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_stays_on_the_paper(name: str, code: str, columns: int) -> None:
    row = replace(HANDED_OVER.rows[0], applicant=name, code=code)
    handover = replace(HANDED_OVER.handover, receiver=name, agency=name, number=code)
    written = HandoverList(handover=handover, rows=(row,))
    lines = render_text(HANDOVER_SLIPS["handover"](written, context()), columns)
    assert all(width(line) <= columns and line.isprintable() for line in lines)
    assert Reader(render_pdf(HANDOVER_PAGES["handover"](written, context()))).sheets
