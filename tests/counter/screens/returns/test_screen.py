"""Returning a result by the real screen and the real desk."""

from __future__ import annotations

from pathlib import Path

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import queries, returns
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.transitions import result_arrived
from counter.desk.office.verification import verify
from counter.desk.printing import documents, queue
from counter.desk.printing.spool_store import OfficeSpool
from counter.rules.money import total_paid
from counter.screens.base import OfficeChanged
from counter.screens.dossier.screen import DossierScreen
from db.domain.lifecycle import State
from db.domain.records import Dossier, Outcome
from devices.encode.text import render_text
from devices.spool import JobAction
from tests.counter.screens.officer import CARD, OTHER_CARD, Officer, officer
from tests.offices import BIRTH, BUOI, COPY, intake, later, sharing_a_code
from tests.snapshots.stage import act, settled

CODE = "000.17.22.H56-261123-0001"


def ready(desk: Desk) -> None:
    dossier = receive(desk, intake(shelf="Kệ 2")).dossier
    result_arrived(desk, dossier.id, Outcome(kind="Giấy khai sinh", number="12/2026"))


def back(lan: Officer) -> Dossier:
    return queries.reveal(lan.app.desk, queries.by_code(lan.app.desk, CODE).id)


async def test_scan_and_hand_over_with_a_rating_by_the_citizen(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        assert "Giấy khai sinh · số 12/2026" in lan.says("facts")
        assert "Kệ 2" in lan.says("facts")
        await lan.press("enter", "enter", "2", "f12")
        assert lan.keys <= 4
        handed = back(lan).handed_back
        assert handed is not None
        assert (handed.proof, handed.rating, handed.is_proxy) == ("slip", 2, False)
        assert CODE in lan.says("done")
        assert lan.says("done").endswith(" · biên nhận chờ in")
        assert (lan.value("code"), lan.focused) == ("", "code")


def ready_twice(desk: Desk) -> None:
    for dossier in sharing_a_code(desk):
        result_arrived(later(desk, minutes=10), dossier.id, Outcome(number="7"))


async def test_a_code_that_two_dossiers_share_asks_which_is_meant(tmp_path: Path) -> None:
    async with officer(tmp_path, ready_twice, "returning") as lan:
        await lan.scan(CODE)
        assert [row.cells[1] for row in lan.returning.results.rows] == ["Lê Văn Nam", "Trần Thị Bưởi"]
        await lan.press("down", "down", "enter")
        assert "Trần Thị Bưởi" in lan.says("facts")
        assert "cùng mã" in lan.says("facts")
        await lan.press("f12")
        states = {line.applicant: line.state for line in queries.find(lan.app.desk, "")}
        assert states == {"Trần Thị Bưởi": State.RETURNED, "Lê Văn Nam": State.FINISHED}


async def test_a_return_from_the_dossier_itself_needs_no_choice(tmp_path: Path) -> None:
    async with officer(tmp_path, ready_twice, "search") as lan:
        await lan.type("buoi")
        await lan.press("enter", "ctrl+t", "1")
        assert "Trần Thị Bưởi" in lan.says("facts")


async def test_a_return_from_a_dossier_that_was_opened_here(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.press("ctrl+t", "1")
        assert isinstance(lan.app.screen, DossierScreen)
        await lan.press("ctrl+t", "1")
        assert "Trần Thị Bưởi" in lan.says("facts")
        assert lan.returning.dossier is not None


async def test_the_code_can_be_typed_or_picked_by_name(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.type("tran thi")
        await lan.press("enter", "f12")
        assert back(lan).state is State.RETURNED


async def test_a_lost_slip_is_replaced_by_the_applicants_card(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.scan(CARD)
        await lan.press("f12")
        handed = back(lan).handed_back
        assert handed is not None
        assert handed.proof == "identity"


async def test_a_card_lists_the_persons_dossiers(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CARD)
        assert [row.cells[0] for row in lan.returning.results.rows] == [CODE]


async def test_a_strangers_card_is_refused_until_it_is_a_proxys(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.scan(OTHER_CARD)
        assert lan.problem("who")
        await lan.press("3")
        await lan.scan(OTHER_CARD)
        await lan.press("f12")
        assert lan.problem("proxy_paper")
        await lan.type("so 7")
        await lan.press("f12")
        handed = back(lan).handed_back
        assert handed is not None
        assert (handed.is_proxy, handed.by.name, handed.by.identity) == (True, "Lê Văn Nam", "072090000456")
        assert (handed.proxy_paper, handed.papers) == ("so 7", "")


async def test_what_is_owed_is_paid_at_return_and_on_the_spot_goes_straight(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake(COPY)), "returning") as lan:
        await lan.scan(CODE)
        assert "20.000" in lan.says("facts")
        await lan.press("enter", "enter", "space", "enter", *"0009", "f12")
        dossier = back(lan)
        assert (dossier.state, total_paid(dossier)) == (State.RETURNED, 20_000)
        assert dossier.handed_back is not None
        assert dossier.handed_back.fee_serial == "0009"


async def test_what_stays_owed_is_said_before_and_after(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake(COPY)), "returning") as lan:
        await lan.scan(CODE)
        assert lan.doubt("paid") == "còn 20.000 đ chưa thu"
        assert "còn 20.000 đ chưa thu" in lan.screen_text()
        await lan.press("enter", "enter", "space")
        assert lan.doubt("paid") == ""
        await lan.press("left", "f12", "f12")
        assert "còn phải thu 20.000 đ" in lan.says("done")
        slip = documents.slip_of(lan.app.desk, back(lan).id, "return")
        assert "Phí, lệ phí còn phải nộp: 20.000 đ (" in " ".join(render_text(slip, 200))


async def test_only_a_dossier_that_was_pointed_at_is_taken(tmp_path: Path) -> None:
    def two(desk: Desk) -> None:
        ready(desk)
        receive(desk, intake(COPY))

    async with officer(tmp_path, two, "returning") as lan:
        await lan.press("enter")
        assert lan.returning.dossier is None
        await lan.type("tran thi")
        await lan.press("enter")
        assert lan.returning.dossier is None
        assert "nhiều hồ sơ" in lan.problem("code")
        await lan.press("down", "down", "enter")
        assert lan.returning.dossier is not None
        assert lan.returning.dossier.procedure_code == COPY.code


async def test_after_a_return_the_list_begins_anew(tmp_path: Path) -> None:
    def two(desk: Desk) -> None:
        ready(desk)
        ready(later(desk, minutes=10))

    async with officer(tmp_path, two, "returning") as lan:
        await lan.press("down", "enter", "f12", "f12")
        assert [line.state for line in queries.find(lan.app.desk, "")].count(State.RETURNED) == 1
        await settled(lan.pilot)
        assert (lan.returning.results.selected, lan.focused) == (None, "code")


async def test_the_line_follows_its_slip_to_the_paper(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.press("f12")
        assert lan.says("done").endswith(" · biên nhận chờ in")
        desk = lan.app.desk
        job = queue.jobs(desk)[0]
        spool = OfficeSpool(desk.store, desk.clock.now)
        for action, words in (
            (JobAction.SEND, "đang in biên nhận"),
            (JobAction.PROVE, "biên nhận đã in"),
        ):
            await lan.app.at_desk(spool.move, str(job.id), action)
            lan.app.screen.post_message(OfficeChanged())
            await lan.press()
            assert lan.says("done").endswith(f" · {words}")


async def test_what_is_not_ready_says_so(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake(BIRTH)), "returning") as lan:
        await lan.scan(CODE)
        assert "chưa xử lý xong" in lan.says("not_now")
        await lan.press("f12")
        assert back(lan).state is State.RECEIVED


async def test_what_was_returned_says_to_whom(tmp_path: Path) -> None:
    def returned(desk: Desk) -> None:
        ready(desk)
        returns.return_result(desk, queries.by_code(desk, CODE).id, Return())

    async with officer(tmp_path, returned, "returning") as lan:
        await lan.scan(CODE)
        assert "Trần Thị Bưởi, 08:41 23/11/2026" in lan.says("not_now")


async def test_the_draft_comes_back(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.press("enter")
        await lan.type("so do")
        await lan.returning.drafts.keep()
        kept = drafts.load(lan.app.desk, returns.DRAFT)
        assert kept["papers"] == "so do"
        lan.returning.drafts._owner = ""
        await lan.returning.arrived()
        assert (lan.value("code"), lan.value("papers")) == (CODE, "so do")
        await lan.press("f12")
        assert drafts.load(lan.app.desk, returns.DRAFT) == {}


async def test_another_dossier_can_be_scanned_over_this_one(tmp_path: Path) -> None:
    def two(desk: Desk) -> None:
        ready(desk)
        receive(desk, intake(COPY))

    async with officer(tmp_path, two, "returning") as lan:
        await lan.scan(CODE)
        await lan.scan(CODE.replace("0001", "0002"))
        assert lan.returning.dossier is not None
        assert lan.returning.dossier.procedure_code == COPY.code


async def test_escape_keeps_what_was_typed_and_the_slip_brings_it_back(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.press("enter")
        await lan.type("so do")
        await lan.press("escape")
        assert (lan.value("code"), lan.value("papers")) == ("", "")
        assert f"Đã giữ những gì bạn nhập cho {BUOI.name}" in lan.app.notice.text
        assert "Gác lại: 1" in str(lan.app.screen.query_one("#body").border_title)
        await lan.scan(CODE)
        assert lan.value("papers") == "so do"
        await lan.scan(CODE)
        assert lan.value("papers") == "so do"
        await lan.press("f12")
        handed = back(lan).handed_back
        assert handed is not None
        assert handed.papers == "so do"
        assert drafts.take(lan.app.desk, returns.DRAFT) == []
        await lan.press("f12")
        assert lan.app.notice.text == "Hãy quét phiếu hoặc chọn hồ sơ trước."


async def test_another_slip_and_another_code_keep_what_was_typed_too(tmp_path: Path) -> None:
    def two(desk: Desk) -> None:
        ready(desk)
        receive(desk, intake(COPY))

    async with officer(tmp_path, two, "returning") as lan:
        for leave in (CODE.replace("0001", "0002"), "x"):
            await lan.scan(CODE)
            await lan.press("enter")
            await lan.type("so")
            if len(leave) > 1:
                await lan.scan(leave)
            else:
                await lan.press("up", "up", *leave)
            await lan.scan(CODE)
            assert lan.value("papers").startswith("so")


async def test_what_was_typed_for_a_result_that_somebody_else_handed_over_is_forgotten(
    tmp_path: Path,
) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await lan.press("enter")
        await lan.type("so")
        await lan.press("escape")
        dossier = queries.by_code(lan.app.desk, CODE).id
        await lan.app.at_desk(returns.return_result, lan.app.desk, dossier, Return())
        await lan.scan(CODE)
        await lan.returning.drafts.keep()
        assert drafts.take(lan.app.desk, returns.DRAFT) == []


async def test_an_original_is_counted_out_and_survives_in_the_draft(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        while lan.focused != "papers_back":
            await lan.press("tab")
        await lan.press("down", "space", "escape")
        await lan.scan(CODE)
        assert lan.returning.form.originals.ticked == {"Giấy chứng sinh": 1}
        await lan.press("f12")
        assert [paper.name for given in back(lan).papers_back for paper in given.papers] == [
            "Giấy chứng sinh"
        ]


def ready_two(desk: Desk) -> None:
    ready(desk)
    dossier = receive(desk, intake(COPY)).dossier
    result_arrived(desk, dossier.id, Outcome(kind="Bản sao", number="13"))


async def test_another_result_of_the_person_goes_along(tmp_path: Path) -> None:
    async with officer(tmp_path, ready_two, "returning") as lan:
        await lan.scan(CODE)
        assert "000.17.22.H56-261123-0002" in lan.says("facts")
        await act(lan.pilot, "returning.together")
        await lan.press("a", "tab", "right", "f12")
        states = {line.code: line.state for line in queries.find(lan.app.desk, "")}
        assert set(states.values()) == {State.RETURNED}
        assert lan.says("done").count("Đã trả") == 2
        assert (lan.value("code"), lan.focused) == ("", "code")
        assert verify(lan.app.desk, rebuild=True).holds


async def test_the_one_result_alone_is_not_asked_about(tmp_path: Path) -> None:
    async with officer(tmp_path, ready, "returning") as lan:
        await lan.scan(CODE)
        await act(lan.pilot, "returning.together")
        assert "không còn kết quả nào khác" in lan.screen_text()
