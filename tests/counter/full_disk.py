"""A disk that is full for the office file alone: SQLite itself refuses every page more.

The limit belongs to the connection, so that both functions run in the thread whose writes are to fail.
"""

from __future__ import annotations

from counter.desk.desk import Desk
from db import drafts
from db.errors import DiskFull

_PADDING = (2000, 200, 20, 2)
"""Lengths of drafts, longest first: the last free bytes of a page are taken as well."""


def fill_disk(desk: Desk) -> None:
    """From now on this thread's writes find no room, not even for a draft."""
    with desk.store.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    for length in _PADDING:
        number = 0
        try:
            while True:
                number += 1
                with desk.store.write() as connection:
                    padding = drafts.KeptDraft(
                        id=f"{length}-{number}",
                        owner="",
                        screen="padding",
                        body="x" * length,
                        kept_at=desk.clock.now(),
                    )
                    drafts.put(connection, padding)
        except DiskFull:
            continue


def make_room(desk: Desk) -> None:
    """This thread's writes find room again."""
    with desk.store.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
