"""What the tests of the centre need again and again: hosts that may log in, and sessions as them."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from db.central.install import group
from db.enrolment import Enrolment

SECRET = "a-secret-of-the-tests"
HOME = "000.17.22.H56"
OTHER = "000.18.22.H56"


def enrol(centre: str, office: str = HOME, number: int = 0, *, ca: str = "") -> Enrolment:
    """Make the login of a host and its rows; ``ca`` is the PEM that vouches for the server, where it knows TLS."""
    node = f"{office}/{number}"
    with psycopg.connect(centre, autocommit=True) as connection:
        info = connection.info
        role = f"{info.dbname}:{node}"
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT 3 PASSWORD {} IN ROLE {}").format(
                sql.Identifier(role), SECRET, sql.Identifier(group(info.dbname, "node"))
            )
        )
        connection.execute(
            "INSERT INTO centre.office (code, name, province) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [office, f"UBND {office}", office.rpartition(".")[2]],
        )
        connection.execute(
            "INSERT INTO centre.node (name, office, number, role) VALUES (%s, %s, %s, %s)",
            [node, office, number, role],
        )
        return Enrolment(
            host=info.host,
            port=info.port,
            database=info.dbname,
            role=role,
            secret=SECRET,
            ca=ca,
            office=office,
            node=number,
            name=f"UBND {office}",
        )


def address(centre: str, role: str, secret: str) -> str:
    """The address of ``centre`` for another role."""
    return make_conninfo(centre, user=role, password=secret)


def session(at: str | Enrolment) -> psycopg.Connection[Any]:
    """A session in which each statement is its own transaction: the administrator's, or a host's without TLS."""
    if isinstance(at, str):
        return psycopg.connect(at, autocommit=True)
    return psycopg.connect(**at.conninfo(insecure_loopback=True), autocommit=True)
