"""What the ledger no longer accounts for is reported, and touched by nobody but an explicit command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from counter.desk.desk import Desk
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.returns import return_result
from counter.desk.office.copies import make_backup, restore_backup
from counter.desk.office.opening import open_desk
from counter.desk.office.verification import drop_unaccounted, verify
from db.ledger import witness
from db.ledger.repair import unlocked
from tests import offices

Damage = Callable[[Desk], None]


def _run(*statements: str) -> Damage:
    def damage(desk: Desk) -> None:
        with desk.store.write() as connection, unlocked(connection):
            for statement in statements:
                connection.execute(text(statement))

    return damage


CUT = "DELETE FROM event WHERE kind = 'received' AND position = (SELECT max(position) FROM event)"


@pytest.mark.parametrize(
    ("damage", "lost"),
    [
        (_run(CUT), {"dossier", "number_series"}),
        (_run("DELETE FROM event_person WHERE rowid = (SELECT max(rowid) FROM event_person)"), {"dossier"}),
        (_run("UPDATE number_series SET last = 99 WHERE series LIKE 'book:%'"), {"number_series"}),
    ],
)
def test_evidence_stays_until_somebody_drops_it(desk: Desk, damage: Damage, lost: set[str]) -> None:
    for _ in range(3):
        last = receive(desk, offices.intake()).dossier
    assert verify(desk, rebuild=True).holds
    damage(desk)
    for _ in range(2):
        result = verify(desk, rebuild=True)
        assert not result.holds
        assert {kind for kind, _ in result.lost} == lost
    with desk.read() as connection:
        kept = connection.execute(
            text("SELECT count(*) FROM dossier WHERE code = :code"), {"code": last.code}
        )
        assert kept.scalar() == 1
    copy, dropped = drop_unaccounted(desk)
    assert copy.is_file()
    assert {kind for kind, _ in dropped.lost} == lost
    assert verify(desk, rebuild=True).holds
    assert int(receive(desk, offices.intake()).dossier.code[-4:]) == int(last.code[-4:]) + 1


def test_an_end_that_was_cut_off_is_missed_by_the_head_beside_the_ledger(desk: Desk) -> None:
    receive(desk, offices.intake())
    make_backup(desk)
    with desk.read() as connection:
        head = witness.own_head(connection)
    assert head is not None
    _run(CUT, "DELETE FROM dossier", "DELETE FROM number_series", "DELETE FROM dossier_words")(desk)
    assert verify(desk).heads == (head.text,)
    receive(desk, offices.intake())
    witness.keep_head(desk.store)
    assert verify(desk).heads == (head.text,)
    printed = witness.parse_head(head.text, desk.office.unit)
    assert printed is not None
    (desk.store.data / witness.FILE).unlink()
    assert verify(desk).holds
    assert verify(desk, printed=[printed]).heads == (head.text,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE print_job SET slip = replace(slip, 'Trần', 'Phan')",
        "UPDATE print_job SET slip = ''",
        "DELETE FROM print_job",
    ],
)
def test_a_slip_that_was_changed_is_reported(desk: Desk, statement: str) -> None:
    dossier = receive(desk, offices.intake(offices.COPY)).dossier
    return_result(desk, dossier.id, Return())
    assert verify(desk).holds
    _run(statement)(desk)
    slips = ((dossier.id, "01"), (dossier.id, "return"))
    assert verify(desk, rebuild=True).slips == slips
    assert verify(desk).slips == slips
    drop_unaccounted(desk)
    assert verify(desk).holds


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER event_no_delete",
        "DROP INDEX dossier_code",
        "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM dossier; END",
    ],
)
def test_a_changed_schema_is_reported_and_put_right(desk: Desk, statement: str) -> None:
    with desk.store.write() as connection:
        connection.execute(text(statement))
    assert len(verify(desk).differing) == 1
    assert len(verify(desk, rebuild=True).differing) == 1
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossier_words SET words = 'le van x' WHERE rowid = (SELECT max(position) FROM dossier)",
        "DELETE FROM dossier_digits",
        "INSERT INTO dossier_words(rowid, words) VALUES (5, 'nobody')",
    ],
)
def test_replaced_words_of_the_search_are_reported_and_put_right(desk: Desk, statement: str) -> None:
    receive(desk, offices.intake())
    with desk.store.write() as connection:
        connection.execute(text(statement))
    assert verify(desk, rebuild=True).differing
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event_person SET salt = 'no hex'",
        "UPDATE event_person SET \"values\" = '[]'",
        "UPDATE event SET body = json_set(body, '$.data', 7) WHERE kind = 'received'",
        "UPDATE event SET body = json_set(body, '$.at', 7) WHERE kind = 'received'",
    ],
)
def test_a_malformed_event_is_named(desk: Desk, statement: str) -> None:
    receive(desk, offices.intake())
    _run(statement)(desk)
    bad = verify(desk, rebuild=True).bad
    assert bad is not None
    assert bad.node == desk.node
    assert bad.seq > 0


def test_a_copy_that_was_put_back_gives_no_number_out_twice(desk: Desk) -> None:
    data = desk.store.data
    receive(desk, offices.intake())
    copy = make_backup(desk)
    given = [receive(desk, offices.intake()).dossier for _ in range(4)]
    for _ in range(2):
        desk.store.close()
        restore_backup(data, copy)
        reopened = open_desk(data, clock=desk.clock)
        desk = replace(reopened, staff=desk.staff, shift=desk.shift)
        given += [receive(desk, offices.intake()).dossier for _ in range(2)]
        assert [kind for kind, _ in verify(desk, rebuild=True).lost] == []
    assert len({dossier.code for dossier in given}) == len(given)
    assert len({(dossier.book, dossier.book_number) for dossier in given}) == len(given)
    desk.store.close()
