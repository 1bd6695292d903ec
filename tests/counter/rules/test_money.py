"""Đồng in figures, in words and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.money import MOST, BadAmount, in_words, parse_vnd, vnd

WORDS = [
    (0, "không"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (15, "mười lăm"),
    (21, "hai mươi mốt"),
    (25, "hai mươi lăm"),
    (30, "ba mươi"),
    (101, "một trăm linh một"),
    (105, "một trăm linh năm"),
    (115, "một trăm mười lăm"),
    (8_000, "tám nghìn"),
    (125_000, "một trăm hai mươi lăm nghìn"),
    (1_000_005, "một triệu không trăm linh năm"),
    (1_005_000, "một triệu không trăm linh năm nghìn"),
    (1_234_567, "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy"),
    (10**9, "một tỷ"),
    (10**9 + 21_000_000, "một tỷ không trăm hai mươi mốt triệu"),
    (1_005 * 10**9, "một nghìn không trăm linh năm tỷ"),
    (MOST, "một triệu tỷ"),
    (-50_000, "âm năm mươi nghìn"),
]


@pytest.mark.parametrize(("amount", "words"), WORDS)
def test_a_sum_is_spelled_as_on_a_receipt(amount: int, words: str) -> None:
    assert in_words(amount) == f"{words} đồng"


@pytest.mark.parametrize(("amount", "figures"), [(0, "0 đ"), (125_000, "125.000 đ"), (-1_500, "-1.500 đ")])
def test_figures_are_grouped_by_dots(amount: int, figures: str) -> None:
    assert vnd(amount) == figures


@pytest.mark.parametrize(
    "typed", ["125000", "125.000", "125 000", " 125.000đ", "125.000 Đ", "125000 ₫", "125.000 đồng"]
)
def test_a_sum_may_be_typed_in_many_ways(typed: str) -> None:
    assert parse_vnd(typed) == 125_000


@pytest.mark.parametrize(
    "typed", ["", "đ", "50k", "12.5", "1.0000", "-5", "1,000", "٣", "12 5000", "9" * 5000]
)
def test_what_is_not_a_sum_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(BadAmount) as refused:
        parse_vnd(typed, field="fee")
    assert refused.value.field == "fee"
    assert len(str(refused.value)) < 120


def test_a_sum_beyond_words_is_refused() -> None:
    with pytest.raises(BadAmount):
        in_words(MOST + 1)


SUMS = st.integers(min_value=0, max_value=MOST)


@given(SUMS)
def test_figures_read_back(amount: int) -> None:
    assert parse_vnd(vnd(amount)) == amount


@given(SUMS, SUMS)
def test_different_sums_have_different_words(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


def test_words_are_distinct_over_every_shape_of_groups() -> None:
    groups = (0, 1, 5, 10, 15, 21, 100, 101, 105, 110, 999)
    sums = [
        a * 10**9 + b * 10**6 + c * 1000 + d for a in groups for b in groups for c in groups for d in groups
    ]
    assert len({in_words(amount) for amount in sums}) == len(sums)
