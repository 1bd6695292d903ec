"""Intake by the real screen and the real desk: what an officer types, scans and sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counter.desk import drafts
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.office import sign_in
from counter.screens.intake.other_card import OtherCard
from counter.widgets.field import Field, Scanned
from db.domain.codes import Channel
from tests.counter.screens.officer import CARD, DAMAGED, OTHER_CARD, officer
from tests.offices import BIRTH, BUOI, PASSWORD, intake
from tests.textual_internals import text_of


async def test_a_card_and_a_usual_procedure_take_few_keys(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai s")
        await lan.press("enter", "a", "f12")
        assert lan.keys <= 9
        dossier = lan.newest()
        assert (dossier.procedure_code, dossier.applicant.name) == (BIRTH.code, BUOI.name)
        assert dossier.applicant.address == BUOI.address
        assert [paper.name for paper in dossier.papers] == ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]
        assert dossier.code in lan.says("done")
        assert "08:41 25/11/2026" in lan.says("done")
        assert lan.says("done").endswith(" · phiếu chờ in")
        assert len(lan.says("done")) <= lan.app.screen.query_one("#done").content_size.width
        assert (lan.value("name"), lan.focused) == ("", "identity")


async def test_the_slip_is_live(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.redrawn()
        assert "Trần" in lan.slip
        await lan.type("khai")
        await lan.press("enter", "a")
        await lan.redrawn()
        assert "Giấy chứng sinh" in lan.slip
        assert "25/11/2026" in lan.slip


async def test_the_first_letter_stands_on_the_slip_without_a_turn(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.redrawn()
        before = lan.slip_in_sight
        await lan.type("0")
        await lan.redrawn()
        changed = [(old, new) for old, new in zip(before, lan.slip_in_sight, strict=True) if old != new]
        assert [new.strip() for _, new in changed] == ["Số định danh: 0"]


async def test_a_complaint_at_the_last_field_is_in_sight(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.press("enter", "tab")
        await lan.type("a")
        await lan.press("f12")
        await lan.redrawn()
        assert lan.focused == "fee"
        assert "không phải là số tiền" in text_of(lan.app.screen)


async def test_a_typed_number_lets_the_past_fill(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: dossiers_intake.receive(desk, intake())) as lan:
        await lan.type(BUOI.identity)
        await lan.press("enter")
        assert lan.value("name") == BUOI.name
        assert lan.value("phone") == BUOI.phone
        assert lan.value("birth") == "08/03/1995"


async def test_the_past_never_overwrites(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: dossiers_intake.receive(desk, intake())) as lan:
        lan.intake.query_one("#phone", Field).value = "0988888888"
        await lan.type(BUOI.identity)
        await lan.press("enter")
        assert lan.value("phone") == "0988888888"


async def test_a_broken_name_is_asked_for(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        lan.intake.post_message(Scanned(DAMAGED))
        await lan.press()
        assert lan.value("identity") == BUOI.identity
        assert (lan.value("name"), lan.focused) == ("", "name")
        assert lan.problem("name")


async def test_what_does_not_fit_is_said_and_stops_nobody(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.type(BUOI.identity)
        await lan.press("enter", *"Bui", "enter", *"1990", "enter")
        assert "1995" in lan.doubt("birth")
        assert lan.focused == "birth", "the warning is read before the cursor goes on"
        await lan.press("enter", "m", "enter")
        assert (lan.focused, lan.value("sex")) == ("sex", "Nam")
        await lan.press("enter", "enter", "enter", *"khai", "enter", "a", "f12")
        assert (lan.count(), "1995" in lan.problem("birth")) == (0, True)
        await lan.press("f12")
        assert lan.newest().applicant.birth == "1990"


async def test_a_required_paper_that_is_missing_is_told_at_save(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a", "space", "f12")
        assert "Tờ khai" in lan.problem("papers")
        assert (lan.focused, lan.count()) == ("papers", 0)
        await lan.press("space", "right", "right", "2", "f12")
        assert lan.newest().papers[0].copies == 2


async def test_papers_of_a_procedure_without_a_list_are_typed(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("con dau")
        await lan.press("enter", *"Don", "enter", "enter", "f12")
        assert [paper.name for paper in lan.newest().papers] == ["Don"]


async def test_a_proxy_by_card(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.press("ctrl+t", "1")
        await lan.scan(OTHER_CARD)
        await lan.press(*"so 1", "enter", *"khai", "enter", "a", "f12")
        dossier = lan.newest()
        assert dossier.proxy is not None
        assert (dossier.proxy.name, dossier.proxy.identity) == ("Lê Văn Nam", "072090000456")
        assert dossier.applicant.name == BUOI.name


async def test_another_card_asks_and_loses_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.scan(OTHER_CARD)
        assert isinstance(lan.app.screen, OtherCard)
        await lan.press("2")
        assert lan.value("name") == "Lê Văn Nam"
        await lan.press("escape", "escape")
        assert lan.value("name") == ""
        await lan.press("escape", "1")
        assert lan.value("name") == BUOI.name
        await lan.press("escape", "escape", "escape", "1")
        assert lan.value("name") == "Lê Văn Nam"


async def test_rare_fields_and_a_dossier_written_on_paper(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press(
            "enter", "a", "ctrl+t", "2", *"xin gap", "enter", *"2", "enter", "3", "enter", *["enter"] * 3
        )
        await lan.press(*"K7", "enter", *"vui", "enter", "space", "enter", *"P12", "f12")
        assert lan.focused == "received_at"
        assert lan.problem("received_at")
        await lan.press(*"23/11/2026 07:15", "f12")
        dossier = lan.newest()
        assert (dossier.content, dossier.sets, dossier.channel) == ("xin gap", 2, Channel.POST)
        assert (dossier.shelf, dossier.note, dossier.paper_number) == ("K7", "vui", "P12")
        assert dossier.received_at.hour == 0


async def test_fee_and_result_by_post(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("chung thuc")
        await lan.press(
            "enter", "a", "enter", "space", "enter", *"Ap 9", "enter", "enter", "space", "enter", *"0001234"
        )
        await lan.press("f12")
        dossier = lan.newest()
        assert (dossier.fee, dossier.fee_paid, dossier.fee_serial) == (20_000, 20_000, "0001234")
        assert (dossier.return_by_post, dossier.return_place) == (True, "Ap 9")


async def test_the_draft_is_kept_while_typing_and_goes_with_the_save(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.intake.drafts.keep()
        kept = drafts.load(lan.app.desk, dossiers_intake.DRAFT)
        assert (kept["name"], kept["procedure_text"]) == (BUOI.name, "khai")
        await lan.press("enter", "a", "f12")
        await lan.intake.drafts.keep()
        assert drafts.load(lan.app.desk, dossiers_intake.DRAFT) == {}


async def test_nothing_is_kept_behind_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time to keep a draft may come while F12 saves it: kept behind the save, it would come back as a draft."""
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a")
        save = lan.app.at_desk

        async def keep_then_save(*arguments: Any, **options: Any) -> Any:
            if arguments[0] is dossiers_intake.receive:
                received = await save(*arguments, **options)
                await lan.intake.drafts.keep()
                assert drafts.load(lan.app.desk, dossiers_intake.DRAFT) == {}
                return received
            return await save(*arguments, **options)

        monkeypatch.setattr(lan.app, "at_desk", keep_then_save)
        await lan.press("f12")
        assert lan.newest().applicant.name == BUOI.name
        assert drafts.load(lan.app.desk, dossiers_intake.DRAFT) == {}


async def test_a_draft_comes_back_after_sign_in(tmp_path: Path) -> None:
    draft = {"name": "Võ Thị Sen", "procedure": BIRTH.code, "proxy_name": "Nam", "aside": {"name": "Tý"}}
    async with officer(tmp_path, lambda desk: drafts.save(desk, dossiers_intake.DRAFT, draft)) as lan:
        assert lan.value("name") == "Võ Thị Sen"
        assert lan.value("procedure").startswith(BIRTH.code)
        assert lan.intake.query_one("#proxy").display
        assert "Tý" in str(lan.app.screen.query_one("#body").border_title)
        await lan.press("escape", "escape", "1")
        assert lan.value("name") == "Tý"


async def test_another_officer_finds_an_empty_screen(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.type("0720")
        await lan.intake.drafts.keep()
        lan.app.desk = sign_in.sign_in(lan.app.desk, "minh", PASSWORD)
        await lan.intake.arrived()
        assert lan.value("identity") == ""
        lan.app.desk = sign_in.sign_in(lan.app.desk, "lan", PASSWORD)
        await lan.intake.arrived()
        assert lan.value("identity") == "0720"


async def test_a_fee_below_the_procedures_asks_for_its_reason(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("chung thuc")
        await lan.press("enter", "a", "enter", "enter")
        assert lan.focused == "fee"
        await lan.press("ctrl+u", "0", "f12")
        assert (lan.focused, lan.count()) == ("fee_reason", 0)
        await lan.type("ho ngheo")
        await lan.press("f12")
        dossier = lan.newest()
        assert (dossier.fee, dossier.fee_reason, dossier.fee_paid) == (0, "ho ngheo", 0)


async def test_a_fee_is_paid_by_transfer_at_intake(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("chung thuc")
        await lan.press("enter", "a", "enter", "enter", "enter", "space", "space", "f12")
        dossier = lan.newest()
        assert (dossier.fee_paid, dossier.fee_method) == (20_000, "transfer")
