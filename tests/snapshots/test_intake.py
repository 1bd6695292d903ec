"""How intake looks: empty with the usual procedures, and just before the slip is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from counter.widgets.field import Scanned
from tests import cases
from tests.counter.screens.officer import CARD, OTHER_CARD, THIRD_CARD, Officer
from tests.snapshots.filled import fill
from tests.snapshots.stage import SIZES, Staged, act, settled, stage


async def filled_in(pilot: Pilot[None]) -> None:
    """A card that was scanned, a procedure, and the second paper of its list."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    pilot.app.screen.post_message(Scanned(CARD))
    await settled(pilot)
    await lan.type("chung thuc")
    await lan.press("enter", "down")
    await lan.redrawn()
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_empty(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=drawn)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_filled_in(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=filled_in)


async def doubted(pilot: Pilot[None]) -> None:
    """A person with an open dossier of this procedure and a short phone number, after the first F12; two set aside."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    for card in (OTHER_CARD, THIRD_CARD):
        await lan.scan(card)
        await lan.press("escape", "escape")
    await lan.scan(CARD)
    lan.intake.form.fill({"phone": "0912"})
    await lan.type("khai sinh")
    for key in ("enter", "a"):
        await lan.redrawn()
        await lan.press(key)
    await lan.redrawn()
    await lan.press("f12")


async def listed(pilot: Pilot[None]) -> None:
    """The list of what is set aside."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    for card in (OTHER_CARD, THIRD_CARD):
        await lan.scan(card)
        await lan.type("khai")
        await lan.press("enter", "escape")
    await lan.press("escape")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_doubted(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=doubted)


def test_the_list_of_what_is_set_aside(snap_compare: Any, tmp_path: Path) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), run_before=listed)


async def drawn(pilot: Pilot[None]) -> None:
    """The empty slip beside the empty form."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    await Officer(pilot.app, pilot).redrawn()
    await settled(pilot)


async def on_the_spot(pilot: Pilot[None]) -> None:
    """A certified copy that is settled and returned at once, just before F12."""
    await filled_in(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    texts = {"spot": "now", "result_number": "123/CT", "appraiser": "Phạm Thị Thẩm", "signer": "Lê Văn Chủ"}
    lan.intake.form.fill(texts)
    await settled(pilot)
    pilot.app.screen.set_focus(lan.intake.form.field("result_number"))
    await lan.redrawn()
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_on_the_spot(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=on_the_spot)


async def choosing(pilot: Pilot[None]) -> None:
    """A procedure of several cases, one of which is to be chosen."""
    await settled(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.scan(CARD)
    await lan.type("giay phep")
    await lan.press("enter", "1")
    await lan.redrawn()


async def reduced(pilot: Pilot[None]) -> None:
    """The case is chosen and its papers ticked; one of the two components of the fee is not asked for."""
    await choosing(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.press("enter", "a", "enter", "enter")
    lan.intake.form.field("fee").entered()
    await lan.type("50000+0")
    await lan.press("enter")
    await lan.type("Ho ngheo")
    await lan.redrawn()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("moment", [choosing, reduced])
def test_a_procedure_with_cases(
    snap_compare: Any, tmp_path: Path, moment: Any, size: tuple[int, int]
) -> None:
    assert snap_compare(stage(tmp_path, fill=cases.publish), terminal_size=size, run_before=moment)


async def one_more(pilot: Pilot[None]) -> None:
    """A dossier of the visit is received; the person stays for the next one."""
    await filled_in(pilot)
    assert isinstance(pilot.app, Staged)
    lan = Officer(pilot.app, pilot)
    await lan.press("a")
    await act(pilot, "intake.next")
    await lan.redrawn()
    await settled(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_next_dossier_of_a_visit(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(stage(tmp_path, fill=fill), terminal_size=size, run_before=one_more)
