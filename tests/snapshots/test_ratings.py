"""How the citizen's screen looks: which dossier, and how satisfied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.shell.rating import RatingApp
from tests.counter.desk.ratings.test_ratings import returned
from tests.counter.screens.ratings.test_screen import press
from tests.offices import NAM
from tests.snapshots.stage import SIZES

both = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def screen(desk: Desk) -> RatingApp:
    returned(desk)
    returned(desk, applicant=NAM)
    return RatingApp(replace(desk, staff=None, shift=None), theme="calm")


@both
def test_which_dossier(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await pilot.pause(0.2)

    assert snap_compare(screen(desk), terminal_size=size, run_before=wait)


@both
def test_how_satisfied(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    async def answer(pilot: Pilot[None]) -> None:
        await pilot.pause(0.2)
        await press(pilot, "1", "1")

    assert snap_compare(screen(desk), terminal_size=size, run_before=answer)
