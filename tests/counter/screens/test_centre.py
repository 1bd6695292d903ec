"""The centre's page: searched while typing, seen to by a supervisor, the dossier one key away."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from counter.desk.centre import status
from counter.desk.centre.status import Failure
from counter.desk.desk import Desk
from counter.screens import centre as centre_screen
from counter.screens.base import OfficeChanged
from counter.screens.centre import Centre
from counter.screens.dossier.screen import DossierScreen
from counter.widgets.lines import Lines
from db import host
from db.domain.records import Person
from tests.counter.enrolled import cut_off, enrolled, ran, refuse
from tests.notices import notices
from tests.offices import received
from tests.snapshots.stage import settled, stage


def offline(desk: Desk) -> None:
    cut_off(desk, hours=5)
    received(desk)
    received(desk, applicant=Person(name="Lâm Minh Hiếu"))


def refused(desk: Desk) -> None:
    dossier = received(desk)
    enrolled(desk)
    refuse(desk, dossier, "later words", "of-a-later-release")


def page(pilot: Pilot[None]) -> Centre:
    assert isinstance(pilot.app.screen, Centre)
    return pilot.app.screen


async def test_what_waits_is_found_while_typing_and_opens(tmp_path: Path) -> None:
    async with stage(tmp_path, fill=offline, place="search").run_test() as pilot:
        await settled(pilot)
        await pilot.press("f11")
        await settled(pilot)
        assert len(page(pilot).listing.rows) == 2
        await pilot.press(*"buoi")
        await settled(pilot)
        ((_time, what, code, name),) = [row.cells for row in page(pilot).listing.rows]
        assert (what, code, name) == ("Tiếp nhận hồ sơ", "261123-0001", "Trần Thị Bưởi")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DossierScreen)
        assert "chưa lên trung tâm" in str(pilot.app.screen.query_one("#head").render())


async def test_whoever_comes_back_types_over_the_last_words(tmp_path: Path) -> None:
    async with stage(tmp_path, fill=offline, place="centre").run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"hieu", "f4")
        await settled(pilot)
        await pilot.press("f11")
        await settled(pilot)
        await pilot.press(*"buoi")
        await settled(pilot)
        assert page(pilot).field.value == "buoi"


async def test_sync_now_is_heard_by_the_process_that_goes(tmp_path: Path) -> None:
    app = stage(tmp_path, fill=offline, place="centre")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "1")
        await settled(pilot)
        stands, _link = status.sync_status(app.desk)
        assert stands.next_at == app.desk.clock.now()


def told(pilot: Pilot[None]) -> list[str]:
    """The lines at the top of the page."""
    return [
        "".join(text for text, _look in line).strip() for line in page(pilot).query_one("#line", Lines)._lines
    ]


@pytest.mark.parametrize(
    ("failure", "outcome"), [(None, "đã lên đủ"), (Failure.NO_NETWORK, "Mất đường truyền")]
)
async def test_what_came_of_sync_now_stands_on_the_page_and_covers_nothing(
    tmp_path: Path, failure: Failure | None, outcome: str
) -> None:
    app = stage(tmp_path, fill=offline, place="centre")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        ran(app.desk, app.desk.clock.now() - timedelta(minutes=3), failure=Failure.NO_ANSWER)
        before = told(pilot)
        await pilot.press("ctrl+t", "1")
        await settled(pilot)
        assert told(pilot)[0] == "Đang đồng bộ, yêu cầu lúc 08:41:00…"
        ran(app.desk, app.desk.clock.now(), failure=failure)
        page(pilot).post_message(OfficeChanged())
        await settled(pilot)
        ended = {None: "08:41:01", Failure.NO_NETWORK: "08:41:15"}[failure]
        assert told(pilot)[0] == f"Đồng bộ lúc {ended}: {outcome}."
        assert told(pilot)[1:3] == before[:2]
        assert page(pilot).query_one("#line").size.height == len(told(pilot))
        assert not notices(app)


async def test_sync_now_that_nobody_hears_is_told_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = stage(tmp_path, fill=offline, place="centre")
    async with app.run_test() as pilot:
        await settled(pilot)
        monkeypatch.setattr(centre_screen, "LONG", 0.3)
        await pilot.press("ctrl+t", "1")
        async with asyncio.timeout(90):
            while "chưa có trả lời" not in told(pilot)[0]:
                await pilot.pause(0.05)


async def test_a_supervisor_sees_to_what_was_refused_an_officer_cannot(tmp_path: Path) -> None:
    async with stage(tmp_path / "1", fill=refused, place="centre").run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+l", "ctrl+t", "2")
        await settled(pilot)
        assert [row.cells[2:] for row in page(pilot).listing.rows] == [("later words", "")]
    app = stage(tmp_path / "2", login="hoa", fill=refused, place="centre")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+l", "ctrl+t", "2")
        await settled(pilot)
        assert [row.cells[2:] for row in page(pilot).listing.rows] == [("later words", "hoa")]
        assert not any("từ chối" in indicator.text for indicator in app.status.indicators)


async def test_what_changes_meanwhile_is_seen(tmp_path: Path) -> None:
    app = stage(tmp_path, fill=offline, place="centre")
    async with app.run_test() as pilot:
        await settled(pilot)
        enrolled(app.desk)
        with app.desk.store.write() as connection:
            host.put(connection, "centre_message", "Bảo trì tối nay")
        app.devices.wake()
        async with asyncio.timeout(90):
            while "Bảo trì tối nay" not in str(page(pilot).query_one("#line", Lines)._lines):
                await pilot.pause()
        assert not page(pilot).listing.rows
