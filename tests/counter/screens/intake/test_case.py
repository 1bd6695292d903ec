"""A procedure with several cases at the counter: a number chooses, papers and fee follow, and so does the channel."""

from __future__ import annotations

from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.office.facts import change_office
from counter.desk.office.opening import refreshed
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from counter.screens.intake.case import CaseField
from tests.cases import AGAIN_CASE, NEW_CASE, publish
from tests.counter.screens.officer import CARD, Officer, officer
from tests.offices import PASSWORD
from tests.snapshots.stage import act


def papers(lan: Officer) -> list[tuple[str, bool]]:
    return [(tick.name, tick.ticked) for tick in lan.intake.form.papers.field.ticks]


async def asked_for(lan: Officer) -> None:
    await lan.scan(CARD)
    await lan.type("giay phep")
    await lan.press("enter")


async def test_a_number_chooses_the_case_and_the_papers_follow(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await asked_for(lan)
        assert lan.focused == "case"
        assert "1 Cấp mới" in lan.screen_text()
        await lan.press("enter")
        assert (lan.focused, lan.problem("case")) == (
            "case",
            "Hãy chọn trường hợp: giấy tờ, thời hạn và lệ phí theo trường hợp đó.",
        )
        await lan.press("1")
        assert (lan.value("case"), lan.value("fee")) == (NEW_CASE, "50.000 + 25.000 đ")
        await lan.press("enter")
        assert lan.focused == "papers"
        assert papers(lan) == [("Đơn đề nghị", False), ("Bản vẽ thiết kế", False)]
        await lan.press("space", "up")
        await lan.press("down", "enter")
        assert (lan.value("case"), lan.value("fee")) == (AGAIN_CASE, "10.000 đ")
        assert papers(lan) == [("Đơn đề nghị", True), ("Giấy phép bị hỏng", False)]
        await lan.press("f12")
        dossier = lan.newest()
        assert (dossier.case, dossier.term, dossier.fee) == (AGAIN_CASE, 3, 10_000)
        assert verify(lan.app.desk, rebuild=True).holds


async def test_keys_typed_ahead_meet_the_papers_of_the_case(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await lan.scan(CARD)
        await lan.press(*"giayphep"[:4], "space", *"phep", "enter", "1", "enter", "a", "f12")
        dossier = lan.newest()
        assert dossier.case == NEW_CASE
        assert [paper.name for paper in dossier.papers] == ["Đơn đề nghị", "Bản vẽ thiết kế"]
        assert [part.amount for part in dossier.fee_parts] == [50_000, 25_000]


async def test_an_exempt_component_asks_why(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await asked_for(lan)
        await lan.press("1", "enter", "a")
        fee = lan.intake.form.field("fee")
        lan.intake.set_focus(fee)
        await lan.press()
        assert "Phí thẩm định + Lệ phí cấp phép" in lan.says("fee_names")
        fee.entered()
        await lan.type("75000")
        await lan.press("enter")
        assert lan.problem("fee") == "Gõ số tiền cho từng khoản: Phí thẩm định + Lệ phí cấp phép"
        fee.entered()
        await lan.type("50000+0")
        await lan.press("enter")
        assert (lan.value("fee"), lan.focused) == ("50.000 + 0 đ", "fee_reason")
        await lan.type("ho ngheo")
        await lan.press("f12")
        dossier = lan.newest()
        assert [(part.amount, part.reason) for part in dossier.fee_parts] == [(50_000, ""), (0, "ho ngheo")]
        assert dossier.fee == 50_000


async def test_the_channel_brings_its_own_fee(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await asked_for(lan)
        await lan.press("1", "enter", "a")
        await act(lan.pilot, "intake.more")
        lan.intake.set_focus(lan.intake.form.field("channel"))
        await lan.press("2")
        assert lan.value("fee") == "12.500 đ"
        await lan.press("f12")
        assert (lan.newest().fee, lan.newest().term) == (12_500, 7)


async def test_a_draft_keeps_the_case_the_ticks_and_the_fee(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await asked_for(lan)
        await lan.press("1", "enter", "a")
        lan.intake.form.fill({"fee": "0 + 25.000 đ", "fee_reason": "Miễn phí thẩm định"})
        form = lan.intake.form
        draft, typed = form.draft, form.intake()
        form.clear()
        await lan.press()
        assert form.draft == {}
        form.fill(draft)
        await lan.press()
        assert form.intake() == typed
        form.show(typed)
        await lan.press()
        assert form.intake() == typed


async def test_a_card_scanned_over_the_cases_leaves_them_as_they_were(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await asked_for(lan)
        field = lan.intake.form.field("case")
        assert isinstance(field, CaseField)
        await lan.press("2")
        await lan.scan(CARD)
        assert field.case == AGAIN_CASE
        assert lan.count() == 0


def accepting(desk: Desk) -> None:
    change_office(sign_in(desk, "admin", PASSWORD), {"accepts_incomplete": True})


async def test_nothing_is_ticked_by_itself_and_what_lacks_is_named(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter")
        assert [ticked for _name, ticked in papers(lan)] == [False, False, False]
        await lan.press("space", "f12")
        assert "Còn thiếu: Giấy chứng sinh." in lan.problem("papers")
        assert lan.count() == 0
        await lan.press("a", "f12")
        assert [paper.name for paper in lan.newest().papers] == [
            "Tờ khai đăng ký khai sinh",
            "Giấy chứng sinh",
        ]


async def test_an_office_that_accepts_what_is_incomplete_asks_once_more(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=accepting) as lan:
        lan.app.desk = refreshed(lan.app.desk)
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter", "space", "f12")
        assert lan.problem("papers") == "Tiếp nhận khi chưa đủ, còn thiếu: Giấy chứng sinh"
        assert lan.count() == 0
        await lan.press("f12")
        assert lan.newest().lacking == ("Giấy chứng sinh",)
        assert verify(lan.app.desk, rebuild=True).holds
