"""Old months go; open dossiers, what others still follow and what is not understood stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import host as facts
from db.central.administration import session
from db.central.publishing import publish_holidays
from db.central.retirement import months, retire
from tests.counter.sync.hosts import host_at
from tests.db.central import world
from tests.db.central.sending import Host

YEAR = datetime.now(UTC).year


def _last_spring(centre: str) -> None:
    """Everything that is here came in last March."""
    with session(centre) as administrator:
        administrator.execute("SET LOCAL ROLE " + f'"{administrator.info.dbname}_owner"')
        administrator.execute(
            f"CREATE TABLE centre.event_{YEAR - 1}_03 PARTITION OF centre.event"
            f" FOR VALUES FROM ('{YEAR - 1}-03-01') TO ('{YEAR - 1}-04-01')".encode()
        )
        administrator.execute("RESET ROLE")
        administrator.execute("UPDATE centre.event SET received_on = make_date(%s, 3, 16)", [YEAR - 1])


def _finish(host: Host, of: str) -> None:
    for kind in ("processing", "result-arrived", "returned"):
        host.say(of, kind)


def test_only_what_is_over_and_done_is_given_up(centre: str) -> None:
    host = Host(world.enrol(centre))
    host.at = datetime(YEAR - 1, 3, 16, tzinfo=UTC)
    done = host.receive(f"{world.HOME}-250316-0001")
    _finish(host, done)
    open_still = host.receive(f"{world.HOME}-250316-0002")
    opened = {"counter": 1, "officer": "lan", "opened_at": "2026-11-16T01:00:00.000Z"}
    host.say("ca-1", "shift-opened", {"set": opened}, stream="shift")
    with session(centre) as administrator:
        publish_holidays(administrator, {YEAR: {"confirmed": True, "days": [], "make_up": []}})
    _last_spring(centre)
    with session(centre) as administrator:
        report = retire(administrator, datetime(YEAR, 1, 1, tzinfo=UTC).date())
        assert (report.months, report.dropped, report.kept) == ((f"event_{YEAR - 1}_03",), 4, 3)
        left = administrator.execute("SELECT DISTINCT of FROM centre.event ORDER BY of").fetchall()
        assert {of for (of,) in left} == {open_still, "ca-1", str(YEAR)}
        assert administrator.execute("SELECT count(*) FROM centre.dossier").fetchone() == (2,)
        kept = administrator.execute("SELECT kept FROM centre.chain WHERE node = %s", [host.node]).fetchone()
        assert kept == (4,)
        assert f"event_{YEAR - 1}_03" not in {month.table for month in months(administrator)}
    _it_goes_on(centre, host, done, open_still)


def _it_goes_on(centre: str, host: Host, done: str, open_still: str) -> None:
    """New events follow, and one that comes late for a dossier that was given up does not spoil its row."""
    _finish(host, open_still)
    late = Host(world.enrol(centre, number=1))
    late.at = datetime(YEAR - 1, 2, 1, tzinfo=UTC)
    late.say(done, "reprinted", {"form": "01", "copy": 2})
    with world.session(centre) as administrator:
        rows = administrator.execute("SELECT id, state, code FROM centre.dossier ORDER BY code").fetchall()
    assert rows == [
        (done, 10, f"{world.HOME}-250316-0001"),
        (open_still, 10, f"{world.HOME}-250316-0002"),
    ]
    with world.session(host.enrolment) as office:
        told = office.execute("SELECT node, seq, body FROM centre.pull_v1('{}', 1000000)").fetchall()
    assert (host.node, 4, None) in told, "whoever is that far behind takes a snapshot"


def test_what_was_put_aside_or_is_recent_stays(centre: str) -> None:
    host = Host(world.enrol(centre))
    host.at = datetime(YEAR - 1, 3, 16, tzinfo=UTC)
    host.say("x", "nobody-knows-this", {})
    recent = host.receive(f"{world.HOME}-250316-0001")
    host.at = datetime.now(UTC) - timedelta(minutes=1)
    _finish(host, recent)
    _last_spring(centre)
    with session(centre) as administrator:
        report = retire(administrator, datetime(YEAR, 1, 1, tzinfo=UTC).date())
        assert (report.dropped, report.kept) == (0, 6)


def test_the_running_year_stays(centre: str) -> None:
    with session(centre) as administrator, pytest.raises(ValueError, match="this year cannot be deleted"):
        retire(administrator, datetime(YEAR, 2, 1, tzinfo=UTC).date())


def test_a_host_does_not_miss_what_was_given_up(centre: str, tmp_path: Path) -> None:
    office = host_at(centre, tmp_path / "office")
    office.receive(2)
    office.synced()
    with session(centre) as administrator:
        gone = administrator.execute(
            "DELETE FROM centre.event WHERE node = %s AND seq <= 2", [office.enrolment.writer]
        )
        assert gone.rowcount == 2
        administrator.execute("UPDATE centre.chain SET kept = 2 WHERE node = %s", [office.enrolment.writer])
    with office.desk.store.write() as connection:
        facts.put(connection, "centre_verified_at", "2020-01-01T00:00:00.000Z")
    office.synced()
    with office.desk.store.read() as connection:
        assert facts.get(connection, "centre_verified_at") > "2026"
    with world.session(centre) as administrator:
        left = administrator.execute(
            "SELECT min(seq) FROM centre.event WHERE node = %s", [office.enrolment.writer]
        ).fetchone()
    assert left == (3,), "nothing was sent again"
