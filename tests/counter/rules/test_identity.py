"""Numbers of people and firms, telephones and masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.identity import CitizenNumber, cross_check, mask, name_doubts, phone, tax_number_ok


@pytest.mark.parametrize(
    ("written", "place", "sex", "year"),
    [
        ("038012341234", "038", "M", 1912),
        ("072 195 000 123", "072", "F", 1995),
        ("001.203.000.001", "001", "M", 2003),
        ("079310000001", "079", "F", 2010),
        ("079400000001", "079", "M", 2100),
        ("123456789", "", "", None),
    ],
)
def test_a_number_tells_place_sex_and_year(written: str, place: str, sex: str, year: int | None) -> None:
    number = CitizenNumber.parse(written)
    assert number is not None
    assert (number.place, number.sex, number.birth_year) == (place, sex, year)


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "07219500012x", "²" * 12, "٠" * 12])
def test_other_text_is_no_personal_number(text: str) -> None:
    assert CitizenNumber.parse(text) is None


@pytest.mark.parametrize(
    ("number", "sex", "birth", "fields"),
    [
        ("072195000123", "F", "1995-02-01", []),
        ("072195000123", "F", "1995", []),
        ("072195000123", "", "", []),
        ("072195000123", "M", "1996-02-01", ["sex", "birth"]),
        ("123456789", "M", "1960", []),
        ("12345", "M", "1960", ["identity"]),
        ("", "M", "1960", []),
    ],
)
def test_what_does_not_fit_is_a_warning_at_its_field(
    number: str, sex: str, birth: str, fields: list[str]
) -> None:
    assert [doubt.field for doubt in cross_check(number, sex, birth)] == fields


@pytest.mark.parametrize(
    ("number", "ok"),
    [
        ("0100109106", True),
        ("0100109106-001", True),
        ("0100109106001", True),
        ("0100109107", False),
        ("0000000000", None),
        ("123", False),
        ("0100109106-01", False),
        ("", False),
    ],
)
def test_a_tax_number_has_a_check_digit(number: str, ok: bool | None) -> None:
    assert tax_number_ok(number) is ok


@pytest.mark.parametrize(
    ("written", "number", "usual"),
    [
        ("0912 345 678", "0912345678", True),
        ("+84 912.345.678", "0912345678", True),
        ("84912345678", "0912345678", True),
        ("+84 (0) 912345678", "0912345678", True),
        ("0276 3822 456", "02763822456", True),
        ("024 3822 4567", "02438224567", True),
        ("19001234", "19001234", False),
        ("113", "113", False),
        ("hỏi con trai", "hỏi con trai", False),
        ("", "", True),
    ],
)
def test_a_phone_is_normalised_and_never_refused(written: str, number: str, usual: bool) -> None:
    found = phone(written)
    assert (found.number, not found.doubts) == (number, usual)


@given(st.text(max_size=30))
def test_any_phone_is_taken(text: str) -> None:
    assert phone(text).number == phone(phone(text).number).number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("038012341234", "0380••••1234"),
        ("123456789", "123•••789"),
        ("0912345678", "091••••678"),
        ("1234", "1••4"),
        ("113", "•••"),
        ("", ""),
    ],
)
def test_a_mask_shows_only_the_ends(number: str, shown: str) -> None:
    assert mask(number) == shown


@pytest.mark.parametrize(
    ("name", "fits"),
    [("Trần Thị Bưởi", True), ("H'Wen Ƀuôn Yă", True), ("Trần 7hị", False), ("Trần|Nữ", False)],
)
def test_a_name_with_figures_or_bars_is_doubted(name: str, fits: bool) -> None:
    assert [doubt.field for doubt in name_doubts(name)] == ([] if fits else ["name"])
