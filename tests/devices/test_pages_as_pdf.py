"""Pages as PDF: the forms' layout, every letter, heads that repeat, signatures that stay together."""

import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.encode.pdf import render_pdf
from devices.fonts.build import LETTERS, MARKS
from devices.page import Entry, Page, PageColumn, PageHead, PageTable, Paragraph, Signatory, Signatures
from devices.slip import Barcode
from tests.devices.page_samples import CODE, COLUMNS, EVERYTHING, SIGNATURES, book
from tests.devices.pdf_reader import Reader, Sheet
from tests.devices.test_page import pages
from tests.programs import needs, program

LONG_NAME = "Hợp tác xã dịch vụ nông nghiệp tổng hợp " * 8
POINTS = 72 / 25.4


def sheets(page: Page) -> list[Sheet]:
    return Reader(render_pdf(page)).sheets


def letters(text: str) -> str:
    return "".join(text.split())


@given(pages)
@settings(max_examples=60, deadline=None)
def test_any_page_can_be_laid_out(page: Page) -> None:
    made = sheets(page)
    assert len(made) % max(1, len(page.counterparts)) == 0


@given(st.text(st.sampled_from([*LETTERS, *MARKS, " "]), max_size=400))
@settings(max_examples=60, deadline=None)
def test_every_letter_of_the_font_comes_back(text: str) -> None:
    drawn = [Paragraph(text), Paragraph(text, bold=True), Paragraph(text, italic=True)]
    for paragraph in drawn:
        made = sheets(Page(title="", items=(paragraph,)))
        whole = "".join(text for sheet in made for text in sheet.texts if not text.startswith("Trang "))
        assert letters(paragraph.text) == letters(whole)


def test_a_letter_outside_the_font_is_drawn_as_its_likeness() -> None:
    (sheet,) = sheets(Page(title="", items=(Paragraph("Ꞗ\u0421\u6f22"),)))
    assert "漢" not in sheet.text


@needs("pdftotext")
def test_the_whole_alphabet_is_copied_out(tmp_path: Path) -> None:
    words = [LETTERS[at : at + 20] for at in range(0, len(LETTERS), 20)]
    file = tmp_path / "page.pdf"
    file.write_bytes(render_pdf(Page(title="", items=tuple(Paragraph(f"[{word}]") for word in words))))
    text = subprocess.run(
        [program("pdftotext"), "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    for word in words:
        assert f"[{letters(word)}]" in letters(text)


@needs("pdftotext")
def test_the_head_has_two_columns_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(render_pdf(EVERYTHING))
    lines = subprocess.run(
        [program("pdftotext"), "-layout", "-l", "1", str(file), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert re.search(r"^ +Mẫu số 01$", lines[0])
    assert any(
        re.search(r"UBND TỈNH TÂY NINH {2,}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", line) for line in lines
    )
    assert any(re.search(r"Số: 261123-0007 {2,}Tân Hòa, ngày 23 tháng 11 năm 2026$", line) for line in lines)
    assert any(re.search(r"NGƯỜI NỘP HỒ SƠ {2,}NGƯỜI TIẾP NHẬN HỒ SƠ$", line) for line in lines)
    assert any(re.search(r"Trần Thị Bưởi {2,}Nguyễn Thị Lan$", line) for line in lines)


def test_forms_are_a5_and_books_a4() -> None:
    assert sheets(EVERYTHING)[-1].size == pytest.approx((148 * POINTS, 210 * POINTS), abs=0.1)
    assert sheets(book(1))[0].size == pytest.approx((210 * POINTS, 297 * POINTS), abs=0.1)


def test_two_counterparts_are_two_marked_sheets() -> None:
    first, second = sheets(EVERYTHING)
    assert "Liên 1 (lưu)" in first.text
    assert "Liên 2 (giao người nộp)" in second.text
    assert first.text.replace("Liên 1 (lưu)", "") == second.text.replace("Liên 2 (giao người nộp)", "")
    assert "Trang 1/1" in second.text
    (alone,) = sheets(replace(EVERYTHING, counterparts=()))
    assert "Liên" not in alone.text


def test_code_foot_and_number_are_on_every_sheet_of_each_counterpart() -> None:
    page = replace(book(200), counterparts=("Liên 1", "Liên 2"), foot="Quầy 3")
    made = sheets(page)
    half = len(made) // 2
    assert half > 2
    for number, sheet in enumerate(made):
        assert CODE in sheet.texts
        assert "Quầy 3" in sheet.texts
        assert f"Trang {number % half + 1}/{half}" in sheet.texts
    assert [("Liên 1" in sheet.texts, "Liên 2" in sheet.texts) for sheet in made].count((True, False)) == 1
    assert "Liên 2" in made[half].texts


def test_the_heads_of_a_table_repeat_on_every_sheet() -> None:
    made = [sheet for sheet in sheets(book(200)) if re.search(r"khai sinh \d", sheet.text)]
    assert len(made) > 2
    for sheet in made:
        assert [sheet.text.count(head) for head in ("TT", "Tên giấy tờ", "Ngày, tháng, năm")] == [1, 1, 1]
    rows = re.findall(r"khai sinh (\d+)", " ".join(sheet.text for sheet in made))
    assert rows == [str(number) for number in range(1, 201)]


@pytest.mark.parametrize("rows", range(20, 34))
def test_signatures_are_never_parted(rows: int) -> None:
    made = sheets(Page(title="", items=(*(Paragraph(str(row)) for row in range(rows)), SIGNATURES)))
    words = ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Thị Bưởi", "Nguyễn Thị Lan")
    assert [all(word in sheet.texts for word in words) for sheet in made].count(True) == 1
    assert sum(any(word in sheet.texts for word in words) for sheet in made) == 1


def test_a_row_that_is_higher_than_a_sheet_goes_on_over_the_next() -> None:
    words = [f"chữ{number}" for number in range(2_000)]
    table = PageTable(COLUMNS, (("1", " ".join(words), "x", "y"), ("2", "sau", "x", "y")))
    made = sheets(Page(title="", items=(table,)))
    assert len(made) > 2
    text = " ".join(sheet.text for sheet in made)
    assert re.findall(r"chữ\d+", text) == words
    assert all("Tên giấy tờ" in sheet.texts for sheet in made)


def test_a_short_row_is_not_torn() -> None:
    table = PageTable(COLUMNS, tuple((str(number), "một hai ba bốn năm\n" * 4) for number in range(60)))
    for sheet in sheets(Page(title="", items=(table,))):
        assert sheet.texts.count("một hai ba bốn năm") % 4 == 0


@pytest.mark.parametrize(
    "page",
    [
        Page(title="", items=(Paragraph("ữ" * 3_000),)),
        Page(title="", items=(Entry("Địa chỉ", "ữ" * 3_000, bold=True),)),
        Page(title="", items=(PageTable(COLUMNS, (("1", "ữ" * 3_000),)),)),
        Page(title="", items=(Signatures((Signatory("A", name="ữ" * 3_000), Signatory("B"))),)),
        Page(title="", head=PageHead(agencies=("ữ" * 1_000, "ữ" * 2_000), section="Bộ phận", state="Nước")),
        Page(title="", head=PageHead(agencies=("ữ ban " * 3_000,), number="Số: 1", place_date="Tân Hòa")),
        Page(title="", head=PageHead(agencies=("UBND xã",), place_date="ữ" * 3_000)),
    ],
    ids=["paragraph", "entry", "cell", "name", "agencies", "agency of many words", "place"],
)
def test_a_word_of_3000_letters_is_broken_and_takes_no_time(page: Page) -> None:
    start = time.process_time()
    made = sheets(page)
    assert time.process_time() - start < 4
    assert "".join(sheet.text for sheet in made).count("ữ") == 3_000


def test_forty_papers_and_a_name_of_300_letters_wrap_at_words() -> None:
    rows = tuple((str(number), LONG_NAME) for number in range(1, 41))
    items = (Entry("Tiếp nhận hồ sơ của", LONG_NAME, bold=True), PageTable(COLUMNS, rows), SIGNATURES)
    made = sheets(Page(title="", items=items))
    words = {word for sheet in made for text in sheet.texts for word in text.split()}
    known = set(f"{LONG_NAME} Tiếp nhận hồ sơ của:".split())
    assert {word for word in words if "x" in word or "tổng" in word} <= known
    assert " ".join(sheet.text for sheet in made).count("nông nghiệp") > 200


def test_an_entry_without_value_is_dotted_and_one_with_it_is_not() -> None:
    (blank,) = sheets(Page(title="", items=(Entry("Lý do", lines=3), Entry("a" * 300))))
    (filled,) = sheets(Page(title="", items=(Entry("Lý do", "x", lines=3),)))
    assert (blank.dotted, filled.dotted) == (4, 0)


def test_only_the_serif_face_is_inside_with_author_and_title() -> None:
    pdf = render_pdf(EVERYTHING)
    assert Reader(pdf).fonts == {b"CounterSerif-Regular", b"CounterSerif-Bold", b"CounterSerif-Italic"}
    assert pdf.count(b"/FontFile2") == 3
    for absent in (b"Helvetica", b"anonymous", b"untitled"):
        assert absent not in pdf
    assert b"/Duplex /Simplex" in pdf
    assert len(pdf) < 90_000


def test_a_code_too_long_for_bars_becomes_a_qr_code() -> None:
    (bars,) = sheets(Page(title="", items=(Barcode("x" * 20),)))
    (modules,) = sheets(Page(title="", items=(Barcode("x" * 60),)))
    assert 0 < bars.boxes < 200 < modules.boxes


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render_pdf(EVERYTHING) == render_pdf(EVERYTHING)


def test_a_page_a_little_too_long_is_set_smaller() -> None:
    items = tuple(Paragraph(f"Dòng {number}") for number in range(48))
    assert len(sheets(Page(title="", items=items))) == 1
    assert len(sheets(Page(title="", items=items * 2))) > 1


def test_a_table_of_unheaded_columns_has_no_rules() -> None:
    table = PageTable((PageColumn(), PageColumn()), (("a", "b"),))
    assert not table.is_ruled
    assert "a b" in sheets(Page(title="", items=(table,)))[0].text
