"""How a dossier and its correction look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from tests.snapshots.filled import fill, newest
from tests.snapshots.stage import SIZES, Staged, act, settled, stage


def busy(desk: Desk) -> None:
    fill(desk)
    newest(desk)


def at_search(folder: Path) -> Staged:
    return stage(folder, fill=busy, place="search")


async def open_the_first(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


async def correct_it(pilot: Pilot[None]) -> None:
    await open_the_first(pilot)
    await act(pilot, "dossier.correct")
    await pilot.press("f12")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_dossier(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(at_search(tmp_path), terminal_size=size, run_before=open_the_first)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_correction_without_its_reason(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(at_search(tmp_path), terminal_size=size, run_before=correct_it)


async def correct_the_applicant(pilot: Pilot[None]) -> None:
    await open_the_first(pilot)
    await act(pilot, "dossier.correct")
    await pilot.press("1")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_group_of_a_correction(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(at_search(tmp_path), terminal_size=size, run_before=correct_the_applicant)
