"""A centre that each test finds empty; made once, since making one takes longer than a test."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from db.central.install import install
from tests.postgres import Postgres

_OURS = ("move", "note", "alembic_version")


@pytest.fixture(scope="session")
def shared_centre(postgres: Postgres) -> str:
    """The administrator's address of the centre that the tests here share."""
    url = postgres.fresh()
    install(url)
    return url


@pytest.fixture
def centre(shared_centre: str) -> str:
    """The administrator's address of a centre without offices."""
    return emptied(shared_centre)


def emptied(shared_centre: str) -> str:
    """The centre after every office is gone from it."""
    with psycopg.connect(shared_centre, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'centre' AND tablename <> ALL (%s)",
            [list(_OURS)],
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier("centre", name) for (name,) in tables)
        connection.execute(sql.SQL("TRUNCATE {}").format(names))
        logins = connection.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, current_database() || ':')"
        ).fetchall()
        for (name,) in logins:
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
    return shared_centre


@pytest.fixture
def own_centre(postgres: Postgres) -> str:
    """A centre that a test may change."""
    url = postgres.fresh()
    install(url)
    return url
