"""The list of procedures has one order for the same words, and names one procedure only where one can be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.catalogue.matches import Matches
from db.domain.procedure import Procedure
from tests.offices import BIRTH, COPY, SEAL

ABROAD = replace(BIRTH, code="1.000110", name="Đăng ký khai sinh có yếu tố nước ngoài")
AGAIN = replace(BIRTH, code="1.000894", name="Đăng ký lại khai sinh")
DEATH = replace(BIRTH, code="1.000656", name="Đăng ký khai tử")
TWIN = replace(DEATH, code="2.000656")
ALL = (ABROAD, AGAIN, DEATH, BIRTH, COPY, SEAL)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", ["1.000110", "1.000656", "1.000894", "1.001193", "2.000815", "QD1291.CA.08"]),
        ("khai sinh", ["1.001193", "1.000894", "1.000110"]),
        ("dang ky khai sinh", ["1.001193", "1.000110", "1.000894"]),
        ("1.000894", ["1.000894"]),
        ("sinh dang", ["1.001193", "1.000894", "1.000110"]),
        ("khong co", []),
    ],
)
def test_what_is_nearest_to_the_words_stands_first(words: str, codes: list[str]) -> None:
    assert [procedure.code for procedure in Matches(ALL).find(words)] == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", ""), ("   ", ""), ("khai", ""), ("khai tu", "1.000656"), ("Đăng ký KHAI SINH", "1.001193"),
        ("1.001193", "1.001193"), ("qd1291.ca.08", "QD1291.CA.08"), ("không có", ""),
    ],
)  # fmt: skip
def test_one_is_meant_by_its_code_its_name_or_words_of_its_own(words: str, code: str) -> None:
    meant = Matches(ALL).meant(words)
    assert (meant.code if meant else "") == code


def test_of_two_with_one_name_none_is_meant_and_a_lone_procedure_is_not_meant_by_nothing() -> None:
    assert Matches([DEATH, TWIN]).meant("dang ky khai tu") is None
    assert Matches([DEATH]).meant("") is None


@given(order=st.permutations([*ALL, TWIN]), words=st.text("abcđkhsitnư 012.", max_size=12))
def test_the_order_is_that_of_the_words_alone(order: list[Procedure], words: str) -> None:
    found = Matches(order).find(words)
    assert found == Matches([*ALL, TWIN]).find(words)
    meant = Matches(order).meant(words)
    assert meant is None or meant == found[0]
