"""From intake to the result in the citizen's hand, and what may not happen on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter.desk import labels
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import corrections, queries, returns, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.dossiers.transitions import WrongState
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.money import total_paid
from counter.rules.papers import originals_kept
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Outcome, Paper, Person
from devices.slip import Pair
from tests import offices

RESULT = Outcome(kind="Giấy khai sinh", number="12/2026", signer="Lê Văn Chủ", date="25/11/2026")


def _ready(desk: Desk) -> str:
    dossier = offices.received(desk)
    transitions.mark_processing(desk, dossier)
    transitions.result_arrived(desk, dossier, RESULT)
    return dossier


def test_a_dossier_goes_its_whole_way_and_its_history_says_so(desk: Desk) -> None:
    dossier = _ready(desk)
    done = returns.return_result(offices.later(desk, minutes=5), dossier, Return(rating=2))
    assert (done.dossier.state, done.dossier.outcome) == (State.RETURNED, RESULT)
    assert done.dossier.handed_back is not None
    assert (done.dossier.handed_back.by, done.dossier.handed_back.rating) == (offices.BUOI, 2)
    assert [labels.sentence(event) for event in queries.history(desk, dossier)] == [
        "Tiếp nhận hồ sơ: Đăng ký khai sinh",
        "Cơ quan đang giải quyết",
        "Kết quả về đến quầy: Giấy khai sinh 12/2026",
        "Trả kết quả: giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    ]
    assert queue.jobs(desk)[0].form == "return"


def test_the_clock_of_the_term_stops_when_the_result_arrives(desk: Desk) -> None:
    dossier = _ready(offices.later(desk, hours=1))
    collected = returns.return_result(offices.later(desk, days=30), dossier, Return())
    assert collected.dossier.finished_at == offices.later(desk, hours=1).clock.now()


def test_a_procedure_settled_on_the_spot_is_returned_at_once(desk: Desk) -> None:
    dossier = offices.received(desk, offices.COPY)
    done = returns.return_result(desk, dossier, Return(fee_paid=20_000, fee_serial="AA/26E 0001234"))
    assert (done.dossier.state, total_paid(done.dossier)) == (State.RETURNED, 20_000)
    kinds = [event.kind for event in queries.history(desk, dossier)]
    assert kinds == ["received", "result-arrived", "returned"]


def test_what_is_not_ready_or_was_returned_cannot_be_returned(desk: Desk) -> None:
    early = offices.received(desk)
    with pytest.raises(WrongState, match="Được tiếp nhận"):
        returns.return_result(desk, early, Return())
    twice = _ready(desk)
    returns.return_result(desk, twice, Return())
    with pytest.raises(WrongState):
        returns.return_result(desk, twice, Return())


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Return(is_proxy=True, proof="authorisation"), "by_name"),
        (Return(is_proxy=True, by=Person(name="Lê Văn Thay")), "proof"),
        (Return(proof="smile"), "proof"),
        (Return(rating=7), "rating"),
        (Return(fee_paid=-1), "fee_paid"),
        (Return(fee_paid=1), "fee_paid"),
    ],
)
def test_a_return_that_is_wrong_is_told_at_its_field(desk: Desk, entry: Return, field: str) -> None:
    dossier = _ready(desk)
    with pytest.raises(Problem) as told:
        returns.return_result(desk, dossier, entry)
    assert told.value.field == field
    assert queries.dossier(desk, dossier).state is State.FINISHED


def test_a_proxy_collects_with_an_authorisation(desk: Desk) -> None:
    proxy = Person(name="Lê Văn Thay", identity="072088000777")
    entry = Return(is_proxy=True, by=proxy, proof="authorisation", proxy_paper="GUQ 12", papers="Sổ hộ khẩu")
    done = returns.return_result(desk, _ready(desk), entry)
    assert done.dossier.handed_back is not None
    assert (done.dossier.handed_back.by, done.dossier.applicant) == (proxy, offices.BUOI)
    pairs = {item.key: item.value for item in done.slip.items if isinstance(item, Pair)}
    assert pairs["Giấy tờ ủy quyền"] == "GUQ 12"
    assert pairs["Giấy tờ trả kèm"] == "Sổ hộ khẩu"


def test_a_correction_is_a_later_event_with_a_reason_and_search_follows_it(desk: Desk) -> None:
    dossier = offices.received(desk)
    fixed = corrections.correct(
        desk, dossier, Correction(name="Trần Thị Bưởi Em", shelf="B2"), "gõ nhầm tên"
    ).dossier
    assert (fixed.applicant.name, fixed.applicant.identity, fixed.shelf) == (
        "Trần Thị Bưởi Em",
        offices.BUOI.identity,
        "B2",
    )
    assert [line.id for line in queries.find(desk, "buoi em")] == [dossier]
    corrected, printed = queries.history(desk, dossier)[-2:]
    assert labels.sentence(corrected) == (
        "Đính chính: họ tên Trần Thị Bưởi → Trần Thị Bưởi Em; vị trí kệ – → B2 (gõ nhầm tên)"
    )
    assert labels.sentence(printed) == "In lại phiếu: Giấy tiếp nhận và hẹn trả, thay thế bản in trước"


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        (Correction(shelf="A1"), " ", "reason"),
        (Correction(shelf="A1"), "nhầm  kệ .", "reason"),
        (Correction(name=" "), "gõ nhầm tên", "name"),
        (Correction(name=offices.BUOI.name), "gõ nhầm tên", ""),
    ],
)
def test_a_correction_needs_a_reason_and_a_change(
    desk: Desk, change: Correction, reason: str, field: str
) -> None:
    with pytest.raises(Problem) as told:
        corrections.correct(desk, offices.received(desk), change, reason)
    assert told.value.field == field


def test_only_a_supervisor_corrects_what_was_returned(desk: Desk) -> None:
    dossier = _ready(desk)
    returns.return_result(desk, dossier, Return())
    with pytest.raises(NotAllowed):
        corrections.correct(desk, dossier, Correction(shelf="A1"), "ghi nhầm kệ")
    supervisor = offices.seated(replace(desk, staff=None, shift=None), "hoa", 1)
    done = corrections.correct(supervisor, dossier, Correction(shelf="A1"), "ghi nhầm kệ")
    assert done.dossier.shelf == "A1"


def test_a_reprint_is_counted_and_noted(desk: Desk) -> None:
    dossier = offices.received(desk)
    for _ in range(2):
        queue.reprint(desk, dossier, "01")
    assert [job.copy_number for job in queue.jobs(desk)] == [2, 1, 0]
    assert labels.sentence(queries.history(desk, dossier)[-1]).endswith("lần 2")
    with pytest.raises(Problem):
        queue.reprint(desk, dossier, "return")
    with pytest.raises(Problem):
        queue.reprint(desk, dossier, "99")


def test_lists_and_dossiers_come_masked_and_a_reveal_is_noted(desk: Desk) -> None:
    dossier = offices.received(desk)
    assert queries.find(desk, "")[0].identity == "0721••••0123"
    assert offices.BUOI.phone not in str(queries.dossier(desk, dossier))
    assert queries.reveal(desk, dossier).applicant == offices.BUOI
    assert queries.history(desk, dossier)[-1].kind == EventKind.REVEALED
    assert queries.same_person(desk, dossier, offices.BUOI.identity)
    assert not queries.same_person(desk, dossier, "072195000124")
    assert queries.past_person(desk, offices.BUOI.identity) == offices.BUOI


def test_originals_are_counted_out_with_the_result(desk: Desk) -> None:
    dossier = _ready(desk)
    paper = Paper(name="Giấy chứng sinh", originals=1)
    done = returns.return_result(desk, dossier, Return(originals=(paper,), papers="một túi hồ sơ"))
    assert [back.papers for back in done.dossier.papers_back] == [(paper,)]
    assert [kept.name for kept in originals_kept(done.dossier)] == ["Tờ khai đăng ký khai sinh"]
    assert "Giấy chứng sinh (1 bản chính); một túi hồ sơ" in done.slip.to_json()
    assert verify(desk, rebuild=True).holds


def test_no_more_originals_go_back_than_the_office_keeps(desk: Desk) -> None:
    dossier = _ready(desk)
    with pytest.raises(Problem) as raised:
        returns.return_result(desk, dossier, Return(originals=(Paper(name="Giấy chứng sinh", originals=2),)))
    assert raised.value.field == "papers_back"
