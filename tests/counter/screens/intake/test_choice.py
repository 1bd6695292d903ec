"""Nothing is chosen, ticked, wiped or left that the officer did not point at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office import sign_in
from tests.counter.screens.officer import CARD, Officer, officer
from tests.offices import BIRTH, BUOI, COPY, PASSWORD, SEAL, intake
from tests.textual_internals import text_of

DEATH = replace(BIRTH, code="1.000656", name="Đăng ký khai tử")


def with_two_of_a_kind(desk: Desk) -> None:
    procedures.publish(sign_in.sign_in(desk, "admin", PASSWORD), [DEATH])


def chosen(lan: Officer) -> str:
    procedure = lan.intake.form.procedure
    return procedure.code if procedure else ""


async def test_enter_on_an_empty_field_takes_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.press("enter")
        assert chosen(lan) == ""
        await lan.press("f12")
        assert (lan.focused, lan.count()) == ("procedure", 0)


async def test_the_same_keys_choose_the_same_procedure_whatever_was_received_before(tmp_path: Path) -> None:
    def busy(desk: Desk) -> None:
        with_two_of_a_kind(desk)
        for _ in range(3):
            receive(desk, intake(SEAL, papers=()))

    rows = []
    for folder, fill in ((tmp_path / "new", with_two_of_a_kind), (tmp_path / "busy", busy)):
        async with officer(folder, fill) as lan:
            await lan.scan(CARD)
            rows.append([row.key for row in lan.intake.form.request.chooser.rows])
            await lan.press("down", "enter")
            assert chosen(lan) == DEATH.code
    assert rows[0] == rows[1] == sorted(rows[0])


async def test_of_several_that_fit_one_is_pointed_at_first(tmp_path: Path) -> None:
    async with officer(tmp_path, with_two_of_a_kind) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        assert text_of(lan.app.screen).count("Có nhiều thủ tục") == 1
        await lan.press("enter")
        assert (chosen(lan), lan.focused) == ("", "procedure")
        assert "Có nhiều thủ tục" in lan.problem("procedure")
        assert text_of(lan.app.screen).count("Có nhiều thủ tục") == 1
        await lan.press("down")
        assert lan.problem("procedure") == ""
        await lan.press("down", "enter")
        assert chosen(lan) == BIRTH.code


async def test_the_whole_name_is_meant_though_longer_ones_have_it_too(tmp_path: Path) -> None:
    def longer(desk: Desk) -> None:
        abroad = replace(BIRTH, code="1.000110", name=f"{BIRTH.name} có yếu tố nước ngoài")
        procedures.publish(sign_in.sign_in(desk, "admin", PASSWORD), [abroad])

    async with officer(tmp_path, longer) as lan:
        await lan.scan(CARD)
        await lan.type("dang ky khai sinh")
        await lan.press("enter")
        assert chosen(lan) == BIRTH.code


async def test_no_paper_is_ticked_by_the_choice_and_one_key_ticks_what_is_required(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter")
        papers = lan.intake.form.papers.field
        assert [tick.ticked for tick in papers.ticks] == [False, False, False]
        assert "Dấu cách: có · A: nộp đủ" in lan.screen_text()
        await lan.press("f12")
        assert (lan.count(), lan.focused) == (0, "papers")
        await lan.press("down", "space", "a")
        assert [tick.ticked for tick in papers.ticks] == [True, True, False]


async def test_words_over_the_chosen_procedure_wipe_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a")
        await lan.press("up")
        assert lan.focused == "procedure"
        await lan.type("0912345678")
        assert chosen(lan) == BIRTH.code
        await lan.press("f12")
        assert (lan.count(), lan.focused) == (0, "procedure"), "another is looked for: nothing is saved"
        await lan.press("up")
        assert lan.value("procedure") == f"{BIRTH.code} {BIRTH.name}"
        assert [tick.ticked for tick in lan.intake.form.papers.field.ticks] == [True, True, False]
        await lan.press("f12")
        assert lan.newest().procedure_code == BIRTH.code


async def test_another_procedure_is_taken_over_the_chosen_one(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a", "up")
        await lan.type("chung thuc")
        await lan.press("enter")
        assert chosen(lan) == COPY.code
        assert not any(tick.ticked for tick in lan.intake.form.papers.field.ticks)


async def test_an_odd_phone_is_told_beside_it_and_typed_again_where_it_stands(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "up", "up")
        assert lan.focused == "phone"
        await lan.type("0912 34")
        assert lan.doubt("phone") == ""
        await lan.press("enter")
        assert lan.focused == "phone"
        assert "Số điện thoại này không đúng" in lan.screen_text()
        await lan.type("5 678")
        assert (lan.value("phone"), lan.doubt("phone")) == ("0912 345 678", "")
        await lan.press("enter")
        assert (lan.focused, chosen(lan)) == ("procedure", BIRTH.code)


async def test_an_odd_phone_that_is_right_is_left_by_a_second_enter(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("down", "down", "down", "down", "down")
        await lan.type("113")
        await lan.press("enter", "enter")
        assert (lan.focused, lan.value("phone")) == ("procedure", "113")
        assert lan.doubt("phone")


async def test_what_the_past_fills_in_leaves_the_cursor_and_what_is_typed(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.type(BUOI.identity)
        lan.intake.form.field("phone").value = "0988"
        lan.app.screen.set_focus(lan.intake.form.field("phone"))
        lan.intake.fill_from_past(BUOI.identity)
        await lan.press("end", "1")
        assert (lan.focused, lan.value("phone"), lan.value("name")) == ("phone", "09881", BUOI.name)
