"""Vietnam's time on paper, and as people type it."""

from datetime import UTC, datetime

import pytest

from counter import locale
from counter.rules.clock import (
    BadMoment,
    hour_and_date,
    local,
    paper_moment,
    parse_moment,
    short_date,
    short_time,
    to_utc,
)

MOMENT = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)


def test_a_moment_is_shown_in_vietnams_time() -> None:
    assert (short_time(MOMENT), short_date(MOMENT)) == ("08:41", "23/11/2026")
    assert hour_and_date(MOMENT).startswith("08:41 ")
    assert hour_and_date(MOMENT).endswith(" 23/11/2026")
    assert to_utc(local(MOMENT)) == MOMENT


def test_paper_has_two_digits_for_the_hour_and_the_minute() -> None:
    early = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert paper_moment(early) == "07 giờ 00 ngày 27/11/2026"
    assert parse_moment(paper_moment(early)) == early
    assert paper_moment(None) == ""
    locale.use("en")
    assert paper_moment(early) == "07 h 00 on 27/11/2026"


@pytest.mark.parametrize(
    "written",
    ["2026-11-23 08:41", "2026-11-23T08:41", "23/11/2026  08:41", "08:41 ngày 23/11/2026", "8h41 23/11/2026",
     "23/11/2026 08:41:00", "23/11/2026 8:41:59", "2026-11-23 08:41:59", "08:41:07 ngày 23/11/2026",
     "2026-11-23T01:41:00Z", "2026-11-23 08:41:00+07:00", "08 giờ 41 ngày 23/11/2026", "8 giờ 41 phút, ngày 23/11/2026",
     "8giờ41 ngày 23/11/2026"],
)  # fmt: skip
def test_a_moment_may_be_written_in_many_ways(written: str) -> None:
    assert parse_moment(written) == MOMENT


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hôm qua",
        "2026-02-30 08:00",
        "23/11/2026 25:00",
        "23/11/2026 08:41:60",
        "0001-01-01 00:00",
        "9999-12-31 23:59",
    ],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(BadMoment):
        parse_moment(written, field="received_at")


def test_a_naive_moment_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        local(datetime(2026, 11, 23))
