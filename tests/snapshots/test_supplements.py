"""Papers that lack and the apology as they look on the two terminal sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import supplements
from tests import offices
from tests.snapshots.stage import SIZES, Staged, act, settled, stage

PAPERS = ("Giấy chứng sinh", "Tờ khai đăng ký khai sinh")


def received(desk: Desk) -> None:
    offices.received(desk)


def asked(desk: Desk) -> None:
    dossier = offices.received(desk)
    supplements.ask(offices.later(desk, minutes=20), dossier, PAPERS, "Bản chụp mờ, không đọc được")


async def opened(pilot: Pilot[None]) -> None:
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    from counter.desk.dossiers.queries import find

    await pilot.app.overlay("dossier", find(pilot.app.desk, "", 1)[0].id)
    await settled(pilot)


async def ask(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await act(pilot, "dossier.ask")
    await pilot.press("space", "down")
    await settled(pilot)


async def came(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await act(pilot, "dossier.supplement")
    await pilot.press("space", "f12")
    await settled(pilot)


async def apologise(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await act(pilot, "dossier.apology")
    await pilot.press("3")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_papers_to_ask_for(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=received, place="search"), terminal_size=size, run_before=ask)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_dossier_that_waits_for_papers(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=asked, place="search"), terminal_size=size, run_before=opened)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_papers_that_came(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=asked, place="search"), terminal_size=size, run_before=came)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_an_apology(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(
        stage(tmp_path, fill=received, place="search"), terminal_size=size, run_before=apologise
    )
