"""Codes of dossiers, units and procedures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.codes import (
    BadCode,
    dossier_code,
    find_dossier_code,
    parse_dossier_code,
    parse_unit_code,
)
from counter.rules.rulesets import RULE_SETS, Form, UnknownRuleSet, rule_set, rule_set_on

UNIT = "000.17.22.H56"
NOW = rule_set("nd118-2025")


@pytest.mark.parametrize(
    ("number", "node", "tail"),
    [(1, 0, "0001"), (9999, 0, "9999"), (1, 2, "20001"), (10_000, 2, "210000"), (10_001, 0, "010001")],
)
def test_a_code_is_unit_day_and_number(number: int, node: int, tail: str) -> None:
    assert dossier_code(NOW, UNIT, date(2021, 5, 31), number, node) == f"{UNIT}-210531-{tail}"


@pytest.mark.parametrize(
    ("written", "unit", "day", "number", "node", "owner"),
    [
        ("000.17.22.H56-210531-0001", UNIT, date(2021, 5, 31), 1, 0, ""),
        ("  000.17.22.h56 - 210531 – 0001 ", UNIT, date(2021, 5, 31), 1, 0, ""),
        ("000.17.22.H56-20210531-0001", UNIT, date(2021, 5, 31), 1, 0, ""),
        ("000.17.22.H56-31052021-0001", UNIT, date(2021, 5, 31), 1, 0, ""),
        ("000.17.22.H56-261123-20007", UNIT, date(2026, 11, 23), 7, 2, ""),
        ("G01.899.102-261123-CA0042", "G01.899.102", date(2026, 11, 23), 42, 0, "CA"),
        ("g01.899.102-261123-7b12345", "G01.899.102", date(2026, 11, 23), 12345, 0, "7B"),
    ],
)
def test_codes_in_use_are_read(
    written: str, unit: str, day: date, number: int, node: int, owner: str
) -> None:
    found = parse_dossier_code(written)
    assert found is not None
    assert (found.unit, found.day, found.number, found.node, found.owner) == (unit, day, number, node, owner)
    assert found.written == written.strip()


@pytest.mark.parametrize(
    "text",
    ["", "0001", "H56-210531-01", "H56-211331-0001", "H56-99999999-0001", "0100109106-001", "A042", "a" * 5000,
     f"{'9' * 40}-210531-0001", "H56--210531-0001", "H56-210531-0001-9"],
)  # fmt: skip
def test_other_text_is_no_code(text: str) -> None:
    assert parse_dossier_code(text) is None


def test_a_code_is_found_inside_a_look_up_address() -> None:
    found = find_dossier_code("https://dvc.example.vn/tra-cuu?ma=000.17.22.H56-261123-0007&k=1")
    assert found is not None
    assert found.code == "000.17.22.H56-261123-0007"
    assert find_dossier_code("https://dvc.example.vn/tra-cuu") is None


@given(
    st.sampled_from(sorted(RULE_SETS)),
    st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    st.integers(1, 200_000),
    st.integers(0, 9),
)
def test_a_written_code_is_read_back(name: str, day: date, number: int, node: int) -> None:
    found = parse_dossier_code(dossier_code(rule_set(name), UNIT, day, number, node))
    assert found is not None
    assert (found.unit, found.day, found.number, found.node) == (UNIT, day, number, node)


NUMBERED = st.tuples(st.integers(1, 200_000), st.integers(0, 9))


@given(NUMBERED, NUMBERED)
def test_hosts_never_share_a_code(one: tuple[int, int], other: tuple[int, int]) -> None:
    codes = [dossier_code(NOW, UNIT, date(2026, 11, 23), *pair) for pair in (one, other)]
    assert (codes[0] == codes[1]) == (one == other)


@given(st.text(max_size=60))
def test_reading_never_fails(text: str) -> None:
    parse_dossier_code(text)
    find_dossier_code(text)
    parse_unit_code(text)


@pytest.mark.parametrize(("number", "node", "unit"), [(0, 0, UNIT), (1, 10, UNIT), (1, 0, "not a unit!")])
def test_an_impossible_code_is_refused(number: int, node: int, unit: str) -> None:
    with pytest.raises(BadCode):
        dossier_code(NOW, unit, date(2026, 11, 23), number, node)


@pytest.mark.parametrize(
    ("written", "in_dossiers"),
    [
        ("H56.22.17", UNIT),
        ("h56", "000.00.00.H56"),
        ("000.17.22.H56", UNIT),
        ("G01.899.102.5A.7", "7.5A.102.899.G01"),
    ],
)
def test_unit_codes_have_two_orders(written: str, in_dossiers: str) -> None:
    unit = parse_unit_code(written)
    assert unit is not None
    assert unit.in_dossiers == in_dossiers
    assert unit.written == written


@pytest.mark.parametrize("text", ["", "H56..22", ".H56", "H56-22", "xã Tân Hòa", "A" * 36])
def test_other_text_is_no_unit(text: str) -> None:
    assert parse_unit_code(text) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2018, 6, 21), "nd61-2018"), (date(2025, 6, 30), "nd61-2018"), (date(2025, 7, 1), "nd118-2025")],
)
def test_the_rule_set_follows_the_day(day: date, name: str) -> None:
    assert rule_set_on(day).id == name


def test_forms_were_renumbered_in_2025() -> None:
    before, now = rule_set("nd61-2018"), rule_set("nd118-2025")
    assert (before.forms[Form.CONTROL], now.forms[Form.CONTROL]) == ("05", "06")
    assert now.forms[Form.STOP] == "05"
    assert set(now.forms) == set(now.titles)
    assert set(before.forms) == set(before.titles)


def test_an_unknown_rule_set_is_named() -> None:
    with pytest.raises(UnknownRuleSet, match="nd1"):
        rule_set("nd1")
    with pytest.raises(UnknownRuleSet):
        rule_set_on(date(2018, 6, 20))
