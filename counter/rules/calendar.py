"""The working calendar of one office: from the moment of intake and a term to the moment the result is due.

Sources: BLDS 91/2015 Đ.147–148 (the first day is not counted, an end on a day off moves to the next working day),
BLLĐ 45/2019 Đ.105 (eight hours), Đ.111–112 (rest days and holidays).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.holidays import Holiday, Holidays, MakeUpDay, packaged
from counter.rules.terms import HOURS_A_DAY, Due, Note, Term
from db.domain.codes import DueNoteKind, Unit

Hours = Mapping[int, tuple[tuple[time, time], ...]]
"""Opening intervals, local time, by weekday (0 is Monday)."""

_USUAL = ((time(7), time(11, 30)), (time(13, 30), time(17)))
DEFAULT_HOURS: dict[int, tuple[tuple[time, time], ...]] = dict.fromkeys(range(5), _USUAL)
"""Monday to Friday, 07:00–11:30 and 13:30–17:00."""

_Intervals = tuple[tuple[int, int], ...]
_Spot = tuple[int, int]  # a local day as proleptic ordinal, a minute of it
_ZONE_MINUTES = 7 * 60


class BadHours(Problem):
    """Opening hours that no calendar can be made of."""


class WorkingCalendar:
    """Opening hours, weekly rest days and holidays of an office.

    Terms of days count *working days*: days with opening hours that are neither ``rest_days`` nor holidays, and
    make-up Saturdays. An office may receive on a rest day (Saturday morning); that day counts for no term of days, but
    its hours do for terms of hours. Raises ``BadHours`` for hours out of order or without any working day.
    """

    def __init__(
        self, hours: Hours, holidays: Holidays | None = None, rest_days: frozenset[int] = frozenset({5, 6})
    ) -> None:
        self.holidays = packaged() if holidays is None else holidays
        self._week = tuple(_minutes(hours.get(weekday, ())) for weekday in range(7))
        self._works = tuple(bool(spans) and day not in rest_days for day, spans in enumerate(self._week))
        if not any(self._works) or not set(hours) <= set(range(7)):
            raise BadHours(N_("The opening hours have no working day"), field="hours")
        self._off: dict[int, Holiday] = {}
        self._worked: dict[int, MakeUpDay] = {}
        for year in self.holidays.years.values():
            self._off |= {holiday.day.toordinal(): holiday for holiday in year.days}
            self._worked |= {
                day.day.toordinal(): day for day in year.make_up if self._week[day.instead_of.weekday()]
            }
        self._special = sorted({*self._off, *self._worked})

    def due(self, start: datetime, term: Term) -> Due:
        """When a dossier received at ``start`` (aware; whole minutes count) is due.

        What is received after closing or on a day off is counted from the next opening. The day it is counted from is
        not counted itself; the hour of the day stays, moved into that day's opening hours. Half a working day is
        four hours and never ends later than the whole day would. Hours run while the office is open.
        """
        received = _spot(start)
        begin = self._opening(*received)
        if term.unit == Unit.HOUR:
            end = self._run(begin, math.ceil(term.amount * 60 - 1e-6), self._open)
        else:
            end = self._days_on(begin, term)
        seen_from = begin[0] + int(term.amount) if term.unit == Unit.DAY else 0
        return Due(_moment(end), _moment(begin), self._notes(received[0], begin[0], seen_from, end[0]))

    def same_day(self, start: datetime) -> Due:
        """When a dossier received at ``start`` (aware) is due whose term is "within the day": at that day's closing.

        What is received after closing or on a day off is due at the closing of the next day that is open.
        """
        received = _spot(start)
        begin = self._opening(*received)
        end = begin[0], self._open(begin[0])[-1][1]
        return Due(_moment(end), _moment(begin), self._notes(received[0], begin[0], 0, end[0]))

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the office is open between ``start`` and ``end`` (aware; whole minutes count); 0 if reversed."""
        first, last = _spot(start), _spot(end)
        if last <= first:
            return timedelta()
        days = self._open_minutes(first[0], last[0])
        return timedelta(minutes=days - self._open_until(*first) + self._open_until(*last))

    def after(self, moment: datetime, work: timedelta) -> Due:
        """The moment ``work`` (whole minutes of open hours) after ``moment`` (aware); that very one for none."""
        begin = _spot(moment)
        minutes = work // timedelta(minutes=1)
        if minutes <= 0:
            return Due(moment, moment)
        end = self._run(begin, minutes, self._open)
        return Due(_moment(end), moment, self._notes(begin[0], begin[0], 0, end[0]))

    def is_working_day(self, day: date) -> bool:
        """Whether a term of working days counts ``day``."""
        return self._counts(day.toordinal())

    def _open_minutes(self, first: int, last: int) -> int:
        """Minutes of opening hours from the day ``first`` to the one before ``last``."""
        weeks, rest = divmod(last - first, 7)
        usual = [_length(spans) for spans in self._week]
        minutes = weeks * sum(usual) + sum(usual[(day + 6) % 7] for day in range(last - rest, last))
        between = slice(bisect_left(self._special, first), bisect_left(self._special, last))
        return minutes + sum(
            _length(self._open(day)) - usual[(day + 6) % 7] for day in self._special[between]
        )

    def _open_until(self, day: int, minute: int) -> int:
        return sum(max(0, min(closes, minute) - opens) for opens, closes in self._open(day))

    def _open(self, day: int) -> _Intervals:
        if day in self._off:
            return ()
        if make_up := self._worked.get(day):
            return self._week[make_up.instead_of.weekday()]
        return self._week[(day + 6) % 7]

    def _counts(self, day: int) -> bool:
        return day not in self._off and (self._works[(day + 6) % 7] or day in self._worked)

    def _work(self, day: int) -> _Intervals:
        return self._open(day) if self._counts(day) else ()

    def _opening(self, day: int, minute: int) -> _Spot:
        while True:
            for opens, closes in self._open(day):
                if minute <= closes:
                    return day, max(opens, minute)
            day, minute = day + 1, 0

    def _working_from(self, day: int) -> int:
        while not self._counts(day):
            day += 1
        return day

    def _into(self, day: int, minute: int) -> _Spot:
        """``minute`` moved into the opening hours of ``day``: on to the next opening, or back to the last closing."""
        intervals = self._open(day)
        return day, next(
            (max(opens, minute) for opens, closes in intervals if minute <= closes), intervals[-1][1]
        )

    def _days_on(self, begin: _Spot, term: Term) -> _Spot:
        whole = int(term.amount)
        end = self._into(self._day_after(begin[0], whole, term.unit), begin[1])
        if half := term.amount - whole:
            ran = self._run(end, math.ceil(half * HOURS_A_DAY * 60 - 1e-6), self._work)
            end = min(ran, self._into(self._day_after(begin[0], whole + 1, term.unit), begin[1]))
        return end

    def _day_after(self, day: int, amount: int, unit: str) -> int:
        if amount and unit == Unit.DAY:
            return self._working_from(day + amount)
        for _ in range(amount):
            day = self._working_from(day + 1)
        return day

    def _run(self, begin: _Spot, minutes: int, clock: Callable[[int], _Intervals]) -> _Spot:
        day, now = begin
        while minutes:
            for opens, closes in clock(day):
                left = closes - max(opens, now)
                if left >= minutes:
                    return day, max(opens, now) + minutes
                minutes -= max(0, left)
            day, now = day + 1, 0
        return begin

    def _notes(self, received: int, begin: int, seen_from: int, end: int) -> tuple[Note, ...]:
        """What lies between intake and due date; a term of calendar days meets a holiday only where it ends."""
        between = slice(bisect_right(self._special, received), bisect_right(self._special, end))
        days = [day for day in self._special[between] if not begin <= day < seen_from]
        notes = self._special_notes(days)
        first, last = date.fromordinal(received + 1).year, date.fromordinal(max(end, received + 1)).year
        for year in range(first, last + 1):
            known = self.holidays.years.get(year)
            if known is None or not known.confirmed:
                kind = DueNoteKind.MISSING_YEAR if known is None else DueNoteKind.UNCONFIRMED_YEAR
                _add(notes, Note(kind, date(year, 1, 1), date(year, 12, 31)))
        return tuple(notes)

    def _special_notes(self, days: list[int]) -> list[Note]:
        notes: list[Note] = []
        for day in days:
            special = self._off.get(day) or self._worked[day]
            if isinstance(special, MakeUpDay):
                notes.append(Note(DueNoteKind.MAKE_UP, special.day, special.day))
            elif self._works[(day + 6) % 7]:
                _add(notes, Note(DueNoteKind.HOLIDAY, special.day, special.day, special.name))
            else:
                continue
            if not special.confirmed and self.holidays.years[special.day.year].confirmed:
                notes.append(Note(DueNoteKind.UNCONFIRMED, special.day, special.day))
        return notes


def default_calendar() -> WorkingCalendar:
    """The calendar of an office with the usual hours and the packaged holidays."""
    return WorkingCalendar(DEFAULT_HOURS)


def _add(notes: list[Note], note: Note) -> None:
    """Append ``note``, or lengthen the previous one that it continues."""
    if notes:
        previous = notes[-1]
        follows = previous.last + timedelta(days=1) == note.first
        if follows and (previous.kind, previous.name) == (note.kind, note.name):
            notes[-1] = Note(note.kind, previous.first, note.last, note.name)
            return
    notes.append(note)


def _minutes(intervals: tuple[tuple[time, time], ...]) -> _Intervals:
    edges = [edge.hour * 60 + edge.minute for interval in intervals for edge in interval]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise BadHours(N_("The opening hours of a day are out of order"), field="hours")
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _length(spans: _Intervals) -> int:
    return sum(closes - opens for opens, closes in spans)


def _spot(moment: datetime) -> _Spot:
    local_time = local(moment)
    return local_time.toordinal(), local_time.hour * 60 + local_time.minute


def _moment(spot: _Spot) -> datetime:
    day = datetime.fromordinal(spot[0]).replace(tzinfo=UTC)
    return day + timedelta(minutes=spot[1] - _ZONE_MINUTES)
