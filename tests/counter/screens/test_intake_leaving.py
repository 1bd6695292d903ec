"""Leaving the program in the middle of an intake."""

from __future__ import annotations

from pathlib import Path

from counter.desk import keeping, receiving
from tests.counter.screens.officer import officer


async def test_quitting_at_once_keeps_what_was_typed(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.pilot.press(*"0720")
        await lan.pilot.press("ctrl+q")
        desk = lan.app.desk
        assert keeping.recall(desk, receiving.DRAFT)["identity"] == "0720"
