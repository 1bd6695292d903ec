"""How the screen of hand-overs looks: what is to go, what comes back, the lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.handovers.lists import TakenBack, hand_back, hand_over
from tests.offices import BUOI, COPY, MORNING, NAM, SEAL, StillClock, received
from tests.snapshots.stage import SIZES, settled, stage

_NAMES = (
    "Phan Thị Mít",
    "Mai Văn Long",
    "Huỳnh Kim Dung",
    "Võ Thị Sen",
    "Công ty TNHH Thương mại Bưởi Năm Roi",
)


def fill(desk: Desk) -> None:
    friday = replace(desk, clock=StillClock(at=MORNING.replace(day=20)))
    early = [received(friday, applicant=replace(BUOI, name=name)) for name in _NAMES[:3]]
    there = [received(desk), received(desk, applicant=NAM), received(desk, SEAL)]
    hand_over(desk, there[:2], "Trần Văn Nhận")
    hand_back(desk, [TakenBack(there[0])], "Trần Văn Nhận")
    hand_over(desk, early[:1], "Trần Văn Nhận")
    for name in _NAMES[3:]:
        received(desk, applicant=replace(NAM, name=name))
    received(desk, COPY)


async def over(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("space", "down", "down", "space")
    await settled(pilot)


async def back(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("ctrl+l", "a", "r")
    await settled(pilot)


async def lists(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("ctrl+l", "ctrl+l")
    await settled(pilot)


async def saved(pilot: Pilot[None]) -> None:
    await over(pilot)
    await pilot.press("f12")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("view", [over, back, lists, saved], ids=lambda view: view.__name__)
def test_handovers(snap_compare: Any, tmp_path: Path, size: tuple[int, int], view: Any) -> None:
    app = stage(tmp_path, fill=fill, place="handovers")
    assert snap_compare(app, terminal_size=size, run_before=view)
