"""A backlog from a power cut: each row is either good or named, and none is lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.imports.backlog_file import BacklogFile, read_backlog
from counter.problems import Problem
from db.domain.codes import Channel
from db.domain.records import Paper, Person
from tests.counter.desk.imports.catalogue_writer import write_csv, write_xlsx

HEADING = (
    "Số phiếu,Thời điểm nhận,Mã thủ tục,Họ tên,Số định danh,"
    "Giấy tờ,Ngày sinh,Giới tính,Người được ủy quyền,Giấy ủy quyền"
)


def read(tmp_path: Path, *lines: str) -> BacklogFile:
    path = tmp_path / "b.csv"
    path.write_text("\n".join((HEADING, *lines)) + "\n", encoding="utf-8")
    return read_backlog(path)


def test_a_row_is_read_with_its_own_time_and_paper_number(tmp_path: Path) -> None:
    found = read(
        tmp_path, "G-01,23/11/2026 08:41,MAU.HT.01,Trần Thị Bưởi,072195000123,Tờ khai|1 chính,02/01/1995,Nữ,,"
    )
    (row,) = found.rows
    assert found.problems == ()
    assert row.received_at == datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
    assert (row.line, row.paper_number, row.procedure) == (2, "G-01", "MAU.HT.01")
    assert row.applicant == Person(name="Trần Thị Bưởi", identity="072195000123", birth="1995-01-02", sex="F")
    assert row.papers == (Paper(name="Tờ khai", originals=1),)
    assert row.channel is Channel.IN_PERSON


def test_seconds_are_taken_from_text_as_from_a_cell_of_time(tmp_path: Path) -> None:
    values = ["G-01", "", "MAU.HT.01", "A", "", "", "", "", "", ""]
    heading = HEADING.split(",")
    for name, moment in (
        ("a.csv", "23/11/2026 08:41:27"),
        ("b.csv", "2026-11-23 08:41:27"),
        ("c.xlsx", datetime(2026, 11, 23, 8, 41, 27)),
    ):
        path = tmp_path / name
        write: Callable[..., object] = write_csv if path.suffix == ".csv" else write_xlsx
        write(path, [heading, [values[0], moment, *values[2:]]])
        (row,) = read_backlog(path).rows
        assert row.received_at == datetime(2026, 11, 23, 1, 41, tzinfo=UTC), name


def test_bad_rows_are_named_and_good_ones_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "G-01,23/11/2026 08:41,MAU.HT.01,A,,,,,,",
        "G-02,hôm qua,MAU.HT.01,B,,,,,,",
        ",23/11/2026 08:41,MAU.HT.01,C,,,,,,",
        "G-01,23/11/2026 08:45,MAU.HT.01,D,,,,,,",
        "G-05,23/11/2026 08:41,,E,,,,,,",
        "G-06,23/11/2026 08:41,MAU.HT.01,F,,,31/02/1990,,,",
        "G-07,23/11/2026 08:41,MAU.HT.01,G,,,,,,giấy",
        "G-08,2026-11-23 08:50,MAU.HT.01,H,,,1990,nam,Ông K,giấy",
    )
    assert [row.paper_number for row in found.rows] == ["G-01", "G-08"]
    assert [(each.line, each.column) for each in found.problems] == [
        (3, "Thời điểm nhận"),
        (4, "Số phiếu"),
        (5, "Số phiếu"),
        (6, "Mã thủ tục"),
        (7, "Ngày sinh"),
        (8, "Người được ủy quyền"),
    ]


def test_pads_of_paper_slips_may_begin_again_on_another_day(tmp_path: Path) -> None:
    found = read(tmp_path, "1,20/11/2026 08:41,X,A,,,,,,", "1,23/11/2026 08:41,X,B,,,,,,")
    assert [row.applicant.name for row in found.rows] == ["A", "B"]


def test_a_number_that_lost_its_first_zero_is_named(tmp_path: Path) -> None:
    found = read(
        tmp_path, "1,20/11/2026 08:41,X,A,72195000123,,,,,", "2,20/11/2026 08:41,X,B,0100109106,,,,,"
    )
    assert [row.applicant.identity for row in found.rows] == ["0100109106"]
    assert [(each.line, each.column) for each in found.problems] == [(2, "Số định danh")]


def test_a_spreadsheet_with_real_dates_is_read(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 23, 8, 41)
    path = write_xlsx(
        tmp_path / "b.xlsx",
        [
            ["paper number", "received at", "code", "name", "birth"],
            ["1", moment, "X", "A", datetime(1990, 5, 6)],
        ],
    )
    (row,) = read_backlog(path).rows
    assert row.received_at == datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
    assert row.applicant.birth == "1990-05-06"


def test_an_unknown_column_is_refused_because_its_values_would_be_lost(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "b.csv", [["Số phiếu", "Nhận lúc", "Mã", "Họ tên", "Tôn giáo"], ["1"] * 5])
    with pytest.raises(Problem):
        read_backlog(path)


_CELLS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=60)
@given(rows=st.lists(st.lists(_CELLS, min_size=1, max_size=11), max_size=8))
def test_every_row_is_either_good_or_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("b")
    good = ["G-0", "23/11/2026 08:41", "X", "Tên"]
    path = write_csv(folder / "b.csv", [HEADING.split(","), good, *rows])
    found = read_backlog(path)
    told = {row.line for row in found.rows} | {each.line for each in (*found.problems, *found.notes)}
    filled = sum(any(_kept(cell) for cell in row) for row in rows)
    assert len(told) == 1 + filled


def _kept(cell: str) -> bool:
    from counter.desk.imports.sheet import clean_lines

    return bool(clean_lines(cell))
