"""Text renderings stay inside the paper, lose no letter and keep columns straight."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.encode.layout import balanced, width, wrap
from devices.encode.text import render_text
from devices.slip import Align, Barcode, Column, Cut, Feed, Line, Pair, QrCode, Rule, Size, Slip, Table, clean
from tests.devices.test_slip import slips, texts

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
names = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + "    -./"), max_size=120)


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(slips, st.sampled_from([8, 24, 32, 42, 48, 64]))
def test_no_line_is_longer_than_the_paper(slip: Slip, columns: int) -> None:
    for line in render_text(slip, columns):
        assert width(line) <= columns
        assert line == line.rstrip()
        assert line.isprintable()


@given(st.one_of(names, texts), st.integers(2, 60), st.integers(0, 1))
def test_wrapping_loses_no_letter(text: str, columns: int, hang: int) -> None:
    tidy = clean(text)
    columns += hang
    first, *rest = wrap(tidy, columns, hang)
    assert width(first) <= columns
    assert all(width(line) <= columns - hang for line in rest)
    assert letters(first + "".join(rest)) == letters(tidy)


@given(names, names)
def test_a_pair_keeps_every_letter(key: str, value: str) -> None:
    slip = Slip("", (Pair(key, value or "x"),))
    assert letters("".join(render_text(slip, 32))) == letters(clean(f"{key}:{value or 'x'}"))


@given(st.lists(st.tuples(names, names), min_size=1, max_size=3).map(tuple))
def test_columns_stay_straight(rows: tuple[tuple[str, ...], ...]) -> None:
    columns = (Column("Tên"), Column(width=2), Column("Số", width=5, align=Align.RIGHT))
    table = Table(columns, tuple((name, "", count) for name, count in rows))
    for line in render_text(Slip("", (table,)), 42):
        assert line[33:37].strip() == ""


def test_words_are_not_broken_while_there_is_another_way() -> None:
    assert wrap("Đăng ký khai sinh có yếu tố nước ngoài", 16) == (
        "Đăng ký khai",
        "sinh có yếu tố",
        "nước ngoài",
    )


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        (
            "Thời gian trả: 8 giờ 41 phút, ngày 27/11/2026",
            42,
            ("Thời gian trả: 8 giờ 41 phút,", "ngày 27/11/2026"),
        ),
        (
            "Thời gian trả: 8 giờ 41 phút, ngày 27/11/2026",
            27,
            ("Thời gian trả:", "8 giờ 41 phút,", "ngày 27/11/2026"),
        ),
        ("Lệ phí phải nộp: 1.250.000 đ (đủ)", 27, ("Lệ phí phải nộp:", "1.250.000 đ (đủ)")),
        ("Thời hạn giải quyết: 0,5 ngày làm việc", 26, ("Thời hạn giải quyết:", "0,5 ngày làm việc")),
        ("In lúc 08:41 ngày 23/11/2026", 18, ("In lúc 08:41", "ngày 23/11/2026")),
        ("Giấy ủy quyền số 12", 18, ("Giấy ủy quyền", "số 12")),
    ],
)
def test_no_line_ends_within_a_date_an_hour_or_a_sum(text: str, columns: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, columns) == lines


def test_a_date_that_is_longer_than_a_line_is_broken_between_its_words() -> None:
    assert wrap("ngày 23 tháng 11 năm 2026", 12) == ("ngày 23", "tháng 11 năm", "2026")


@given(st.one_of(names, texts), st.integers(2, 60))
def test_balancing_takes_no_more_lines_and_loses_no_letter(text: str, columns: int) -> None:
    lines = balanced(clean(text), columns)
    assert all(width(line) <= columns for line in lines)
    assert len(lines) <= len(wrap(clean(text), columns))
    assert letters("".join(lines)) == letters(clean(text))


def test_a_heading_is_balanced() -> None:
    heading = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert balanced(heading, 32) == ("CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM")


def test_a_long_word_is_broken_to_fit() -> None:
    assert wrap("x 000.17.22.H56-261123-0007", 12) == ("x", "000.17.22.H5", "6-261123-000", "7")


def test_wide_letters_count_two() -> None:
    assert width("東京") == 4
    assert wrap("東京都庁", 4) == ("東京", "都庁")
    assert width("e\u0323\u0302\u0301") == 1


def test_one_column_shows_what_does_not_fit_as_a_place_to_fill_in() -> None:
    assert wrap("a東b", 1) == ("a", "_", "b")


def test_alignment_and_sizes() -> None:
    slip = Slip(
        "",
        (
            Line("giữa", Align.CENTER),
            Line("phải", Align.RIGHT),
            Line("TO LỚN HƠN HẲN", Align.CENTER, size=Size.BIG),
            Line("cao", size=Size.TALL, indent=2),
        ),
    )
    assert render_text(slip, 20) == [
        "        giữa",
        "                phải",
        "       TO LỚN",
        "      HƠN HẲN",
        "  cao",
    ]


def test_pairs_hang_and_empty_values_are_dotted() -> None:
    slip = Slip("", (Pair("Địa chỉ", "Ấp 3, xã Tân Hòa, tỉnh Tây Ninh"), Pair("Email", "")))
    assert render_text(slip, 20) == [
        "Địa chỉ: Ấp 3, xã",
        "  Tân Hòa, tỉnh Tây",
        "  Ninh",
        "Email: .............",
    ]


TABLE = Table(
    (
        Column("TT", width=2),
        Column("Tên giấy tờ"),
        Column("Bản chính", width=5, align=Align.CENTER),
        Column("Bản photo", width=5, align=Align.CENTER),
    ),
    (("1", "Tờ khai đăng ký khai sinh theo mẫu", "1", ""), ("2", "Giấy chứng sinh", "1", "2")),
)


def test_a_table_with_room_is_drawn_in_columns() -> None:
    assert render_text(Slip("", (TABLE,)), 42) == [
        "TT Tên giấy tờ                  Bản   Bản",
        "                               chính photo",
        "1  Tờ khai đăng ký khai sinh     1",
        "   theo mẫu",
        "2  Giấy chứng sinh               1     2",
    ]


def test_a_table_without_room_is_stacked() -> None:
    assert render_text(Slip("", (TABLE,)), 24) == [
        "1 Tờ khai đăng ký khai",
        "sinh theo mẫu",
        "  Bản chính: 1",
        "2 Giấy chứng sinh",
        "  Bản chính: 1,",
        "  Bản photo: 2",
    ]


def test_codes_cut_and_rules() -> None:
    slip = Slip("", (Rule(), Rule(short=True), Barcode("A1"), QrCode("H56"), Feed(), Cut()))
    lines = render_text(slip, 12)
    bars = lines[2:4]
    assert bars[0] == bars[1]
    assert set(bars[0].strip()) == {"|", " "}
    assert lines[:2] + lines[4:] == [
        "-" * 12,
        "    ----",
        "     A1",
        "  [QR] H56",
        "",
        "- - - - - -",
    ]


def test_a_reprint_says_so_on_top() -> None:
    slip = Slip("", (Line("x"),)).as_copy(2)
    assert render_text(slip, 32) == ["    *** BẢN IN LẠI LẦN 2 ***", "x"]


def test_markup_is_only_text() -> None:
    assert render_text(Slip("", (Line("[bold]{x}[/] <b>"),)), 32) == ["[bold]{x}[/] <b>"]


def test_too_narrow_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="8 columns"):
        render_text(Slip("", ()), 7)
