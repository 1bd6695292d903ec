"""A correction reaches every value: who may make it, what follows from it, and which prints it replaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import actions, apologies, corrections, endings, queries, supplements, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Correction
from counter.desk.dossiers.value_labels import VALUES
from counter.desk.handovers import lists
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.payments import payments
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.terms import Term
from db.domain.codes import ApplicantKind, Channel
from db.domain.lifecycle import State
from db.domain.records import Dossier, Paper, Person
from devices.document import read_document
from devices.encode.text import render_text
from devices.slip import Slip
from devices.spool import JobState
from tests import offices

WHY = "ghi nhầm lúc tiếp nhận"
BIRTH_PAPERS = ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh")
PROXY = Person(name="Trần Văn Anh", identity="072090000456", phone="0908000111")


def correct(desk: Desk, dossier: str, **values: Any) -> Dossier:
    return corrections.correct(desk, dossier, Correction(**values), WHY).dossier


def history(desk: Desk, dossier: str) -> list[str]:
    return [sentence(event) for event in queries.history(desk, dossier)]


def paper(slip: str) -> str:
    document = read_document(slip)
    assert isinstance(document, Slip)
    return "\n".join(render_text(document, 48))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": ApplicantKind.BUSINESS}, "loại người nộp công dân → doanh nghiệp"),
        ({"sets": 2}, "số bộ 1 → 2"),
        ({"channel": Channel.POST}, "cách nộp trực tiếp → bưu chính"),
        ({"content": "Khai sinh cho con"}, "nội dung – → Khai sinh cho con"),
        (
            {"papers": (Paper(name=BIRTH_PAPERS[0], originals=2), Paper(name=BIRTH_PAPERS[1], originals=1))},
            "giấy tờ đã nộp Tờ khai đăng ký khai sinh (1 bản chính) → Tờ khai đăng ký khai sinh (2 bản chính)",
        ),
        ({"missing": ("Sổ hộ khẩu",)}, "giấy tờ còn thiếu CCCD của cha, mẹ → Sổ hộ khẩu"),
        ({"due_at": datetime(2026, 11, 27, 1, tzinfo=UTC)}, "hẹn trả 08:41 ngày 25/11/2026 → 08:00 ngày 27/11/2026"),
        (
            {"return_by_post": True, "return_place": "Ấp 3"},
            "trả qua bưu chính không → có; nơi trả UBND xã Tân Hòa → Ấp 3",
        ),
        (
            {"proxy_name": PROXY.name, "proxy_identity": PROXY.identity, "proxy_paper": "GUQ 12"},
            "số định danh người được ủy quyền – → 0720••••0456; người được ủy quyền – → Trần Văn Anh;"
            " giấy ủy quyền – → GUQ 12",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_each_value_is_corrected_and_stays_readable(desk: Desk, values: dict[str, Any], said: str) -> None:
    dossier = offices.received(desk)
    before = queries.reveal(desk, dossier)
    after = correct(desk, dossier, **values)
    for name, value in values.items():
        person = after.applicant if name == "kind" else after.proxy if name.startswith("proxy_") else after
        plain = name.removeprefix("proxy_") if name != "proxy_paper" else name
        assert getattr(after if name == "proxy_paper" else person, plain) == value
    assert (after.code, after.book, after.book_number) == (before.code, before.book, before.book_number)
    (line,) = (line for line in history(desk, dossier) if line.startswith("Đính chính"))
    assert [part for part in said.split("; ") if part not in line] == []
    assert verify(desk, rebuild=True).holds


def test_every_value_has_its_name() -> None:
    assert VALUES.keys() == Correction.__dataclass_fields__.keys()


def test_the_officer_corrects_in_the_shift_of_the_intake_and_later_only_a_supervisor(office: Desk) -> None:
    lan = offices.seated(office, "lan", 3)
    dossier = offices.received(lan)
    minh, hoa = offices.seated(office, "minh", 1), offices.seated(office, "hoa", 2)
    with pytest.raises(NotAllowed, match="trong ca đã tiếp nhận"):
        correct(minh, dossier, sets=2)
    assert "trong ca đã tiếp nhận" in actions.refusals(minh, queries.dossier(minh, dossier))["correct"]
    assert "correct" not in actions.refusals(lan, queries.dossier(lan, dossier))
    assert "correct" not in actions.refusals(hoa, queries.dossier(hoa, dossier))
    assert correct(lan, dossier, sets=2).sets == 2
    assert correct(hoa, dossier, sets=3).sets == 3


def test_another_procedure_brings_its_term_fee_and_papers_and_keeps_code_and_book(desk: Desk) -> None:
    dossier = offices.received(desk)
    before = queries.reveal(desk, dossier)
    papers = (Paper(name="Bản chính giấy tờ", originals=1),)
    after = correct(offices.later(desk, hours=1), dossier, procedure="2.000815", papers=papers)
    assert (after.procedure_name, after.field, after.agency, after.term, after.unit, after.fee) == (
        offices.COPY.name, "Chứng thực", "UBND cấp xã", 4, "hour", 20_000,
    )  # fmt: skip
    assert (after.code, after.book, after.book_number) == (before.code, before.book, before.book_number)
    assert after.due_at == desk.calendar.due(before.received_at, Term(4, "hour")).at
    assert after.missing == ("Bản sao",)
    (change,) = after.due_changes
    assert (change.kind, change.before, change.after) == ("correction", before.due_at, after.due_at)
    assert any("thủ tục 1.001193 Đăng ký khai sinh → 2.000815" in line for line in history(desk, dossier))
    assert verify(desk, rebuild=True).holds


def test_a_due_date_that_is_typed_stands_before_the_term(desk: Desk) -> None:
    dossier = offices.received(desk)
    due = datetime(2026, 12, 1, 9, tzinfo=UTC)
    papers = (Paper(name="Bản chính giấy tờ", originals=1),)
    assert correct(desk, dossier, procedure="2.000815", papers=papers, due_at=due).due_at == due


def test_the_procedure_is_corrected_only_until_the_dossier_goes(desk: Desk) -> None:
    dossier = offices.received(desk)
    lists.hand_over(desk, [dossier], "Trần Văn Nhận")
    with pytest.raises(Problem, match="chưa chuyển cơ quan") as told:
        correct(desk, dossier, procedure="2.000815", papers=())
    assert told.value.field == "procedure"
    assert correct(desk, dossier, sets=2).state is State.PROCESSING


def test_an_appointment_by_apology_stands(desk: Desk) -> None:
    dossier = offices.received(desk)
    due = datetime(2026, 11, 30, 2, tzinfo=UTC)
    apologies.apologise(desk, dossier, "Chưa có kết quả", due)
    papers = (Paper(name="Bản chính giấy tờ", originals=1),)
    assert correct(desk, dossier, procedure="2.000815", papers=papers).due_at == due


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"sets": 0}, "sets"),
        ({"fee": -1}, "fee"),
        ({"fee": 10_000}, "fee_reason"),
        ({"proxy_paper": "GUQ"}, "proxy_name"),
        ({"proxy_name": "Lê Văn Thay"}, "proxy_paper"),
        ({"papers": (Paper(name="Giấy khác", originals=1),)}, "papers"),
        ({"papers": (Paper(name="Bản sao"), Paper(name="Bản sao "))}, "papers"),
        ({"missing": ("Bản sao",)}, "missing"),
        ({"due_at": datetime(2026, 11, 20, tzinfo=UTC)}, "due_at"),
        ({"procedure": "9.999"}, "procedure"),
        ({"sets": 1}, ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, values: dict[str, Any], field: str) -> None:
    dossier = offices.received(desk, offices.COPY)
    with pytest.raises(Problem) as told:
        correct(desk, dossier, **values)
    assert told.value.field == field


def test_a_proxy_is_changed_and_taken_away(desk: Desk) -> None:
    dossier = offices.received(desk, proxy=PROXY, proxy_paper="GUQ 12")
    changed = correct(desk, dossier, proxy_phone="0909 000 222")
    assert changed.proxy == replace(PROXY, phone="0909000222")
    gone = correct(desk, dossier, proxy_name="")
    assert (gone.proxy, gone.proxy_paper) == (None, "")
    assert verify(desk, rebuild=True).holds


def test_what_lacks_follows_from_the_papers(desk: Desk) -> None:
    dossier = offices.received(desk)
    one = correct(desk, dossier, papers=(Paper(name=BIRTH_PAPERS[0], originals=1),))
    assert one.missing == ("CCCD của cha, mẹ", BIRTH_PAPERS[1])
    back = correct(desk, dossier, papers=tuple(Paper(name=name, originals=1) for name in BIRTH_PAPERS))
    assert back.missing == ("CCCD của cha, mẹ",)


def test_doubts_are_about_what_is_changed(desk: Desk) -> None:
    other = offices.received(desk, offices.COPY)
    dossier = offices.received(desk)
    wanted = Correction(procedure="2.000815", papers=(), proxy_name="Lê Văn 7", proxy_paper="GUQ")
    with pytest.raises(Doubtful) as asked:
        corrections.correct(desk, dossier, wanted, WHY, confirmed=())
    assert {(str(doubt.code), doubt.field) for doubt in asked.value.doubts} == {
        ("name-figures", "proxy_name"),
        ("same-open", "procedure"),
        ("still-lacking", "papers"),
    }
    assert queries.dossier(desk, other).code in str(asked.value.doubts[1])
    holiday = Correction(due_at=datetime(2026, 11, 24, 2, tzinfo=UTC))
    with pytest.raises(Doubtful) as asked:
        corrections.correct(desk, dossier, holiday, WHY, confirmed=())
    assert [str(doubt.code) for doubt in asked.value.doubts] == ["day-off"]


def test_money_that_is_too_much_is_doubted_and_a_debt_that_is_none_lets_the_dossier_go_on(desk: Desk) -> None:
    paid = offices.received(desk, offices.COPY, fee_paid=20_000)
    less = Correction(fee=5_000, fee_reason="hộ nghèo")
    with pytest.raises(Doubtful) as asked:
        corrections.correct(desk, paid, less, WHY, confirmed=())
    assert [str(doubt.code) for doubt in asked.value.doubts] == ["overpaid"]
    waits = offices.received(desk, offices.COPY, fee_paid=20_000, applicant=offices.NAM)
    payments.ask(desk, waits, 5_000, "phí bổ sung")
    correct(desk, waits, fee=30_000)
    assert correct(desk, waits, fee=15_000, fee_reason="thu nhầm").state is State.PROCESSING


def test_a_print_that_says_something_else_is_replaced(desk: Desk) -> None:
    dossier = offices.received(desk)
    later = offices.later(desk, minutes=10)
    done = corrections.correct(later, dossier, Correction(name="Trần Thị Bưởi Em"), WHY)
    assert done.forms == ("01",)
    new, old = queue.jobs(later)
    assert (new.form, new.copy_number, new.state) == ("01", 1, JobState.QUEUED)
    text = paper(new.slip)
    assert "THAY THẾ BẢN IN TRƯỚC" in text and "(in lúc 08 giờ 41 ngày 23/11/2026)" in text
    assert "Trần Thị Bưởi Em" in text and "BẢN IN LẠI" not in text
    assert (old.state, old.note) == (JobState.CANCELLED, "replaced:lan"), "nobody prints what is wrong"
    assert history(later, dossier)[-1].endswith("thay thế bản in trước")
    queue.reprint(later, dossier, "01")
    text = paper(queue.jobs(later)[0].slip)
    assert "THAY THẾ BẢN IN TRƯỚC" in text and "BẢN IN LẠI LẦN 2" in text
    again = offices.later(desk, minutes=20)
    correct(again, dossier, sets=2)
    assert "(in lúc 08 giờ 51 ngày 23/11/2026)" in paper(queue.jobs(again)[0].slip)
    assert verify(again, rebuild=True).holds


def test_what_stands_on_no_form_prints_nothing(desk: Desk) -> None:
    dossier = offices.received(desk)
    assert corrections.correct(desk, dossier, Correction(shelf="A1", note="gọi trước"), WHY).forms == ()
    unwanted = offices.received(desk, slip=False, applicant=offices.NAM)
    assert corrections.correct(desk, unwanted, Correction(sets=2), WHY).forms == ()


def test_every_form_that_changes_is_replaced_and_no_other(desk: Desk) -> None:
    dossier = offices.received(desk)
    supplements.ask(desk, dossier, ["Giấy chứng sinh"], "Bản chụp mờ")
    assert corrections.correct(desk, dossier, Correction(sets=2), WHY).forms == ("01",)
    assert corrections.correct(desk, dossier, Correction(address="Ấp 9"), WHY).forms == ("02", "01")


def test_nothing_struck_through_is_corrected(desk: Desk) -> None:
    dossier = offices.received(desk)
    hoa = offices.seated(replace(desk, staff=None, shift=None), "hoa", 1)
    endings.void(hoa, dossier, "nhập nhầm hai lần")
    with pytest.raises(transitions.WrongState):
        correct(hoa, dossier, sets=2)
