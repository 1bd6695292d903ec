"""One office's login with free SQL: what it may not do at all, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.db.central import siege, world
from tests.db.central.siege import SECRET, Siege
from tests.postgres import Postgres

DENIED: dict[str, tuple[str, ...]] = {
    "read tables": tuple(
        f"SELECT * FROM centre.{table}"
        for table in (
            "event", "event_late", "event_kept", "dossier", "chain", "node", "office", "quarantine", "request",
            "back_office", "reader", "alembic_version", "dossier_overview", "office_overview", "scope",
        )
    ),
    "write tables": (
        "INSERT INTO centre.office (code, name) VALUES ('x', 'x')",
        "UPDATE centre.node SET office = '000.18.22.H56'",
        "UPDATE centre.chain SET high = 0",
        "DELETE FROM centre.event",
        "TRUNCATE centre.event",
    ),
    "read through another door": (
        "COPY centre.event TO STDOUT",
        "COPY (SELECT * FROM centre.dossier) TO STDOUT",
        "SELECT table_to_xml('centre.event', true, false, '')",
        "SELECT query_to_xml('SELECT * FROM centre.dossier', true, false, '')",
        "EXPLAIN ANALYZE SELECT * FROM centre.event",
        "DO $$ BEGIN PERFORM * FROM centre.event; END $$",
        "DECLARE everything CURSOR WITH HOLD FOR SELECT * FROM centre.event",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT * FROM pg_largeobject",
    ),
    "call what is not for hosts": (
        "SELECT centre.record_v1(gen_random_uuid(), '000.18.22.H56-261116-0001', 'processing', '{{}}')",
        "SELECT centre.append('@catalogue', '', '', 'x', 'procedure', 'x', 'published', '{{}}', NULL, NULL, '', '')",
        "SELECT centre.append('{victims_chain}', '000.18.22.H56', '', 'x', 'dossier', 'x', 'returned', '{{}}', 9, 10)",
        "SELECT centre.locked_chain('{victims_chain}', 1, '', '')",
        "SELECT centre.told('{victims_chain}', 1, 0, 100)",
        "SELECT centre.my_offices()",
        "SELECT centre.make_partitions('2090-01-01')",
        "SELECT centre.end_stuck_sessions('0')",
        "SELECT centre.settled_streams('000.18.22.H56')",
    ),
    "be somebody else": (
        "SET ROLE {owner}",
        "SET ROLE {victim}",
        "SET SESSION AUTHORIZATION {victim}",
        "SELECT set_config('role', 'postgres', false)",
        "SELECT set_config('session_authorization', 'postgres', false)",
        "GRANT {owner} TO {me}",
        "GRANT {victim} TO {me}",
        "CREATE ROLE another SUPERUSER LOGIN",
        "ALTER ROLE {victim} PASSWORD 'mine'",
        "ALTER ROLE {victim} NOLOGIN",
        "DROP ROLE {victim}",
    ),
    "lift its limits": (
        "ALTER ROLE {me} CONNECTION LIMIT -1",
        "ALTER ROLE {me} SUPERUSER",
        "ALTER ROLE {me} CREATEROLE",
        "ALTER ROLE {me} BYPASSRLS",
        "ALTER ROLE {me} SET temp_file_limit = -1",
        "SET temp_file_limit = -1",
        "SET session_replication_role = replica",
        "SET log_statement = 'all'",
        "ALTER SYSTEM SET max_connections = 1",
        "ALTER DATABASE {database} SET statement_timeout = 0",
        "ALTER TABLE centre.event DISABLE ROW LEVEL SECURITY",
        "GRANT ALL ON ALL TABLES IN SCHEMA centre TO PUBLIC",
    ),
    "put something in the way": (
        "CREATE TEMPORARY TABLE node (role name, office text, revoked_at timestamptz)",
        "SELECT 1 AS role INTO TEMPORARY node",
        "CREATE FUNCTION pg_temp.me() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.node (role name)",
        "CREATE FUNCTION public.me() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR public.= (leftarg = text, rightarg = text, function = texteq)",
        "CREATE OR REPLACE FUNCTION centre.me() RETURNS centre.node LANGUAGE sql AS 'SELECT NULL::centre.node'",
        "CREATE SCHEMA mine",
        "CREATE EXTENSION pg_stat_statements",
        "CREATE EXTENSION dblink",
        "CREATE LANGUAGE plpython3u",
        "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
        "CREATE PUBLICATION mine FOR ALL TABLES",
        "DROP FUNCTION centre.push_v1",
        "DROP SCHEMA centre CASCADE",
        "DROP DATABASE {database}",
    ),
    "reach the machine": (
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "COPY centre.move FROM '/etc/passwd'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_hba_file_rules",
        "SELECT pg_current_logfile()",
        "LOAD 'plpgsql'",
    ),
    "fill the disk or the table of locks": (
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_put(1, 0, 'x')",
        "SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))",
        "SELECT pg_advisory_lock(1)",
        "SELECT count(pg_advisory_lock(g)) FROM generate_series(1, 1000000) g",
        "SELECT pg_try_advisory_xact_lock(1, 2)",
        "SET work_mem = '64kB'; SELECT repeat('x', 1000) || g FROM generate_series(1, 200000) g ORDER BY 1",
        "SELECT pg_create_physical_replication_slot('mine', true)",
    ),
    "stop the server or others": (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{victims_role}'",
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
        "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()",
        "SELECT pg_stat_reset()",
        "CHECKPOINT",
        "BEGIN; LOCK TABLE centre.event IN ACCESS EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE pg_catalog.pg_proc IN SHARE MODE",
        "BEGIN; PREPARE TRANSACTION 'for ever'",
    ),
}  # fmt: skip
"""Attempts that PostgreSQL refuses."""

REFUSED = (
    "42501",  # insufficient privilege
    "53400",  # configuration limit exceeded
    "55000",  # prepared transactions are disabled
    "22023",  # a role that one is no member of
    "0LP01",  # no grantor
    "0A000",  # an extension that is not there
    "58P01",  # the same, said by another release
)


@pytest.fixture(scope="module")
def besieged(postgres: Postgres) -> Iterator[Siege]:
    """One centre for all attempts: what one of them broke, the next would find broken."""
    laid = siege.lay(postgres)
    yield laid
    laid.mine.close()


@pytest.mark.parametrize("aim", DENIED)
def test_an_office_may_not(besieged: Siege, aim: str) -> None:
    with world.session(besieged.victim) as victim:
        victim.execute("SELECT 1")
        for attack in DENIED[aim]:
            with pytest.raises(psycopg.Error) as refused:
                besieged.attempt(attack)
                pytest.fail(f"allowed: {attack}")
            assert refused.value.sqlstate in REFUSED, (attack, str(refused.value))
            assert SECRET not in str(refused.value)
            besieged.mine.rollback()
        assert victim.execute("SELECT 1").fetchone() == (1,)
    besieged.the_other_office_works()
