"""The counters of the office in a list, and a shift opened at one of them: at sign-in, and later by a command.

Nothing of the desk is imported up here: the sign-in screen is drawn before the office is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.rules.clock import short_time
from counter.widgets.listing import Column, Row

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.screens.host import Host
    from db.domain.records import Shift


def counter_columns() -> tuple[Column, ...]:
    """The counter, who sits there, and since when."""
    return (Column("", 8), Column(""), Column("", 20))


async def taken_counters(app: Host, desk: Desk) -> dict[int, Shift]:
    """The open shifts, by counter."""
    from counter.desk.shifts.shifts import on_shift

    return {shift.counter: shift for shift in await app.at_desk(on_shift, desk)}


def counter_rows(desk: Desk, taken: dict[int, Shift]) -> list[Row]:
    """A row a counter, under its number."""
    return [_row(number, taken.get(number), desk) for number in range(1, desk.office.counters + 1)]


def own_counter(desk: Desk, taken: dict[int, Shift]) -> int:
    """Where the person at the desk left a shift open; 0 where they did not."""
    login = desk.staff.login if desk.staff else ""
    return next((shift.counter for shift in taken.values() if shift.officer == login), 0)


def usual_counter(desk: Desk, taken: dict[int, Shift]) -> int:
    """The counter that the person at the desk most likely means."""
    free = next((number for number in range(1, desk.office.counters + 1) if number not in taken), 1)
    seat = desk.seat if desk.seat not in taken else 0
    return own_counter(desk, taken) or seat or free


async def open_shift_at(app: Host, desk: Desk, number: int) -> Desk:
    """The desk on shift at counter ``number``; without a shift, and told so, while the disk takes none.

    Raises ``Problem`` where the counter is taken, or there is no such counter.
    """
    from counter.desk.shifts.shifts import open_shift
    from counter.desk.store_errors import NotWritable

    try:
        desk = await app.at_desk(open_shift, desk, number)
    except NotWritable:
        sentence = N_(
            "Nothing can be saved now: the disk is full, read-only or failing. No shift was opened: you can search"
            " and read. Call a technician."
        )
        app.notify(_(sentence), severity="error")
    if desk.shift:
        app.customer.welcome(desk.shift.counter)
    return desk


def _row(number: int, shift: Shift | None, desk: Desk) -> Row:
    """A counter and who is on shift there."""
    place = _("Counter {number}").format(number=number)
    if shift is None:
        return Row(str(number), (place, _("free"), ""), "dim")
    since = _("since {time}").format(time=short_time(shift.opened_at))
    own = desk.staff is not None and desk.staff.login == shift.officer
    return Row(str(number), (place, shift.officer_name, since), "good" if own else "")
