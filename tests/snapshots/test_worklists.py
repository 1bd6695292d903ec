"""How the worklists look: the lists with their counts, and the dossiers of one list with ticks and actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from tests.counter.desk.worklists.made import in_every_state
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, settled, stage


def _fill(desk: Desk) -> None:
    in_every_state(desk)
    fill(desk)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_lists(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(
        stage(tmp_path, fill=_fill, place="worklists"), terminal_size=size, run_before=settled
    )


async def tick_some(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("7", "space", "space", "down", "space", "ctrl+t")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_ticked_dossiers_and_what_may_be_done(
    snap_compare: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = stage(tmp_path, fill=_fill, place="worklists")
    assert snap_compare(app, terminal_size=size, run_before=tick_some)
