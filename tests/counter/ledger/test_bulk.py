"""Many rows at once: all of them, however many statements that takes."""

from sqlalchemy import text

from counter.desk.desk import Desk
from db.store.bulk import add_all, change_all, rows_with

MANY = 450


def test_more_rows_than_a_statement_takes_are_all_written(desk: Desk) -> None:
    names = [f"fact-{number}" for number in range(MANY)]
    with desk.store.write() as connection:
        add_all(connection, "host", ("key", "value"), [(name, "old") for name in names])
        change_all(connection, "host", "key", ("value",), [(f"new {name}", name) for name in names[1:]])
        change_all(connection, "host", "key", ("value",), [])
    with desk.store.read() as connection:
        found = {row[0]: row[1] for row in rows_with(connection, "host", "key", names, ("key", "value"))}
        others = connection.execute(text("SELECT count(*) FROM host WHERE value LIKE 'new %'")).scalar()
    assert found == {names[0]: "old"} | {name: f"new {name}" for name in names[1:]}
    assert others == MANY - 1
