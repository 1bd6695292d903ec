"""How the return looks: what waits to be collected, and a dossier that is ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, settled, stage


async def ready(pilot: Pilot[None]) -> None:
    """The one of whom a fee is still owed."""
    await settled(pilot)
    await pilot.press(*"thu", "space", *"hang")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_waiting(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_ready(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=ready)
