"""How the print queue looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counter.desk.desk import Desk
from counter.desk.printing import calibration
from counter.screens.base import OfficeChanged
from devices.spool import JobAction
from tests.print_jobs import advance
from tests.snapshots.filled import fill, newest
from tests.snapshots.stage import SIZES, settled, stage


def worked_through(desk: Desk) -> None:
    """A morning at the printer: most came out, one is unsure, one was sent, the newest wait."""
    fill(desk)
    newest(desk)
    ends = {7: (JobAction.LOSE,), 11: (JobAction.HAND_OVER,)}
    for number in range(1, 15):
        actions = ends.get(number, (JobAction.PROVE,))
        note = "crash" if number == 7 else ""
        advance(desk, number, JobAction.SEND, *actions, note=note, printer="virtual:")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_queue(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=worked_through, place="prints")
    assert snap_compare(app, terminal_size=size, run_before=settled)


def with_a_printer(desk: Desk) -> None:
    """A printer that answers to its name."""
    settings = 'printer = "cửa 1"\n[printers]\n"cửa 1" = "virtual:"\n"kho" = "virtual:2"\n'
    (desk.store.data / "counter.toml").write_text(settings, "utf-8")


async def after_the_print(pilot: Any) -> None:
    """The test print was sent."""
    await settled(pilot)
    await pilot.press("ctrl+t", "6")
    await settled(pilot)
    await pilot.press("ctrl+t", "1")
    await settled(pilot)
    while calibration.calibration_state(pilot.app.desk) is not calibration.CalibrationState.PRINTED:
        await pilot.pause()
    pilot.app.screen.post_message(OfficeChanged())
    await settled(pilot)
    await pilot.press("1", ",", "7")
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_testing_the_printer(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=with_a_printer, place="prints")
    assert snap_compare(app, terminal_size=size, run_before=after_the_print)
