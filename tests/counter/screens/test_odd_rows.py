"""Rows that hold what no row should, as a release before let it in: every screen opens, and the officer works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk.desk import Desk
from counter.screens import PLACES
from db.ledger import chains, ingest
from tests.counter.test_any_event import NODE, POISON, poisoned
from tests.snapshots.stage import settled, stage


@pytest.mark.parametrize("login", ["lan", "hoa"])
async def test_every_screen_opens_over_odd_rows(tmp_path: Path, login: str) -> None:
    def fill(desk: Desk) -> None:
        with desk.write() as connection:
            ingest.ingest(connection, chains.Place(node=NODE, incarnation=1), poisoned(POISON))

    app = stage(tmp_path, login=login, counter=2, fill=fill)
    async with app.run_test() as pilot:
        await settled(pilot)
        for place in PLACES.keys() - {"first_run", "sign_in"}:
            await app.action_go(place)
            await settled(pilot)
            assert app.current_mode == place
            await pilot.press("down", "enter")
            await settled(pilot)
            await pilot.press("escape")
            await settled(pilot)
        assert app.return_code in (None, 0)
