"""Many dossiers go to one agency on one signed list, and come back on another, with their results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.handovers import history, waiting
from counter.desk.handovers.lists import Listed, TakenBack, hand_back, hand_over
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.problems import Problem
from db import spool
from db.domain.codes import PapersPlace
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Dossier, Outcome
from devices.spool import JobAction
from tests.offices import BIRTH, COPY, NAM, SEAL, later, received, seated
from tests.print_jobs import advance

RESULT = Outcome(kind="Giấy khai sinh", number="118")


def stored(desk: Desk, dossier: str) -> Dossier:
    return queries.dossier(desk, dossier)


def kinds(desk: Desk, dossier: str) -> list[str]:
    return [event.kind for event in queries.history(desk, dossier)]


def is_clean(desk: Desk) -> bool:
    return verify(desk, rebuild=True).holds


def refused(desk: Desk, *dossiers: str) -> str:
    with pytest.raises(Problem) as problem:
        hand_over(desk, dossiers, "Trần Văn Nhận")
    return str(problem.value)


def test_a_list_moves_each_dossier_and_is_printed_once(desk: Desk) -> None:
    ids = [received(desk), received(desk, applicant=NAM)]
    before = len(queue.jobs(desk))
    listed = hand_over(later(desk, hours=1), ids, " Trần Văn  Nhận ")
    handover = listed.handover
    assert (handover.number, handover.agency, handover.receiver) == ("0001", BIRTH.agency, "Trần Văn Nhận")
    assert (handover.giver, handover.officer, handover.is_back) == ("Nguyễn Thị Lan", "lan", False)
    assert handover.dossiers == tuple(ids)
    for dossier in (stored(desk, each) for each in ids):
        assert (dossier.state, dossier.papers_at, dossier.handover) == (
            State.PROCESSING,
            PapersPlace.AGENCY,
            "0001",
        )
        assert kinds(desk, dossier.id) == ["received", "handed-over"]
    job, *_older = queue.jobs(desk)
    assert len(queue.jobs(desk)) == before + 1
    assert (job.id, job.dossier, job.code, job.form) == (listed.job, handover.id, "0001", "handover")
    text = "\n".join(queue.preview(desk, job.id, 42))
    for said in (
        "PHIẾU BÀN GIAO HỒ SƠ",
        "Liên 1 (lưu)",
        "Liên 2 (giao bên nhận)",
        "Trần Văn Nhận",
        "Lê Văn Nam",
    ):
        assert said in text
    assert history.handover_list(desk, handover.id).handover == handover
    assert is_clean(desk)


def test_each_list_takes_the_next_number_whichever_way_it_goes(desk: Desk) -> None:
    first, second = received(desk), received(desk, applicant=NAM)
    hand_over(desk, [first], "A")
    hand_back(desk, [TakenBack(first)], "A")
    assert hand_over(desk, [second, first], "B").handover.number == "0003"
    assert [each.number for each in history.newest(desk)] == ["0003", "0002", "0001"]
    assert is_clean(desk)


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_stored(desk: Desk) -> None:
    there, done, other, good = received(desk), received(desk), received(desk, SEAL), received(desk)
    hand_over(desk, [there], "A")
    transitions.result_arrived(desk, done, RESULT)
    code = {each: stored(desk, each).code for each in (there, done, other, good)}
    assert f"{code[there]} đang ở cơ quan giải quyết" in refused(desk, good, there)
    assert f"{code[done]} đang ở trạng thái “Đã xử lý xong”" in refused(desk, good, done)
    assert f"{code[other]} thuộc cơ quan khác (Bộ Công an)" in refused(desk, good, other)
    both = refused(desk, good, there, other)
    assert code[there] in both and code[other] in both and "2 hồ sơ" in both
    assert "Chưa đánh dấu" in refused(desk)
    assert stored(desk, good).state is State.RECEIVED
    with pytest.raises(Problem, match="Nhập người"):
        hand_over(desk, [good], "  ")
    assert len(history.newest(desk)) == 1
    assert hand_over(desk, [good], "A").handover.number == "0002", "a refused list burns no number"


def test_only_on_shift_and_for_ones_own_agencies(office: Desk, desk: Desk) -> None:
    dossier = received(desk)
    with pytest.raises(NotAllowed):
        hand_over(replace(desk, shift=None), [dossier], "A")
    police = seated(office, "congan", 2)
    with pytest.raises(Problem, match="không thuộc phạm vi"):
        hand_over(police, [dossier], "A")
    seal = received(police, SEAL)
    ours, theirs = hand_over(desk, [dossier], "A"), hand_over(police, [seal], "B")
    assert [each.number for each in history.newest(police)] == [theirs.handover.number]
    with pytest.raises(Problem):
        history.handover_list(police, ours.handover.id)
    with pytest.raises(Problem):
        queue.preview(police, ours.job, 42)


def test_it_comes_back_with_its_result_or_without(desk: Desk) -> None:
    with_result, without = received(desk), received(desk, applicant=NAM)
    hand_over(desk, [with_result, without], "Trần Văn Nhận")
    tomorrow = later(desk, days=1)
    listed = hand_back(tomorrow, [TakenBack(with_result, RESULT), TakenBack(without)], "Võ Văn Giao")
    assert (listed.handover.is_back, listed.handover.giver) == (True, "Võ Văn Giao")
    assert listed.handover.receiver == "Nguyễn Thị Lan"
    done, open_still = stored(desk, with_result), stored(desk, without)
    assert (done.state, done.papers_at, done.outcome) == (State.FINISHED, PapersPlace.COUNTER, RESULT)
    assert done.finished_at == tomorrow.clock.now()
    assert (open_still.state, open_still.papers_at) == (State.PROCESSING, PapersPlace.COUNTER)
    assert kinds(desk, with_result)[1:] == ["handed-over", "handed-back", "result-arrived"]
    text = "\n".join(queue.preview(desk, listed.job, 42))
    assert "PHIẾU NHẬN LẠI HỒ SƠ" in text and "Kết quả: Giấy khai sinh 118" in text
    again = hand_over(tomorrow, [without], "Trần Văn Nhận")
    assert stored(desk, without).handover == again.handover.number
    assert is_clean(desk)


def test_a_result_without_kind_and_number_is_asked_about_once(desk: Desk) -> None:
    ids = [received(desk), received(desk, applicant=NAM)]
    hand_over(desk, ids, "A")
    taken = [TakenBack(ids[0], Outcome()), TakenBack(ids[1], RESULT)]
    with pytest.raises(Doubtful) as doubtful:
        hand_back(desk, taken, "A", confirmed=())
    assert stored(desk, ids[0]).state is State.PROCESSING
    hand_back(desk, taken, "A", confirmed=[doubt.key for doubt in doubtful.value.doubts])
    arrived = [queries.history(desk, each)[-1] for each in ids]
    assert [event.data.get("doubts") for event in arrived] == [["empty-result"], None]
    assert is_clean(desk)


def test_what_is_here_is_not_taken_back(desk: Desk) -> None:
    dossier = received(desk)
    with pytest.raises(Problem, match="không ở cơ quan"):
        hand_back(desk, [TakenBack(dossier)], "A")
    transitions.mark_processing(desk, dossier)
    assert hand_back(desk, [TakenBack(dossier)], "A").handover.number == "0001", (
        "an earlier release noted no place"
    )


def listed_of(desk: Desk) -> Listed:
    return hand_over(desk, [received(desk), received(desk, applicant=NAM)], "Trần Văn Nhận")


def test_a_list_is_printed_again_and_as_a_page(desk: Desk) -> None:
    listed = listed_of(desk)
    advance(desk, listed.job, JobAction.SEND, JobAction.PROVE)
    again = queue.print_again(desk, listed.job)
    job = next(job for job in queue.jobs(desk) if job.id == again)
    assert (job.form, job.copy_number, job.dossier) == ("handover", 1, listed.handover.id)
    lines = queue.preview(desk, again, 42)
    assert sum("BẢN IN LẠI LẦN 1" in line for line in lines) == 2, "both copies are marked"
    printed = queue.print_page(desk, listed.handover.id, "handover")
    assert printed.file is not None and printed.file.exists()
    with desk.store.read() as connection:
        stored_job = spool.job(connection, printed.job)
    assert stored_job is not None and stored_job.form == "handover:page"
    with pytest.raises(Problem):
        queue.reprint(desk, listed.handover.id, "handback")
    assert is_clean(desk)


def test_a_slip_of_a_list_that_was_changed_is_found(desk: Desk) -> None:
    listed = listed_of(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE print_job SET slip = '[]' WHERE id = ?", (listed.job,))
    assert verify(desk).slips == ((listed.handover.id, "handover"),)


def test_what_waits_is_listed_with_when_it_is_to_go(desk: Desk) -> None:
    early, spot = received(desk), received(desk, COPY)
    afternoon = later(desk, hours=7)
    late = received(afternoon, applicant=NAM)
    waiting_now = waiting.to_hand_over(afternoon)
    assert [one.dossier.id for one in waiting_now] == [early, spot, late]
    assert [one.on_the_spot for one in waiting_now] == [False, True, False]
    now = afternoon.clock.now()
    assert [waiting.handover_words(one.time, now) for one in waiting_now] == [
        "trong hôm nay",
        "trong hôm nay",
        "đầu giờ 25/11",
    ]
    assert waiting.late_warning(waiting_now, now) == ""
    assert waiting.late_warning(waiting_now, later(desk, days=1).clock.now()).startswith("1 hồ sơ")
    hand_over(afternoon, [early, late], "A")
    assert [one.dossier.id for one in waiting.to_hand_over(desk)] == [spot]
    assert {one.dossier.id for one in waiting.at_agencies(desk)} == {early, late}
    hand_back(afternoon, [TakenBack(early)], "A")
    assert [one.dossier.id for one in waiting.to_hand_over(desk)] == [early, spot]
    assert waiting.to_hand_over(desk)[0].time is None


def test_numbers_are_masked_where_dossiers_are_listed(desk: Desk) -> None:
    received(desk)
    (one,) = waiting.to_hand_over(desk)
    assert one.dossier.applicant.identity == "0721••••0123"


def test_the_log_says_how_many_went_where(desk: Desk) -> None:
    from counter.desk.shifts.log import shift_log

    listed_of(desk)
    assert desk.shift is not None
    said = [sentence(line.event) for line in shift_log(desk, desk.shift.id)]
    assert "Phiếu bàn giao hồ sơ: số 0001 – UBND cấp xã – 2 hồ sơ" in said
    assert sum(line == "Bàn giao cho cơ quan giải quyết: số 0001" for line in said) == 2


def test_who_took_them_last_is_remembered_by_agency(desk: Desk) -> None:
    assert history.last_person(desk, BIRTH.agency, is_back=False) == ""
    first = received(desk)
    hand_over(desk, [first], "Trần Văn Nhận")
    assert history.last_person(desk, BIRTH.agency, is_back=False) == "Trần Văn Nhận"
    assert history.last_person(desk, BIRTH.agency, is_back=True) == "Trần Văn Nhận"
    hand_back(later(desk, hours=1), [TakenBack(first)], "Võ Văn Giao")
    assert history.last_person(desk, BIRTH.agency, is_back=True) == "Võ Văn Giao"
    assert history.last_person(desk, SEAL.agency, is_back=False) == ""


def test_old_lists_are_read_in_pages(desk: Desk) -> None:
    for _each in range(5):
        hand_over(desk, [received(desk)], "A")
    newest = history.newest(desk, limit=2)
    older = history.newest(desk, before=newest[-1], limit=2)
    rest = history.newest(desk, before=older[-1], limit=2)
    assert [each.number for each in (*newest, *older, *rest)] == ["0005", "0004", "0003", "0002", "0001"]


def test_the_kinds_name_their_forms() -> None:
    assert (EventKind.HANDED_OVER.form, EventKind.HANDED_BACK.form) == ("handover", "handback")
