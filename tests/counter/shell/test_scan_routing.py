"""Scan anything, anywhere: from whichever screen stands in front."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from counter.commandline.rule_reports import scan_report
from counter.desk.dossiers.intake import receive
from counter.screens.dossier.screen import DossierScreen
from counter.screens.intake.screen import Intake
from counter.screens.search import Search
from devices.scanner import PAUSE, Scanner
from tests.counter.screens.officer import CARD, officer
from tests.devices.test_scanner import Said
from tests.notices import notices
from tests.offices import BUOI, COPY, intake, sharing_a_code
from tests.snapshots.stage import settled

CODE = "000.17.22.H56-261123-0001"


async def test_a_code_on_the_intake_opens_its_dossier_and_the_intake_stays(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.type("0720")
        await lan.scan(CODE)
        assert isinstance(lan.app.screen, DossierScreen)
        await lan.press("f2")
        assert lan.value("identity") == "0720"


async def test_a_second_code_takes_the_place_of_the_first_dossier(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: (receive(desk, intake()), receive(desk, intake(COPY)))) as lan:
        await lan.scan(CODE)
        await lan.scan(CODE.replace("0001", "0002"))
        assert isinstance(lan.app.screen, DossierScreen)
        assert len(lan.app.screen_stack) == 2


async def test_a_card_over_a_dossier_begins_an_intake(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.scan(CODE)
        await lan.scan(CARD)
        assert isinstance(lan.app.screen, Intake)
        assert lan.value("name") == BUOI.name


async def test_a_code_that_two_dossiers_share_asks_which_is_meant(tmp_path: Path) -> None:
    async with officer(tmp_path, sharing_a_code) as lan:
        for place in ("intake", "search", "dossier"):
            await lan.scan(CODE)
            assert isinstance(lan.app.screen, Search), place
            assert [row.cells[1] for row in lan.app.screen.listing.rows] == ["Lê Văn Nam", "Trần Thị Bưởi"]
            assert any("nhiều hồ sơ mang mã này" in notice for notice in notices(lan.app))
            await lan.press("down", "enter")
            assert isinstance(lan.app.screen, DossierScreen)
            assert "cùng mã" in lan.says("head")
            if place == "intake":
                await lan.press("escape")


LABELLED = "\r".join(
    (
        "Số CCCD: 072195000123",
        "Họ và tên: Trần Thị Bưởi",
        "Ngày sinh: 08/03/1995",
        "Giới tính: Nữ",
        "Ngày cấp: 01/01/2021",
    )
)


@pytest.mark.parametrize("text", [CARD, LABELLED], ids=["card", "labelled lines"])
async def test_a_scanner_that_sends_no_enter_is_ended_by_silence(tmp_path: Path, text: str) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(text, end="" if text is CARD else "\r")
        if text is LABELLED:
            await lan.silence()
        assert (lan.value("identity"), lan.value("name")) == ("072195000123", BUOI.name)
        assert lan.value("birth") == "08/03/1995"
        assert lan.focused == "procedure"


async def test_labelled_lines_are_a_card_on_a_port_and_in_a_paste_too(tmp_path: Path) -> None:
    for way in ("serial", "paste"):
        async with officer(tmp_path / way) as lan:
            if way == "serial":
                scanner = Scanner(Said([LABELLED.encode() + b"\r"]))
                texts = [*scanner.scans(0.01), *scanner.scans(0.01)]
                assert texts == []
                await lan.pilot.pause(PAUSE + 0.05)
                for text in scanner.scans(0.01):
                    lan.app.take_scan(text)
            else:
                lan.app.post_message(events.Paste(LABELLED.replace("\r", "\n")))
            await settled(lan.pilot)
            assert (lan.value("name"), lan.value("birth")) == (BUOI.name, "08/03/1995"), way


async def test_an_enter_that_comes_after_the_silence_belongs_to_the_scan(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.scan(CODE, end="")
        assert isinstance(lan.app.screen, DossierScreen)
        await lan.press("escape")
        await lan.scan(CARD, end="")
        before = lan.focused
        await lan.press("enter")
        assert lan.focused == before


@pytest.mark.parametrize("way", ["serial", "paste", "command"])
async def test_a_mangled_card_is_mended_by_every_way_in(tmp_path: Path, way: str) -> None:
    mangled = CARD.encode().decode("latin-1")
    if way == "command":
        assert scan_report(mangled).values["name"] == BUOI.name
        return
    async with officer(tmp_path) as lan:
        if way == "serial":
            for text in Scanner(Said([f"{mangled}\r".encode()])).scans(0.01):
                lan.app.take_scan(text)
        else:
            lan.app.post_message(events.Paste(mangled))
        await settled(lan.pilot)
        assert (lan.value("name"), lan.value("address")) == (BUOI.name, BUOI.address)


async def test_an_unknown_code_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.type("0720")
        await lan.scan(CODE)
        assert isinstance(lan.app.screen, Intake)
        assert lan.value("identity") == "0720"
        assert any(CODE in notice for notice in notices(lan.app))


async def test_keys_typed_after_a_scan_come_after_it(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD + "\rkhai")
        assert lan.value("name") == BUOI.name
        assert lan.intake.form.procedure is not None


async def test_a_scan_on_the_tick_list_leaves_the_ticks(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter")
        before = lan.intake.form.papers.field.ticks
        await lan.scan(CARD)
        assert lan.intake.form.papers.field.ticks == before
