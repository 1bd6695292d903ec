"""This host's connection to the centre: whether it has one, with which login, and one run of the sync."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.register import numbering
from counter.locale import N_
from counter.problems import Problem
from db import enrolment as enrolments
from db import host
from db.enrolment import BadEnrolment, Enrolment, is_loopback
from db.sync import state

if TYPE_CHECKING:
    from db.store.engine import Store
    from db.sync.run import Run


class NotEnrolled(Problem):
    """This host has no enrolment at a centre."""


@dataclass(frozen=True, slots=True)
class CentreConnection:
    """The login of this host, and whether it goes without TLS because the centre is on this very machine."""

    enrolment: Enrolment
    insecure_loopback: bool = False

    def go(
        self,
        store: Store,
        now: Callable[[], datetime],
        app: str,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Run:
        """Sync with the centre once as release ``app``; blocks, and imports psycopg. Raises ``StoreError``."""
        from db.sync.run import SyncClient, sync_once

        client = SyncClient(
            store=store,
            enrolment=self.enrolment,
            app=app,
            arrived=numbering.raise_series_by_event,
            numbers=numbering.raise_series,
            insecure_loopback=self.insecure_loopback,
            should_stop=should_stop,
            clock=now,
        )
        return sync_once(client)


def centre_connection(store: Store, *, insecure_loopback: bool = False) -> CentreConnection | None:
    """How this host reaches the centre; None where it has none. Raises ``Problem`` where that is not for this host."""
    file = enrolments.find(store.data)
    if file is None:
        return None
    enrolment = read(file)
    if insecure_loopback and not is_loopback(enrolment.host):
        raise Problem(
            N_("TLS can be left out for a centre on this machine only, not for {host}."),
            host=enrolment.host,
            field="insecure_loopback",
        )
    with store_errors.read(store) as connection:
        node, _incarnation = host.node(connection)
        known = host.get(connection, "centre_host")
    check(enrolment, node)
    if known != (centre := name_of(enrolment)):
        with store_errors.write(store) as connection:
            state.note_enrolment(connection, centre)
    return CentreConnection(enrolment, insecure_loopback)


def read(file: Path) -> Enrolment:
    """The enrolment in ``file``. Raises ``Problem``."""
    try:
        return Enrolment.read(file)
    except BadEnrolment as error:
        raise Problem(N_("{file} is no enrolment: {why}."), file=file.name, why=str(error)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem(N_("{file} cannot be read: {why}."), file=str(file), why=why) from error


def check(enrolment: Enrolment, node: str) -> None:
    """Raise ``Problem`` where ``enrolment`` is that of another office, or of another host of this one."""
    if enrolment.writer != node:
        raise Problem(
            N_("The enrolment is for host {theirs}; this host is {ours}."), theirs=enrolment.writer, ours=node
        )


def name_of(enrolment: Enrolment) -> str:
    """The centre that ``enrolment`` leads to, as the office's file names it."""
    return f"{enrolment.host}/{enrolment.database}"
