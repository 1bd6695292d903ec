"""Opening hours as an administrator writes them: ``T2-T6 07:00-11:30 13:30-17:00; T7 07:00-11:30``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import fold

Hours = Mapping[int, tuple[tuple[time, time], ...]]

_DAYS: Mapping[str, int] = {
    **{f"t{number}": number - 2 for number in range(2, 8)},
    **{f"thu {word}": day for day, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    "cn": 6,
    "chu nhat": 6,
    **{word: day for day, word in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_DAY_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})\s*-\s*(\d{1,2})[:hg](\d{2})")


def parse_hours(text: str) -> dict[int, tuple[tuple[time, time], ...]]:
    """Opening intervals by weekday (0 is Monday), local time. Raises ``Problem`` at the part that cannot be read."""
    hours: dict[int, tuple[tuple[time, time], ...]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        first_digit = _SPAN.search(part)
        days = _days(part[: first_digit.start()] if first_digit else part)
        spans = tuple(_span(match) for match in _SPAN.finditer(part))
        left = _SPAN.sub("", part[first_digit.start() :]) if first_digit else ""
        ordered = [moment for span in spans for moment in span]
        if not (days and spans) or left.strip(" ,") or ordered != sorted(set(ordered)):
            raise Problem(
                N_("“{text}” are no opening hours; write T2-T6 07:00-11:30 13:30-17:00."),
                field="hours",
                text=part,
            )
        hours |= dict.fromkeys(days, spans)
    return hours


def _days(text: str) -> tuple[int, ...]:
    days: list[int] = []
    for part in filter(None, (fold(part.replace("-", "–")) for part in text.split(","))):
        first, dash, last = (word.strip() for word in part.partition("–"))
        if first not in _DAYS or (dash and last not in _DAYS):
            return ()
        days += range(_DAYS[first], (_DAYS[last] if dash else _DAYS[first]) + 1)
    return tuple(days)


def _span(match: re.Match[str]) -> tuple[time, time]:
    numbers = [int(number) for number in match.groups()]
    if numbers[0] > 23 or numbers[2] > 23 or numbers[1] > 59 or numbers[3] > 59:
        return time(0), time(0)
    return time(numbers[0], numbers[1]), time(numbers[2], numbers[3])


def hours_text(hours: Hours) -> str:
    """``hours`` as ``parse_hours`` reads them; weekdays with the same intervals stand together."""
    parts: list[str] = []
    days = sorted(day for day in hours if hours[day])
    while days:
        first = last = days.pop(0)
        while days and days[0] == last + 1 and hours[days[0]] == hours[first]:
            last = days.pop(0)
        span = _DAY_NAMES[first] if first == last else f"{_DAY_NAMES[first]}-{_DAY_NAMES[last]}"
        parts.append(" ".join((span, *(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours[first]))))
    return "; ".join(parts)
