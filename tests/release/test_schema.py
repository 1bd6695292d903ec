"""The schema of events takes everything that the release before, and the demo, wrote."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from counter.demo.office import filled_office
from db.domain.event import Event
from db.domain.schema import invalid_value
from db.ledger.reading import WITH_PERSON
from db.store.upgrade import open_store
from tests.release.test_release import PAIR, copied_office


def _refused(connection: Connection) -> tuple[int, list[tuple[str, str]]]:
    """How many events there are, and those that the schema refuses."""
    rows = connection.execute(WITH_PERSON).all()
    events = [(Event.read(row.body), json.loads(row.person) if row.person else {}) for row in rows]
    return len(events), [
        (event.kind, name) for event, person in events if (name := invalid_value(event, person))
    ]


def _in_folder(folder: Path) -> tuple[int, list[tuple[str, str]]]:
    store = open_store(folder)
    with store.read() as connection:
        result = _refused(connection)
    store.close()
    return result


def test_the_frozen_office_passes(tmp_path: Path) -> None:
    count, refused = _in_folder(copied_office(tmp_path / "office"))
    assert refused == []
    assert count > 20


def test_the_frozen_centre_passes() -> None:
    bodies = list(_bodies(lzma.decompress((PAIR / "centre.sql.xz").read_bytes()).decode()))
    assert len(bodies) > 20
    assert [name for body in bodies if (name := invalid_value(Event.read(body), {}))] == []


def _bodies(dump: str) -> Iterator[str]:
    """The texts of events in a dump of INSERT statements, in which quotes are doubled."""
    for match in re.finditer(r"""'(\{"at":(?:[^'\n]|'')*"v":1\})'""", dump):
        yield match[1].replace("''", "'")


def test_a_demo_passes(tmp_path: Path) -> None:
    filled_office(tmp_path / "office")
    count, refused = _in_folder(tmp_path / "office")
    assert refused == []
    assert count > 20
