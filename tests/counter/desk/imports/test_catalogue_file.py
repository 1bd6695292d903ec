"""A catalogue file gives exactly its procedures, or a list of all that is wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.imports import cell_values
from counter.desk.imports.catalogue_file import HEADINGS, read_catalogue
from counter.desk.imports.catalogue_values import CatalogueFile
from counter.desk.imports.sheet import MOST_BYTES
from counter.problems import Problem
from db.domain.codes import Channel, FeeKind
from db.domain.procedure import Component, ListedFee, PageFee, Procedure, Step
from tests.counter.desk.imports.catalogue_writer import VIETNAMESE, cells_of, write_csv, write_xlsx

_WORDS = st.text(
    alphabet="abcđeêghiklmnoôơpquưvxyÀẾỘỰàếộự 0123456789.,;=+-@'\"(<[", min_size=1, max_size=30
).map(lambda text: " ".join(text.split()))
_NAMES = _WORDS.filter(bool)
# On a single line the semicolon parts the entries of a list.
_ENTRIES = _NAMES.map(lambda name: name.replace(";", "…"))
_COMPONENTS = st.lists(
    st.builds(
        Component,
        name=_ENTRIES,
        originals=st.integers(0, 9),
        certified=st.integers(0, 9),
        copies=st.integers(0, 9),
        required=st.booleans(),
        note=_WORDS.map(lambda note: note.replace(";", "…")),
    ),
    max_size=4,
    unique_by=lambda component: component.name.lower(),
).map(tuple)
_FEES = st.fixed_dictionaries(
    {}, optional={FeeKind.CHARGE: st.integers(1, 10**9), FeeKind.FEE: st.integers(1, 10**9)}
).map(
    lambda amounts: tuple(
        ListedFee(name={"charge": "Phí", "fee": "Lệ phí"}[kind], amount=amounts[kind], kind=kind)
        for kind in FeeKind
        if kind in amounts
    )
)
_TERMS = st.one_of(
    st.just((None, "")),
    st.tuples(
        st.integers(1, 4000).map(lambda n: n / 4).filter(lambda n: n > 0),
        st.sampled_from(["working-day", "day", "hour"]),
    ),
)


_AMOUNT = st.integers(0, 900)
_PAGE_FEES = st.builds(
    PageFee, first_pages=st.integers(1, 99), first_amount=_AMOUNT, further_amount=_AMOUNT, most=_AMOUNT
)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    term, unit = draw(_TERMS)
    fees = draw(_FEES)
    cases = draw(st.sampled_from([("",), ("", "Đúng hạn", "Quá hạn"), ("Cấp mới", "Cấp lại")]))
    steps = (
        draw(
            st.lists(
                st.builds(Step, name=_ENTRIES, by=_WORDS.map(lambda by: by.replace(";", "…"))), max_size=3
            )
        )
        if draw(st.booleans())
        else []
    )
    workflow = tuple(
        replace(step, term=length[0], unit=length[1]) for step in steps for length in [draw(_TERMS)]
    )
    workflow = workflow if any(step.by or step.unit for step in workflow) else ()
    return Procedure(
        version="",
        code=draw(st.from_regex(r"[1-9]\.\d{6}(\.000\.00\.00\.H56)?", fullmatch=True)),
        name=draw(_NAMES),
        field=draw(_WORDS),
        agency=draw(_WORDS),
        levels=tuple(
            draw(st.lists(st.sampled_from(["commune", "district", "province"]), unique=True, max_size=3))
        ),
        term=term,
        unit=unit,
        fee=sum(fee.amount or 0 for fee in fees) if fees else draw(st.none() | st.just(0)),
        fees=fees,
        fee_due=draw(st.sampled_from([1, 2, 4])),
        components=tuple(replace(each, case=case) for case in cases for each in draw(_COMPONENTS)),
        channels=tuple(draw(st.lists(st.sampled_from(list(Channel)), unique=True, min_size=1))),
        result=draw(_WORDS),
        on_supplement=draw(st.sampled_from(["reset", "pause"])),
        on_the_spot=draw(st.booleans()),
        steps=() if workflow else tuple(draw(st.lists(_ENTRIES, max_size=3))),
        workflow=workflow,
        field_code=draw(st.sampled_from(["", "G15-HT01"])),
        decision=draw(st.sampled_from(["", "1291/QĐ-TTg", "12/2019/QĐ-UBND"])),
        decision_date=draw(st.sampled_from(["", "2019-10-07", "2026-02-28"])),
        sample=draw(st.booleans()),
        active=draw(st.booleans()),
        page_fee=draw(st.none() | _PAGE_FEES),
    )


_CATALOGUES = st.lists(procedures(), min_size=1, max_size=5, unique_by=lambda procedure: procedure.code)


@settings(max_examples=60)
@given(
    catalogue=_CATALOGUES,
    delimiter=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    english=st.booleans(),
)
def test_a_csv_gives_back_the_procedures_that_were_written(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: list[Procedure],
    delimiter: str,
    encoding: str,
    english: bool,
) -> None:
    headings = list(HEADINGS) if english else VIETNAMESE
    rows = [headings, *(cells_of(procedure) for procedure in catalogue)]
    path = write_csv(tmp_path_factory.mktemp("c") / "c.csv", rows, delimiter, encoding)
    assert read_catalogue(path).procedures == tuple(catalogue)


@settings(max_examples=15)
@given(catalogue=_CATALOGUES)
def test_an_xlsx_gives_back_the_procedures_that_were_written(
    tmp_path_factory: pytest.TempPathFactory, catalogue: list[Procedure]
) -> None:
    rows = [VIETNAMESE, *(cells_of(procedure) for procedure in catalogue)]
    path = write_xlsx(tmp_path_factory.mktemp("x") / "c.xlsx", rows)
    assert read_catalogue(path).procedures == tuple(catalogue)


@settings(max_examples=60)
@given(rubbish=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_rubbish_is_a_problem_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, rubbish: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("r") / f"r{suffix}"
    path.write_bytes(rubbish)
    with pytest.raises(Problem):
        read_catalogue(path)


def read(tmp_path: Path, *lines: str) -> list[tuple[int, str, str]]:
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_catalogue(path)
    assert not (found.procedures and found.problems)
    return [(each.line, each.column, each.reason.say("en")) for each in found.problems]


def test_every_bad_row_is_named_with_its_line_and_column_and_nothing_is_taken(tmp_path: Path) -> None:
    wrong = read(
        tmp_path,
        "Mã,Tên,Thời hạn,Lệ phí,Thành phần,Cấp",
        "1.000001,Tốt,5 ngày làm việc,miễn,Tờ khai|1 chính,xã",
        ",Không mã,,,,",
        "1.000002,,,,,",
        "1.000003,Hạn xấu,năm ngày,,,",
        "1.000004,Phí xấu,,12.5,,",
        "1.000005,Giấy xấu,,,Tờ khai|1 tờ,",
        "1.000001,Trùng mã,,,,",
        "1.000006,Cấp xấu,,,,làng",
        "1.000007,Thừa ô,,,,,dư",
        "1.00011,Mất số,,,,",
        "1.000008,Thiếu đơn vị,5,,,",
    )
    assert [(line, column) for line, column, _ in wrong] == [
        (3, "Mã"),
        (4, "Tên"),
        (5, "Thời hạn"),
        (6, "Lệ phí"),
        (7, "Thành phần"),
        (8, "Mã"),
        (9, "Cấp"),
        (10, ""),
        (11, "Mã"),
        (12, "Thời hạn"),
    ]
    assert "line 2" in wrong[5][2]
    assert "1 tờ" in wrong[4][2]


def test_a_line_number_counts_the_lines_of_the_file_not_the_rows(tmp_path: Path) -> None:
    assert (
        read(tmp_path, "code,name,components", '1.000001,Tốt,"A|1 chính', 'B|1 sao"', "", ",Xấu,")[0][0] == 5
    )


def test_an_unclosed_quotation_mark_is_a_bad_row(tmp_path: Path) -> None:
    assert read(tmp_path, "code,name", "1.000001,Tốt", '1.000002,"Dở', "1.000003,Mất")[0][0] == 3


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("code,name,colour", "colour"),
        ("code,name,Mã", "Mã"),
        ("code,field", "Tên"),
    ],
)
def test_a_heading_that_is_unknown_double_or_missing_is_named(
    tmp_path: Path, heading: str, says: str
) -> None:
    with pytest.raises(Problem, match=says):
        read(tmp_path, heading, "1.000001,Tên,x")


def test_a_formula_in_a_text_cell_is_data_and_a_real_formula_is_refused(tmp_path: Path) -> None:
    text = write_xlsx(tmp_path / "text.xlsx", [["code", "name"], ["1.000001", "=cmd|' /C calc'!A0"]])
    assert read_catalogue(text).procedures[0].name == "=cmd|' /C calc'!A0"
    formula = tmp_path / "formula.xlsx"
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["code", "name"])
    book.worksheets[0].append(["1.000001", "=1+1"])
    book.save(formula)
    found = read_catalogue(formula)
    assert [(each.line, each.column) for each in found.problems] == [(2, "B")]


def test_numbers_of_a_spreadsheet_are_read_as_they_stand(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "n.xlsx",
        [["code", "name", "term", "unit", "fee"], [1.001193, "Khai sinh", 5, "ngày", 8000]],
    )
    (procedure,) = read_catalogue(path).procedures
    assert (procedure.code, procedure.term, procedure.fee) == ("1.001193", 5.0, 8000)


def test_control_characters_and_decomposed_letters_do_not_get_in(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("code,name\n1.000001,\x1b[31mKhai\u202e sinh e\u0302\u0301\n", encoding="utf-8")
    assert read_catalogue(path).procedures[0].name == "[31mKhai sinh ế"


def test_components_are_read_as_an_administrator_writes_them(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "c.csv",
        [
            ["code", "name", "components"],
            [
                "1.000001",
                "A",
                "Tờ khai|1 chính; Giấy chứng sinh|1 bản chính, 2 photo; CCCD cha, mẹ|xuất trình; X|nếu có",
            ],
        ],
    )
    assert read_catalogue(path).procedures[0].components == (
        Component(name="Tờ khai", originals=1),
        Component(name="Giấy chứng sinh", originals=1, copies=2),
        Component(name="CCCD cha, mẹ", note="xuất trình"),
        Component(name="X", required=False),
    )


def test_latin_1_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes("code,name\n1.000001,Đ".encode("cp1258"))
    with pytest.raises(Problem, match="UTF-8"):
        read_catalogue(path)


@pytest.mark.parametrize(
    ("term", "unit", "wanted"),
    [
        ("5", "ngày làm việc", (5.0, "working-day")),
        ("0,5 ngày làm việc", "", (0.5, "working-day")),
        ("15 ngày", "", (15.0, "day")),
        ("4 giờ", "giờ", (4.0, "hour")),
        ("", "", (None, "")),
        ("Không quy định", "", (None, "")),
    ],
)
def test_terms_are_read_as_they_are_written(term: str, unit: str, wanted: tuple[float | None, str]) -> None:
    assert cell_values.term(term, unit) == wanted


@pytest.mark.parametrize(
    ("term", "unit"),
    [("5", ""), ("", "ngày"), ("", "năm"), ("-5", "ngày"), ("0", "ngày"), ("5 ngày", "giờ"), ("٥", "ngày")],
)
def test_half_a_term_is_a_problem(term: str, unit: str) -> None:
    with pytest.raises(Problem):
        cell_values.term(term, unit)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("25000", 25_000),
        ("25.000đ", 25_000),
        ("1,250,000 VND", 1_250_000),
        ("Miễn phí", 0),
        ("0", 0),
        ("", None),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, wanted: int | None) -> None:
    assert cell_values.money(text) == wanted


@pytest.mark.parametrize("text", ["-1", "12 34", "1.5", "25.00", "1.000,000", "nhiều", "1e3", "٣"])
def test_what_is_no_amount_is_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        cell_values.money(text)


def test_a_spreadsheet_with_drop_down_lists_is_read_without_a_word(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    book.worksheets[0].append(["code", "name"])
    book.worksheets[0].append(["1.000001", "Khai sinh"])
    book.worksheets[0].add_data_validation(DataValidation(type="list", formula1='"A,B"'))
    book.save(tmp_path / "c.xlsx")
    assert len(read_catalogue(tmp_path / "c.xlsx").procedures) == 1


def test_a_file_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    with ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_BYTES + 1))
    with pytest.raises(Problem, match=r"bomb\.xlsx"):
        read_catalogue(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    "text", ["A|-1 chính", "A|0 chính", "A|chính", "|1 chính", "A|1 chính, 1 gốc", "A|a|b|c", "A; a"]
)
def test_papers_that_cannot_be_counted_are_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        cell_values.components(text)


def test_papers_that_differ_in_an_accent_are_two_and_in_capitals_one() -> None:
    assert [each.name for each in cell_values.components("Bản sao; Bản sáo")] == ["Bản sao", "Bản sáo"]
    with pytest.raises(Problem):
        cell_values.components("Bản sao; BẢN SAO")


def catalogue_of(tmp_path: Path, *lines: str) -> CatalogueFile:
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_catalogue(path)


_PROVINCIAL = (
    "STT;MÃ TTHC;Tên TTHC;Lĩnh vực;Phí;Lệ Phí;Cấp thực hiện;Cơ quan thực hiện;Cùng cấp;02 cấp;Phi địa giới;"
    "Toàn trình;Một phần;Cung cấp thông tin;Dịch vụ BCCI;Quyết định số;TRẠNG THÁI;Ghi chú"
)


def test_a_provincial_list_brings_fees_decisions_and_retired_codes(tmp_path: Path) -> None:
    found = catalogue_of(
        tmp_path,
        _PROVINCIAL,
        "1;1.000001;Cấp giấy phép;Xây dựng;50.000;25.000;Xã;UBND cấp xã;x;;x;x;;;x;12/QĐ-UBND ngày 02/01/2026;"
        "Công khai;",
        "2;1.000002;Cấp lại;Xây dựng;;Không;Xã;UBND cấp xã;x;;;;x;;;12/QĐ-UBND;Bãi bỏ;",
        "3;1.000003;Sao lục;Lưu trữ;2.000 đồng/trang;10.000;Xã;UBND cấp xã;;;;;;;;;Chờ;",
    )
    assert [str(each.reason) for each in found.problems] == []
    built, again, copied = found.procedures
    assert built.fee == 75_000
    assert [(fee.name, fee.amount, fee.kind) for fee in built.fees] == [
        ("Phí", 50_000, FeeKind.CHARGE),
        ("Lệ phí", 25_000, FeeKind.FEE),
    ]
    assert (built.decision, built.decision_date, built.active) == ("12/QĐ-UBND", "2026-01-02", True)
    assert (again.fee, again.fees, again.decision_date, again.active) == (0, (), "", False)
    assert copied.fee is None
    assert [(fee.amount, fee.note) for fee in copied.fees] == [(None, "2.000 đồng/trang"), (10_000, "")]
    told = [each.reason.say("en") for each in found.notes if each.column == "TRẠNG THÁI"]
    assert told == ["“Chờ” is no state that is known: the procedure stays in use."]


def test_a_decision_of_a_day_that_is_none_and_a_bad_step_are_told(tmp_path: Path) -> None:
    wrong = read(
        tmp_path,
        "Mã,Tên,Quyết định số,Các bước",
        "1.000001,A,12/QĐ-UBND ngày 31/02/2026,Tiếp nhận|Một cửa|2 giờ",
        "1.000002,B,,Thẩm định|Tư pháp|lâu",
    )
    assert [(line, column) for line, column, _reason in wrong] == [(2, "Quyết định số"), (3, "Các bước")]
