"""Due dates over holidays, closing hours, half days and Saturdays."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import get_args

import pytest

from counter.locale import Language, language, use
from counter.rules.calendar import DEFAULT_HOURS, BadHours, Hours, WorkingCalendar, default_calendar
from counter.rules.clock import local, parse_moment
from counter.rules.holidays import BadHolidays, packaged, read_holidays
from counter.rules.terms import BadTerm, Note, Term, due_notes
from db.domain.codes import DueNoteKind, Unit
from db.domain.lifecycle import State
from db.domain.records import Dossier, DueNote, Person

USUAL = default_calendar()
MORNING = ((time(7), time(11, 30)),)
SATURDAYS = WorkingCalendar({**DEFAULT_HOURS, 5: MORNING})
SHORT_FRIDAYS = WorkingCalendar({**DEFAULT_HOURS, 4: MORNING})


def due(calendar: WorkingCalendar, received: str, amount: float, unit: str = Unit.WORKING_DAY) -> str:
    return f"{local(calendar.due(parse_moment(received), Term(amount, unit)).at):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2026-06-01 08:41", 0, "2026-06-01 08:41"),
        ("2026-06-01 08:41", 1, "2026-06-02 08:41"),
        ("2026-06-05 08:41", 1, "2026-06-08 08:41"),
        ("2026-06-01 08:41", 5, "2026-06-08 08:41"),
        ("2026-11-23 08:41", 1, "2026-11-25 08:41"),
        ("2026-02-13 16:50", 5, "2026-02-27 16:50"),
        ("2026-02-13 16:50", 1, "2026-02-23 16:50"),
        ("2026-04-24 09:00", 3, "2026-05-04 09:00"),
        ("2025-12-31 09:00", 1, "2026-01-05 09:00"),
        ("2025-04-25 08:00", 1, "2025-04-26 08:00"),
        ("2025-04-29 08:00", 1, "2025-05-05 08:00"),
        ("2025-01-24 08:00", 2, "2025-02-04 08:00"),
        ("2026-09-01 10:00", 1, "2026-09-04 07:00"),
    ],
)
def test_working_days_skip_rest_days_and_holidays(received: str, amount: float, expected: str) -> None:
    assert due(USUAL, received, amount) == expected


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-06-01 17:00", 1, "working-day", "2026-06-02 17:00"),
        ("2026-06-01 17:01", 1, "working-day", "2026-06-03 07:00"),
        ("2026-06-01 05:30", 1, "working-day", "2026-06-02 07:00"),
        ("2026-06-01 12:15", 1, "working-day", "2026-06-02 13:30"),
        ("2026-06-06 09:00", 1, "working-day", "2026-06-09 07:00"),
        ("2026-06-01 17:30", 3, "day", "2026-06-05 07:00"),
        ("2026-06-01 16:00", 4, "hour", "2026-06-02 10:00"),
        ("2026-06-01 19:00", 4, "hour", "2026-06-02 11:00"),
    ],
)
def test_what_comes_while_closed_counts_from_the_next_opening(
    received: str, amount: float, unit: str, expected: str
) -> None:
    assert due(USUAL, received, amount, unit) == expected


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2026-06-01 08:00", 10, "2026-06-11 08:00"),
        ("2026-06-01 08:00", 5, "2026-06-08 08:00"),
        ("2026-02-06 08:00", 10, "2026-02-23 08:00"),
        ("2026-11-20 08:00", 4, "2026-11-25 08:00"),
        ("2026-08-30 08:00", 1, "2026-09-04 07:00"),
    ],
)
def test_calendar_days_count_all_and_end_on_a_working_day(
    received: str, amount: float, expected: str
) -> None:
    assert due(USUAL, received, amount, "day") == expected


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-06-01 07:00", 0.5, "working-day", "2026-06-01 11:00"),
        ("2026-06-01 09:00", 0.5, "working-day", "2026-06-01 15:00"),
        ("2026-06-01 15:00", 0.5, "working-day", "2026-06-02 09:00"),
        ("2026-06-05 15:00", 1.5, "working-day", "2026-06-09 09:00"),
        ("2026-06-01 09:00", 8, "hour", "2026-06-02 09:00"),
        ("2026-06-01 09:00", 2, "hour", "2026-06-01 11:00"),
        ("2026-06-01 09:00", 2.5, "hour", "2026-06-01 11:30"),
        ("2026-11-23 15:00", 4, "hour", "2026-11-25 09:00"),
        ("2026-06-01 09:00", 16, "hour", "2026-06-03 09:00"),
    ],
)
def test_hours_and_half_days_run_while_open(received: str, amount: float, unit: str, expected: str) -> None:
    assert due(USUAL, received, amount, unit) == expected


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-06-06 09:00", 1, "working-day", "2026-06-08 09:00"),
        ("2026-06-06 12:00", 1, "working-day", "2026-06-09 07:00"),
        ("2026-06-05 09:00", 1, "working-day", "2026-06-08 09:00"),
        ("2026-06-05 16:00", 4, "hour", "2026-06-06 10:00"),
        ("2026-06-06 09:00", 4, "hour", "2026-06-08 08:30"),
        ("2026-06-01 09:00", 5, "day", "2026-06-08 09:00"),
    ],
)
def test_an_office_open_on_saturday_morning_receives_but_counts_no_day(
    received: str, amount: float, unit: str, expected: str
) -> None:
    assert due(SATURDAYS, received, amount, unit) == expected


def test_saturday_counts_where_it_is_no_rest_day() -> None:
    calendar = WorkingCalendar({**DEFAULT_HOURS, 5: MORNING}, rest_days=frozenset({6}))
    assert due(calendar, "2026-06-05 15:00", 1) == "2026-06-06 11:30"


def test_the_hour_is_moved_into_the_opening_hours_of_the_day() -> None:
    assert due(SHORT_FRIDAYS, "2026-06-04 15:00", 1) == "2026-06-05 11:30"
    assert due(SHORT_FRIDAYS, "2026-06-05 15:00", 1) == "2026-06-09 07:00"


def test_a_make_up_saturday_has_the_hours_of_the_day_it_replaces() -> None:
    assert USUAL.is_working_day(date(2025, 4, 26))
    assert not USUAL.is_working_day(date(2025, 5, 2))
    assert due(USUAL, "2025-04-26 16:00", 0) == "2025-04-26 16:00"
    assert due(SHORT_FRIDAYS, "2025-04-26 16:00", 0) == "2025-04-28 07:00"


def notes(received: str, amount: float, unit: str = Unit.WORKING_DAY) -> list[tuple[str, str, str]]:
    found = USUAL.due(parse_moment(received), Term(amount, unit))
    assert found.may_move == any(note.warning for note in found.notes)
    return [(note.kind, f"{note.first:%d/%m/%Y}", f"{note.last:%d/%m/%Y}") for note in found.notes]


def test_notes_say_what_moved_the_date() -> None:
    assert notes("2026-06-01 08:00", 5) == []
    assert notes("2026-11-23 08:41", 1) == [("holiday", "24/11/2026", "24/11/2026")]
    assert notes("2026-02-13 16:50", 5) == [("holiday", "16/02/2026", "20/02/2026")]
    assert notes("2026-02-09 08:00", 20, "day") == []
    assert notes("2026-02-09 08:00", 9, "day") == [("holiday", "18/02/2026", "20/02/2026")]


def test_a_date_over_uncertain_days_says_so() -> None:
    kinds = [kind for kind, *_ in notes("2026-08-28 08:00", 1)]
    assert kinds == ["holiday", "unconfirmed", "holiday"]
    assert ("unconfirmed-year", "01/01/2027", "31/12/2027") in notes("2026-12-30 08:00", 5)
    assert notes("2027-12-30 08:00", 5)[-1] == ("missing-year", "01/01/2028", "31/12/2028")
    assert notes("2027-12-30 08:00", 600)[-1] == ("missing-year", "01/01/2028", "31/12/2030")
    assert notes("2024-06-03 08:00", 1) == [("missing-year", "01/01/2024", "31/12/2024")]


def test_a_long_term_is_still_counted() -> None:
    for term in (Term(10_000), Term(10_000, "day"), Term(80_000, "hour")):
        assert USUAL.due(parse_moment("2026-06-01 07:00"), term).at.year > 2050


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf"), 20_001])
def test_an_impossible_term_is_refused(amount: float) -> None:
    with pytest.raises(BadTerm):
        Term(amount)


@pytest.mark.parametrize(
    "hours",
    [
        {},
        {5: MORNING},
        {7: MORNING, 0: MORNING},
        {0: ((time(9), time(8)),)},
        {0: (*MORNING, (time(11), time(12)))},
    ],
)
def test_impossible_hours_are_refused(hours: Hours) -> None:
    with pytest.raises(BadHours):
        WorkingCalendar(hours)


def test_a_moment_without_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        USUAL.due(datetime(2026, 6, 1), Term(1))


def test_holidays_of_a_year_can_be_replaced() -> None:
    newer = read_holidays(
        '{"2027": {"notice": "TB 1", "confirmed": true, "days": [{"day": "2027-02-08", "name": "Lễ hội"}]}}'
    )
    merged = packaged().with_years(newer)
    assert merged.on(date(2027, 2, 9)) is None
    assert merged.on(date(2026, 11, 24)) is not None
    calendar = WorkingCalendar(DEFAULT_HOURS, merged)
    found = calendar.due(parse_moment("2027-02-05 08:00"), Term(1))
    assert (found.at, found.may_move) == (parse_moment("2027-02-09 08:00"), False)
    assert "Lễ hội" in str(found.notes[0])


def received(**values: object) -> Dossier:
    """A dossier with what ``values`` say of its due date."""
    return replace(
        Dossier(
            id="1",
            code="",
            state=State.RECEIVED,
            applicant=Person(name="a"),
            received_at=parse_moment("2026-11-23 08:41"),
        ),
        **values,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("received_at", "amount"),
    [("2026-11-23 08:41", 1), ("2026-08-28 08:00", 1), ("2025-04-25 08:00", 3), ("2027-12-30 08:00", 600)],
)
def test_a_stored_note_says_the_same_in_either_language(received_at: str, amount: float) -> None:
    notes = USUAL.due(parse_moment(received_at), Term(amount)).notes
    dossier = received(calendar_notes=tuple(note.record for note in notes))
    assert [Note.of(record) for record in dossier.calendar_notes] == list(notes)
    before = language()
    try:
        for spoken in get_args(Language):
            use(spoken)
            assert due_notes(dossier) == tuple(map(str, notes))
    finally:
        use(before)


def test_what_a_back_office_or_an_older_release_wrote_is_shown_as_it_is() -> None:
    note = Note(DueNoteKind.HOLIDAY, date(2026, 11, 24), date(2026, 11, 24), "culture").record
    assert due_notes(received(due_notes=("Gia hạn một lần",), calendar_notes=(note,))) == ("Gia hạn một lần",)


def test_notes_of_the_first_due_date_go_with_it() -> None:
    note = Note(DueNoteKind.HOLIDAY, date(2026, 11, 24), date(2026, 11, 24), "culture").record
    moved = parse_moment("2026-12-01 08:00")
    assert due_notes(received(due_at=moved, first_due_at=moved, calendar_notes=(note,)))
    first = parse_moment("2026-11-25 08:00")
    assert due_notes(received(due_at=moved, first_due_at=first, calendar_notes=(note,))) == ()


def test_a_note_of_a_later_release_is_shown_by_its_codes() -> None:
    later = DueNote(kind="strike", first="2026-11-24", last="2026-11-24", name="bưu điện")
    unreadable = DueNote(kind="holiday", first="mai", last="")
    assert due_notes(received(calendar_notes=(later, unreadable))) == (
        "strike 2026-11-24 bưu điện",
        "holiday mai",
    )


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"2027": {}}', '{"x": {"notice": "", "confirmed": true, "days": []}}',
     '{"2027": {"notice": "", "confirmed": true, "days": [{"day": "2026-01-01", "name": "a"}]}}',
     '{"2027": {"notice": "", "confirmed": true, "days": [{"day": 5, "name": "a"}]}}',
     '{"2027": {"notice": "", "confirmed": true, "days": ["2027-01-01"]}}',
     '{"2027": {"notice": "", "confirmed": true, "days": [{"day": "2027-01-01", "until": "2027-12-31", "name": ""}]}}'],
)  # fmt: skip
def test_bad_holiday_data_is_refused(text: str) -> None:
    with pytest.raises(BadHolidays):
        read_holidays(text)


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        ("2026-11-23 08:41", "2026-11-23 17:00"),
        ("2026-11-23 17:01", "2026-11-25 17:00"),  # 24/11 is a day off
        ("2026-11-21 09:00", "2026-11-23 17:00"),  # Saturday
    ],
)
def test_within_the_day_is_due_at_the_closing_of_the_day_that_it_is_counted_from(
    received: str, wanted: str
) -> None:
    due = default_calendar().same_day(parse_moment(received))
    assert due.at == parse_moment(wanted)
