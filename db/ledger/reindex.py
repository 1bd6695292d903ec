"""The search's indexes written anew: for a new file, and where an earlier release folded their words otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from db import host
from db.domain.event import parsed
from db.ledger import search, shared_codes
from db.models import DossierRow, table

if TYPE_CHECKING:
    from db.store.engine import Store

_DOSSIER = table(DossierRow)
_AT_ONCE = 1_000
_KEY = "index_version"


def index_all(connection: Connection) -> None:
    """Index every dossier anew, by the rules of this release."""
    search.forget_all(connection)
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(_DOSSIER.c.position, _DOSSIER.c.detail)
    )
    for some in rows.partitions():
        search.index(connection, [(row.position, parsed(row.detail)) for row in some])
    note_version(connection)


def note_version(connection: Connection) -> None:
    """Note that the indexes follow the rules of this release."""
    host.put(connection, _KEY, search.VERSION)


def upgrade(store: Store) -> bool:
    """Index every dossier anew where another release did it by other rules; whether that was so. Raises ``StoreError``.

    What such a release did not look for, the codes that several dossiers have, is noted too.
    """
    with store.read() as connection:
        if host.get(connection, _KEY) == search.VERSION:
            return False
    with store.write() as connection:
        if host.get(connection, _KEY) == search.VERSION:
            return False
        index_all(connection)
        shared_codes.note_all(connection)
    return True
