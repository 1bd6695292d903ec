"""How feedback of citizens looks: the list with its actions, and taking it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.feedback import feedback as steps
from tests.counter.desk.feedback.test_feedback import BEHAVIOUR
from tests.offices import later
from tests.snapshots.stage import SIZES, act, settled, stage

both = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def fill(desk: Desk) -> None:
    for days in (-30, -9, -1):
        steps.receive(later(desk, days=days), BEHAVIOUR)
    steps.hand_over(later(desk, days=-1), steps.listed(desk)[1].feedback.id, "Phòng Nội vụ")


@both
def test_the_list_and_what_may_be_done(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    async def list_actions(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("down", "ctrl+t")
        await settled(pilot)

    app = stage(tmp_path, fill=fill, place="feedback")
    assert snap_compare(app, terminal_size=size, run_before=list_actions)


@both
@pytest.mark.parametrize("action", ["new", "hand_over"])
def test_a_dialog(snap_compare: Any, tmp_path: Path, size: tuple[int, int], action: str) -> None:
    async def open_it(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await act(pilot, f"feedback.{action}")
        await settled(pilot)

    app = stage(tmp_path, fill=fill, place="feedback")
    assert snap_compare(app, terminal_size=size, run_before=open_it)
