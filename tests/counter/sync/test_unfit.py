"""Another host of the office writes what no row takes: nothing else is held up by it, and people are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from counter.desk.office.verification import verify
from db.domain.event import canonical
from db.domain.lifecycle import State
from db.sync import state
from db.sync.wire import Packed
from tests.counter.sync.hosts import Host, host_at
from tests.db.central import sending, world

Change = Callable[[str], str]


def _set(**values: Any) -> Change:
    return lambda body: canonical(json.loads(body) | {"data": {"set": values}})


ODD: dict[str, Change] = {
    "an applicant that is a text": _set(applicant="Bưởi"),
    "a code that is a number": _set(code=7),
    "a paper that is none": _set(papers=[5]),
    "a time that is none": _set(received_at="hôm qua"),
    "a counter that is a word": lambda body: _set(counter="ba")(body).replace('"dossier"', '"shift"'),
    "a number without end": lambda body: body.replace('"data":{}', '"data":{"set":{"later":1e400}}'),
    "a name that stands twice": lambda body: body.replace('"inc":1', '"inc":7,"inc":1'),
    "another dossier before its own": lambda body: body.replace(',"of":"', ',"of":"d-1","of":"', 1),
    "a time beyond all rows": lambda body: canonical(json.loads(body) | {"hlc": 1 << 58}),
}


@pytest.mark.parametrize("judged", [True, False])
def test_what_no_row_takes_stops_neither_a_host_nor_what_comes_after_it(
    own_centre: str, tmp_path: Path, judged: bool
) -> None:
    one = host_at(own_centre, tmp_path / "one")
    one.synced()
    if not judged:
        with psycopg.connect(own_centre) as connection:
            connection.execute(
                "CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text, law jsonb)"
                " RETURNS text LANGUAGE sql AS $$ SELECT '' $$"
            )
    other = sending.Host(world.enrol(own_centre, number=1))
    events: list[Packed] = []
    for change in ODD.values():
        for spoil in (change, str):
            states = (None, State.RECEIVED)
            body = spoil(other.write(f"d-{other.seq}", "received", {}, {}, states=states).body)
            other.hash = world.hash_of(body)
            events.append(Packed(body))
    other.send(events)
    mine = one.receive()
    one.synced()
    assert {each for each in one.dossiers() if each.startswith("d-")} == {
        f"d-{2 * n + 1}" for n in range(len(ODD))
    }
    assert mine[0] in one.dossiers()
    assert verify(one.desk, rebuild=True).holds
    assert {(each.seq, each.code) for each in _refused(one)} == {
        (2 * n + 1, "clock" if judged and "beyond" in name else "values") for n, name in enumerate(ODD)
    }
    assert one.synced().received == 0


def _refused(host: Host) -> list[state.RefusedEvent]:
    with host.desk.store.read() as connection:
        return state.refused(connection)
