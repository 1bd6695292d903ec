"""The ledger: nothing changed, lost or slipped in goes unnoticed."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from counter.desk.desk import Desk
from counter.desk.dossiers.queries import find
from counter.desk.office import opening
from counter.desk.office.opening import CannotOpen
from counter.desk.office.verification import drop_unaccounted, verify
from db.domain.event import Event, canonical, tick
from db.domain.validation import ReceivedEvent, validate
from db.errors import LedgerBroken, StoreError
from db.ledger import ingest, reading
from tests import offices


def test_events_are_numbered_without_gaps_and_chained(desk: Desk) -> None:
    for _ in range(3):
        offices.received(desk)
    with desk.store.read() as connection:
        rows = connection.execute(text("SELECT body, hash, seq FROM event ORDER BY seq")).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    previous = ""
    for row in rows:
        assert json.loads(row.body)["prev"] == previous
        previous = hashlib.sha256(row.body.encode()).hexdigest()
        assert row.hash == previous


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET hash = 'x' WHERE seq = 2", "DELETE FROM event WHERE seq = 2"]
)
def test_sqlite_refuses_to_change_or_delete_an_event(desk: Desk, statement: str) -> None:
    with pytest.raises((DBAPIError, StoreError), match="append-only"), desk.store.write() as connection:
        connection.execute(text(statement))


def _tamper(desk: Desk, statement: str, **values: object) -> None:
    with desk.store.write() as connection:
        for name in ("event_no_update", "event_no_delete"):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE event SET body = replace(body, 'khai sinh', 'khai tử') WHERE kind = 'received'", "its hash"),
        ("DELETE FROM event WHERE seq = (SELECT min(seq) FROM event WHERE kind = 'received')", "missing"),
        ("UPDATE event SET body = json_remove(body, '$.at') WHERE kind = 'received'", "not an event"),
        ("UPDATE event SET body = json_set(body, '$.at', 'noon') WHERE kind = 'received'", "not an event"),
        ("UPDATE event_person SET \"values\" = replace(\"values\", 'Bưởi', 'Cam')", "personal values"),
    ],
)
def test_verify_names_the_first_bad_event(desk: Desk, statement: str, reason: str) -> None:
    offices.received(desk)
    with desk.store.read() as connection:
        seq = connection.scalar(text("SELECT seq FROM event WHERE kind = 'received'"))
    offices.received(desk)
    assert verify(desk, rebuild=True).holds
    _tamper(desk, statement)
    bad = verify(desk).bad
    assert bad is not None
    assert bad.seq == seq
    assert reason in bad.reason


@pytest.mark.parametrize("body", ["{}", "[]", "1", '{"seq":7}'])
def test_a_body_that_is_no_event_is_bad_and_no_crash_also_at_the_start(
    desk: Desk, tmp_path: Path, body: str
) -> None:
    offices.received(desk)
    _tamper(
        desk, "UPDATE event SET body = :body WHERE position = (SELECT max(position) FROM event)", body=body
    )
    bad = verify(desk).bad
    assert bad is not None
    assert bad.reason == "it is not an event"
    desk.store.close()
    with pytest.raises(CannotOpen):
        opening.open_desk(tmp_path / "office")


def test_a_ledger_cut_off_at_its_end_is_found_by_the_rows_that_no_event_accounts_for(desk: Desk) -> None:
    dossier = offices.received(desk)
    _tamper(desk, "DELETE FROM event WHERE kind = 'received'")
    for _ in range(2):
        assert ("dossier", dossier) in verify(desk, rebuild=True).lost


def test_a_rewritten_event_with_a_fresh_hash_breaks_the_chain_after_it(desk: Desk) -> None:
    offices.received(desk)
    offices.received(desk)
    with desk.store.read() as connection:
        row = connection.execute(text("SELECT seq, body FROM event WHERE kind = 'received' LIMIT 1")).one()
    forged = row.body.replace("khai sinh", "khai tử")
    digest = hashlib.sha256(forged.encode()).hexdigest()
    change = "UPDATE event SET body = :body, hash = :hash WHERE seq = :seq"
    _tamper(desk, change, body=forged, hash=digest, seq=row.seq)
    bad = verify(desk).bad
    assert bad is not None
    assert (bad.seq, bad.reason) == (row.seq + 1, "it does not follow from the event before it")


def test_a_row_that_was_changed_by_hand_is_found_and_put_right(desk: Desk) -> None:
    dossier = offices.received(desk)
    with desk.store.write() as connection:
        connection.execute(text("UPDATE dossier SET detail = json_set(detail, '$.shelf', 'Z9')"))
    verdict = verify(desk, rebuild=True)
    assert verdict.differing == (("dossier", dossier),)
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize("index", ["dossier_words", "dossier_digits"])
def test_a_dossier_that_fell_out_of_the_search_is_found_and_put_back(desk: Desk, index: str) -> None:
    dossier = offices.received(desk)
    offices.received(desk)
    with desk.store.write() as connection:
        connection.execute(text(f"DELETE FROM {index} WHERE rowid = (SELECT min(position) FROM dossier)"))
    assert verify(desk, rebuild=True).differing == (("dossier", dossier),)
    assert verify(desk, rebuild=True).holds
    assert len(find(desk, "buoi")) == len(find(desk, "072195")) == 2


def test_a_row_that_nobody_wrote_is_reported_and_left(desk: Desk) -> None:
    with desk.store.write() as connection:
        connection.execute(
            text("INSERT INTO staff (id, last, detail) VALUES ('eve', '', '{\"id\":\"eve\"}')")
        )
    for _ in range(2):
        assert verify(desk, rebuild=True).lost == (("staff", "eve"),)
    drop_unaccounted(desk)
    assert verify(desk, rebuild=True).holds


def test_personal_values_can_be_forgotten_and_the_chain_still_holds(desk: Desk) -> None:
    offices.received(desk)
    with desk.store.write() as connection:
        connection.execute(
            text("DELETE FROM event_person WHERE event IN (SELECT id FROM event WHERE stream = 'dossier')")
        )
    with desk.store.read() as connection:
        bodies = connection.scalars(text("SELECT body FROM event WHERE stream = 'dossier'")).all()
    assert not any("Bưởi" in body or "072195000123" in body or "0912345678" in body for body in bodies)
    assert verify(desk).bad is None


def test_the_file_on_disk_holds_no_plain_text(desk: Desk, tmp_path: Path) -> None:
    offices.received(desk)
    desk.store.close()
    for file in (tmp_path / "office").iterdir():
        assert "Bưởi".encode() not in file.read_bytes()


def test_an_event_of_another_node_is_taken_once_and_its_personal_values_must_match(
    desk: Desk, tmp_path: Path
) -> None:
    offices.received(desk)
    with desk.store.read() as connection:
        row = connection.execute(
            text("SELECT e.seq, e.body, p.salt, p.\"values\" AS v FROM event e"
                 " JOIN event_person p ON p.event = e.id WHERE e.kind = 'received'")
        ).one()  # fmt: skip
    other = offices.new_office(tmp_path / "other")
    node = "000.17.22.H56/2"
    body = row.body.replace('"node":"000.17.22.H56/0"', f'"node":"{node}"')
    received = ReceivedEvent(node, 1, row.seq, body, row.salt, row.v)
    forged = received._replace(person=canonical({"applicant": {"name": "Khác"}}))
    with pytest.raises(LedgerBroken), other.store.write() as connection:
        ingest.ingest_scattered(connection, [validate(forged)])
    for _ in range(2):
        with other.store.write() as connection:
            ingest.ingest_scattered(connection, [validate(received)])
    event = Event.read(body)
    with other.store.read() as connection:
        assert len(reading.read_stream(connection, "dossier", event.stream_id)) == 1
    other.store.close()


def test_time_in_the_ledger_never_goes_back_when_the_clock_does(desk: Desk) -> None:
    offices.received(desk)
    offices.received(offices.later(desk, days=-400))
    with desk.store.read() as connection:
        times = connection.scalars(text("SELECT hlc FROM event ORDER BY seq")).all()
    assert times == sorted(set(times))
    assert tick(10**20, desk.clock.now()) == 10**20 + 1
