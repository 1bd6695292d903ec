"""What the tests of the centre need again and again: hosts that may log in, and sessions as them."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from db.central import administration
from db.central import enrolment as central_enrolment
from db.enrolment import Enrolment

SECRET = "a-secret-of-the-tests"
HOME = "000.17.22.H56"
OTHER = "000.18.22.H56"
_numbers = itertools.count(1)


def enrol(centre: str, office: str = HOME, number: int = 0, *, ca: str = "") -> Enrolment:
    """Let a host in, as the administrator does, with a secret that a test may name; ``ca`` is the authority's PEM."""
    with administration.session(centre) as connection:
        address = central_enrolment.Address(connection.info.host, connection.info.port, ca)
        enrolment = central_enrolment.enrol(connection, office, f"UBND {office}", number, address)
        role = sql.Identifier(enrolment.role)
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, SECRET))
    return replace(enrolment, secret=SECRET)


def address(centre: str, role: str, secret: str) -> str:
    """The address of ``centre`` for another role."""
    return make_conninfo(centre, user=role, password=secret)


def session(at: str | Enrolment) -> psycopg.Connection[Any]:
    """A session in which each statement is its own transaction: the administrator's, or a host's without TLS."""
    if isinstance(at, str):
        return psycopg.connect(at, autocommit=True)
    return psycopg.connect(**at.conninfo(insecure_loopback=True), autocommit=True)


def new_office(province: str = "H56") -> str:
    """The code of an office that no other test has."""
    return f"000.{next(_numbers):02}.99.{province}"


def nobody() -> Enrolment:
    """An enrolment with no centre behind it, for events that are only written."""
    return Enrolment(
        host="", port=1, database="", role="", secret="", ca="", office=HOME, node=0, name=f"UBND {HOME}"
    )


def hash_of(text: str) -> str:
    """SHA-256 as the ledger writes it."""
    return hashlib.sha256(text.encode()).hexdigest()
