"""Numbers that this host gave out stay given out, on whatever way it learns of them."""

from __future__ import annotations

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.register import numbering as register_numbering
from counter.rules.clock import local
from db import numbering
from db.ledger import reading
from tests.offices import intake


def test_what_arrives_from_the_host_itself_moves_its_numbers_on(desk: Desk) -> None:
    made = receive(desk, intake()).dossier
    with desk.store.read() as connection:
        ((event, _person),) = reading.read_stream(connection, "dossier", made.id)
    day = register_numbering.day_series(local(made.received_at).date())
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM number_series")
        register_numbering.raise_series_by_event(connection, event)
        assert numbering.last(connection, day) == 1
        assert numbering.last(connection, register_numbering.book_series(made.book)) == made.book_number
        connection.exec_driver_sql("UPDATE number_series SET last = 7")
        register_numbering.raise_series_by_event(connection, event)
        assert numbering.last(connection, day) == 7
    assert receive(desk, intake()).dossier.code.endswith("0008")


def test_another_hosts_numbers_are_its_own(desk: Desk) -> None:
    made = receive(desk, intake()).dossier
    with desk.store.read() as connection:
        ((event, _person),) = reading.read_stream(connection, "dossier", made.id)
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM number_series")
        connection.exec_driver_sql("UPDATE host SET value = '000.17.22.H56/1' WHERE key = 'node'")
        register_numbering.raise_series_by_event(connection, event)
        assert numbering.last(connection, register_numbering.book_series(made.book)) == 0


def test_what_the_centre_tells_of_numbers_moves_them_on(desk: Desk) -> None:
    code = receive(desk, intake()).dossier.code
    told = [(code[:-4] + "0041", None, None), (None, "2026/Hộ tịch", 300), ("no code", "2026/Hộ tịch", 12)]
    with desk.store.write() as connection:
        register_numbering.raise_series(connection, told)
    again = receive(desk, intake()).dossier
    assert again.code.endswith("0042")
    assert again.book_number == 301
