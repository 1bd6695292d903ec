"""Public holidays and make-up working Saturdays: data, a year each, as the authorities announced them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from counter.locale import N_, _
from counter.problems import Problem

NAMES = {
    "new-year": N_("New Year's Day"),
    "tet": N_("Lunar New Year"),
    "hung-kings": N_("Hùng Kings' Day"),
    "reunification": N_("Reunification Day"),
    "labour": N_("Labour Day"),
    "national": N_("National Day"),
    "culture": N_("Vietnam Culture Day"),
    "exchanged": N_("day off in exchange for a Saturday"),
}
_LONGEST = timedelta(days=31)


class BadHolidays(Problem):
    """Holiday data that cannot be used."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off (BLLĐ Đ.112, or exchanged for a Saturday). ``name`` is a key of ``NAMES`` or a local name as it is."""

    day: date
    name: str
    confirmed: bool = True

    @property
    def title(self) -> str:
        """Its name in the language spoken now."""
        return _(NAMES.get(self.name, self.name))


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A rest day that is worked in exchange for ``instead_of``, and has that day's opening hours."""

    day: date
    instead_of: date
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """What is known of one year, by which ``notice``; an unconfirmed one comes from proposals or the law alone."""

    year: int
    notice: str
    confirmed: bool
    days: tuple[Holiday, ...]
    make_up: tuple[MakeUpDay, ...]

    def with_days(self, other: "HolidayYear") -> "HolidayYear":
        """This year with the days of ``other`` added, in the place of the same ones; it is as sure as before."""
        days = {entry.day: entry for entry in (*self.days, *other.days)}
        make_up = {entry.day: entry for entry in (*self.make_up, *other.make_up)}
        notice = "; ".join(dict.fromkeys(filter(None, (self.notice, other.notice))))
        in_order = tuple(days[day] for day in sorted(days))
        return HolidayYear(
            self.year, notice, self.confirmed, in_order, tuple(make_up[day] for day in sorted(make_up))
        )


@dataclass(frozen=True, slots=True)
class Holidays:
    """All years known. A year that is absent is unknown, which is not the same as one without holidays."""

    years: Mapping[int, HolidayYear]

    def on(self, day: date) -> Holiday | None:
        """The holiday on ``day``, None when there is none or its year is unknown."""
        year = self.years.get(day.year)
        return next((holiday for holiday in year.days if holiday.day == day), None) if year else None

    def with_years(self, other: "Holidays") -> "Holidays":
        """These years, with those of ``other`` added and put in the place of the same ones here."""
        return Holidays(MappingProxyType({**self.years, **other.years}))


@cache
def packaged() -> Holidays:
    """The holidays that ship with the product (2025 to 2027), read once."""
    from importlib import resources  # 5 ms that the first screen need not wait for

    return read_holidays(
        resources.files("counter.rules").joinpath("data", "holidays.json").read_text(encoding="utf-8")
    )


def read_holidays(text: str) -> Holidays:
    """The holidays in ``text``: JSON as in ``data/holidays.json``; raises ``BadHolidays``.

    Each year has ``notice``, ``confirmed`` and ``days``; a day has ``day`` (ISO), ``name``, and if need be ``until``
    (ISO, inclusive), ``worked`` (the Saturday worked instead) and ``confirmed``.
    """
    import json

    try:
        years = {int(year): _year(int(year), values) for year, values in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadHolidays(N_("The holiday data cannot be read: {why}"), why=error) from error
    return Holidays(MappingProxyType(years))


def announced_year(year: int, values: Mapping[str, object]) -> HolidayYear:
    """The year that an authority announced in ``values``; raises ``BadHolidays``.

    ``days`` are those of ``read_holidays``; beside their ``worked`` there may be ``make_up``, a list of ``day`` and
    ``instead_of`` (ISO).
    """
    try:
        return _year(year, values)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadHolidays(N_("The holiday data cannot be read: {why}"), why=error) from error


def year_values(year: HolidayYear) -> Mapping[str, Any]:
    """``year`` as ``announced_year`` reads it: what the event of its announcement holds."""

    def sure(day: Holiday | MakeUpDay) -> Mapping[str, bool]:
        return {} if day.confirmed == year.confirmed else {"confirmed": day.confirmed}

    return {
        "notice": year.notice,
        "confirmed": year.confirmed,
        "days": [{"day": entry.day.isoformat(), "name": entry.name, **sure(entry)} for entry in year.days],
        "make_up": [
            {"day": entry.day.isoformat(), "instead_of": entry.instead_of.isoformat(), **sure(entry)}
            for entry in year.make_up
        ],
    }


def _year(year: int, values: Mapping[str, object]) -> HolidayYear:
    confirmed = values["confirmed"] is True
    days, make_up = [], []
    for entry in _entries(values["days"]):
        sure = confirmed and entry.get("confirmed", True) is True
        days += [Holiday(day, str(entry["name"]), sure) for day in _days(year, entry)]
        if worked := entry.get("worked"):
            make_up.append(MakeUpDay(date.fromisoformat(worked), date.fromisoformat(entry["day"]), sure))
    for entry in _entries(values.get("make_up", [])):
        sure = confirmed and entry.get("confirmed", True) is True
        make_up.append(
            MakeUpDay(date.fromisoformat(entry["day"]), date.fromisoformat(entry["instead_of"]), sure)
        )
    return HolidayYear(year, str(values.get("notice", "")), confirmed, tuple(days), tuple(make_up))


def _entries(listed: object) -> list[Mapping[str, Any]]:
    if not isinstance(listed, list):
        raise TypeError("the days are not a list")
    return listed


def _days(year: int, entry: Mapping[str, str]) -> Iterator[date]:
    day = date.fromisoformat(entry["day"])
    until = date.fromisoformat(entry.get("until", entry["day"]))
    if day.year != year or until.year != year or not timedelta(0) <= until - day <= _LONGEST:
        raise ValueError(f"{entry['day']} to {until} is no span of days in {year}")
    while day <= until:
        yield day
        day += timedelta(days=1)
