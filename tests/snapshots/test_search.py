"""How the search looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, settled, stage


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_everything_newest_first(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill, place="search"), terminal_size=size, run_before=settled)


async def look_for_the_ready(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press(*"huynh", "ctrl+l", "ctrl+l", "ctrl+l")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_ready_ones_of_a_name(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="search")
    assert snap_compare(app, terminal_size=size, run_before=look_for_the_ready)
