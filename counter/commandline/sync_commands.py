"""Commands for the way to the centre: go once, keep going, say how it stands, compare, and enrol a host."""

from __future__ import annotations

import signal
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter import __version__
from counter.commandline.common.options import common_options, office_desk
from counter.commandline.common.output import json_value, print_error, print_json, print_lines
from counter.desk.library_errors import Detailed
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from counter.desk.centre.connection import CentreConnection
    from counter.desk.desk import Desk
    from db.sync.run import Run
    from db.sync.state import SyncStatus

OTHERS = 60.0
"""Most seconds for which ``--once`` waits for the process that goes to the centre."""


def sync(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=_("Go to the centre now, and end."))] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help=_("Keep going whenever it is time, until ended."))
    ] = False,
    status: Annotated[bool, typer.Option("--status", help=_("Say what the centre has."))] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help=_("Compare every event with the centre's, and mend."))
    ] = False,
    unit: Annotated[
        bool, typer.Option("--unit", help=_("Print a systemd unit that runs --watch apart from the screens."))
    ] = False,
) -> None:
    """Exit code 0: the centre has everything; 1: something waits, or it could not be reached."""
    options = common_options(context)
    if sum((once, watch, status, verify, unit)) != 1:
        raise typer.BadParameter(_("give one of --once, --watch, --status, --verify, --unit"))
    if unit:
        _print_unit(options.folder)
        return
    with office_desk(options) as desk:
        if watch:
            _watch(desk, _centre_connection(desk))
        elif once:
            _once(desk, _centre_connection(desk))
        elif verify:
            _verify(desk, _centre_connection(desk))
        sync_status = _status(desk)
        _print_status(desk, sync_status, options.as_json)
    if not watch and (sync_status.waiting or sync_status.failure):
        raise typer.Exit(1)


def _print_unit(data: Path) -> None:
    from counter.commandline.sync_unit import unit

    credential = Path("/etc/quay-mot-cua/centre.toml")
    about = (
        _("The way to the centre, apart from the screens."),
        _("1. Move centre.toml from the office's folder to {file} (owner root, mode 0600).").format(
            file=credential
        ),
        _("2. Put this into {file}.").format(file="/etc/systemd/system/counter-sync.service"),
        "3. systemctl enable --now counter-sync",
    )
    print_lines(unit(data, credential, about, _("the way to the centre")).rstrip("\n"))


def _centre_connection(desk: Desk) -> CentreConnection:
    from counter.config.settings import load
    from counter.desk.centre.connection import NotEnrolled, centre_connection

    connection = centre_connection(desk.store, insecure_loopback=load(desk.store.data).insecure_loopback)
    if connection is None:
        raise NotEnrolled(N_("This host has no centre: 'counter join FILE' enrols it."))
    return connection


def _status(desk: Desk) -> SyncStatus:
    from db.sync import state

    with desk.store.read() as connection:
        return state.sync_status(connection)


# -- runs -------------------------------------------------------------------------------------------------------------


def _once(desk: Desk, centre_connection: CentreConnection) -> None:
    """Go, or let the process that goes already do it and wait for that."""
    from counter.desk.centre.status import LOCK, request_run
    from db.store.lock import OwnerLock

    lock = OwnerLock(desk.store.data / LOCK)
    if lock.try_own():
        try:
            centre_connection.go(desk.store, desk.clock.now, __version__)
        finally:
            lock.release()
        return
    asked_at = desk.clock.now()
    with desk.store.write() as connection:
        request_run(connection, asked_at)
    _wait_for_others(desk, asked_at)


def _wait_for_others(desk: Desk, asked_at: datetime) -> None:
    from db.sync import state

    deadline = time.monotonic() + OTHERS
    while time.monotonic() < deadline:
        with desk.store.read() as connection:
            newest = state.runs(connection, 1)
        if newest and newest[0].began_at >= asked_at:
            return
        time.sleep(0.1)
    raise Problem(N_("The process that goes to the centre does not answer."))


def _watch(desk: Desk, centre_connection: CentreConnection) -> None:
    """Go whenever it is time; SIGTERM and Ctrl+C end it, also in the middle of a run."""
    from counter.services.sync_service import SyncService

    syncing = SyncService(desk.store, desk.clock.now, centre_connection, polls=True, on_run=_print_run)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: syncing.stop())
    syncing.run()


def _print_run(run: Run) -> None:
    """A line for the journal where something happened."""
    from counter.desk.centre.labels import failure_name

    if run.failure:
        print_error(str(Detailed(Problem("{why}.", why=failure_name(run.failure)), run.detail)))
    elif run.sent or run.received:
        print_lines(_("{sent} events up, {received} down.").format(sent=run.sent, received=run.received))


def _verify(desk: Desk, centre_connection: CentreConnection) -> None:
    """Compare from the first event on, in as many runs as it takes."""
    from db import host

    with desk.store.write() as connection:
        for fact in ("centre_verified_at", "centre_verified_seq"):
            host.put(connection, fact, "")
    while True:
        _once(desk, centre_connection)
        with desk.store.read() as connection:
            left = host.get(connection, "centre_verified_seq")
            done = host.get(connection, "centre_verified_at")
        if _status(desk).failure:
            return
        if not (left and done):
            print_lines(_("Both sides hold the same, event by event."))
            return


# -- output -----------------------------------------------------------------------------------------------------------


def _print_status(desk: Desk, sync_status: SyncStatus, as_json: bool) -> None:
    """How it stands, and who goes; a next time only where somebody will go then."""
    from counter.commandline import sync_owner
    from counter.desk.centre.labels import about_line
    from counter.desk.centre.status import link_of

    owner, now = sync_owner.sync_owner(desk.store.data) if sync_status.enrolled else None, desk.clock.now()
    if owner is None or not owner.comes_again:
        sync_status = replace(sync_status, next_at=None)
    if as_json:
        owner_values = {
            "going_by": owner.kind.value if owner else None,
            "unit": owner.unit or None if owner else None,
        }
        print_json({**json_value(sync_status), **owner_values})
        return
    link = link_of(sync_status, now) if sync_status.enrolled else None
    print_lines(*(text for text, _look in about_line(sync_status, link, None, now)))
    if sync_status.enrolled:
        print_lines(sync_owner.owner_sentence(owner))


def join(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The enrolment that the centre gave out."))],
) -> None:
    """Enrol the office of the data folder; without one, make it from what the centre has."""
    from counter.config.settings import load
    from counter.desk.centre.connection import read
    from counter.desk.centre.enrolment import join as enrol
    from counter.desk.centre.labels import failure_name, failure_todo

    options = common_options(context)
    folder = options.folder
    settings = load(folder)
    joined = enrol(
        folder,
        read(file),
        app=__version__,
        now=lambda: datetime.now(UTC),
        key_file=settings.key_file,
        insecure_loopback=settings.insecure_loopback,
    )
    run = joined.run
    if options.as_json:
        print_json(
            {
                "data": folder,
                "office": joined.office,
                "host": joined.node,
                "new": not joined.was_here,
                "run": run,
            }
        )
    elif joined.was_here:
        print_lines(
            _("{name} is enrolled as {host}; it goes to the centre from now on.").format(
                name=joined.office, host=joined.node
            )
        )
    elif run is not None and run.failure is None:
        sentence = _("{name} is here as {host}, with {count} events of its ledger.")
        print_lines(sentence.format(name=joined.office, host=joined.node, count=run.received))
        print_lines(
            _(
                "Keep a copy of the key file office.key in a safe place: without it nobody can read the office."
            )
        )
    if run is not None and run.failure:
        print_error(
            f"{failure_name(run.failure)}. {failure_todo(run.failure)} {_('Then run the same command again.')}"
        )
        raise typer.Exit(1)
