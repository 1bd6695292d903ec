"""How the dialogs look by which a dossier ends, and a list with one that is struck through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import endings, transitions
from counter.desk.dossiers.queries import find
from tests import offices
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, Staged, act, settled, stage

both = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def at_agency(desk: Desk) -> None:
    fill(desk)
    transitions.mark_processing(desk, find(desk, "buoi", 1)[0].id)


def ended(desk: Desk) -> None:
    fill(desk)
    endings.refuse(desk, offices.intake(applicant=offices.NAM), "Không thuộc thẩm quyền giải quyết")
    endings.withdraw(desk, find(desk, "buoi", 1)[0].id)
    endings.void(desk, find(desk, "", 50)[2].id, "Nhập trùng với hồ sơ trước")


def at_search(folder: Path, filled: Callable[[Desk], None] = at_agency) -> Staged:
    return stage(folder, login="hoa", fill=filled, place="search")


def open_dialog(action: str, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await act(pilot, action)
        await pilot.press(*keys)
        await settled(pilot)

    return run


async def list_actions(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("ctrl+t")
    await settled(pilot)


@both
@pytest.mark.parametrize("action", ["withdraw", "stop", "transfer", "void"])
def test_a_dialog(snap_compare: Any, tmp_path: Path, size: tuple[int, int], action: str) -> None:
    keys = ("a",) if action == "withdraw" else ()
    run = open_dialog(f"dossier.{action}", *keys)
    assert snap_compare(at_search(tmp_path), terminal_size=size, run_before=run)


@both
def test_the_actions_of_a_dossier(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(at_search(tmp_path), terminal_size=size, run_before=list_actions)


@both
def test_a_list_of_ended_dossiers(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(at_search(tmp_path, ended), terminal_size=size, run_before=settled)


@both
def test_a_refused_dossier(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)

    assert snap_compare(at_search(tmp_path, ended), terminal_size=size, run_before=run)
