"""What is true of every due date, whatever the office, the moment and the term."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.calendar import DEFAULT_HOURS, WorkingCalendar
from counter.rules.clock import local
from counter.rules.terms import Term
from db.domain.codes import Unit

_FULL = DEFAULT_HOURS[0]
_SHORT = ((time(7, 30), time(11)),)
OFFICES = st.sampled_from(
    [
        WorkingCalendar(DEFAULT_HOURS),
        WorkingCalendar({**DEFAULT_HOURS, 5: _SHORT}),
        WorkingCalendar({**DEFAULT_HOURS, 5: _SHORT}, rest_days=frozenset({6})),
        WorkingCalendar({1: _SHORT, 3: _FULL, 6: _FULL}),
    ]
)
MOMENTS = st.datetimes(datetime(2024, 12, 1), datetime(2028, 3, 1), timezones=st.just(UTC))
AMOUNTS = st.integers(0, 160).map(lambda quarters: quarters / 4)


def begins(office: WorkingCalendar, moment: datetime) -> datetime:
    """When ``office`` begins to count what it received at ``moment``: then, if it is open."""
    return office.due(moment, Term(0, Unit.HOUR)).at


@given(OFFICES, MOMENTS, AMOUNTS, st.sampled_from(Unit))
def test_a_due_date_is_inside_opening_hours_and_not_before_intake(office, moment, amount, unit) -> None:  # type: ignore[no-untyped-def]
    due = office.due(moment, Term(amount, unit))
    assert begins(office, due.at) == due.at
    assert begins(office, due.counted_from) == due.counted_from
    assert moment.replace(second=0, microsecond=0) <= due.counted_from <= due.at
    assert due.counted_from == begins(office, moment)
    if unit != Unit.HOUR and amount >= 1:
        assert office.is_working_day(local(due.at).date())


@given(OFFICES, MOMENTS, AMOUNTS, AMOUNTS, st.sampled_from(Unit))
def test_a_longer_term_is_never_due_earlier(office, moment, one, other, unit) -> None:  # type: ignore[no-untyped-def]
    shorter, longer = sorted((one, other))
    assert office.due(moment, Term(shorter, unit)).at <= office.due(moment, Term(longer, unit)).at


@given(OFFICES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), AMOUNTS, st.sampled_from(Unit))
def test_a_later_intake_is_never_due_on_an_earlier_day(office, moment, later, amount, unit) -> None:  # type: ignore[no-untyped-def]
    term = Term(amount if unit == Unit.HOUR else int(amount), unit)
    one, other = (office.due(start, term).at for start in (moment, moment + later))
    assert local(one).date() <= local(other).date()
    assert unit != Unit.HOUR or one <= other


@given(OFFICES, MOMENTS, st.integers(0, 60))
def test_a_whole_number_of_days_has_as_many_working_days_in_it(office, moment, amount) -> None:  # type: ignore[no-untyped-def]
    due = office.due(moment, Term(amount))
    first, last = local(due.counted_from).date(), local(due.at).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(map(office.is_working_day, between)) == amount
