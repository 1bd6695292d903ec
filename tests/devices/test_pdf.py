"""The A5 page: the same slip, whose text can be copied out whole."""

import re
import subprocess
import time
from pathlib import Path

from hypothesis import given, settings

from devices.document import as_page
from devices.encode.pdf import render_pdf as render_page
from devices.slip import Align, Column, Line, Pair, Slip, Table
from tests.devices.samples import CODE, TWENTY_LINES, VIETNAMESE_LETTERS
from tests.devices.test_slip import slips
from tests.programs import needs, program


def render_pdf(slip: Slip) -> bytes:
    """A slip that has no page of its own, as a page."""
    return render_page(as_page(slip))


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def boxes(pdf: bytes) -> set[bytes]:
    return set(re.findall(rb"/MediaBox \[ ([^\]]+?) \]", pdf))


def test_the_page_is_a5_and_its_font_is_inside() -> None:
    pdf = render_pdf(TWENTY_LINES)
    assert pages(pdf) == 1
    assert boxes(pdf) == {b"0 0 419.5276 595.2756"}
    assert b"CounterSerif" in pdf
    assert b"/FontFile2" in pdf
    assert len(pdf) < 60_000


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert render_pdf(TWENTY_LINES) == render_pdf(TWENTY_LINES)


def test_a_long_slip_takes_more_pages() -> None:
    assert pages(render_pdf(Slip("", tuple(Line(f"Dòng {number}") for number in range(100))))) > 1


@given(slips)
@settings(max_examples=40)
def test_any_slip_can_be_set(slip: Slip) -> None:
    assert render_pdf(slip).startswith(b"%PDF-")


@needs("pdftotext")
def test_every_letter_can_be_copied_out(tmp_path: Path) -> None:
    """Each page names its letters in a ToUnicode table; poppler reads them back."""
    table = Table((Column("Tên"), Column("Bản chính", width=6, align=Align.CENTER)), (("Tờ khai", "1"),))
    chunks = (Line(VIETNAMESE_LETTERS[at : at + 30]) for at in range(0, 134, 30))
    slip = Slip("", (*chunks, Pair("Ngày", ""), table, *TWENTY_LINES.items)).as_copy(1)
    pdf = render_pdf(slip)
    assert b"/ToUnicode" in pdf
    file = tmp_path / "slip.pdf"
    file.write_bytes(pdf)
    command = [program("pdftotext"), "-layout", str(file), "-"]
    flat = " ".join(subprocess.run(command, capture_output=True, text=True).stdout.split())
    for at in range(0, 134, 30):
        assert VIETNAMESE_LETTERS[at : at + 30] in flat
    for part in ("BẢN IN LẠI LẦN 1", CODE, "Huỳnh Nguyễn Mỹ Ửng", "Tờ khai", "Bản chính"):
        assert part in flat


def test_the_file_names_the_product_and_carries_no_font_that_it_does_not_use() -> None:
    page = render_pdf(Slip(title="Phiếu", items=(Line("Tiếp nhận"),)))
    assert b"Helvetica" not in page
    assert b"anonymous" not in page


def test_a_word_without_spaces_costs_no_time() -> None:
    start = time.process_time()
    page = render_pdf(Slip(title="Phiếu", items=(Line("ữ" * 3000),)))
    assert time.process_time() - start < 2
    assert page.startswith(b"%PDF")
