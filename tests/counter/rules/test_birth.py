"""Dates of birth as people write them."""

import pytest

from counter.rules.birth import BadBirth, parse_birth, show_birth


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("08/03/1995", "1995-03-08"),
        ("8.3.1995", "1995-03-08"),
        ("08031995", "1995-03-08"),
        ("1995-03-08", "1995-03-08"),
        ("1995", "1995"),
        ("", ""),
    ],
)
def test_a_date_or_a_year_is_read(written: str, stored: str) -> None:
    assert parse_birth(written) == stored
    assert parse_birth(show_birth(stored)) == stored


@pytest.mark.parametrize("written", ["31/02/1990", "hôm qua", "95", "1995-13-01"])
def test_anything_else_is_told(written: str) -> None:
    with pytest.raises(BadBirth) as told:
        parse_birth(written)
    assert told.value.field == "birth"
