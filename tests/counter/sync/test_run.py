"""A session with the centre, over a line on which nothing goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from counter.desk.office.verification import verify
from db.domain.event import NewEvent
from db.enrolment import Insecure
from db.ledger import ledger
from db.sync import backoff, state
from db.sync.state import Failure
from tests.counter.sync.hosts import Host, as_the_centre, at_centre, day_off, host_at, publish, record
from tests.db.sync.proxy import proxied


def _standing(host: Host) -> state.SyncStatus:
    with host.desk.store.read() as connection:
        return state.sync_status(connection)


def test_what_was_noted_here_is_at_the_centre_and_said_to_be(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    (dossier, *_) = host.receive(3)
    before = _standing(host)
    assert (before.enrolled, before.waiting, before.centre_at) == (False, len(host.events()), None)
    with host.desk.store.read() as connection:
        assert not state.at_centre(connection, dossier)
        assert [each.kind for each in state.waiting(connection, "buoi")] == ["received"] * 3
        assert len(state.waiting(connection, limit=2)) == 2
    run = host.synced()
    assert at_centre(centre) == host.events()
    assert (run.sent, run.received) == (len(host.events()), 0)
    after = _standing(host)
    assert (after.enrolled, after.waiting, after.oldest_waiting) == (True, 0, None)
    assert after.centre_at is not None
    assert after.offset is not None
    assert abs(after.offset) < timedelta(seconds=5)
    with host.desk.store.read() as connection:
        assert state.at_centre(connection, dossier)
        (past,) = state.runs(connection)
    assert (past.sent, past.failure) == (run.sent, None)
    assert verify(host.desk, rebuild=True).holds


def test_when_nothing_is_new_one_question_is_asked_and_little_said(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    with proxied(host.enrolment.port) as proxy:
        run = host.sync(proxy.listens)
    assert (run.failure, run.sent, run.received) == (None, 0, 0)
    assert proxy.up + proxy.down <= 2_000
    assert (run.bytes_out, run.bytes_in) == pytest.approx((proxy.up, proxy.down), abs=10)


def test_runs_in_which_nothing_happened_do_not_push_out_those_that_tell_something(
    centre: str, tmp_path: Path
) -> None:
    host = host_at(centre, tmp_path / "one")
    sent = host.synced().sent
    for _ in range(3):
        host.synced()
    assert host.sync(1).failure is Failure.NO_NETWORK
    host.synced()
    with host.desk.store.read() as connection:
        told = [(run.sent, run.failure) for run in state.runs(connection)]
    assert told == [(0, None), (0, Failure.NO_NETWORK), (0, None), (sent, None)]


def test_what_the_centre_decided_reaches_the_host(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    (dossier,) = host.receive()
    host.synced()
    record(centre, dossier, "result-arrived")
    run = host.synced()
    assert (run.sent, run.received) == (0, 1)
    assert '"state":9' in host.dossiers()[dossier]
    assert verify(host.desk, rebuild=True).holds


def test_an_event_that_the_centre_cannot_fold_comes_back_to_a_person(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    (dossier,) = host.receive()
    with host.desk.store.write() as connection:
        ledger.append(
            connection, host.desk.context(), NewEvent(stream="dossier", stream_id=dossier, kind="danced")
        )
    host.synced()
    with host.desk.store.read() as connection:
        (refused,) = state.refused(connection)
        assert refused.stream_id == dossier
        assert refused.dossier_code
        assert refused.reason
        assert state.sync_status(connection).refused == 1


def test_a_host_that_is_not_let_in_is_told_so(
    centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        backoff, "FIRST_WAIT", backoff.LONGEST_WAIT
    )  # all three runs are in it, on any machine
    host = host_at(centre, tmp_path / "one")
    with psycopg.connect(centre) as connection:
        connection.execute("UPDATE centre.node SET revoked_at = now()")
    assert host.sync().failure is Failure.REFUSED
    wrong = Host(
        host.desk, type(host.enrolment).from_text(host.enrolment.to_text().replace("secret-of", "guess"))
    )
    assert wrong.sync().failure is Failure.REFUSED
    other = host_at(centre, tmp_path / "other", number=1)
    assert Host(host.desk, other.enrolment).sync().failure is Failure.REFUSED
    standing = _standing(host)
    assert (standing.failure, standing.waiting) == (Failure.REFUSED, len(host.events()))
    assert standing.failures == 1, "a run before its time does not put the next one off"
    with pytest.raises(Insecure):
        Host(host.desk, replace(host.enrolment, host="192.0.2.1")).sync()


@pytest.mark.parametrize(
    ("change", "failure", "sends"),
    [
        ("'oldest', 1", Failure.TOO_OLD, True),
        ("'newest', 1", Failure.TOO_NEW, False),
    ],
)
def test_another_release_at_the_centre_strands_nothing_and_is_said(
    own_centre: str, tmp_path: Path, change: str, failure: Failure, sends: bool
) -> None:
    host = host_at(own_centre, tmp_path / "one")
    host.receive()
    with psycopg.connect(own_centre) as connection:
        (source,) = connection.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'hello_v1'"
        ).fetchone() or ("",)
        later = change.replace("1", "2") if sends else change.replace("1", "0")
        assert change in source
        connection.execute(source.replace(change, later).encode())
    assert host.sync().failure is failure
    assert (at_centre(own_centre) == host.events()) is sends


def test_a_centre_without_a_function_is_too_new_to_ask(own_centre: str, tmp_path: Path) -> None:
    host = host_at(own_centre, tmp_path / "one")
    with psycopg.connect(own_centre) as connection:
        connection.execute("DROP FUNCTION centre.pull_v1(json, integer)")
    assert host.sync().failure is Failure.TOO_NEW


def test_a_program_that_is_to_end_does_not_begin_a_meeting_it_cannot_hold(
    centre: str, tmp_path: Path
) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    run = host.sync(should_stop=lambda: True)
    assert run.failure in (Failure.STOPPED, None)
    assert _standing(host).failures == 0


def test_streams_of_later_releases_are_kept_and_not_folded(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    publish(centre, "@catalogue", "weather", "today")
    day_off(centre, "2027-01-01")
    assert host.synced().received == 2
    assert verify(host.desk, rebuild=True).holds
    with host.desk.store.read() as connection:
        days = connection.exec_driver_sql("SELECT detail FROM holiday").scalar_one()
    assert days == '{"days":["2027-01-01"],"id":"2027"}'


def test_the_standing_tells_since_when_the_oldest_event_waits(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    host.receive(2)
    assert _standing(host).oldest_waiting == host.desk.clock.now()


def test_what_went_up_does_not_wait_any_more_in_the_eyes_of_the_centre(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive(3)
    host.synced()
    with as_the_centre(centre) as connection:
        assert connection.execute("SELECT backlog FROM node").fetchall() == [(0,)]
