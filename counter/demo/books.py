"""The last working day of a year: a few dossiers of several fields, and the books of the register are closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter.demo import month as work
from counter.demo.month import Month
from counter.demo.moves import at_counter, give, receive
from counter.desk.printing import queue
from counter.desk.register import books
from counter.rules.calendar import default_calendar
from counter.rules.clock import local
from counter.slips.registry import page_form
from db.domain.codes import FormKind
from db.domain.event_kind import EventKind, Stream

FIELDS = 5
"""How many fields have a dossier on that day, and so a book."""


def year_end(month: Month, first: datetime) -> None:
    """Work on the last working day of the year before ``first`` (aware), and close the books of the year."""
    last = local(first).replace(year=local(first).year - 1, month=12, day=31)
    opening, close = _working_day(last, -1), _working_day(last, 1)
    work.begin(month, opening)
    for code in _one_of_each_field(month):
        month.clock.wait(5)
        dossier = receive(month, code)
        for _step in at_counter(month, dossier):
            month.clock.wait(30)
        give(month, dossier)
    if opening != close:
        work.end(month)
        work.begin(month, close)
    _close_books(month)
    work.end(month)


def _close_books(month: Month) -> None:
    supervisor = month.supervisor
    for listed in books.books(supervisor):
        month.clock.wait(5)
        books.close(supervisor, listed.book)
        month.count.note(EventKind.BOOK_CLOSED, stream=Stream.REGISTER)
        for kind in (EventKind.PRINTED, EventKind.REPRINTED):
            queue.print_page(supervisor, listed.book, FormKind.REGISTER)
            month.count.note(kind, stream=Stream.REGISTER, form=page_form(FormKind.REGISTER))


def _one_of_each_field(month: Month) -> list[str]:
    fields = {p.field: p.code for p in reversed(month.catalogue.values()) if not p.on_the_spot}
    return list(fields.values())[:FIELDS]


def _working_day(day: datetime, step: int) -> datetime:
    """``day``, or the next working day in the direction of ``step``, at the opening."""
    calendar = default_calendar()
    while not calendar.is_working_day(day.date()):
        day += timedelta(days=step)
    return day.replace(hour=7, minute=0, second=0, microsecond=0)
