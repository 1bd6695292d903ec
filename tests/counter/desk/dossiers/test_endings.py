"""How dossiers end without a result, originals that are given back, and what is struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import actions, endings, places, queries, transitions
from counter.desk.dossiers.deadlines import deadline_status
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.queries import Group
from counter.desk.dossiers.transitions import WrongState
from counter.desk.labels import sentence, shown_code
from counter.desk.office.verification import verify
from counter.desk.printing import documents, queue
from counter.desk.shifts import log
from counter.problems import Problem
from counter.rules.papers import checked_originals, originals_kept
from db.domain.codes import FormKind
from db.domain.event import NewEvent, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, Outcome, Paper, PapersBack, Person
from db.ledger import ledger
from devices.encode.text import render_text
from tests import offices

WHY = "Nhập trùng với hồ sơ trước"


def originals(desk: Desk, dossier: str) -> tuple[Paper, ...]:
    return originals_kept(queries.dossier(desk, dossier))


def history(desk: Desk, dossier: str) -> list[str]:
    return [sentence(event) for event in queries.history(desk, dossier)]


def in_state(desk: Desk, state: State) -> str:
    """A dossier that was brought to ``state`` (2, 4, 5, 6, 9)."""
    dossier = offices.received(desk)
    kinds: dict[State, list[tuple[str, State]]] = {
        State.PROCESSING: [(EventKind.PROCESSING, State.PROCESSING)],
        State.SUPPLEMENT: [(EventKind.SUPPLEMENT_ASKED, State.SUPPLEMENT)],
        State.FINANCIAL_DUTY: [(EventKind.DUTY_ASKED, State.FINANCIAL_DUTY)],
        State.FINISHED: [(EventKind.RESULT_ARRIVED, State.FINISHED)],
    }
    with desk.write() as connection:
        for kind, _after in kinds.get(state, []):
            row = transitions.load(connection, desk, dossier)
            transitions.move(connection, desk, row, kind, desk.clock.now())
    return dossier


def registered(desk: Desk) -> str:
    """A dossier that came from the portal."""
    dossier = new_id()
    values = {
        "code": "000.17.22.H56-261123-9001",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "agency": "UBND cấp xã",
        "received_at": "2026-11-23T01:41:00.000Z",
    }
    event = NewEvent(
        stream=Stream.DOSSIER,
        stream_id=dossier,
        kind=EventKind.REGISTERED,
        data={"set": values},
        person={"applicant": {"name": "Lê Văn Nam"}},
        from_state=None,
        to_state=State.REGISTERED,
    )
    with desk.write() as connection:
        ledger.append(connection, desk.context(), event)
    return dossier


# -- refused ------------------------------------------------------------------------------------------------------


def test_a_refusal_takes_a_number_of_its_own_and_neither_code_nor_line(desk: Desk) -> None:
    first = endings.refuse(desk, offices.intake(), "Không thuộc thẩm quyền").dossier
    second = endings.refuse(desk, offices.intake(applicant=offices.NAM), "Thiếu chữ ký").dossier
    assert [(one.code, one.book, one.book_number, one.state) for one in (first, second)] == [
        ("", "", 0, State.REFUSED)
    ] * 2
    assert [one.closing.number for one in (first, second) if one.closing] == ["0001", "0002"]
    assert receive(desk, offices.intake()).dossier.code.endswith("-261123-0001"), "no number was burnt"
    assert receive(desk, offices.intake()).dossier.book_number == 2
    assert history(desk, first.id) == ["Từ chối tiếp nhận hồ sơ: Không thuộc thẩm quyền"]
    assert verify(desk, rebuild=True).holds


def test_a_refused_dossier_is_found_by_name_and_shown_by_the_number_of_its_form(desk: Desk) -> None:
    dossier = endings.refuse(desk, offices.intake(), "Không thuộc thẩm quyền").dossier
    (line,) = queries.find(desk, "buoi")
    assert (shown_code(line), shown_code(dossier)) == ("Mẫu 03 0001", "Mẫu 03 0001")
    assert deadline_status(line, desk.clock.now()).words == ""
    assert documents.forms_of(dossier) == [FormKind.REFUSAL], "no form 01 of what was not received"
    with pytest.raises(Problem):
        queue.reprint(desk, dossier.id, "01")
    assert desk.shift
    assert [entry.code for entry in log.shift_log(desk, desk.shift.id)] == ["", "Mẫu 03 0001"]
    assert [found.id for found in queries.find(desk, "", group=Group.CLOSED)] == [dossier.id]


def test_what_is_no_procedure_of_the_list_is_refused_by_its_content(desk: Desk) -> None:
    nothing = offices.intake(procedure="", papers=())
    with pytest.raises(Problem, match="chọn thủ tục"):
        endings.refuse(desk, nothing, "Không thuộc thẩm quyền")
    asked = replace(nothing, content="Cấp hộ chiếu ngoại giao")
    done = endings.refuse(desk, asked, "Không thuộc thẩm quyền").dossier
    assert (done.content, done.procedure_code, done.due_at) == ("Cấp hộ chiếu ngoại giao", "", None)
    assert verify(desk, rebuild=True).holds


def test_a_refusal_needs_its_reason_and_the_applicant_and_asks_about_doubts(desk: Desk) -> None:
    with pytest.raises(Problem, match="lý do"):
        endings.refuse(desk, offices.intake(), "  ")
    with pytest.raises(Problem, match="chủ hồ sơ"):
        endings.refuse(desk, offices.intake(applicant=Person(name=" ")), "Thiếu")
    odd = offices.intake(applicant=replace(offices.BUOI, identity="123"))
    with pytest.raises(Doubtful) as doubtful:
        endings.refuse(desk, odd, "Thiếu", confirmed=())
    done = endings.refuse(desk, odd, "Thiếu", confirmed=[doubt.key for doubt in doubtful.value.doubts])
    assert done.dossier.closing and done.dossier.closing.number == "0001", "nothing was stored before"
    with pytest.raises(NotAllowed):
        endings.refuse(replace(desk, shift=None), offices.intake(), "Thiếu")


def test_a_draft_that_was_refused_is_not_refused_again(desk: Desk) -> None:
    endings.refuse(desk, offices.intake(), "Thiếu", draft="d1")
    with pytest.raises(Problem, match="phiếu số 0001"):
        endings.refuse(desk, offices.intake(), "Thiếu", draft="d1")


def test_what_was_registered_is_refused_with_its_code(desk: Desk) -> None:
    dossier = registered(desk)
    done = endings.refuse_registered(desk, dossier, "Hồ sơ không đúng mẫu").dossier
    assert (done.state, done.code) == (State.REFUSED, "000.17.22.H56-261123-9001")
    assert done.closing and done.closing.number == "0001"
    with pytest.raises(WrongState):
        endings.refuse_registered(desk, offices.received(desk), "Thiếu")
    assert verify(desk, rebuild=True).holds


# -- withdrawn, stopped, given back -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL_DUTY])
def test_a_dossier_under_way_is_withdrawn_and_originals_go_back(desk: Desk, state: State) -> None:
    dossier = in_state(desk, state)
    done = endings.withdraw(desk, dossier, "", [Paper(name="Giấy chứng sinh", originals=1)]).dossier
    assert done.state is State.WITHDRAWN
    assert [paper.name for paper in originals(desk, dossier)] == ["Tờ khai đăng ký khai sinh"]
    assert history(desk, dossier)[-1] == "Công dân yêu cầu rút hồ sơ: 1 Giấy chứng sinh"
    assert verify(desk, rebuild=True).holds


def test_what_is_over_is_not_withdrawn_and_no_more_goes_back_than_is_kept(desk: Desk) -> None:
    with pytest.raises(WrongState):
        endings.withdraw(desk, in_state(desk, State.FINISHED))
    dossier = offices.received(desk)
    with pytest.raises(Problem, match="Hiện chỉ giữ 1 bản chính Giấy chứng sinh"):
        endings.withdraw(desk, dossier, papers=[Paper(name="Giấy chứng sinh", originals=2)])
    assert queries.dossier(desk, dossier).state is State.RECEIVED


def test_papers_go_back_at_any_time_each_original_once(desk: Desk) -> None:
    dossier = in_state(desk, State.PROCESSING)
    paper = Paper(name="Giấy chứng sinh", originals=1)
    endings.give_back(desk, dossier, [paper])
    with pytest.raises(Problem, match="Hiện chỉ giữ 0"):
        endings.give_back(desk, dossier, [paper])
    with pytest.raises(Problem, match="đánh dấu"):
        endings.give_back(desk, dossier, [])
    endings.withdraw(desk, dossier)
    endings.give_back(desk, dossier, originals(desk, dossier))
    assert originals(desk, dossier) == ()
    assert "papers" in actions.refusals(desk, queries.dossier(desk, dossier))
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize("state", [State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL_DUTY])
def test_a_stop_has_a_number_where_the_rules_have_the_form(desk: Desk, state: State) -> None:
    done = endings.stop(desk, in_state(desk, state), "Công dân đề nghị dừng").dossier
    assert (done.state, done.closing.number if done.closing else "") == (State.STOPPED, "0001")
    assert verify(desk, rebuild=True).holds


def test_before_2025_a_stop_has_no_form_and_no_number(desk: Desk) -> None:
    old = replace(desk, office=replace(desk.office, rule_set="nd61-2018"))
    dossier = in_state(old, State.PROCESSING)
    done = endings.stop(old, dossier, "Công dân đề nghị dừng")
    assert (done.dossier.closing.number if done.dossier.closing else "?", done.job) == ("", 0)
    later = endings.stop(desk, in_state(desk, State.PROCESSING), "Công dân đề nghị dừng").dossier
    assert later.closing and later.closing.number == "0001"


def test_a_stop_needs_its_reason_and_somebody_who_works_on_it(desk: Desk) -> None:
    with pytest.raises(Problem, match="lý do"):
        endings.stop(desk, in_state(desk, State.PROCESSING), "")
    with pytest.raises(WrongState):
        endings.stop(desk, offices.received(desk), "Công dân đề nghị dừng")


def test_each_ending_prints_its_form_once_and_again_where_it_is_asked_for(desk: Desk) -> None:
    sheet = Paper(name="Giấy chứng sinh", originals=1)
    stopped, kept = in_state(desk, State.PROCESSING), in_state(desk, State.PROCESSING)
    ended = {
        FormKind.REFUSAL: endings.refuse(desk, offices.intake(), "Không thuộc thẩm quyền"),
        FormKind.STOP: endings.stop(desk, stopped, "Công dân đề nghị dừng"),
        FormKind.PAPERS: endings.withdraw(desk, kept, "Không làm nữa", [sheet]),
    }
    jobs = {job.id: job for job in queue.jobs(desk)}
    words = ("Không thuộc thẩm quyền", "Công dân đề nghị dừng", "Giấy chứng sinh: 1 bản chính")
    for (form, done), said in zip(ended.items(), words, strict=True):
        assert (jobs[done.job].dossier, jobs[done.job].form) == (done.dossier.id, form)
        assert form in documents.forms_of(done.dossier)
        assert said in "\n".join(render_text(documents.slip_of(desk, done.dossier.id, form), 80))
        queue.reprint(desk, done.dossier.id, form)
    assert endings.withdraw(desk, in_state(desk, State.PROCESSING)).job == 0, "nothing went back"
    assert verify(desk, rebuild=True).holds


@given(
    held=st.dictionaries(st.sampled_from("abc"), st.integers(0, 4), max_size=3),
    given_back=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=6),
)
def test_what_is_kept_and_what_went_back_add_up(
    held: dict[str, int], given_back: list[tuple[str, int]]
) -> None:
    papers = tuple(Paper(name=name, originals=count, copies=1) for name, count in held.items())
    at = offices.MORNING
    dossier = Dossier(
        id="d", code="", state=State.RECEIVED, applicant=offices.NAM, received_at=at, papers=papers
    )
    gone = 0
    for name, count in given_back:
        wanted = (Paper(name=name, originals=count),)
        kept = {paper.name: paper.originals for paper in originals_kept(dossier)}
        if count > kept.get(name, 0):
            with pytest.raises(Problem):
                checked_originals(dossier, wanted)
        elif out := checked_originals(dossier, wanted):
            dossier = replace(dossier, papers_back=(*dossier.papers_back, PapersBack(at=at, papers=out)))
            gone += count
    assert gone + sum(paper.originals for paper in originals_kept(dossier)) == sum(held.values())


# -- where it lies, who decides -----------------------------------------------------------------------------------


def test_shelf_agency_and_place_of_return_change_each_with_its_trace(desk: Desk) -> None:
    dossier = offices.received(desk)
    places.shelve(desk, dossier, "Kệ 3")
    places.transfer(desk, dossier, "Không thuộc thẩm quyền", deciding_agency="Sở Tư pháp")
    done = places.transfer(desk, dossier, "Dân chuyển chỗ ở", return_place="UBND xã Hòa Hội")
    assert (done.shelf, done.deciding_agency, done.return_place, done.received_office, done.state) == (
        "Kệ 3", "Sở Tư pháp", "UBND xã Hòa Hội", "UBND xã Tân Hòa", State.RECEIVED,
    )  # fmt: skip
    assert history(desk, dossier)[-2].endswith("Sở Tư pháp – Không thuộc thẩm quyền")
    refused: list[tuple[Callable[..., Any], tuple[object, ...], dict[str, str]]] = [
        (places.shelve, ("Kệ 3",), {}),
        (places.transfer, ("Lý do",), {"return_place": "UBND xã Hòa Hội"}),
        (places.transfer, ("",), {"return_place": "Nơi khác"}),
        (places.transfer, ("Lý do",), {"deciding_agency": " "}),
    ]
    for act, values, named in refused:
        with pytest.raises(Problem):
            act(desk, dossier, *values, **named)
    endings.withdraw(desk, dossier)
    with pytest.raises(Problem, match="đã kết thúc"):
        places.transfer(desk, dossier, "Lý do", return_place="Nơi khác")
    assert verify(desk, rebuild=True).holds


# -- struck through -----------------------------------------------------------------------------------------------


def test_only_a_supervisor_strikes_through_and_with_a_reason_that_says_something(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), offices.seated(office, "hoa", 1)
    dossier = offices.received(lan)
    with pytest.raises(NotAllowed):
        endings.void(lan, dossier, WHY)
    with pytest.raises(Problem, match="ít nhất 10 ký tự"):
        endings.void(hoa, dossier, "nhầm rồi")
    done = endings.void(hoa, dossier, WHY)
    assert (done.state, done.voided.reason if done.voided else "") == (State.VOIDED, WHY)
    assert verify(hoa, rebuild=True).holds


def test_what_is_struck_through_counts_nowhere_and_is_still_found(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), offices.seated(office, "hoa", 1)
    kept, mistaken = offices.received(lan), offices.received(lan)
    assert lan.shift
    assert log.tallies(lan, [lan.shift.id])[lan.shift.id].received == 2
    endings.void(hoa, mistaken, WHY)
    assert log.tallies(lan, [lan.shift.id])[lan.shift.id].received == 1
    late = offices.later(lan, days=30)
    for group in (Group.OPEN, Group.LATE, Group.READY, Group.CLOSED, Group.ATTENTION):
        assert mistaken not in {line.id for line in queries.find(late, "", group=group)}, group
    found = {line.id: deadline_status(line, late.clock.now()) for line in queries.find(late, "buoi")}
    assert found[mistaken].tone == "struck" and found[mistaken].words == ""
    assert found[kept].tone == "bad"


def test_with_what_is_struck_through_nothing_is_done_but_looked_at(office: Desk) -> None:
    hoa = offices.seated(office, "hoa", 1)
    dossier = in_state(hoa, State.FINISHED)
    done = endings.void(hoa, dossier, WHY)
    assert actions.fitting(hoa, done) == {"reveal"}
    for kind in EventKind.in_stream(Stream.DOSSIER):
        with hoa.write() as connection:
            row = transitions.load(connection, hoa, dossier)
            if kind in (EventKind.REVEALED, EventKind.SETTLED):
                transitions.move(connection, hoa, row, kind, hoa.clock.now())
            else:
                with pytest.raises(WrongState):
                    transitions.move(connection, hoa, row, kind, hoa.clock.now())
    assert deadline_status(done, hoa.clock.now()).words == ""


@pytest.mark.parametrize("state", sorted(set(State) - {State.REGISTERED, State.VOIDED}))
def test_the_actions_that_are_offered_are_those_that_the_desk_takes(office: Desk, state: State) -> None:
    hoa = offices.seated(office, "hoa", 1)
    dossier = replace(queries.dossier(hoa, offices.received(hoa)), state=state)
    offered = actions.fitting(hoa, dossier)
    assert ("withdraw" in offered) == (state in (2, 4, 5, 6))
    assert ("stop" in offered) == (state in (4, 5, 6))
    assert ("transfer" in offered) == (state not in FINAL)
    assert {"void", "shelve", "papers"} <= offered
    assert "refuse" not in offered
    assert actions.refusals(offices.seated(office), dossier)["void"]


def test_the_result_of_a_struck_dossier_is_not_returned(office: Desk) -> None:
    hoa = offices.seated(office, "hoa", 1)
    dossier = offices.received(hoa)
    transitions.result_arrived(hoa, dossier, Outcome(kind="Giấy khai sinh"))
    endings.void(hoa, dossier, WHY)
    assert "return" not in actions.fitting(hoa, queries.dossier(hoa, dossier))
