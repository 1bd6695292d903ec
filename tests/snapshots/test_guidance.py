"""Sending somebody away for papers, and the second visit, as they look on the two terminal sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.guidance.requests import guide
from tests import offices
from tests.counter.screens.officer import CARD, Officer
from tests.snapshots.stage import SIZES, Staged, act, settled, stage


def sent_away(desk: Desk) -> None:
    guide(desk, offices.intake(), ["Giấy chứng sinh", "Sửa tên mẹ trên tờ khai"], "Thiếu bản chính")


async def typed(pilot: Pilot[None]) -> None:
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.scan(CARD)
    await lan.type("khai")
    await lan.press("enter", "space")
    await lan.redrawn()


async def asked(pilot: Pilot[None]) -> None:
    await typed(pilot)
    await act(pilot, "intake.guide")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_lacks(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, place="intake"), terminal_size=size, run_before=asked)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_second_visit(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=sent_away, place="intake")
    assert snap_compare(app, terminal_size=size, run_before=typed)
