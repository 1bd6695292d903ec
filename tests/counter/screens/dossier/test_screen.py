"""A dossier: everything about it, masked until asked for, moved on by keys, corrected with a reason."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from counter.desk import drafts
from counter.desk.centre.labels import who
from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.dossiers.queries import find
from counter.desk.handovers.lists import hand_over
from counter.desk.printing import queue
from counter.screens.dossier.correction import Correct
from counter.screens.dossier.dialogs import ResultArrived, day, iso, yes
from counter.screens.dossier.screen import DossierScreen
from counter.widgets.facts import Facts
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Listing
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Dossier
from db.ledger import ledger
from tests.devices.pdf_reader import Reader
from tests.notices import notices
from tests.snapshots.filled import fill, newest
from tests.snapshots.stage import Staged, act, settled, stage


def reading(folder: Path, *, login: str = "lan") -> Staged:
    return stage(folder, login=login, fill=fill, place="search")


async def opened(pilot: Pilot[None], words: str = "buoi") -> str:
    """Open the newest dossier that is found for ``words``; its id."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, Staged)
    found = find(app.desk, words, 1)[0].id
    await app.overlay("dossier", found)
    await settled(pilot)
    return found


def shown(pilot: Pilot[None]) -> str:
    """Everything that the dossier's screen says, as plain text."""
    from rich.console import Console

    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        for facts in pilot.app.screen.query(Facts):
            console.print(facts.content)
    return captured.get()


def screen_of(pilot: Pilot[None]) -> DossierScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DossierScreen)
    return screen


def keys(pilot: Pilot[None]) -> set[str]:
    return {action.id.partition(".")[2] for action in screen_of(pilot).actions if not action.refusal}


def stored(pilot: Pilot[None], dossier_id: str) -> Dossier:
    app = pilot.app
    assert isinstance(app, Staged)
    return queries.dossier(app.desk, dossier_id)


def put(pilot: Pilot[None], **values: str) -> None:
    for name, value in values.items():
        pilot.app.screen.query_one(f"#{name}", Field).value = value


async def test_it_tells_everything_and_masks_the_numbers(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await opened(pilot)
        text = shown(pilot)
    for said in (
        "Trần Thị Bưởi",
        "0721••••0123",
        "Trần Văn Anh",
        "1.001193 Đăng ký khai sinh",
        "Khai sinh cho con",
    ):
        assert said in text
    for said in ("Tờ khai đăng ký khai sinh", "08:19 ngày 25/11/2026", "Nguyễn Thị Lan, Quầy 3"):
        assert said in text
    assert "072195000123" not in text


async def test_the_numbers_are_shown_when_asked_for_and_that_is_noted_once(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.reveal")
        await act(pilot, "dossier.reveal")
        assert "072195000123" in shown(pilot)
        app = pilot.app
        assert isinstance(app, Staged)
        kinds = [event.kind for event in queries.history(app.desk, found)]
        assert kinds.count("revealed") == 1


async def test_it_is_handed_over_and_the_actions_follow_the_state(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        assert keys(pilot) >= {"processing", "result", "correct", "reprint", "reveal", "page"}
        await act(pilot, "dossier.processing")
        await settled(pilot)
        put(pilot, receiver="Trần Văn Nhận")
        await pilot.press("f12")
        await settled(pilot)
        assert stored(pilot, found).state is State.PROCESSING
        await opened(pilot)
        assert keys(pilot) >= {"result", "correct", "reprint", "reveal", "page"}
        assert "processing" not in keys(pilot)
        assert "Bàn giao cho cơ quan giải quyết: số 0001" in shown(pilot)
        assert "dossier.processing" not in {action.id for action in screen_of(pilot).offered}
        await screen_of(pilot).action_perform("dossier.processing")
        assert any("đang ở cơ quan giải quyết rồi" in notice for notice in notices(pilot.app))


async def test_the_result_is_typed_and_arrives_with_f12(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.result")
        assert pilot.app.screen.query_one("#date", Field).value == "23/11/2026"
        put(pilot, kind="Giấy khai sinh", number="118", signer="Lê Văn Chủ", date="31/02/2026")
        await pilot.press("f12")
        await settled(pilot)
        wrong = pilot.app.screen.query_one("#date", Field)
        assert (wrong.problem, wrong.value) == ("Ghi ngày dạng 23/11/2026.", "31/02/2026")
        put(pilot, date="21112026", refused="c")
        await pilot.press("f12")
        await settled(pilot)
        outcome = stored(pilot, found).outcome
        assert outcome is not None
        assert (outcome.number, outcome.date, outcome.refused) == ("118", "2026-11-21", True)
        assert "return" in keys(pilot)


async def test_a_correction_needs_a_reason_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.correct")
        screen = pilot.app.screen
        assert isinstance(screen, Correct)
        assert screen.query_one("#identity", Field).placeholder == "0721••••0123"
        put(pilot, shelf="Kệ 2", birth="9/3/1995")
        await pilot.press("f12")
        await settled(pilot)
        assert screen.query_one("#reason", Field).problem == "Vui lòng nhập lý do đính chính."
        assert screen.query_one("#shelf", Field).value == "Kệ 2"
        put(pilot, reason="Ghi nhầm lúc nhận")
        await pilot.press("f12")
        await settled(pilot)
        after = stored(pilot, found)
        assert (after.shelf, after.applicant.birth) == ("Kệ 2", "1995-03-09")
        assert after.applicant.identity == "0721••••0123"
        changed = "Đính chính: ngày sinh 08/03/1995 → 09/03/1995; vị trí kệ – → Kệ 2 (Ghi nhầm lúc nhận)"
        assert changed in " ".join(shown(pilot).split())


async def test_old_and_new_numbers_of_a_correction_are_whole_once_they_are_asked_for(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await opened(pilot)
        await act(pilot, "dossier.correct")
        put(pilot, phone="0988777666", reason="Đọc nhầm số")
        await pilot.press("f12")
        await settled(pilot)
        assert "điện thoại 091••••678 → 098••••666" in " ".join(shown(pilot).split())
        await act(pilot, "dossier.reveal")
        assert "điện thoại 0912345678 → 0988777666" in " ".join(shown(pilot).split())


async def test_its_slip_is_printed_again_and_of_two_one_is_chosen(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Staged)
        await opened(pilot)
        await pilot.press("f12", "f12")
        await settled(pilot)
        assert queue.jobs(app.desk)[0].copy_number == 0, "F12 finishes nothing here"
        await act(pilot, "dossier.reprint")
        await pilot.press("f12")
        await settled(pilot)
        assert queue.jobs(app.desk)[0].copy_number == 1
        await pilot.press("escape")
        await opened(pilot, "mai van long")
        await act(pilot, "dossier.reprint")
        await pilot.press("f12")
        await settled(pilot)
        job = queue.jobs(app.desk)[0]
        assert (job.form, job.copy_number) == ("return", 1)


async def test_a_control_sheet_is_printed_once_the_dossier_was_handed_over(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, Staged)
        found = await opened(pilot)
        hand_over(app.desk, [found], "Trần Văn Nhận")
        await pilot.press("escape")
        await opened(pilot)
        await act(pilot, "dossier.reprint")
        await pilot.press("down", "f12")
        await settled(pilot)
        job = queue.jobs(app.desk)[0]
        assert (job.form, job.copy_number) == ("control", 0)
        assert "In biểu mẫu: Phiếu kiểm soát quá trình giải quyết hồ sơ" in " ".join(shown(pilot).split())


async def test_return_goes_to_the_return_screen_with_it(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await opened(pilot, "huynh kim dung")
        assert "return" in keys(pilot)
        await act(pilot, "dossier.return")
        assert pilot.app.current_mode == "returning"
        assert "Huỳnh Kim Dung" in pilot.app.export_screenshot().replace("&#160;", " ")


async def test_another_slip_shows_its_dossier_instead(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await opened(pilot)
        pilot.app.screen.post_message(Scanned("000.17.22.H56-261118-0002"))
        await settled(pilot)
        assert "Mai Văn Long" in shown(pilot)


def conflict(desk: Desk, dossier_id: str) -> None:
    """Another host moved it at the same time, without knowing."""
    stray = NewEvent(
        stream="dossier",
        stream_id=dossier_id,
        kind=EventKind.PROCESSING,
        from_state=State.SUPPLEMENT,
        to_state=State.PROCESSING,
    )
    with desk.store.write() as connection:
        ledger.append(connection, desk.context(), stray)


async def test_a_supervisor_settles_what_needs_attention_and_an_officer_cannot(tmp_path: Path) -> None:
    async with reading(tmp_path, login="hoa").run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Staged)
        await settled(pilot)
        found = find(app.desk, "buoi", 1)[0].id
        conflict(app.desk, found)
        await opened(pilot)
        assert "settle" in keys(pilot)
        await act(pilot, "dossier.settle")
        put(pilot, reason="Đã hỏi hai quầy")
        await pilot.press("f12")
        await settled(pilot)
        assert stored(pilot, found).attention == ""
        assert "settle" not in keys(pilot)


async def test_an_officer_has_no_key_to_settle(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Staged)
        await settled(pilot)
        conflict(app.desk, find(app.desk, "buoi", 1)[0].id)
        await opened(pilot)
        assert "settle" not in keys(pilot)


async def test_who_has_no_account_here_is_named_as_people_would(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, Staged)
        desk, found = app.desk, find(app.desk, "buoi", 1)[0].id
        node = f"{desk.office.unit}/c"
        for actor in ("centre:so-tu-phap", "centre:ubnd-cap-xa", "system"):
            deed = NewEvent(stream="dossier", stream_id=found, kind=EventKind.REPRINTED)
            with desk.store.write() as connection:
                ledger.append(
                    connection, EventContext(node=node, incarnation=1, actor=actor, at=desk.clock.now()), deed
                )
        await opened(pilot)
        told = shown(pilot)
        assert "Trung tâm · so-tu-phap" in told
        assert "Trung tâm · UBND cấp xã" in told
        assert "chương trình" in told and "Nguyễn Thị Lan" in told
        assert "centre:" not in told and "system" not in told


def test_whoever_did_it_has_a_name() -> None:
    names = {
        "centre:so-tu-phap": "Trung tâm · Sở Tư pháp",
        "centre:so-y-te": "Trung tâm · so-y-te",
        "centre:administrator": "Trung tâm · quản trị",
        "centre": "Trung tâm",
        "console:root": "máy này, root",
        "lan": "lan",
    }
    assert {actor: who(actor, ("", "UBND cấp xã", "Sở Tư pháp")) for actor in names} == names


async def test_escape_leaves_a_dialog_without_doing_it(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.result")
        assert isinstance(pilot.app.screen, ResultArrived)
        await pilot.press("escape")
        await settled(pilot)
        assert stored(pilot, found).outcome is None


def test_days_and_yes_are_written_in_many_ways() -> None:
    assert [day(text) for text in ("", "1995", "1995-03-08", "8/3/1995", "08031995", "8.3.1995")] == [
        "", "1995", "08/03/1995", "08/03/1995", "08/03/1995", "08/03/1995",
    ]  # fmt: skip
    assert [iso(text) for text in ("", "1995", "8/3/1995")] == ["", "1995", "1995-03-08"]
    assert [yes(text) for text in ("", "c", "có", "k", "không")] == ["không", "có", "có", "không", "không"]


def test_the_history_tells_a_busy_hour(tmp_path: Path, desk: Desk) -> None:
    fill(desk)
    found = newest(desk)
    kinds = [event.kind for event in queries.history(desk, found)]
    assert kinds == ["received", "processing", "corrected", "reprinted"]


async def test_escape_keeps_what_a_dialog_had_and_a_place_key_says_so(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        for _twice in range(2):
            await act(pilot, "dossier.correct")
            screen = pilot.app.screen
            assert isinstance(screen, Correct)
            if _twice:
                assert screen.query_one("#reason", Field).value == "Ghi nhầm lúc nhận"
                assert screen.query_one("#shelf", Field).value == "Kệ 2"
            put(pilot, reason="Ghi nhầm lúc nhận", shelf="Kệ 2")
            await pilot.press("f4")
            assert pilot.app.screen is screen
            assert "bấm Esc để đóng trước đã" in notices(pilot.app)[-1]
            await pilot.press("escape")
            await settled(pilot)
            assert "Đã giữ những gì bạn nhập" in notices(pilot.app)[-1]
        await act(pilot, "dossier.correct")
        await pilot.press("f12")
        await settled(pilot)
        assert stored(pilot, found).shelf == "Kệ 2"
        await act(pilot, "dossier.correct")
        assert pilot.app.screen.query_one("#reason", Field).value == ""


async def test_what_a_dialog_had_survives_a_crash_of_the_terminal(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.result")
        put(pilot, number="118")
        screen = pilot.app.screen
        assert isinstance(screen, ResultArrived)
        await screen.drafts.keep()
        app = pilot.app
        assert isinstance(app, Staged)
        (draft,) = drafts.take(app.desk, f"ResultArrived/{found}")
        assert draft.values == {"number": "118"}


async def test_the_form_is_printed_on_a5_with_full_numbers(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.page")
        app = pilot.app
        assert isinstance(app, Staged)
        (file,) = (app.desk.store.data / "pages").iterdir()
        assert "072195000123" in Reader(file.read_bytes()).sheets[0].text
        assert any("Chưa có máy in trang" in notice and file.name in notice for notice in notices(app))
        assert "In biểu mẫu: Giấy tiếp nhận" in shown(pilot)
        assert [event.kind for event in queries.history(app.desk, found)][-1] == "printed"


async def test_a_returned_dossier_asks_which_form_is_printed(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await settled(pilot)
        staged = pilot.app
        assert isinstance(staged, Staged)
        found = next(line.id for line in find(staged.desk, "", 50) if line.state is State.RETURNED)
        await staged.overlay("dossier", found)
        await settled(pilot)
        await act(pilot, "dossier.page")
        rows = pilot.app.screen.query_one("#forms", Listing).rows
        assert [row.key for row in rows] == ["return", "01"]
        await pilot.press("f12")
        await settled(pilot)
        (file,) = (staged.desk.store.data / "pages").iterdir()
        assert "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ" in Reader(file.read_bytes()).sheets[0].text
