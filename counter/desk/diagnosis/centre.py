"""The connection to the centre as a technician sees it: reachable, authentic, its clock, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counter.desk.diagnosis.office import Finding, good, info, wrong
from counter.desk.library_errors import plainly
from counter.locale import N_, _, tenths
from counter.problems import Problem

if TYPE_CHECKING:
    from datetime import timedelta

    from counter.config.settings import Settings
    from counter.desk.centre.connection import CentreConnection
    from counter.desk.desk import Desk

_SUBJECT = N_("Centre")


def check_centre(settings: Settings | None, desk: Desk | None) -> Iterator[Finding]:
    """The connection, the clock and the outgoing queue; one finding where the office has no centre."""
    if settings is None or desk is None:
        yield info(_SUBJECT, _("Not looked at: settings or office file come first."))
        return
    from counter.desk.centre.connection import centre_connection

    try:
        connection = centre_connection(desk.store, insecure_loopback=settings.insecure_loopback)
    except Problem as problem:
        yield wrong(
            _SUBJECT,
            str(plainly(problem)),
            _("Enrol this host with 'counter join FILE'; the centre gives the file."),
        )
        return
    if connection is None:
        yield info(_SUBJECT, _("Not connected to a centre yet; everything is kept here."))
        return
    yield from _check_line(connection, desk)
    yield _check_queue(desk)


def _check_line(connection: CentreConnection, desk: Desk) -> Iterator[Finding]:
    from counter.desk.centre.labels import failure_name, failure_todo
    from db.sync.probe import probe

    enrolment = connection.enrolment
    name = f"{enrolment.host}:{enrolment.port}"
    answer = probe(enrolment, desk.clock.now, insecure_loopback=connection.insecure_loopback)
    if answer.failure:
        yield wrong(_SUBJECT, f"{name}: {failure_name(answer.failure)}.", failure_todo(answer.failure))
        return
    if connection.insecure_loopback:
        yield info(_SUBJECT, _("{centre} answers and lets this host in, without TLS.").format(centre=name))
    else:
        text = _("{centre} answers, proves that it is the centre, and lets this host in.")
        yield good(_SUBJECT, text.format(centre=name))
    yield _check_clocks(answer.offset)


def _check_clocks(offset: timedelta) -> Finding:
    from counter.desk.centre.labels import length
    from counter.desk.centre.status import SKEW

    subject, text = N_("Clock of the centre"), _("The clock is off by {time} against the centre's.")
    if abs(offset) <= SKEW:
        in_seconds = _("{count} seconds").format(count=tenths(abs(offset).total_seconds()))
        return good(subject, text.format(time=in_seconds))
    todo = _("Set this machine's clock, best from the network (NTP).")
    return wrong(subject, text.format(time=length(offset)), todo)


def _check_queue(desk: Desk) -> Finding:
    from counter.desk.centre.labels import length, when
    from counter.desk.centre.status import link_of
    from db.sync import state

    subject, now = N_("On the way"), desk.clock.now()
    with desk.read() as connection:
        status = state.sync_status(connection)
    if status.refused:
        text = _("Refused by the centre and not seen to: {count}.").format(count=status.refused)
        return wrong(subject, text, _("A supervisor looks at it on the centre's page (F11)."))
    if status.centre_at is None:
        start = _("Run 'counter sync --once', or open the screens.")
        return info(subject, _("This host has not gone to the centre yet."), start)
    if status.waiting and link_of(status, now).is_offline:
        text = _("Last there {time} ago; {count} events wait.")
        text = text.format(time=length(now - status.centre_at), count=status.waiting)
        return wrong(subject, text, _("Run 'counter sync --once' and see what it says."))
    text = _("The centre has everything up to {time}; {count} events wait.")
    return good(subject, text.format(time=when(status.centre_at, now), count=status.waiting))
