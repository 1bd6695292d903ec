"""One office's login with the functions that it may call: whatever it says, it speaks for itself alone."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from db.domain.event import canonical, new_id
from db.sync.wire import Packed, pack
from tests.db.central import siege, world
from tests.db.central.sending import Host
from tests.db.central.siege import SECRET, Siege
from tests.postgres import Postgres

PULL = "SELECT * FROM centre.pull_v1('{}', 10000000)"
PRETENCES = (
    "SET ROLE {group}",
    "SELECT set_config('app.office', '000.18.22.H56', false), set_config('centre.role', '{victims_role}', false)",
    "SET application_name = '{victims_role}'",
    "SET search_path = pg_temp, public, pg_catalog",
    "SET row_security = off",
    "ALTER ROLE {me} SET role = {owner}",
    "ALTER ROLE {me} SET search_path = pg_temp, public",
    "GRANT {me} TO {victim}",
    "GRANT {me} TO {owner}",
)
"""What PostgreSQL lets a login say of itself."""


@pytest.fixture(scope="module")
def besieged(postgres: Postgres) -> Iterator[Siege]:
    """A centre under attack, and a host of the attacker's that has sent a dossier."""
    laid = siege.lay(postgres)
    yield laid
    laid.mine.close()


@pytest.fixture(scope="module")
def host(besieged: Siege) -> Host:
    """The attacker's own host."""
    host = Host(besieged.attacker)
    host.receive("000.17.22.H56-261116-0001")
    return host


def _others(besieged: Siege, told: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    own = (besieged.attacker.office + "/", "@catalogue", "@holidays", "@staff:H56")
    return [row for row in told if not row[0].startswith(own)]


def test_a_pretence_changes_nothing(besieged: Siege, host: Host) -> None:
    for pretence in PRETENCES:
        # What was set for the role takes effect in its next session only.
        for said in (pretence, "SELECT 1"):
            try:
                besieged.attempt(said)
                told = besieged.mine.execute(PULL).fetchall()
            except psycopg.errors.InsufficientPrivilege:
                assert pretence.startswith(("GRANT", "SET row_security"))
            else:
                assert told and not _others(besieged, told)
            besieged.mine.close()
    besieged.attempt("ALTER ROLE {me} RESET ALL")
    besieged.the_other_office_works()


CURSORS = (
    'SELECT * FROM centre.pull_v1(\'{{"{victims_chain}#1": 0, "000.18.22.H56/c#1": 0}}\', 10000000)',
    "SELECT * FROM centre.pull_v1('{{\"{victims_chain}#1\": -5}}', -1)",
    "SELECT * FROM centre.snapshot_v1('', 0, 0, 10000000)",
    "SELECT * FROM centre.snapshot_v1('{victims_chain}', 1, 0, 10000000)",
    "SELECT * FROM centre.snapshot_chains_v1()",
)


def test_no_cursor_leads_to_another_office(besieged: Siege, host: Host) -> None:
    for asked in CURSORS:
        told = besieged.attempt(asked)
        assert not _others(besieged, told)
        assert SECRET not in str(told)


def test_hashes_and_numbers_are_ones_own(besieged: Siege, host: Host) -> None:
    ranges = "SELECT * FROM centre.ranges_v1('{victims_chain}', 1, 1, 100, 10)"
    assert besieged.attempt(ranges) == []
    assert "000.18" not in str(besieged.attempt("SELECT * FROM centre.numbers_v1()"))


def test_what_others_ask_is_not_shown(besieged: Siege) -> None:
    with world.session(besieged.victim) as victim:
        victim.execute(sql.SQL("SELECT {}").format(SECRET))
        assert SECRET not in str(besieged.attempt("SELECT * FROM pg_stat_activity"))
        assert besieged.attempt("SELECT * FROM pg_stats WHERE schemaname = 'centre'") == []
        assert besieged.attempt("SELECT * FROM pg_largeobject_metadata") == []


FOREIGN: tuple[dict[str, Any], ...] = (
    {"node": f"{world.OTHER}/0"},
    {"node": f"{world.OTHER}/c"},
    {"node": f"{world.HOME}/c"},
    {"node": f"{world.HOME}/1"},
    {"node": "@catalogue"},
    {"node": "@staff:H56", "stream": "staff"},
    {"inc": 7},
    {"seq": 1},
    {"prev": "0" * 64},
    {"hlc": 10**18},
    {"at": "2099-01-01T00:00:00.000Z"},
    {"v": 99},
    {"stream": "audit"},
    {"kind": "erased"},
    {"data": {"set": []}},
    {"data": {"set": {"state": "x"}, "add": 7}},
    {"id": "x" * 1000},
    {"person": "f" * 64},
)
"""What the body of an event may claim instead of the truth."""


def test_an_event_that_claims_another_place_is_put_aside(besieged: Siege, host: Host) -> None:
    events = []
    for claim in FOREIGN:
        true = host.write(besieged.dossier, "returned", {}, {"applicant": {"name": "X"}})
        # With spaces it is sent word for word, so that the centre puts nothing right in it.
        body = json.dumps({**json.loads(true.body), **claim})
        host.hash = hashlib.sha256(body.encode()).hexdigest()
        events.append(Packed(body, true.salt, true.person))
    host.send(events)
    with world.session(besieged.centre) as administrator:
        aside = administrator.execute(
            "SELECT count(*) FROM centre.quarantine WHERE node = %s", [host.node]
        ).fetchone()
        folded = administrator.execute(
            "SELECT folded FROM centre.chain WHERE node = %s", [host.node]
        ).fetchone()
    assert aside == (len(FOREIGN),)
    assert folded == (host.seq,), "the chain goes on"
    besieged.the_other_office_works()


READ_BY_THE_CENTRE = (
    "code", "agency", "due_at", "received_at", "finished_at", "attention", "state", "decided", "id",
)  # fmt: skip


def test_no_value_of_a_dossier_stops_the_fold(besieged: Siege, host: Host) -> None:
    noise = random.Random(4).randbytes(20_000).hex()
    odd: list[Any] = [noise, [], {}, None, -1]
    said = [{name: value} for name in READ_BY_THE_CENTRE for value in odd]
    host.send([host.write(new_id(), "received", {"set": each, "add": each}, {}) for each in said])
    with world.session(besieged.centre) as administrator:
        folded = administrator.execute(
            "SELECT folded, high FROM centre.chain WHERE node = %s", [host.node]
        ).fetchone()
        administrator.execute("SELECT * FROM centre.dossier_overview, centre.office_overview").fetchall()
    assert folded == (host.seq, host.seq)
    besieged.the_other_office_works()


def test_another_offices_dossier_is_not_touched_by_its_id(besieged: Siege, host: Host) -> None:
    host.states.pop(besieged.dossier, None)
    for kind in ("received", "withdrawn"):
        host.say(besieged.dossier, kind, {"set": {"code": f"{world.OTHER}-261116-0001"}})
    besieged.the_other_office_works()


def test_its_own_past_cannot_be_written_anew(besieged: Siege, host: Host) -> None:
    other = Host(besieged.attacker)
    made_up = other.write("x", "received", {"set": {"code": "y"}}, {})
    words, packed = pack([made_up])
    push = besieged.mine.execute(
        "SELECT centre.push_v1(1, 1, '', %s::text[], %s::text)", [words, packed]
    ).fetchone()
    assert push is not None and push[0]["status"] == "fork"
    mended = besieged.mine.execute(
        "SELECT centre.mend_v1(1, 1, %s::text[], %s::text)", [words, packed]
    ).fetchone()
    assert mended == (0,)
    made_up_hash = hashlib.sha256(made_up.body.encode()).hexdigest()
    hole = besieged.mine.execute(
        "SELECT centre.push_v1(1, 1000, %s::text, %s::text[], %s::text)", [made_up_hash, words, packed]
    ).fetchone()
    assert hole is not None and hole[0]["status"] == "hole"


def test_it_cannot_use_up_its_incarnations(besieged: Siege) -> None:
    with pytest.raises(psycopg.Error, match="that many incarnations"):
        besieged.attempt("SELECT centre.push_v1(2147483647, 1, '', '{{}}', 'x')")


def test_each_kind_of_login_has_its_own_functions_and_views(besieged: Siege) -> None:
    rights: dict[str, set[str]] = {}
    with world.session(besieged.centre) as administrator:
        for kind in ("node", "back", "reader"):
            found = administrator.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'centre'::regnamespace"
                " AND has_function_privilege(%(role)s, oid, 'EXECUTE') UNION ALL"
                " SELECT relname FROM pg_class WHERE relnamespace = 'centre'::regnamespace"
                " AND relkind IN ('r', 'v', 'p') AND has_any_column_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE')",
                {"role": f"{besieged.database}_{kind}"},
            ).fetchall()
            rights[kind] = {name for (name,) in found}
    views = {"office_overview", "agency_overview", "dossier_overview"}
    harmless = {"is_owner", "my_offices", "my_shared_chains", "instant", "is_late"}
    assert rights["reader"] == views | harmless
    assert rights["back"] == views | harmless | {"record_v1"}
    assert all(name.endswith("_v1") for name in rights["node"]), rights["node"]
    assert "record_v1" not in rights["node"]


def test_odd_settings_of_a_session_do_not_change_what_is_written(besieged: Siege, host: Host) -> None:
    odd = ("TimeZone = 'Asia/Tokyo'", "DateStyle = 'SQL, DMY'", "IntervalStyle = 'iso_8601'",
           "bytea_output = 'escape'", "extra_float_digits = -15", "quote_all_identifiers = on",
           "standard_conforming_strings = off", "transform_null_equals = on", "xmloption = 'document'",
           "default_transaction_isolation = 'serializable'", "array_nulls = off")  # fmt: skip
    for setting in odd:
        besieged.attempt(f"ALTER ROLE {{me}} SET {setting}")
    host.say(
        "z", "nobody-knows-this", {}
    )  # the notice of it is written by the centre inside this odd session
    with world.session(besieged.centre) as administrator:
        body = administrator.execute(
            "SELECT body FROM centre.event WHERE node = %s ORDER BY seq DESC LIMIT 1", [f"{world.HOME}/c"]
        ).fetchone()
    assert body is not None
    assert canonical(json.loads(body[0])) == body[0]
    assert json.loads(body[0])["at"].endswith("Z")
    besieged.attempt("ALTER ROLE {me} RESET ALL")
    besieged.the_other_office_works()
