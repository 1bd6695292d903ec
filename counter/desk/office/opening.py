"""Making an office and opening it: the checks of a start-up."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.desk import Clock, Desk
from counter.desk.library_errors import of_system
from counter.desk.office import accounts
from counter.desk.store_errors import NotWritable
from counter.locale import N_
from counter.problems import Problem
from counter.rules.calendar import DEFAULT_HOURS, BadHours, WorkingCalendar
from counter.rules.codes import parse_unit_code
from counter.rules.holidays import BadHolidays, Holidays, HolidayYear, announced_year, packaged
from counter.rules.rulesets import rule_set
from counter.rules.vietqr import check_account
from db import errors, host, offices, put_back
from db.domain import codec
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Office, Staff
from db.ledger import ledger, reading, reindex, witness
from db.store.upgrade import create_store, open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.store.engine import Store

TOLERANCE = timedelta(minutes=2)
"""How far the clock may be behind the ledger before people are told."""

LONGEST_PAUSE = timedelta(days=366)
"""How long an office may have written nothing before people are asked whether the clock is ahead."""


class CannotOpen(Problem):
    """The office's file cannot be opened."""


def make_office(
    data: Path,
    office: Office,
    admin: Staff,
    password: str,
    *,
    node: int = 0,
    key_file: Path | None = None,
    clock: Clock | None = None,
) -> Desk:
    """Make the office's folder, key, file and first account; returns the desk, with nobody at it.

    Raises ``Problem`` with the field that is wrong, or ``CannotOpen`` where an office is there already.
    """
    office = checked(office)
    admin = replace(admin, role=Role.ADMIN)
    hashed = accounts.hash_password(password)
    accounts.check_login(admin)
    try:
        store = create_store(data, key_file)
    except errors.AlreadyAnOffice:
        raise CannotOpen(N_("There is an office in {folder} already."), folder=str(data)) from None
    except errors.StoreError as error:
        raise cannot_open(error, data) from error
    except OSError as error:
        raise of_system(error) from error
    desk = Desk(
        store=store,
        clock=clock or Clock(),
        office=office,
        calendar=calendar_of(office),
        node=f"{office.unit}/{node}",
    )
    with desk.write() as connection:
        host.put(connection, "node", desk.node)
        host.put(connection, "incarnation", "1")
        reindex.note_version(connection)
        configured = NewEvent(
            stream=Stream.OFFICE,
            stream_id=office.unit,
            kind=EventKind.CONFIGURED,
            data={"set": codec.sparse(office)},
        )
        ledger.append(connection, desk.context(), configured)
        accounts.append_account(connection, desk, admin, hashed, kind=EventKind.ACCOUNT_OPENED)
    return desk


def checked(office: Office) -> Office:
    """``office`` with usual opening hours where none are given; raises ``Problem`` at the field that is wrong."""
    unit = parse_unit_code(office.unit)
    if unit is None:
        raise Problem(N_("This is not a unit code, such as 000.17.22.H56."), field="unit")
    if not office.name.strip():
        raise Problem(N_("The office needs a name."), field="name")
    if not 1 <= office.counters <= 99:
        raise Problem(N_("An office has between 1 and 99 counters."), field="counters")
    if office.bank_bin or office.bank_account:
        check_account(office.bank_bin, office.bank_account)
    rules = rule_set(office.rule_set)
    if office.level not in rules.levels:
        raise Problem(
            N_("{rules} knows these levels: {levels}."),
            field="level",
            rules=rules.id,
            levels=", ".join(rules.levels),
        )
    return replace(office, unit=unit.in_dossiers, hours=office.hours or DEFAULT_HOURS)


def open_desk(data: Path, *, key_file: Path | None = None, clock: Clock | None = None) -> Desk:
    """Open the office in ``data``; raises ``CannotOpen`` with what a technician has to know.

    The last event's hash is checked, and whether the clock is behind the ledger, or years ahead of it.
    """
    try:
        store = open_store(data, key_file)
    except errors.StoreError as error:
        raise cannot_open(error, data) from error
    with store_errors.read(store) as connection:
        office = offices.office(connection)
        announced = _announced(connection)
        node, incarnation = host.node(connection)
        clock = clock or Clock(host.clock_offset(connection))
        broken = ledger.check_last(connection)
        last = None if broken else reading.last_moment(connection)
        known = witness.read_witness(data)
        is_put_back = put_back.is_noticed(connection) or witness.is_older_than_witness(connection, known)
    if office is None:
        raise CannotOpen(N_("The folder {folder} holds no office."), folder=str(data))
    if not broken and not store.is_read_only:
        with suppress(NotWritable), store_errors.as_problems():
            reindex.upgrade(store)
    if is_put_back and not broken:
        _note_put_back(store, last, clock.now())
    if broken:
        raise CannotOpen(
            N_(
                "The ledger is damaged at event {seq} of {node}: 'counter restore FILE' brings back the newest backup."
            ),
            seq=broken.seq,
            node=broken.node,
        )
    return Desk(
        store=store,
        clock=clock,
        office=office,
        calendar=calendar_of(office, announced),
        node=node,
        incarnation=incarnation,
        behind=_behind(clock.now(), last),
        ahead=_ahead(clock.now(), last),
    )


def calendar_of(office: Office, announced: Holidays | None = None) -> WorkingCalendar:
    """The working calendar of ``office``, of the usual hours where its own make no sense: so it can be repaired."""
    try:
        return WorkingCalendar(office.hours, announced)
    except BadHours:
        return WorkingCalendar(DEFAULT_HOURS, announced)


def _note_put_back(store: Store, last: datetime | None, now: datetime) -> None:
    """Note that the file, whose newest event is of ``last``, is a copy that was put back: see :mod:`db.put_back`.

    On a disk that cannot be written nothing is noted, and no number is given out either.
    """
    times = witness.read_witness(store.data).put_backs + 1
    with suppress(Problem):
        with store_errors.write(store) as connection:
            put_back.note(connection, last, now, times)
        with store_errors.read(store) as connection:
            witness.note_put_back(store.data, connection)


def refreshed(desk: Desk) -> Desk:
    """``desk`` with the office's facts and its days off as they stand now: others may have changed them."""
    with desk.read() as connection:
        office = offices.office(connection) or desk.office
        announced = _announced(connection)
    return replace(desk, office=office, calendar=calendar_of(office, announced))


def _announced(connection: Connection) -> Holidays:
    """The days off that the centre announced, over those of this program; an announcement that is unreadable is
    left out.
    """
    years: dict[int, HolidayYear] = {}
    for year, announced in offices.holidays(connection):
        with suppress(BadHolidays, ValueError):
            years[int(year)] = announced_year(int(year), announced)
    return packaged().with_years(Holidays(years)) if years else packaged()


def confirm_clock(desk: Desk, now: datetime) -> Desk:
    """Take ``now`` as the time, as an officer read it off another clock; kept for this host until the next time, unless
    the disk takes nothing.
    """
    machine = Clock().now()
    clock = Clock(timedelta(seconds=math.ceil((now - machine).total_seconds())))
    with suppress(NotWritable), desk.write() as connection:
        host.put_clock_offset(connection, clock.offset)
    with desk.read() as connection:
        last = reading.last_moment(connection)
    return replace(desk, clock=clock, behind=_behind(clock.now(), last), ahead=timedelta())


def _behind(now: datetime, last: datetime | None) -> timedelta:
    gap = last - now if last else timedelta()
    return gap if gap > TOLERANCE else timedelta()


def _ahead(now: datetime, last: datetime | None) -> timedelta:
    gap = now - last if last else timedelta()
    return gap if gap > LONGEST_PAUSE else timedelta()


def cannot_open(error: errors.StoreError, data: Path) -> CannotOpen:
    """What a technician has to know of ``error``."""
    sentences = {
        errors.NotAnOffice: N_("The folder {folder} holds no office: make one with 'counter init'."),
        errors.MissingKey: N_(
            "The key file {file} is not there: bring it back from its copy. Without it nobody can read the office."
        ),
        errors.WrongKey: N_(
            "The key file does not open the office in {folder}: it is another office's key, or the file's first page is"
            " damaged. Bring back the right key, or restore the newest backup: 'counter restore FILE'."
        ),
        errors.StrayJournal: N_(
            "Beside the office in {folder} lies the journal of another file (office.db-wal): a copy was put in its"
            " place by hand. Run 'counter restore FILE' with that copy; it keeps what it replaces."
        ),
        errors.NotAPlainFile: N_("{file} in {folder} is a link to another file: remove it, then try again."),
        errors.OldSqlite: N_("This machine's SQLite is too old and could damage the office's file."),
        errors.NewerSchema: N_(
            "The office was last used by a newer version of this program: update it here too."
        ),
        errors.Damaged: N_(
            "The office's file is damaged: 'counter verify --rebuild' writes a new one from its events, or restore the"
            " newest backup: 'counter restore FILE'."
        ),
        errors.DiskFull: N_("The disk is full."),
        errors.ReadOnly: N_(
            "The disk of {folder} is read-only, and this office cannot even be read without a write: have a technician"
            " make the disk writable, or copy the folder to another one and open it there."
        ),
        errors.InUse: N_("The file has to be upgraded: close the program at every counter first."),
    }
    sentence = sentences.get(type(error), N_("The office in {folder} cannot be opened."))
    match error:
        case errors.MissingKey(file=file):
            return CannotOpen(sentence, folder=str(data), file=str(file))
        case errors.NotAPlainFile(name=name):
            return CannotOpen(sentence, folder=str(data), file=name)
    return CannotOpen(sentence, folder=str(data))
