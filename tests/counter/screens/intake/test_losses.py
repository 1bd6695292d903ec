"""Before F12 the officer reads which of the typed letters the printer cannot give."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.printing.losses import loss_sentence, lost_of
from tests.counter.screens.officer import CARD, officer
from tests.offices import intake, seated


def with_printer(**profile: object) -> Callable[[Desk], None]:
    """Let the office have a printer of ``profile`` that keeps its bytes in a file."""

    def write(desk: Desk) -> None:
        folder = desk.store.data
        (folder / "mine.json").write_text(json.dumps(profile))
        lines = (f'printer = "file://{folder}/job"', 'printer_profile = "mine.json"')
        (folder / "counter.toml").write_text("\n".join(lines))

    return write


@pytest.mark.parametrize(
    ("profile", "name", "lost"),
    [
        ({"name": "epson-u220", "columns": 33}, "Lò Ỷ", "òỶ"),
        ({"strategy": "tcvn3", "pictures": "none"}, "H'Wen Ƀlô", "Ƀ"),
        ({"strategy": "tcvn3"}, "H'Wen Ƀlô", ""),
        ({}, "H'Wen Ƀlô", ""),
        ({"strategy": "raster"}, "Lý 東", "東"),
    ],
)
def test_the_letters_are_those_that_the_profile_lacks(
    desk: Desk, profile: dict[str, object], name: str, lost: str
) -> None:
    seat = seated(desk)
    assert lost_of(seat, (name,)) == ()
    with_printer(**profile)(seat)
    assert "".join(lost_of(seat, (name,))) == lost


def test_a_profile_that_is_saved_meanwhile_counts_at_once(desk: Desk) -> None:
    seat = seated(desk)
    with_printer(strategy="ascii")(seat)
    assert "ế" in loss_sentence(seat, ("Tế",))
    with_printer(strategy="downloaded")(seat)
    assert loss_sentence(seat, ("Tế",)) == ""


def test_a_profile_that_is_wrong_is_told_elsewhere(desk: Desk) -> None:
    seat = seated(desk)
    with_printer(dots=0)(seat)
    assert loss_sentence(seat, ("Tế",)) == ""


async def test_the_officer_reads_it_before_f12(tmp_path: Path) -> None:
    async with officer(tmp_path, with_printer(strategy="ascii")) as lan:
        line = lan.intake.query_one("#loss", Static)
        assert not line.display
        await lan.scan(CARD)
        await lan.redrawn()
        assert line.display
        assert "in thiếu dấu" in str(line.content)
        assert lan.count() == 0


async def test_nothing_is_said_of_a_printer_that_prints_all(tmp_path: Path) -> None:
    async with officer(tmp_path, with_printer()) as lan:
        await lan.scan(CARD)
        await lan.redrawn()
        assert not lan.intake.query_one("#loss", Static).display


async def test_it_is_read_at_the_return_too(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        with_printer(strategy="ascii")(desk)
        receive(desk, intake())

    async with officer(tmp_path, fill) as lan:
        code = lan.newest().code
        await lan.press("f3")
        await lan.scan(code)
        await lan.press("enter")
        assert "in thiếu dấu" in str(lan.app.screen.query_one("#facts", Static).content)
