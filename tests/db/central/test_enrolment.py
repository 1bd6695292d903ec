"""A host is let in with a secret that the server never sees, and is the host that the centre knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from db.central.administration import conninfo, session
from db.central.back_offices import (
    AlreadyThere,
    NoSuchLogin,
    Scope,
    add_back_office,
    add_reader,
    remove_reader,
)
from db.central.enrolment import Address, NotEnrolled, TooSoon, enrol, revoke
from db.central.install import install
from db.central.logins import BadLogin, role_of
from db.central.status import centre_status
from db.enrolment import Insecure
from tests.db.central import world
from tests.postgres import Postgres

HERE = Address("127.0.0.1", 5432)


def test_the_server_keeps_a_verifier_and_limits(centre: str) -> None:
    with session(centre) as administrator:
        enrolment = enrol(administrator, world.HOME, "Xã Một", 0, HERE)
        row = administrator.execute(
            "SELECT rolpassword, rolconnlimit, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls,"
            " (SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting WHERE setrole = a.oid)"
            " FROM pg_authid a WHERE rolname = %s",
            [enrolment.role],
        ).fetchone()
    assert row is not None
    verifier, sessions, mighty, settings = row
    assert verifier.startswith("SCRAM-SHA-256$")
    assert enrolment.secret not in verifier
    assert (sessions, mighty) == (3, False)
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout", "temp_file_limit"):
        assert limit in settings


def test_the_day_that_counts_is_vietnams(centre: str) -> None:
    evening = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    world.enrol(centre)
    with session(centre) as administrator:
        revoke(administrator, world.HOME, 0, now=evening)
        with pytest.raises(TooSoon) as refused:
            enrol(administrator, world.HOME, "", 0, HERE, now=evening + timedelta(minutes=29))
        assert refused.value.day.isoformat() == "2026-11-22"
        enrol(administrator, world.HOME, "", 0, HERE, now=evening + timedelta(minutes=31))
        known = centre_status(administrator).nodes
    assert [(node.node, node.incarnation, node.revoked_at) for node in known] == [(0, 2, None)]


def test_nothing_unfit_is_enrolled(centre: str) -> None:
    with session(centre) as administrator:
        for office, number in (("xã Một", 0), ("", 0), ("000.17.22.H56/0", 0), ("000.17.22.H56", 10)):
            with pytest.raises(ValueError, match=r"code of an office|number"):
                enrol(administrator, office, "", number, HERE)
        with pytest.raises(NotEnrolled):
            enrol(administrator, world.HOME, "", 0, HERE, renew=True)
    with session(centre) as administrator:
        for name in ("Sở Tư pháp", "a/0", "", "a" * 40):
            with pytest.raises(BadLogin):
                add_back_office(administrator, name, Scope())
        with pytest.raises(NoSuchLogin):
            remove_reader(administrator, "nobody")


def test_a_role_with_more_rights_is_never_taken_for_a_host(centre: str) -> None:
    with session(centre) as administrator:
        mighty = role_of(administrator, "root")
        administrator.execute(f'CREATE ROLE "{mighty}" SUPERUSER'.encode())
        with pytest.raises(BadLogin):
            add_reader(administrator, "root", Scope())


def test_a_scope_can_be_changed_and_the_old_secret_is_gone(centre: str) -> None:
    with session(centre) as administrator:
        before = add_reader(administrator, "tinh", Scope(province="H01"))
    with session(centre) as administrator:
        with pytest.raises(AlreadyThere):
            add_reader(administrator, "tinh", Scope(province="H56"))
        after = add_reader(administrator, "tinh", Scope(province="H56"), renew=True)
    with pytest.raises(psycopg.OperationalError):
        world.session(world.address(centre, before.role, before.secret))
    world.session(world.address(centre, after.role, after.secret)).close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a@centre.example/x",
        "host=127.0.0.1,centre.example dbname=x",
        "host=localhost hostaddr=10.0.0.7 dbname=x",
        "service=centre",
        "dbname=x",
    ],
)
def test_only_this_machine_does_without_tls(url: str) -> None:
    with pytest.raises(Insecure):
        conninfo(url, insecure_loopback=True)
    assert "sslmode=verify-full" in conninfo(url)
    with pytest.raises(Insecure):
        conninfo(f"{url}{'?' if '//' in url else ' '}sslmode=prefer")


def test_an_administrator_needs_no_superuser(postgres: Postgres) -> None:
    url = postgres.fresh()
    with psycopg.connect(url, autocommit=True) as superuser:
        database = superuser.info.dbname
        superuser.execute(f"CREATE ROLE {database}_admin LOGIN CREATEROLE PASSWORD 'x'".encode())
        superuser.execute(f"ALTER DATABASE {database} OWNER TO {database}_admin".encode())
    mine = make_conninfo(url, user=f"{database}_admin", password="x")
    install(mine)
    enrolment = world.enrol(mine)
    with world.session(enrolment) as host, session(mine) as administrator:
        host.execute("SELECT centre.fold_v1(1)")
        revoke(administrator, world.HOME, 0)
        with pytest.raises(psycopg.OperationalError):
            host.execute("SELECT 1")
