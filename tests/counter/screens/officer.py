"""An officer at a screen: types, scans, and counts the keystrokes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from textual import events
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.screens.intake.screen import Intake
from counter.screens.returns.screen import Returns
from counter.widgets.field import Field
from db.domain.records import Dossier
from tests.snapshots.stage import Staged, settled, stage
from tests.textual_internals import key_name, text_of

CARD = "072195000123||Trần Thị Bưởi|08031995|Nữ|Ấp 3, xã Tân Hòa, tỉnh Tây Ninh|01012021"
OTHER_CARD = "072090000456||Lê Văn Nam|02021990|Nam|Ấp 5, xã Tân Hòa, tỉnh Tây Ninh|01012021"
THIRD_CARD = "072188000777||Võ Thị Sen|01011988|Nữ|Ấp 1, xã Tân Hòa, tỉnh Tây Ninh|01012021"
DAMAGED = "072195000123||Tr?n Th? B??i|08031995|Nữ|?p 3|01012021"


class Officer:
    """``keys`` counts the keystrokes; a scan has none."""

    def __init__(self, app: Staged, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.keys = app, pilot, 0

    @property
    def intake(self) -> Intake:
        assert isinstance(self.app.screen, Intake)
        return self.app.screen

    @property
    def returning(self) -> Returns:
        assert isinstance(self.app.screen, Returns)
        return self.app.screen

    @property
    def focused(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def scan(self, text: str, end: str = "\r") -> None:
        """A keyboard-wedge scanner: a letter each millisecond, however busy this machine is, then Enter.

        Without an ``end`` it waits for the silence that ends the scan.
        """
        at = monotonic()
        for place, letter in enumerate(text + end):
            key = events.Key("enter" if letter == "\r" else key_name(letter), letter)
            key.time = at + place / 1000
            self.app.post_message(key)
        taken = asyncio.Event()
        self.app.call_later(taken.set)
        await taken.wait()
        if not end:
            await self.silence()
        await settled(self.pilot)

    async def silence(self) -> None:
        """Wait until the silence after the last key has ended what it may end."""
        while self.app.keys._silence is not None:
            await self.pilot.pause(0.02)
        await settled(self.pilot)

    async def redrawn(self) -> None:
        """Wait for the live slip to be drawn from what stands in the fields."""
        await self.intake._redraw()

    def value(self, field: str) -> str:
        return self.app.screen.query_one(f"#{field}", Field).value

    def problem(self, field: str) -> str:
        return self.app.screen.query_one(f"#{field}", Field).problem

    def doubt(self, field: str) -> str:
        return self.app.screen.query_one(f"#{field}", Field).doubt

    def says(self, static: str) -> str:
        return str(self.app.screen.query_one(f"#{static}").render())

    def screen_text(self) -> str:
        return text_of(self.app.screen)

    @property
    def slip(self) -> str:
        return "\n".join(self.intake.slip.text)

    @property
    def slip_in_sight(self) -> list[str]:
        panel = self.intake.slip
        return [panel.render_line(line).text for line in range(panel.size.height)]

    def newest(self) -> Dossier:
        desk = self.app.desk
        (line,) = queries.find(desk, "", 1)
        return queries.reveal(desk, line.id)

    def count(self) -> int:
        return len(queries.find(self.app.desk, ""))


@asynccontextmanager
async def officer(
    folder: Path, fill: Callable[[Desk], object] | None = None, place: str = "intake", login: str = "lan"
) -> AsyncIterator[Officer]:
    """``login`` on shift at counter 3, with ``place`` before them."""

    def filled(desk: Desk) -> None:
        if fill:
            fill(desk)

    app = stage(folder, login=login, fill=filled, place=place)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        yield Officer(app, pilot)
