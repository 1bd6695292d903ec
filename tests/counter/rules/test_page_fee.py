"""The fee of certified copies by pages and copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.problems import Problem
from counter.rules.page_fee import copies_of, page_counts_text, page_fee, page_fee_text, parse_page_counts
from db.domain.procedure import PageFee
from db.domain.progress import PageCount

RULE = PageFee(first_pages=2, first_amount=2_000, further_amount=1_000, most=200_000)
_COUNTS = st.lists(
    st.builds(PageCount, pages=st.integers(1, 9_999), copies=st.integers(1, 999)), max_size=50
).map(tuple)


@pytest.mark.parametrize(
    ("typed", "fee"),
    [
        ("1", 2_000),
        ("2x1", 4_000),
        ("3", 5_000),
        ("4x2 1x3", 18_000),
        ("300x2", 400_000),
        ("1X3;2 x 2", 14_000),
    ],
)
def test_the_fee_follows_pages_and_copies(typed: str, fee: int) -> None:
    assert page_fee(RULE, parse_page_counts(typed)) == fee


@pytest.mark.parametrize(
    "typed", ["x2", "0", "3x0", "-1", "2y3", "1,5x", "12345", "4x2 a", "²x2", " ".join(["1"] * 51)]
)
def test_what_is_no_count_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Problem) as raised:
        parse_page_counts(typed, "copied")
    assert raised.value.field == "copied"


@given(_COUNTS)
def test_what_is_shown_reads_back(counts: tuple[PageCount, ...]) -> None:
    assert parse_page_counts(page_counts_text(counts)) == counts


@given(_COUNTS, st.integers(1, 20), st.integers(0, 9_000), st.integers(0, 9_000), st.integers(0, 500_000))
def test_no_copy_costs_more_than_the_most_and_each_page_counts(
    counts: tuple[PageCount, ...], pages: int, first: int, further: int, most: int
) -> None:
    rule = PageFee(first_pages=pages, first_amount=first, further_amount=further, most=most)
    fee = page_fee(rule, counts)
    page_by_page = sum(
        sum(first if page <= pages else further for page in range(1, count.pages + 1)) * count.copies
        for count in counts[:3]
        if count.pages <= 300
    )
    few = [count for count in counts[:3] if count.pages <= 300]
    unlimited = PageFee(first_pages=pages, first_amount=first, further_amount=further)
    assert page_fee(unlimited, few) == page_by_page
    assert not most or fee <= most * copies_of(counts)


def test_the_rule_in_words() -> None:
    assert page_fee_text(RULE) == "2.000 đ/trang, từ trang 3: 1.000 đ/trang, tối đa 200.000 đ/bản"
