"""Results that go by post: one by one or on a list, with their numbers, delivered, or come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import actions, queries, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.transitions import WrongState
from counter.desk.handovers import history
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.post import batch, results
from counter.desk.post.batch import Letter
from counter.desk.printing import documents, queue
from counter.desk.worklists import lists
from counter.desk.worklists.lists import Worklist
from counter.problems import Problem
from counter.rules.papers import originals_kept
from counter.rules.tracking import LONGEST, tracking_number
from counter.slips.post_label import label_address
from db.domain.codes import Channel, FormKind, PapersPlace
from db.domain.event_kind import Stream
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.records import Dossier, Outcome, Paper, Person
from db.ledger import reading
from tests import offices
from tests.offices import BUOI, COPY, NAM, later

NUMBER = "RN123456789VN"


def ready(desk: Desk, procedure: Procedure = offices.BIRTH, **values: Any) -> str:
    """A dossier whose result is to go by post."""
    dossier = offices.received(desk, procedure, **{"return_by_post": True, **values})
    transitions.result_arrived(desk, dossier, Outcome(kind="Giấy khai sinh", number="118"))
    return dossier


def stored(desk: Desk, dossier: str) -> Dossier:
    return queries.dossier(desk, dossier)


def told(desk: Desk, dossier: str) -> list[str]:
    return [sentence(event) for event in queries.history(desk, dossier)]


def waiting(desk: Desk, worklist: Worklist) -> list[str]:
    return [item.line.id for item in lists.page(desk, worklist).items]


def is_clean(desk: Desk) -> bool:
    return verify(desk, rebuild=True).holds


def test_a_result_goes_by_post_gets_its_number_later_and_is_delivered(desk: Desk) -> None:
    dossier = ready(desk)
    assert waiting(desk, Worklist.TO_POST) == [dossier]
    posted = results.post(desk, dossier)
    assert posted.dossier.state is State.FINISHED, "until it is delivered"
    assert posted.dossier.posting and (posted.dossier.posting.tracking, posted.dossier.posting.by) == (
        "",
        "lan",
    )
    assert (waiting(desk, Worklist.TO_POST), waiting(desk, Worklist.POSTED)) == ([], [dossier])
    job = queue.jobs(desk)[0]
    assert (job.id, job.form, job.copy_number) == (posted.job, "post-label", 0)
    noon = later(desk, hours=3)
    after = results.give_tracking(noon, dossier, "rn 123 456 789 vn")
    assert after.posting == replace(posted.dossier.posting, tracking=NUMBER), "the moment stays"
    with pytest.raises(Problem):
        results.give_tracking(noon, dossier, NUMBER)
    at = desk.clock.now() + timedelta(days=1)
    done = results.deliver(later(desk, days=1, hours=1), dossier, at, "Trần Thị  Bưởi")
    assert (done.state, done.delivered_at, done.delivered_to) == (State.RETURNED, at, "Trần Thị Bưởi")
    assert waiting(desk, Worklist.POSTED) == []
    assert told(desk, dossier)[-3:] == [
        "Đã giao kết quả cho bưu chính",
        f"Đã giao kết quả cho bưu chính: ghi mã bưu gửi – {NUMBER}",
        "Bưu chính đã phát kết quả: 08:41 ngày 24/11/2026",
    ]
    assert FormKind.RETURN not in documents.forms_of(done), "nobody signed at the counter"
    assert is_clean(desk)


def test_who_took_it_can_be_forgotten(desk: Desk) -> None:
    dossier = ready(desk)
    results.post(desk, dossier, NUMBER)
    results.deliver(later(desk, hours=2), dossier, desk.clock.now() + timedelta(hours=1), "Lê Thị Em")
    with desk.read() as connection:
        event, person = list(reading.read_stream(connection, Stream.DOSSIER, dossier))[-1]
    assert person == {"delivered_to": "Lê Thị Em"}
    assert "delivered_to" not in event.data["set"]


def test_a_wrong_delivery_comes_back_to_the_counter_and_goes_anew(desk: Desk) -> None:
    dossier = ready(desk)
    results.post(desk, dossier, NUMBER)
    with pytest.raises(Problem):
        results.take_back(desk, dossier, " ")
    back = results.take_back(later(desk, days=3), dossier, "Sai địa chỉ")
    assert (back.state, back.posting, back.papers_at) == (State.FINISHED, None, PapersPlace.COUNTER)
    assert waiting(desk, Worklist.TO_POST) == [dossier]
    assert told(desk, dossier)[-1] == "Bưu điện hoàn lại kết quả: Sai địa chỉ"
    again = results.post(later(desk, days=3), dossier, "RN000000001VN", address="Ấp 9, xã Tân Hòa").dossier
    assert (again.return_place, label_address(again)) == ("Ấp 9, xã Tân Hòa",) * 2
    assert is_clean(desk)


def test_originals_go_back_with_it(desk: Desk) -> None:
    dossier = ready(desk)
    kept = originals_kept(stored(desk, dossier))
    assert kept
    sent = results.post(desk, dossier, papers=kept[:1]).dossier
    assert originals_kept(sent) == kept[1:]
    with pytest.raises(Problem):
        results.post(
            desk, ready(desk, applicant=NAM, return_place="Ấp 5"), papers=[Paper(name="?", originals=1)]
        )
    assert is_clean(desk)


def test_money_that_is_owed_is_asked_about_as_at_a_return(desk: Desk) -> None:
    dossier = ready(desk, COPY)
    with pytest.raises(Doubtful) as doubtful:
        results.post(desk, dossier, confirmed=frozenset())
    (doubt,) = doubtful.value.doubts
    assert str(doubt).startswith("Còn chưa nộp: ")
    results.post(desk, dossier, confirmed={doubt.key})
    assert queries.history(desk, dossier)[-1].data["doubts"] == ["still-owed"]


def test_a_result_that_was_to_be_collected_may_go_by_post_to_the_applicant(desk: Desk) -> None:
    dossier = ready(desk, return_by_post=False)
    sent = results.post(desk, dossier, address=BUOI.address).dossier
    assert sent.return_by_post
    assert label_address(sent) == BUOI.address
    event = queries.history(desk, dossier)[-1]
    assert BUOI.address not in str(event.data), "an applicant's address stays with the person"


def test_it_goes_nowhere_without_an_address_or_a_result(desk: Desk) -> None:
    nowhere = ready(desk, applicant=Person(name="Lê Văn Nam"))
    with pytest.raises(Problem) as problem:
        results.post(desk, nowhere)
    assert problem.value.field == "address"
    received = offices.received(desk)
    for refused in (
        lambda: results.post(desk, received),
        lambda: results.deliver(desk, nowhere, desk.clock.now()),
        lambda: results.give_tracking(desk, nowhere, NUMBER),
        lambda: results.take_back(desk, nowhere, "Sai"),
    ):
        with pytest.raises(Problem):
            refused()
    sent = ready(desk, applicant=BUOI, sets=2)
    results.post(desk, sent)
    with pytest.raises(Problem):
        results.post(desk, sent)
    for hours in (-3, 3):
        with pytest.raises(Problem) as problem:
            results.deliver(desk, sent, desk.clock.now() + timedelta(hours=hours))
        assert problem.value.field == "at"
    with pytest.raises(WrongState):
        results.post(desk, received)


def test_the_actions_follow_where_the_letter_is(desk: Desk) -> None:
    dossier = ready(desk)

    def offered() -> set[str]:
        return {*actions.fitting(desk, stored(desk, dossier))} & {*results.ACTIONS}

    assert offered() == {"post"}
    results.post(desk, dossier)
    assert offered() == {"tracking", "deliver", "post_back"}
    results.deliver(later(desk, hours=1), dossier, desk.clock.now())
    assert offered() == set()
    with pytest.raises(NotAllowed):
        results.post(replace(desk, shift=None), dossier)


def test_many_go_on_one_list_with_labels(desk: Desk) -> None:
    ids = [ready(desk), ready(desk, applicant=replace(NAM, address="Ấp 5"))]
    letters = [Letter(ids[0], NUMBER.lower()), Letter(ids[1])]
    posted = batch.post_all(desk, letters, " Bưu điện  Tân Hòa ", "Anh Bưu tá")
    handover = posted.handover
    assert (handover.is_post, handover.agency, handover.number, handover.dossiers) == (
        True,
        "Bưu điện Tân Hòa",
        "0001",
        tuple(ids),
    )
    numbers = [
        (dossier.posting.tracking, dossier.posting.number) for dossier in posted.dossiers if dossier.posting
    ]
    assert numbers == [(NUMBER, "0001"), ("", "0001")]
    forms = [job.form for job in queue.jobs(desk)[:3]]
    assert sorted(forms) == ["post-label", "post-label", "post-list"]
    text = "\n".join(queue.preview(desk, posted.job, 42))
    for said in ("BẢNG KÊ BƯU GỬI", "Liên 2 (bưu điện)", "Lê Văn Nam", "Ấp 5", "Anh Bưu tá"):
        assert said in text
    assert NUMBER in documents.slip_of(desk, handover.id, "post-list").to_json()
    assert batch.last_post_office(desk) == ("Bưu điện Tân Hòa", "Anh Bưu tá")
    assert history.last_person(desk, "Bưu điện Tân Hòa", is_back=False) == "", "no agency's list"
    assert is_clean(desk)


def test_an_old_list_is_printed_again_with_the_numbers_that_came_later(desk: Desk) -> None:
    dossier = ready(desk)
    posted = batch.post_all(desk, [Letter(dossier)], "Bưu điện Tân Hòa", has_labels=False)
    assert queue.jobs(desk)[0].form == "post-list" and posted.job
    results.give_tracking(later(desk, hours=1), dossier, NUMBER)
    job = queue.reprint(desk, posted.handover.id, "post-list")
    assert "BẢN IN LẠI LẦN 1" in "\n".join(queue.preview(desk, job, 42))
    page = documents.page_of(desk, posted.handover.id, "post-list")
    assert NUMBER in page.to_json()
    results.take_back(later(desk, days=1), dossier, "Không có người nhận")
    other = batch.post_all(later(desk, days=2), [Letter(dossier, "RN2VN")], "Bưu điện Tân Hòa")
    assert other.handover.number == "0002"
    assert NUMBER not in documents.page_of(desk, posted.handover.id, "post-list").to_json()
    assert is_clean(desk)


def test_a_list_with_one_that_cannot_go_stores_nothing(desk: Desk) -> None:
    good, bad = ready(desk), offices.received(desk)
    before = len(queue.jobs(desk))
    for letters, office in (
        ([Letter(good), Letter(bad)], "Bưu điện"),
        ([], "Bưu điện"),
        ([Letter(good)], " "),
        ([Letter(good, "?")], "Bưu điện"),
    ):
        with pytest.raises(Problem):
            batch.post_all(desk, letters, office)
    assert stored(desk, good).posting is None and len(queue.jobs(desk)) == before
    assert [one.id for one in batch.dossiers_to_post(desk, [good, bad])] == [good]


def test_what_came_by_post_keeps_the_number_of_its_letter(desk: Desk) -> None:
    intake = offices.intake(channel=Channel.POST, letter_number=" rn 123456789 vn ")
    dossier = receive(desk, intake).dossier
    assert dossier.letter_number == NUMBER
    with pytest.raises(Problem) as problem:
        receive(desk, offices.intake(letter_number=NUMBER))
    assert problem.value.field == "channel"
    assert is_clean(desk)


@given(st.text(max_size=LONGEST + 5))
def test_a_number_is_what_the_letter_says_or_is_refused(text: str) -> None:
    try:
        number = tracking_number(text)
    except Problem:
        return
    assert number == tracking_number(number)
    assert number.isascii() and number == number.upper() and len(number) <= LONGEST
