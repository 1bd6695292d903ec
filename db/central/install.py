"""Makes the centre in an empty PostgreSQL database, and brings one to this release: roles, tables, functions, rights.

Tables change by revisions; functions, views and rights are files that are applied anew each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, NullPool, create_engine

from db.central.administration import fence
from db.central.migrations import HERE
from db.central.roles import GROUPS, group
from db.domain.event_kind import Author, EventKind, Stream
from db.domain.event_schema import DEEPEST, LONGEST_LIST, LONGEST_TEXT
from db.domain.fold import LARGEST_SUM
from db.domain.lifecycle import FINAL, MOVES, NOT_RECEIVED, NOTES, UNDER_WAY, State
from db.domain.schema import kind_predicates, predicates

SQL: Final = Path(__file__).parent / "sql"
"""Where the functions, views and rights are."""

_WORD: Final = re.compile(r"@([a-z_]+(?:\.[a-z_]+)?)@")
_LAST: Final = "access.sql"
_DEFLATE: Final = ("deflate.sql", "push_z.sql")


class NoCentre(Exception):
    """The database cannot become a centre, or is none."""


def install(url: str, *, deflate: bool = False) -> None:
    """Make the centre in the database at ``url``, or bring it to this release, wholly or not at all.

    ``url`` is that of an administrator who may make roles. ``deflate`` allows compressed batches, for which
    PostgreSQL's Python (plpython3u) must be there and the administrator a superuser. Raises ``psycopg.Error``.
    """
    with psycopg.connect(url) as connection:
        engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
        with engine.begin() as alchemy:
            _make_roles(connection)
            if deflate:
                connection.execute("CREATE EXTENSION IF NOT EXISTS plpython3u")
            _as_owner(connection)
            _upgrade(alchemy)
            _fill_lifecycle(connection)
            for file in _files():
                apply(connection, file)
            # Before the first event: where one lies among the late ones, its month gets no partition any more.
            connection.execute("SELECT make_partitions(current_date)")
            connection.execute("RESET ROLE")
            fence(connection)
            for name in _DEFLATE if deflate else ():
                apply(connection, SQL / name)


def migrate(url: str) -> None:
    """Bring the centre at ``url`` to this release; compressed batches stay allowed or not. Raises ``NoCentre``."""
    with psycopg.connect(url) as connection:
        there = connection.execute(
            "SELECT to_regclass('centre.chain') IS NOT NULL,"
            " to_regprocedure('centre.push_z_v1(integer, bigint, text, bytea)') IS NOT NULL"
        ).fetchone()
    if there is None or not there[0]:
        raise NoCentre("there is no centre in this database")
    install(url, deflate=there[1])


def apply(connection: psycopg.Connection[Any], file: Path) -> None:
    """Run one SQL file with this centre's roles, and the names of ``db.domain``, in place of its ``@words@``.

    Raises KeyError for an unknown word.
    """
    roles = {name: sql.Identifier(group(connection.info.dbname, name)) for name in GROUPS}
    words = _domain_words() | {name: role.as_string(connection) for name, role in roles.items()}
    text = _WORD.sub(lambda match: words[match[1]], file.read_text("utf-8"))
    connection.execute(text.encode())


def _invalid_values() -> str:
    return "\n".join(
        f"        WHEN '{stream}' THEN given @@ '{predicate}'" for stream, predicate in predicates().items()
    )


def _invalid_kinds() -> str:
    return "\n".join(
        f"        WHEN '{stream} {kind}' THEN data @@ '{predicate}'"
        for (stream, kind), predicate in kind_predicates().items()
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _numbers(states: Iterable[State]) -> str:
    return ", ".join(str(state.value) for state in sorted(states))


@cache
def _domain_words() -> dict[str, str]:
    """What takes the place of ``@kind.settled@``, ``@stream.dossier@``, ``@streams@`` and so on."""
    return {
        **{f"kind.{kind.name.lower()}": kind.value for kind in EventKind},
        **{f"state.{state.name.lower()}": str(state.value) for state in State},
        **{f"stream.{stream.name.lower()}": stream.value for stream in Stream},
        "streams": _quoted(Stream),
        "states": _quoted(str(state.value) for state in State),
        "final_states": _numbers(FINAL),
        "not_received": _numbers(NOT_RECEIVED),
        "states_under_way": _numbers(UNDER_WAY),
        "back_office_kinds": _quoted(EventKind.by(Author.BACK_OFFICE)),
        "invalid_values": _invalid_values(),
        "invalid_kinds": _invalid_kinds(),
        "largest_sum": str(LARGEST_SUM),
        "too_deep": str(DEEPEST + 1),
        "longest_list": str(LONGEST_LIST),
        "longest_text": str(LONGEST_TEXT),
    }


def _files() -> list[Path]:
    files = sorted(file for file in SQL.glob("*.sql") if file.name not in (_LAST, *_DEFLATE))
    return [*files, SQL / _LAST]


def _make_roles(connection: psycopg.Connection[Any]) -> None:
    database = connection.info.dbname
    for name in GROUPS:
        role = group(database, name)
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    names = {name: sql.Identifier(group(database, name)) for name in GROUPS}
    statements = (
        "GRANT {owner} TO CURRENT_USER",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {owner}, {node}, {back}, {reader}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "CREATE SCHEMA IF NOT EXISTS centre AUTHORIZATION {owner}",
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(database=sql.Identifier(database), **names))


def _as_owner(connection: psycopg.Connection[Any]) -> None:
    owner = sql.Identifier(group(connection.info.dbname, "owner"))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
    # Functions name each other in any order; what is wrong in one is found when the tests call it.
    connection.execute("SET LOCAL check_function_bodies = off")
    connection.execute("SET LOCAL search_path = centre")
    connection.execute("SET LOCAL client_min_messages = warning")


def _upgrade(alchemy: Connection) -> None:
    """Run the revisions that are missing, inside the caller's transaction."""
    directory = ScriptDirectory(str(HERE), version_locations=[str(HERE / "versions")])

    def steps(revision: Any, context: object) -> Any:
        return directory._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=alchemy, version_table_schema="centre", transactional_ddl=True)
        environment.run_migrations()


def _fill_lifecycle(connection: psycopg.Connection[Any]) -> None:
    """The table of moves, as db/domain/lifecycle.py has it."""
    moves = [(move.kind.value, before, move.after) for move in MOVES.values() for before in move.before]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM centre.move")
        cursor.execute("DELETE FROM centre.note")
        cursor.executemany("INSERT INTO centre.move (kind, before, after) VALUES (%s, %s, %s)", moves)
        cursor.executemany("INSERT INTO centre.note (kind) VALUES (%s)", [(kind,) for kind in sorted(NOTES)])
