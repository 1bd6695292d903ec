"""What the citizen reads: said by whoever acts, and left alone by everything else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.returns import return_result
from counter.shell.customer_display import CustomerDisplay
from devices.virtual.display import VirtualDisplay
from tests.counter.desk.office.test_holidays import announce
from tests.counter.screens.officer import CARD, Officer, officer
from tests.offices import BIRTH, COPY, PASSWORD, SEAL, intake

WELCOME = ("Quay 3", "Kinh chao quy khach")
RECEIVED = ("Ho so 261123-0001", "Hen tra 25/11/2026")


def test_the_texts_fit_the_display(desk: Desk) -> None:
    display = VirtualDisplay()
    shown: list[tuple[str, ...]] = []

    def show(upper: str, lower: str) -> None:
        assert max(len(upper), len(lower)) <= 20
        display.show_text(upper, lower)
        shown.append(tuple(line.strip() for line in display.lines))

    customer = CustomerDisplay(show)
    copy = receive(desk, intake(COPY)).dossier
    customer.welcome(3)
    customer.received(receive(desk, intake(BIRTH)).dossier)
    customer.received(receive(desk, intake(SEAL)).dossier)
    customer.returned(return_result(desk, copy.id, Return(fee_paid=20_000)).dossier)
    customer.clear()
    assert shown == [
        WELCOME,
        ("Ho so 261123-0002", "Hen tra 25/11/2026"),
        ("Ho so 261123-0003", "Khong hen ngay tra"),
        ("Cam on quy khach", "261123-0001"),
        ("", ""),
    ]


@asynccontextmanager
async def with_display(
    folder: Path, place: str = "intake", fill: Callable[[Desk], object] = lambda desk: None
) -> AsyncIterator[Officer]:
    """Lan at counter 3, with a display before the citizen."""

    def prepare(desk: Desk) -> None:
        settings = 'display = "virtual:"\ndisplay_idle = ["UBND xã Tân Hòa"]\n'
        (desk.store.data / "counter.toml").write_text(settings, "utf-8")
        fill(desk)

    async with officer(folder, prepare, place) as lan:
        yield lan


def shown(lan: Officer) -> tuple[str, ...]:
    peripherals = lan.app.devices.peripherals
    assert peripherals is not None
    assert peripherals.states.shown is not None
    return tuple(line.strip() for line in peripherals.states.shown)


async def received(lan: Officer) -> None:
    """Receive Bưởi's certificate of birth."""
    await lan.scan(CARD)
    await lan.type("khai")
    await lan.press("enter", "a", "f12")


async def test_an_intake_is_shown_and_a_published_holiday_leaves_it_there(tmp_path: Path) -> None:
    async with with_display(tmp_path) as lan:
        await received(lan)
        assert lan.count() == 1
        assert shown(lan) == RECEIVED
        before = lan.app.desk.calendar
        announce(lan.app.desk, "2026", confirmed=True, days=[{"day": "2026-11-26", "name": "bão"}])
        lan.app.devices.wake()
        while lan.app.desk.calendar == before:
            await lan.pilot.pause()
        assert shown(lan) == RECEIVED


async def test_a_return_is_shown(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        receive(desk, intake(COPY))

    async with with_display(tmp_path, "returning", fill) as lan:
        await lan.type("0001")
        await lan.press("enter", "f12")
        assert "20.000" in lan.problem("paid"), "the fee is not paid: F12 asks first"
        await lan.press("f12")
        assert shown(lan) == ("Cam on quy khach", "261123-0001")


async def test_the_display_follows_the_shift(tmp_path: Path) -> None:
    async with with_display(tmp_path, "shift_log") as lan:
        lan.app.customer.welcome(3)
        await lan.press("ctrl+t", "1")
        await lan.press("f12")
        assert lan.app.desk.shift is None
        assert shown(lan) == ("UBND xa Tan Hoa", "")
        await lan.press(*"lan", "enter", *PASSWORD, "enter", "3", "enter")
        assert lan.app.desk.shift is not None
        assert shown(lan) == WELCOME


@pytest.mark.parametrize("settings", ['printer = "virtual:"', 'display = "nonsense"'])
async def test_without_a_display_nothing_is_shown_and_nothing_fails(tmp_path: Path, settings: str) -> None:
    async with officer(
        tmp_path, lambda desk: (desk.store.data / "counter.toml").write_text(settings, "utf-8")
    ) as lan:
        await received(lan)
        assert lan.count() == 1
