"""Vietnam's time on paper, and clean text at the border."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.clock import BadMoment, hour_and_date, local, parse_moment, short_date, short_time, to_utc
from counter.rules.text import clean

MOMENT = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)


def test_a_moment_is_shown_in_vietnams_time() -> None:
    assert (short_time(MOMENT), short_date(MOMENT)) == ("08:41", "23/11/2026")
    assert hour_and_date(MOMENT).startswith("08:41 ")
    assert hour_and_date(MOMENT).endswith(" 23/11/2026")
    assert to_utc(local(MOMENT)) == MOMENT


@pytest.mark.parametrize(
    "written",
    ["2026-11-23 08:41", "2026-11-23T08:41", "23/11/2026  08:41", "08:41 ngày 23/11/2026", "8h41 23/11/2026",
     "2026-11-23T01:41:00Z", "2026-11-23 08:41:00+07:00"],
)  # fmt: skip
def test_a_moment_may_be_written_in_many_ways(written: str) -> None:
    assert parse_moment(written) == MOMENT


@pytest.mark.parametrize(
    "written", ["", "hôm qua", "2026-02-30 08:00", "23/11/2026 25:00", "0001-01-01 00:00", "9999-12-31 23:59"]
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(BadMoment):
        parse_moment(written, field="received_at")


def test_a_naive_moment_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        local(datetime(2026, 11, 23))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Nguyễn \t Văn\r\nĐức ", "Nguyễn Văn Đức"),
        (unicodedata.normalize("NFD", "Trần Thị Bưởi"), "Trần Thị Bưởi"),
        ("A\x1b[31mB\x00", "A[31mB"),
        ("a\u202eb\u200b\ufeff", "ab"),
        ("\x9b1m\ud800x", "1mx"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_text_becomes_one_clean_line(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text(alphabet=st.characters()))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in once)
