"""How it looks to send results by post: one, many, the number, the delivery, and the dossier afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import transitions
from counter.desk.dossiers.queries import find
from counter.desk.post import results
from db.domain.records import Outcome
from tests.counter.screens.post.test_letters import three
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, act, settled, stage
from tests.snapshots.test_endings import open_dialog

both = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def ready(desk: Desk) -> None:
    fill(desk)
    transitions.result_arrived(desk, find(desk, "buoi", 1)[0].id, Outcome(kind="Giấy khai sinh", number="9"))


def posted(desk: Desk) -> None:
    ready(desk)
    results.post(desk, find(desk, "buoi", 1)[0].id, "RN123456789VN")


async def scan_two(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("b", "a")
    await act(pilot, "worklists.post")
    for number in ("rn123456781vn", "rn123456782vn"):
        await pilot.press(*number, "enter")
    await settled(pilot)


async def read(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("pagedown", "pagedown", "pagedown")
    await settled(pilot)


@both
def test_many_letters(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=three, place="worklists")
    assert snap_compare(app, terminal_size=size, run_before=scan_two)


@both
def test_one_letter(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=ready, place="search")
    assert snap_compare(app, terminal_size=size, run_before=open_dialog("dossier.post"))


@both
@pytest.mark.parametrize("action", ["tracking", "deliver", "post_back"])
def test_a_dialog(snap_compare: Any, tmp_path: Path, size: tuple[int, int], action: str) -> None:
    app = stage(tmp_path, fill=posted, place="search")
    assert snap_compare(app, terminal_size=size, run_before=open_dialog(f"dossier.{action}"))


@both
def test_a_dossier_that_went_by_post(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=posted, place="search")
    assert snap_compare(app, terminal_size=size, run_before=read)
