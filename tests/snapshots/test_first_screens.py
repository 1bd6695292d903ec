"""How signing in, the lock, the shift log and a first start look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.office import sign_in
from counter.desk.shifts import shifts
from counter.shell.launch import FirstStart
from tests.counter.screens.officer import Officer
from tests.offices import BIRTH, COPY, MORNING, PASSWORD, later, new_office, received, seated
from tests.snapshots.stage import SIZES, THEME, Staged, act, settled, stage

Compare = Callable[..., bool]
sized = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def typing(*keys: str) -> Callable[[Pilot[Any]], Any]:
    """Wait for the counter, type, wait again."""

    async def run(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return run


def drawn(*keys: str) -> Callable[[Pilot[Any]], Any]:
    """As :func:`typing`, over an intake whose slip has the width of its panel."""

    async def run(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        assert isinstance(pilot.app, Staged)
        await Officer(pilot.app, pilot).redrawn()
        await typing(*keys)(pilot)

    return run


def day(desk: Desk) -> None:
    """A morning of Minh's, closed with a note, and the beginning of Lan's."""
    other = seated(later(desk, minutes=-60), "minh", 1)
    received(later(other, minutes=5))
    shifts.close_shift(later(other, minutes=50), "Máy in hết giấy lúc 08:05, đã thay")
    own = desk if desk.shift and desk.shift.counter == 3 else seated(later(desk, minutes=-30), "lan", 3)
    for minutes in range(4, 40, 6):
        received(later(own, minutes=minutes), *([COPY] if minutes % 4 else []))


def minh_is_there(desk: Desk) -> None:
    seated(desk, "minh", 1)


@sized
def test_sign_in(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, login=None, fill=minh_is_there)
    wrong = typing(*"lan", "enter", *PASSWORD, "enter", "1", "enter")
    assert snap_compare(app, terminal_size=size, run_before=wrong)


@sized
def test_lock(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, place="shift_log")
    assert snap_compare(app, terminal_size=size, run_before=typing("f10", *"sai", "enter"))


@sized
def test_shift_log(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, place="shift_log", fill=day)
    assert snap_compare(app, terminal_size=size, run_before=typing("down", "down"))


@sized
def test_shifts_of_everybody(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, login="hoa", counter=4, place="shift_log", fill=day)
    assert snap_compare(app, terminal_size=size, run_before=typing("down"))


@sized
def test_close_of_a_shift(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, place="shift_log", fill=day)
    assert snap_compare(app, terminal_size=size, run_before=typing("ctrl+t", "1", *"Con 1 phieu cho in"))


@sized
def test_close_of_a_shift_with_drafts(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    def fill(desk: Desk) -> None:
        day(desk)
        for name, procedure in (("Lê Văn Nam", COPY.code), ("Võ Thị Sen", ""), ("Trần Thị Bưởi", BIRTH.code)):
            drafts.save(desk, "intake", {"name": name, "procedure": procedure})

    app = stage(tmp_path, place="shift_log", fill=fill)
    assert snap_compare(app, terminal_size=size, run_before=typing("ctrl+t", "1", "f12"))


def reader(folder: Path) -> Staged:
    """Hoa at the intake, without a shift; Minh is on shift at counter 1."""

    def opener() -> Desk:
        office = new_office(folder / "office")
        seated(office, "minh", 1)
        return sign_in.sign_in(office, "hoa", PASSWORD)

    return Staged(opener, place="intake", language="vi")


@sized
def test_intake_without_a_shift(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(reader(tmp_path), terminal_size=size, run_before=drawn("ctrl+t"))


@sized
def test_opening_a_shift(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await drawn()(pilot)
        await act(pilot, "app.open_shift")

    assert snap_compare(reader(tmp_path), terminal_size=size, run_before=run)


@sized
def test_first_start(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    def demo() -> Desk:
        return new_office(tmp_path / "demo")

    async def fill(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.press(*"UBND xa Tan Hoa", "enter", *"000-17", "enter")
        await pilot.pause()

    app = FirstStart(Path("/srv/quay"), demo, theme=THEME, now=lambda: MORNING)
    assert snap_compare(app, terminal_size=size, run_before=fill)
