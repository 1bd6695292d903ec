"""How intake looks: empty with the usual procedures, and just before the slip is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.widgets.field import Scanned
from tests.counter.screens.officer import CARD, Officer
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, Staged, settled, stage


async def filled_in(pilot: Pilot[None]) -> None:
    """A card that was scanned, a procedure, and the second paper of its list."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    pilot.app.screen.post_message(Scanned(CARD))
    await settled(pilot)
    await lan.type("chung thuc")
    await lan.press("enter", "down")
    await lan.redrawn()
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_empty(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=drawn)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_filled_in(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=filled_in)


async def drawn(pilot: Pilot[None]) -> None:
    """The empty slip beside the empty form."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    await Officer(pilot.app, pilot).redrawn()
    await settled(pilot)
