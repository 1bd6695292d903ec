"""The tables that provinces publish: titles, two-row headings, sections, totals; and files made to fill a machine."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from counter.desk.imports import cell_values
from counter.desk.imports.catalogue_file import read_catalogue
from counter.desk.imports.catalogue_values import CatalogueFile
from counter.desk.imports.sheet import MOST_ROWS
from counter.desk.imports.staff_file import read_staff
from counter.problems import Problem
from counter.rules.labels import term_text
from tests.counter.desk.imports.catalogue_writer import write_csv, write_xlsx

TITLES = [
    ["UBND TỈNH TÂY NINH", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["DANH MỤC THỦ TỤC HÀNH CHÍNH, NĂM 2026; CẤP XÃ"],
    ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 02 tháng 01 năm 2026)"],
    ["Mẫu số 1", "Tên đơn vị: UBND xã Tân Hòa"],
]
UPPER = [
    "STT", "Mã TTHC (*)", "Tên TTHC (*)", "Lĩnh vực", "Thời hạn giải quyết", "Phí, lệ phí", None, "Cấp thực hiện", None,
    "Cơ quan thực hiện", "Mức độ DVC", None, "Dịch vụ BCCI", "Ghi chú",
]  # fmt: skip
LOWER = [*[None] * 5, "Phí", "Lệ phí", "Tỉnh", "Xã, phường", None, "Toàn trình", "Một phần", None, None]


def csv_of(tmp_path: Path, text: str) -> CatalogueFile:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def fill(sheet: Worksheet, line: int, cells: Sequence[Any]) -> None:
    for column, cell in enumerate(cells, start=1):
        sheet.cell(line, column, cell or None)


def province_book(path: Path) -> Path:
    """A list as a province publishes it."""
    book = Workbook()
    first = book.worksheets[0]
    first.append(["Mã TTHC", "Tên TTHC"])
    first.append(["9.999999", "Nháp"])
    first.sheet_state = "hidden"
    sheet = book.create_sheet("Danh mục")
    book.active = 1
    for line, title in zip((1, 2, 4, 5), TITLES, strict=True):
        fill(sheet, line, title)
    sheet.merge_cells("A4:N4")
    fill(sheet, 7, UPPER)
    fill(sheet, 8, LOWER)
    for column in "ABCDEJMN":
        sheet.merge_cells(f"{column}7:{column}8")
    for group in ("F7:G7", "H7:I7", "K7:L7"):
        sheet.merge_cells(group)
    fill(sheet, 9, [f"({number})" for number in range(1, 15)])
    fill(sheet, 10, ["A. THỦ TỤC HÀNH CHÍNH CẤP XÃ"])
    sheet.merge_cells("A10:N10")
    fill(sheet, 11, ["I", "LĨNH VỰC HỘ TỊCH"])
    sheet.merge_cells("B11:N11")
    birth = [1, "1.001193.000.00.00.H56", "Đăng ký khai sinh", None, "Trong ngày", None, "Miễn", None, "x"]
    fill(sheet, 12, [*birth, "UBND cấp xã", "x"])
    again = [2, "1.004837", "Đăng ký lại", None, "05 ngày làm việc", "75.000", "25.000đ/hồ sơ", None, "x"]
    fill(sheet, 13, [*again, None, None, "x"])
    sheet.merge_cells("J12:J13")
    fill(sheet, 14, ["II", "Lĩnh vực: Chứng thực"])
    term = "Không quá 02 (hai) ngày làm việc, kể từ ngày nhận đủ hồ sơ"
    copy = [3, "2.000908", "Cấp bản sao từ sổ gốc", None, term, "2.000 đồng/trang", None, "x", "x"]
    fill(sheet, 15, [*copy, "UBND cấp xã", None, None, "x", "xem"])
    fill(sheet, 16, [None, "Tổng cộng: 3 thủ tục", None, None, None, 100000])
    fill(sheet, 18, ["Người lập biểu"])
    book.save(path)
    return path


def test_a_list_as_a_province_publishes_it_is_read_whole(tmp_path: Path) -> None:
    found = read_catalogue(province_book(tmp_path / "p.xlsx"))
    assert [str(each.reason) for each in found.problems] == []
    assert [
        (each.code, each.field, each.term, each.unit, each.fee, each.levels, each.agency)
        for each in found.procedures
    ] == [
        ("1.001193.000.00.00.H56", "HỘ TỊCH", 0, "working-day", 0, ("commune",), "UBND cấp xã"),
        ("1.004837", "HỘ TỊCH", 5, "working-day", 100_000, ("commune",), "UBND cấp xã"),
        ("2.000908", "Chứng thực", 2, "working-day", None, ("commune", "province"), "UBND cấp xã"),
    ]
    assert [(each.line, each.column) for each in found.notes] == [
        (8, "Mức độ DVC – Toàn trình"),
        (8, "Mức độ DVC – Một phần"),
        (8, "Dịch vụ BCCI"),
        (8, "Ghi chú"),
        (10, ""),
        (11, ""),
        (14, ""),
        (15, "Phí, lệ phí – Phí"),
        (16, ""),
        (18, ""),
    ]
    assert "2.000 đồng/trang" in found.notes[7].reason.say("vi")


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[str]], list[int]]:
    """The lines of a file and the places of its three rows."""
    above: list[list[str]] = draw(st.lists(st.sampled_from([*TITLES, [], ["", "", ""]]), max_size=6))
    star = draw(st.sampled_from(["", " (*)", "*", ":", " (bắt buộc)"]))
    names = draw(st.permutations([f"Mã TTHC{star}", f"Tên thủ tục{star}", "Lệ phí (đồng)", "Cấp", "STT"]))
    lines = [*above, list(names)]
    if draw(st.booleans()):
        lines.append([f"({number})" for number in range(1, 6)])
    places: list[int] = []
    for number in range(1, 4):
        between: list[list[str]] = draw(
            st.lists(
                st.sampled_from(
                    [
                        [],
                        ["I. LĨNH VỰC HỘ TỊCH"],
                        ["II", "Lĩnh vực đất đai"],
                        ["HỘ TỊCH CHỨNG THỰC"],
                        list(names),
                    ]
                ),
                max_size=2,
            )
        )
        lines += [line for line in between if line[:1] != ["II"] or names[0] == "STT"]
        cells = {
            "Mã": f"1.00000{number}",
            "Tê": f"Cấp, đổi; lại {number}",
            "Lệ": "5.000",
            "Cấ": "Xã, phường",
            "ST": "1",
        }
        lines.append([cells[name[:2]] for name in names])
        places.append(len(lines))
    return [*lines, *draw(st.sampled_from([[], [[], ["Tổng cộng"]], [["Ghi chú: xem trang 2"]]]))], places


@settings(max_examples=150)
@given(layout=layouts(), separator=st.sampled_from(",;\t|"), told=st.booleans(), bom=st.booleans())
def test_the_heading_of_a_csv_is_found_wherever_it_is(
    tmp_path_factory: pytest.TempPathFactory,
    layout: tuple[list[list[str]], list[int]],
    separator: str,
    told: bool,
    bom: bool,
) -> None:
    lines, _ = layout
    path = write_csv(tmp_path_factory.mktemp("l") / "c.csv", lines, separator, "utf-8")
    begin = ("\ufeff" if bom else "") + (f"sep={separator}\r\n" if told else "")
    path.write_bytes(begin.encode() + path.read_bytes())
    check(read_catalogue(path))


@settings(max_examples=30)
@given(layout=layouts())
def test_the_heading_of_an_xlsx_is_found_wherever_it_is(
    tmp_path_factory: pytest.TempPathFactory, layout: tuple[list[list[str]], list[int]]
) -> None:
    check(read_catalogue(write_xlsx(tmp_path_factory.mktemp("l") / "c.xlsx", layout[0])))


def check(found: CatalogueFile) -> None:
    assert [str(each.reason) for each in found.problems] == []
    assert [(each.code, each.name, each.fee, each.levels) for each in found.procedures] == [
        (f"1.00000{number}", f"Cấp, đổi; lại {number}", 5_000, ("commune",)) for number in (1, 2, 3)
    ]


def test_a_file_that_holds_something_is_not_called_empty(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"Mã thủ tục, Tên thủ tục.*Chào bạn"):
        csv_of(tmp_path, "\n\nChào, bạn;1\n")
    with pytest.raises(Problem) as blank:
        csv_of(tmp_path, " \n;;\n")
    assert blank.value.say("en") == "The file is empty."


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_cell_with_the_separator_in_it_is_named_as_that(tmp_path: Path, separator: str) -> None:
    row = separator.join(("1.000001", "Cấp", "đổi", "miễn"))
    (wrong,) = csv_of(tmp_path, separator.join(("Mã", "Tên", "Lệ phí")) + f"\n{row}\n").problems
    assert wrong.line == 2
    assert f"“{separator}”" in str(wrong.reason)


def test_a_cell_under_no_heading_is_named(tmp_path: Path) -> None:
    (wrong,) = csv_of(tmp_path, "Mã,Tên,,Lệ phí\n1.000001,A,lạc,\n").problems
    assert "lạc" in str(wrong.reason)


def test_a_row_that_lacks_its_code_is_no_section(tmp_path: Path) -> None:
    found = csv_of(tmp_path, "Mã,Tên,Lệ phí\n,Khai sinh,\n,ĐĂNG KÝ LẠI,\n1.000003,,\n,Tổng điều tra,5.000\n")
    assert [each.line for each in found.problems] == [2, 3, 4, 5]


def test_two_sheets_with_a_table_are_told_apart_by_the_person(tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("Đất đai")):
        sheet.append(["Mã", "Tên"])
        sheet.append(["1.000001", "A"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(Problem, match="Đất đai"):
        read_catalogue(tmp_path / "two.xlsx")
    book.worksheets[1].sheet_state = "hidden"
    book.save(tmp_path / "two.xlsx")
    assert len(read_catalogue(tmp_path / "two.xlsx").procedures) == 1


def test_a_file_is_what_it_holds_not_what_it_is_called(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", [["Mã", "Tên"], ["1.000001", "A"]])
    assert len(read_catalogue(path.rename(tmp_path / "c.csv")).procedures) == 1
    old = tmp_path / "c.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Problem, match="XLSX"):
        read_catalogue(old)


def test_the_unit_of_a_term_may_stand_in_its_heading(tmp_path: Path) -> None:
    found = csv_of(tmp_path, "Mã,Tên,Thời hạn (ngày làm việc)\n1.000001,A,5\n1.000002,B,4 giờ\n")
    assert [(each.term, each.unit) for each in found.procedures] == [(5, "working-day"), (4, "hour")]


def test_a_staff_list_with_a_title_is_read(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "s.csv",
        [
            ["UBND XÃ TÂN HÒA"],
            [],
            ["TT", "Họ và tên", "Tài khoản (*)", "Chức vụ"],
            ["1", "Lan", "lan", "Công chức"],
        ],
    )
    assert [member.login for member in read_staff(path).staff] == ["lan"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Trong ngày", (0, "working-day")),
        ("Giải quyết trong ngày làm việc", (0, "working-day")),
        ("05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", (5, "working-day")),
        ("Không quá 15 (mười lăm) ngày.", (15, "day")),
        ("1/2 ngày làm việc", (0.5, "working-day")),
    ],
)
def test_terms_as_decisions_put_them(text: str, wanted: tuple[float, str]) -> None:
    assert cell_values.term(text, "") == wanted


@pytest.mark.parametrize(
    "text", ["5 ngày kể từ ngày nhận; 12 ngày khi xác minh", "5-7 ngày", "trong 0 ngày", "vài ngày"]
)
def test_a_term_with_two_ends_is_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        cell_values.term(text, "")


def test_a_term_within_the_day_has_its_own_words() -> None:
    assert term_text(0, "working-day") == "trong ngày"


@pytest.mark.parametrize(
    ("text", "amount", "by_quantity"),
    [
        ("25.000 đồng/hồ sơ", 25_000, False),
        ("8.000đ / lần", 8_000, False),
        ("Không thu lệ phí", 0, False),
        ("2.000 đồng/trang", None, True),
        ("10.000đ/bản", None, True),
        ("5.000/01 bản", None, True),
    ],
)
def test_amounts_for_each_of_something(text: str, amount: int | None, by_quantity: bool) -> None:
    assert cell_values.is_by_quantity(text) is by_quantity
    if not by_quantity:
        assert cell_values.money(text) == amount


def bomb(path: Path, rows: str, texts: int = 0) -> Path:
    """A small XLSX file whose only sheet ends in ``rows``, with ``texts`` shared texts."""
    base = write_xlsx(path.with_suffix(".base"), [["Mã", "Tên"], ["1.000001", "A"]])
    with ZipFile(base) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            target.writestr(part.filename, content)
        target.writestr("xl/texts.xml", "<si/>" * texts)
    return path


def cell(place: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (f'<row r="999999999">{cell("A999999999")}</row>', "999999999"),
        (f'<row r="3">{cell("XFD3")}</row>', "XFD"),
    ],
)
def test_a_cell_far_outside_is_refused_before_the_gap_is_filled(
    tmp_path: Path, rows: str, place: str
) -> None:
    path = bomb(tmp_path / "b.xlsx", rows)
    tracemalloc.start()
    try:
        with pytest.raises(Problem, match=place):
            read_catalogue(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: bomb(path, "<row/>" * 1_100_000),
        lambda path: bomb(path, "", texts=600_000),
        lambda path: bomb(path, "".join(f"<row>{cell(f'A{n}')}</row>" for n in range(3, MOST_ROWS + 5))),
    ],
)
def test_what_a_small_file_unpacks_to_is_bounded(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "b.xlsx")
    begun = time.monotonic()
    with pytest.raises(Problem):
        read_catalogue(path)
    assert time.monotonic() - begun < 60


def test_empty_rows_far_below_the_table_are_no_part_of_it(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(3, 60_000))
    path = bomb(tmp_path / "b.xlsx", rows + '<row r="999999999"/>')
    assert len(read_catalogue(path).procedures) == 1
