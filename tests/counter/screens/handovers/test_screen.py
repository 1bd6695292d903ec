"""Hand-over by keys: a list of many dossiers in a few keystrokes, and back by scanning slip after slip."""

from __future__ import annotations

from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.handovers import history, lists
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.screens.handovers.screen import Handovers
from counter.widgets.listing import Listing
from db.domain.codes import PapersPlace
from db.domain.lifecycle import State
from db.domain.records import Dossier
from tests.counter.screens.officer import OTHER_CARD, Officer, officer
from tests.notices import notices
from tests.offices import BIRTH, COPY, NAM, SEAL, received
from tests.snapshots.stage import settled


def twenty(desk: Desk) -> None:
    for _each in range(20):
        received(desk)
    received(desk, COPY)
    received(desk, SEAL)


def two_there(desk: Desk) -> None:
    ids = [received(desk), received(desk, applicant=NAM)]
    lists.hand_over(desk, ids, "Trần Văn Nhận")


def rows(at: Officer) -> list[tuple[str, ...]]:
    return [row.cells for row in at.app.screen.query_one("#rows", Listing).rows]


def states(at: Officer) -> list[State]:
    return [queries.dossier(at.app.desk, line.id).state for line in queries.find(at.app.desk, "", 50)]


def in_order(at: Officer) -> list[Dossier]:
    return [queries.dossier(at.app.desk, line.id) for line in reversed(queries.find(at.app.desk, "", 50))]


async def test_twenty_dossiers_go_in_eight_keys_once_the_receiver_is_known(tmp_path: Path) -> None:
    async with officer(tmp_path, twenty, "search") as at:
        first = received(at.app.desk)
        lists.hand_over(at.app.desk, [first], "Trần Văn Nhận")
        at.keys = 0
        await at.app.action_go("handovers")
        await at.press("a", "f12")
        assert at.keys <= 8
        newest = history.newest(at.app.desk)[0]
        assert (newest.number, newest.receiver, len(newest.dossiers)) == ("0002", "Trần Văn Nhận", 20)
        assert "Phiếu số 0002: đã bàn giao 20 hồ sơ cho UBND cấp xã" in at.screen_text()
        assert states(at).count(State.PROCESSING) == 21
        assert len(rows(at)) == 1, "what is settled on the spot is left, and not marked with all"
        assert verify(at.app.desk, rebuild=True).holds


async def test_one_agency_a_list_and_arrows_turn_it(tmp_path: Path) -> None:
    async with officer(tmp_path, twenty, "handovers") as at:
        assert "UBND cấp xã · ← 1/2 →" in at.screen_text()
        assert len(rows(at)) == 21
        await at.press("a", "right")
        assert len(rows(at)) == 1
        assert "Bộ Công an · ← 2/2 → · đã chọn: 0" in at.screen_text()
        await at.press("space", "f12")
        assert "Nhập người của cơ quan" in at.problem("receiver")
        await at.scan(OTHER_CARD)
        await at.press("f12")
        (handover,) = history.newest(at.app.desk)
        assert (handover.agency, handover.receiver) == ("Bộ Công an", "Lê Văn Nam")


async def test_slips_are_scanned_and_what_does_not_fit_is_said(tmp_path: Path) -> None:
    async with officer(tmp_path, twenty, "handovers") as at:
        dossiers = in_order(at)
        await at.scan(dossiers[4].code)
        await at.scan(dossiers[2].code)
        assert "đã chọn: 2" in at.screen_text()
        await at.scan(dossiers[21].code)
        assert "thuộc cơ quan khác (Bộ Công an)" in at.problem("code") + " ".join(notices(at.app))
        await at.type("0007")
        await at.press("enter")
        assert "đã chọn: 3" in at.screen_text()
        assert [cells[0] for cells in rows(at)[:8]] == [
            "[ ]",
            "[ ]",
            "[x]",
            "[ ]",
            "[x]",
            "[ ]",
            "[x]",
            "[ ]",
        ]


async def test_they_come_back_by_scanning_with_results_or_without(tmp_path: Path) -> None:
    async with officer(tmp_path, two_there, "handovers") as at:
        await at.press("ctrl+l")
        first, second = in_order(at)
        await at.scan(first.code)
        await at.scan(second.code)
        await at.press("r", "f12")
        assert "Kết quả chưa có loại và số" in at.problem("code")
        await at.press("enter")
        await at.type("Khai sinh")
        await at.press("tab", "1", "2", "f12")
        assert isinstance(at.app.screen, Handovers)
        assert "Khai sinh 12" in [cells[4] for cells in rows(at)]
        await at.press("f12")
        first, second = in_order(at)
        assert (first.state, first.papers_at) == (State.PROCESSING, PapersPlace.COUNTER)
        assert second.outcome is not None
        assert (second.state, second.outcome.number) == (State.FINISHED, "12")
        assert verify(at.app.desk, rebuild=True).holds


async def test_old_lists_are_looked_at_and_printed_again(tmp_path: Path) -> None:
    async with officer(tmp_path, two_there, "handovers") as at:
        await at.press("ctrl+l", "ctrl+l")
        assert [cells[0] for cells in rows(at)] == ["0001"]
        await at.press("ctrl+t", "1")
        job = queue.jobs(at.app.desk)[0]
        assert (job.form, job.copy_number) == ("handover", 1)
        await at.press("ctrl+t", "2")
        assert len(list((at.app.desk.store.data / "pages").iterdir())) == 1


async def test_marks_come_back_after_a_crash(tmp_path: Path) -> None:
    async with officer(tmp_path, twenty, "handovers") as at:
        await at.press("space", "tab")
        await at.type("Trần Văn Nhận")
        screen = at.app.screen
        assert isinstance(screen, Handovers)
        await screen.drafts.keep()
        again = Handovers()
        await at.app.push_screen(again)
        await at.press("f12")
        (handover,) = history.newest(at.app.desk)
        assert (len(handover.dossiers), handover.receiver) == (1, "Trần Văn Nhận")


async def test_the_dossier_screen_leads_to_its_list(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        received(desk, BIRTH)

    async with officer(tmp_path, fill, "search") as at:
        (line,) = queries.find(at.app.desk, "", 1)
        await at.app.overlay("dossier", line.id)
        await settled(at.pilot)
        await at.press("ctrl+t", "1")
        assert at.app.current_mode == "handovers"
        assert [cells[0] for cells in rows(at)] == ["[x]"]


async def test_the_print_queue_leads_to_the_list_of_a_slip(tmp_path: Path) -> None:
    async with officer(tmp_path, two_there, "prints") as at:
        await at.press("enter")
        assert at.app.current_mode == "handovers"
        assert "bên nhận: Trần Văn Nhận" in at.screen_text()
