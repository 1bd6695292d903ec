"""One office's login that wants the others to wait: it hinders nobody for long, and is thrown out whatever it holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from db.central.administration import open_databases, session
from db.central.enrolment import Address, AlreadyEnrolled, NotEnrolled, TooSoon, enrol, revoke
from db.enrolment import Enrolment
from db.sync.wire import Packed
from tests.db.central import siege, world
from tests.db.central.sending import Host
from tests.db.central.siege import HELLO, Siege
from tests.postgres import Postgres

BOMBS = (
    (["x" * 1_000_000], "%1$s" * 1_000),
    (["x"], "%1$900000000s"),
    (["x", "900000000"], "%1$*2$s"),
)
"""Words and a text that would be gigabytes once they are unpacked."""


@pytest.fixture(scope="module")
def besieged(postgres: Postgres) -> Iterator[Siege]:
    """One centre for all of this."""
    laid = siege.lay(postgres)
    yield laid
    laid.mine.close()


def _patient(enrolment: Enrolment) -> psycopg.Connection[Any]:
    """A session that lifted every time-out it has."""
    opened = world.session(enrolment)
    for name in ("statement", "lock", "idle_in_transaction_session", "idle_session"):
        opened.execute(f"SET {name}_timeout = 0".encode())
    return opened


def _end_stuck(besieged: Siege) -> int:
    """What every hello does, without waiting the three minutes that a session may hold a transaction open."""
    with world.session(besieged.centre) as administrator:
        ended = administrator.execute("SELECT centre.end_stuck_sessions('0')").fetchone()
    assert ended is not None
    return int(ended[0])


def _hello(opened: psycopg.Connection[Any]) -> None:
    opened.execute(HELLO, [1, 0, "", datetime.now(UTC)])


def test_three_sessions_are_all_it_gets(besieged: Siege) -> None:
    besieged.mine.close()
    opened = [world.session(besieged.attacker) for _ in range(3)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        world.session(besieged.attacker)
    besieged.the_other_office_works()
    for each in opened:
        each.close()


def test_a_transaction_held_open_holds_up_nobody_else(besieged: Siege) -> None:
    host = Host(besieged.attacker)
    host.receive(f"{world.HOME}-261116-0001")
    with _patient(besieged.attacker) as opened:
        opened.execute("BEGIN")
        _hello(opened)
        opened.execute("SELECT centre.fold_v1(1000), count(*) FROM centre.pull_v1('{}', 100000)")
        besieged.the_other_office_works()
        assert _end_stuck(besieged) == 1
        with pytest.raises(psycopg.OperationalError):
            opened.execute("SELECT 1")
    besieged.the_other_office_works()


def test_a_sleep_without_end_is_ended(besieged: Siege) -> None:
    ends: list[str | None] = []

    def sleep() -> None:
        try:
            opened.execute("SELECT pg_sleep(3600)")
        except psycopg.Error as error:
            ends.append(error.sqlstate)

    with _patient(besieged.attacker) as opened:
        sleeper = threading.Thread(target=sleep, daemon=True)
        sleeper.start()
        besieged.the_other_office_works()
        until = monotonic() + 20
        while not _end_stuck(besieged) and monotonic() < until:
            continue
        sleeper.join(10)
    assert ends == ["57P01"]


def test_whoever_makes_the_new_month_and_stays_on_it_is_ended(besieged: Siege) -> None:
    month = (datetime.now(UTC).replace(day=1) + timedelta(days=40)).strftime("event_%Y_%m")
    with world.session(besieged.centre) as administrator:
        administrator.execute(f"DROP TABLE centre.{month}".encode())
    with closing(_patient(besieged.attacker)) as opened:
        opened.execute("BEGIN")
        _hello(opened)
        assert _end_stuck(besieged) == 1
        besieged.the_other_office_works()


def test_a_flood_of_notices_reaches_nobody(besieged: Siege) -> None:
    besieged.attempt("LISTEN flood")
    besieged.attempt(
        "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_notify('flood', repeat('x', 100) || i); END LOOP; END $$"
    )
    besieged.the_other_office_works()
    besieged.mine.close()


def test_large_events_are_put_aside_and_the_chain_goes_on(besieged: Siege) -> None:
    host = Host(besieged.attacker, incarnation=2)
    host.write("x", "received", {}, {})
    host.send([Packed("[" * 200_000)])
    host.send([host.write("x", "received", {"set": {"note": "x" * 2_000_000}}, {})])
    with world.session(besieged.centre) as administrator:
        aside = administrator.execute(
            "SELECT code FROM centre.quarantine WHERE node = %s AND incarnation = 2 ORDER BY seq", [host.node]
        ).fetchall()
    assert [code for (code,) in aside] == ["text", "size"]
    besieged.the_other_office_works()


def test_a_small_batch_does_not_swell(besieged: Siege) -> None:
    for words, packed in BOMBS:
        besieged.attempt("SELECT 1")
        with pytest.raises(psycopg.Error, match="too large"):
            besieged.mine.execute("SELECT centre.push_v1(11, 1, '', %s::text[], %s::text)", [words, packed])
    besieged.the_other_office_works()


def test_no_other_database_of_the_server_lets_it_in(besieged: Siege) -> None:
    own = besieged.attacker.conninfo(insecure_loopback=True)
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(make_conninfo("", **{**own, "dbname": database}))
    with pytest.raises(psycopg.OperationalError, match=r"(?i)replication"):
        psycopg.connect(make_conninfo("", **{**own, "replication": "database"}))
    with session(besieged.centre) as administrator:
        assert "postgres" not in open_databases(administrator)


def test_a_revoked_host_is_out_at_once_even_with_a_session_that_lives(besieged: Siege) -> None:
    with session(besieged.centre) as administrator:
        address = Address(besieged.attacker.host, besieged.attacker.port)
        lost = enrol(administrator, world.HOME, "", 7, address)
    with world.session(lost) as opened:
        _hello(opened)
        with world.session(besieged.centre) as administrator:
            administrator.execute("UPDATE centre.node SET revoked_at = now() WHERE role = %s", [lost.role])
        with pytest.raises(psycopg.Error) as refused:
            _hello(opened)
    assert refused.value.sqlstate == "QM001"


def test_whatever_it_holds_it_is_revoked_and_its_number_comes_back_tomorrow(besieged: Siege) -> None:
    enrolled = besieged.attacker
    address = Address(enrolled.host, enrolled.port)
    besieged.mine.close()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with session(besieged.centre) as administrator:
        with pytest.raises(AlreadyEnrolled):
            enrol(administrator, world.HOME, "", 0, address)
        renewed = enrol(administrator, world.HOME, "", 0, address, renew=True)
    with pytest.raises(psycopg.OperationalError):
        world.session(enrolled)
    with _patient(renewed) as opened:
        opened.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC")
        opened.execute("BEGIN")
        _hello(opened)
        opened.execute(f"ALTER ROLE \"{renewed.role}\" PASSWORD 'known to the thief'".encode())
        with session(besieged.centre) as administrator:
            revoke(administrator, world.HOME, 0)
            with pytest.raises(NotEnrolled):
                revoke(administrator, world.HOME, 0)
            with pytest.raises(TooSoon):
                enrol(administrator, world.HOME, "", 0, address)
        with pytest.raises(psycopg.OperationalError):
            opened.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        world.session(renewed)
    with session(besieged.centre) as administrator:
        again = enrol(administrator, world.HOME, "", 0, address, now=tomorrow)
    with world.session(besieged.centre) as administrator:
        used = administrator.execute(
            "SELECT max(incarnation) FROM centre.chain WHERE node = %s", [again.writer]
        ).fetchone()
    with world.session(again) as opened:
        said = opened.execute(HELLO, [1, 0, "", datetime.now(UTC)]).fetchone()
    assert said is not None and used is not None
    assert said[0]["incarnation"] == used[0] + 1, "one more than the thief wrote under"
    besieged.the_other_office_works()
