"""Vietnam's time, the minute that goes on paper, and reading a moment that a person typed."""

import re
from datetime import UTC, datetime

from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.zone import VIETNAM as VIETNAM

_ON_A_DAY = N_("{time} on {date}")
_ON_PAPER = N_("{hour} h {minute} on {date}")
_TIME = r"(\d{1,2})(?:[:hg]| ?giờ ?)(\d{2})(?::[0-5]\d)?"
_YEAR_FIRST = rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})[ T]+{_TIME}"
_DAY_FIRST = rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}) +{_TIME}"
_HOUR_FIRST = rf"{_TIME}(?: ?phút)?,? +(?:ngày +|on +)?(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})"
YEARS = range(2000, 2201)


class BadMoment(Problem):
    """A time that cannot be read."""


def local(moment: datetime) -> datetime:
    """``moment`` in Vietnam's time; raises ``ValueError`` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(VIETNAM)


def to_utc(moment: datetime) -> datetime:
    """``moment`` in UTC; one without a zone is taken as Vietnam's time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)


def short_date(moment: datetime) -> str:
    """``23/11/2026``, Vietnam's time."""
    local_time = local(moment)
    return f"{local_time.day:02}/{local_time.month:02}/{local_time.year:04}"


def short_time(moment: datetime) -> str:
    """``08:41``, Vietnam's time."""
    local_time = local(moment)
    return f"{local_time.hour:02}:{local_time.minute:02}"


def hour_and_date(moment: datetime) -> str:
    """``08:41 ngày 23/11/2026`` in the language spoken now, Vietnam's time."""
    return _(_ON_A_DAY).format(time=short_time(moment), date=short_date(moment))


def paper_moment(moment: datetime | None) -> str:
    """``07 giờ 00 ngày 27/11/2026`` in the language spoken now, as slips and pages have it: hour, minute and day, as
    form 01 asks for them, with two digits each, Vietnam's time. Empty where there is no moment yet.
    """
    if moment is None:
        return ""
    hour, minute = short_time(moment).split(":")
    return _(_ON_PAPER).format(hour=hour, minute=minute, date=short_date(moment))


def parse_moment(text: str, field: str = "") -> datetime:
    """The moment (aware, UTC) written as ``2026-02-13 16:50``, ``13/02/2026 16:50`` or ``16:50 ngày 13/02/2026``,
    also as it stands on paper (``paper_moment``).

    Hours without a zone are Vietnam's; seconds, as spreadsheets write them, are left off. ISO 8601 with a zone is
    understood too. Raises ``BadMoment``.
    """
    written = " ".join(text.split())
    try:
        if match := re.fullmatch(_YEAR_FIRST, written):
            year, month, day, hour, minute = (int(part) for part in match.groups())
        elif match := re.fullmatch(_DAY_FIRST, written):
            day, month, year, hour, minute = map(int, match.groups())
        elif match := re.fullmatch(_HOUR_FIRST, written):
            hour, minute, day, month, year = map(int, match.groups())
        else:
            moment = to_utc(datetime.fromisoformat(written))
            return _within_years(moment, written, field)
        moment = datetime(year, month, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMoment(
            N_("'{text}' is not a time; write it as 2026-02-13 16:50"), field=field, text=written[:40]
        ) from None
    return _within_years(moment, written, field)


def _within_years(moment: datetime, written: str, field: str) -> datetime:
    if moment.year not in YEARS:
        raise BadMoment(
            N_("'{text}' is too far away: years {first} to {last} are known"),
            field=field, text=written[:40], first=YEARS[0], last=YEARS[-1],
        )  # fmt: skip
    return moment
