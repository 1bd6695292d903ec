"""A fee by pages in the file of a catalogue."""

from __future__ import annotations

from pathlib import Path

from counter.desk.imports.catalogue_file import read_catalogue
from db.domain.procedure import PageFee

HEADING = "Mã TTHC,Tên thủ tục,Phí theo trang\n"


def test_it_is_read_and_an_empty_cell_has_none(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADING}A.1,Chứng thực,2 x 2.000; 1.000; 200.000\nA.2,Khác,\n", encoding="utf-8")
    first, second = read_catalogue(file).procedures
    assert first.page_fee == PageFee(first_pages=2, first_amount=2_000, further_amount=1_000, most=200_000)
    assert second.page_fee is None


def test_a_wrong_one_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADING}A.1,Chứng thực,2.000/trang\n", encoding="utf-8")
    (wrong,) = read_catalogue(file).problems
    assert (wrong.line, "2.000/trang" in str(wrong.reason)) == (2, True)
