"""Pictures of the register: its books, and the lines of one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import endings
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.returns import return_result
from counter.desk.dossiers.transitions import result_arrived
from counter.desk.register import books
from db.domain.records import Outcome
from tests.counter.screens.register.test_screen import LAST_YEAR, two_years
from tests.offices import NAM, StillClock, received
from tests.snapshots.stage import SIZES, settled, stage


def fill(desk: Desk) -> None:
    two_years(desk)
    ids = [received(replace(desk, clock=StillClock(at=LAST_YEAR)), applicant=NAM) for _each in range(2)]
    endings.void(desk, ids[1], "Nhập nhầm hai lần")
    result_arrived(desk, ids[0], Outcome(kind="Giấy khai sinh", number="118"))
    return_result(desk, ids[0], Return())
    books.close(desk, "2025/Hộ tịch")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("view", ["books", "lines"])
def test_register(snap_compare: Any, tmp_path: Path, size: tuple[int, int], view: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("down", "down")
        if view == "lines":
            await pilot.press("enter")
            await settled(pilot)
            await pilot.press(*["down"] * 3)
        await settled(pilot)

    app = stage(tmp_path, login="hoa", fill=fill, place="register")
    assert snap_compare(app, terminal_size=size, run_before=look)
