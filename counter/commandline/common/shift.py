"""The shift in which a command does its work: one that is open already, or one for this command alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from counter.locale import _

if TYPE_CHECKING:
    from counter.desk.desk import Desk

ShiftLogin = Annotated[
    str, typer.Option("--login", envvar="COUNTER_LOGIN", help=_("Account of the officer who does it."))
]
ShiftCounter = Annotated[int, typer.Option(min=0, help=_("Counter of the shift; 0 takes a free one."))]


@contextmanager
def on_shift(desk: Desk, counter: int = 0, *, backlog: str = "") -> Iterator[Desk]:
    """The desk on shift at ``counter`` (0: where the account has one open, or at a free counter).

    A shift that was opened for this is closed afterwards, with the name of the ``backlog`` that it took in; where
    something was refused in it, too. Raises ``Problem``.
    """
    from counter.desk.shifts import shifts

    open_now = shifts.on_shift(desk)
    own = [shift.counter for shift in open_now if shift.officer == desk.require().login]
    taken = {shift.counter for shift in open_now}
    free = [number for number in range(desk.office.counters, 0, -1) if number not in taken]
    wanted = counter or (own or free or [1])[0]
    seated = shifts.open_shift(desk, wanted)
    try:
        yield seated
    finally:
        if wanted not in own:
            shifts.close_shift(seated, backlog=backlog)
