"""How the return looks: what waits to be collected, and a dossier that is ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers.transitions import result_arrived
from db.domain.records import Outcome
from tests import offices
from tests.counter.screens.officer import Officer
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, Staged, act, settled, stage


async def ready(pilot: Pilot[None]) -> None:
    """The one of whom a fee is still owed."""
    await settled(pilot)
    await pilot.press(*"thu", "space", *"hang")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


async def doubted(pilot: Pilot[None]) -> None:
    """A proxy with a digit in the name and a short number, and the fee unpaid, after the first F12."""
    await ready(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.press("3")
    lan.returning.form.fill(
        {
            "by_name": "Trần V4n Anh",
            "by_identity": "072090",
            "proxy_paper": "Giấy ủy quyền số 12",
            "paid": "no",
        }
    )
    await lan.press("f12")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_waiting(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_ready(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_doubted(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=fill, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=doubted)


async def originals(pilot: Pilot[None]) -> None:
    """A result that goes back with one of the two originals that the office kept."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.scan("000.17.22.H56-261123-0001")
    pilot.app.screen.set_focus(lan.returning.form.originals.field)
    await lan.press("down", "space")


def kept(desk: Desk) -> None:
    """A birth certificate that waits to be collected."""
    dossier = offices.received(desk)
    result_arrived(desk, dossier, Outcome(kind="Giấy khai sinh", number="12/2026"))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_originals(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=kept, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=originals)


def two_results(desk: Desk) -> None:
    """Two results of one person, one of them still to be paid."""
    kept(desk)
    copy = offices.received(desk, offices.COPY)
    result_arrived(desk, copy, Outcome(kind="Bản sao", number="13/CT"))


async def together(pilot: Pilot[None]) -> None:
    """The other result is ticked, to go with the one in front."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.scan("000.17.22.H56-261123-0001")
    await act(pilot, "returning.together")
    await lan.press("space")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_together(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=two_results, place="returning")
    assert snap_compare(app, terminal_size=size, run_before=together)
