"""The centre in its database: made wholly, brought up to date without harm."""

import psycopg
import pytest

from db.central.install import NoCentre, install, migrate
from db.domain.lifecycle import MOVES
from tests.db.central import world
from tests.postgres import Postgres


def test_installing_again_changes_nothing(centre: str) -> None:
    world.enrol(centre)
    install(centre)
    migrate(centre)
    with world.session(centre) as session:
        assert session.execute("SELECT count(*) FROM centre.node").fetchone() == (1,)
        moves = session.execute("SELECT kind, before, after FROM centre.move").fetchall()
    assert set(moves) == {
        (move.kind, before, move.after) for move in MOVES.values() for before in move.before
    }


def test_what_is_no_centre_is_not_migrated(postgres: Postgres) -> None:
    with pytest.raises(NoCentre):
        migrate(postgres.fresh())


def test_everything_belongs_to_a_role_that_nobody_logs_in_as(centre: str) -> None:
    with world.session(centre) as session:
        owners = session.execute(
            "SELECT DISTINCT r.rolname, r.rolcanlogin FROM pg_roles r WHERE r.oid IN"
            " (SELECT relowner FROM pg_class WHERE relnamespace = 'centre'::regnamespace"
            " UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'centre'::regnamespace)"
        ).fetchall()
        assert owners == [(f"{session.info.dbname}_owner", False)]


def test_functions_with_more_rights_than_their_caller_look_nowhere_else(centre: str) -> None:
    with world.session(centre) as session:
        careless = session.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'centre'::regnamespace AND prosecdef"
            " AND NOT coalesce('search_path=centre, pg_temp' = ANY (proconfig), false)"
        ).fetchall()
    assert careless == []


@pytest.mark.parametrize("statement", ["SELECT * FROM centre.event", "SELECT centre.canonical('{}')"])
def test_a_host_has_a_right_to_its_functions_alone(centre: str, statement: str) -> None:
    with world.session(world.enrol(centre)) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement)


def test_where_the_server_lacks_what_is_asked_nothing_is_made(postgres: Postgres) -> None:
    url = postgres.fresh()
    with world.session(url) as session:
        found = session.execute("SELECT FROM pg_available_extensions WHERE name = 'plpython3u'").fetchone()
        if found is not None:
            install(url, deflate=True)
            assert session.execute("SELECT centre.inflated('\\x789c4b040000620062')").fetchone() == ("a",)
            return
        with pytest.raises(psycopg.Error):
            install(url, deflate=True)
        assert session.execute("SELECT to_regnamespace('centre')").fetchone() == (None,)
