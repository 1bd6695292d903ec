"""Enrolling a host at a centre: an office that is here already, or a new host that begins with what its office has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.centre.connection import check, name_of
from counter.desk.office.opening import cannot_open
from counter.desk.register import numbering
from counter.locale import N_
from counter.problems import Problem
from db import errors, host, offices
from db.enrolment import FILE, Enrolment, Insecure
from db.store.engine import Store
from db.store.upgrade import create_store, open_store
from db.sync import state

if TYPE_CHECKING:
    from db.sync.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What came of it: ``was_here`` says that the office was here before; ``run`` is how the rest of it came."""

    office: str
    node: str
    was_here: bool
    run: Run | None = None


def join(
    data: Path,
    enrolment: Enrolment,
    *,
    app: str,
    now: Callable[[], datetime],
    key_file: Path | None = None,
    insecure_loopback: bool = False,
) -> Joined:
    """Enrol the host in the folder ``data``; without an office there, make one from what the centre has.

    A beginning that was cut goes on the next time. Raises ``Problem`` where the enrolment is not for this host, and
    where there is no office here and the centre has none either; the folder is then as good as empty again.
    """
    store = _store(data, key_file)
    try:
        was_here, run = _is_complete(store), None
        with store_errors.read(store) as connection:
            node, _incarnation = host.node(connection)
        if was_here:
            check(enrolment, node)
        else:
            run = _fill(store, enrolment, app, now, insecure_loopback)
            if run.failure is None and not _has_office(store):
                _remove_file(store)
                raise Problem(
                    N_(
                        "The centre holds nothing of {office} yet: make the office here with 'counter init' first,"
                        " then enrol it."
                    ),
                    office=enrolment.name or enrolment.office,
                )
        enrolment.write(data / FILE)
        with store_errors.write(store) as connection:
            state.note_enrolment(connection, name_of(enrolment))
            office = offices.office(connection)
        return Joined(
            office=(office and office.name) or enrolment.name or enrolment.office,
            node=enrolment.writer,
            was_here=was_here,
            run=run,
        )
    finally:
        store.close()


def _store(data: Path, key_file: Path | None) -> Store:
    try:
        if (data / "office.db").exists():
            return open_store(data, key_file)
        return create_store(data, key_file)
    except errors.StoreError as error:
        raise cannot_open(error, data) from error


def _is_complete(store: Store) -> bool:
    """Whether an office is here: made here, or come here whole."""
    with store_errors.read(store) as connection:
        return bool(host.get(connection, "centre_joined_at")) or offices.has_own_events(connection)


def _has_office(store: Store) -> bool:
    with store_errors.read(store) as connection:
        return offices.office(connection) is not None


def _remove_file(store: Store) -> None:
    """Take the empty file away, or ``counter init`` would find an office; the key may be one that was provisioned."""
    store.close()
    for suffix in ("", "-wal", "-shm"):
        store.path.with_name(store.path.name + suffix).unlink(missing_ok=True)


def _fill(
    store: Store, enrolment: Enrolment, app: str, now: Callable[[], datetime], insecure_loopback: bool
) -> Run:
    from db.sync.run import SyncClient
    from db.sync.run import join as begin

    client = SyncClient(
        store=store,
        enrolment=enrolment,
        app=app,
        arrived=numbering.raise_series_by_event,
        numbers=numbering.raise_series,
        insecure_loopback=insecure_loopback,
        clock=now,
    )
    try:
        return begin(client)
    except Insecure as error:
        raise Problem(
            N_("TLS can be left out for a centre on this machine only, not for {host}."), host=enrolment.host
        ) from error
