"""The forms say what the law asks for, in both languages, and look right on every paper."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter import locale
from counter.rules.rulesets import RULE_SETS, Form, UnknownRuleSet, rule_set
from counter.slips.context import SlipContext
from counter.slips.parts import addressed, amount, post_address, return_place, written_day
from counter.slips.registry import DOSSIER_SLIPS
from db.domain.codes import ApplicantKind
from db.domain.records import Dossier, Outcome, Person
from devices.encode.layout import width
from devices.encode.text import render_text
from devices.slip import Barcode, Slip
from tests.counter.slips.samples import (
    APOLOGISED,
    ASKED,
    BY_PROXY,
    DOSSIER,
    EMPTY,
    GIVEN_BACK,
    HANDED,
    OFFICE,
    PAID,
    RECEIVED,
    REFUSED,
    RETURNED,
    STEPS,
    STOPPED,
)

GOLDEN = Path(__file__).parent / "golden"
SLIPS = {
    "intake": ("01", DOSSIER, 0),
    "proxy": ("01", BY_PROXY, 0),
    "reprint": ("01", DOSSIER, 2),
    "empty": ("01", EMPTY, 0),
    "return": ("return", RETURNED, 0),
    "return-empty": ("return", EMPTY, 0),
    "supplement": ("02", ASKED, 0),
    "supplement-empty": ("02", EMPTY, 0),
    "apology": ("04", APOLOGISED, 0),
    "apology-2018": ("04", replace(APOLOGISED, rule_set="nd61-2018"), 1),
    "apology-empty": ("04", EMPTY, 0),
    "payment": ("payment", PAID, 0),
    "payment-empty": ("payment", EMPTY, 0),
    "refusal": ("03", REFUSED, 0),
    "refusal-2018": ("03", replace(REFUSED, rule_set="nd61-2018"), 0),
    "refusal-empty": ("03", EMPTY, 0),
    "stop": ("stop", STOPPED, 0),
    "stop-empty": ("stop", EMPTY, 0),
    "papers": ("papers", GIVEN_BACK, 0),
    "papers-empty": ("papers", EMPTY, 0),
    "control": ("control", HANDED, 0),
    "control-2018": ("control", replace(HANDED, rule_set="nd61-2018"), 0),
    "control-empty": ("control", EMPTY, 0),
}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


def build(form: str, dossier: Dossier, copy: int = 0) -> Slip:
    context = SlipContext(
        office=OFFICE,
        officer_name="Nguyễn Thị Lan",
        printed_at=RECEIVED,
        copy=copy,
        steps=STEPS if dossier.handover else (),
    )
    return DOSSIER_SLIPS[form](dossier, context)


def text_of(dossier: Dossier, form: str = "01") -> str:
    return " ".join(" ".join(render_text(build(form, dossier), 200)).split())


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("name", SLIPS)
def test_forms_look_as_they_did(name: str, columns: int) -> None:
    """Golden renderings; after a wanted change run with WRITE_GOLDEN=1 and read the difference."""
    text = "\n".join(render_text(build(*SLIPS[name]), columns)) + "\n"
    golden = GOLDEN / f"{name}-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SLIPS)
def test_forms_survive_the_spool(name: str) -> None:
    slip = build(*SLIPS[name])
    assert Slip.from_json(slip.to_json()) == slip


def test_form_01_says_everything_the_rules_ask_for() -> None:
    text = text_of(BY_PROXY)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND XÃ TÂN HÒA",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "Tân Hòa, ngày 23/11/2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "000.17.22.H56-261123-0007",
        "Tiếp nhận hồ sơ của Bà: Trần Thị Bưởi", "Số định danh: 072195000123",
        "Ấp 3, xã Tân Hòa, tỉnh Tây Ninh", "0912 345 678", "Người được ủy quyền: Lê Văn Tèo",
        "Giấy ủy quyền ngày 20/11/2026", "1.001193 Đăng ký khai sinh", "Cho con sinh ngày 15/11/2026",
        "Số lượng hồ sơ (bộ): 1", "1 ngày làm việc", "08 giờ 41 ngày 23/11/2026",
        "08 giờ 41 ngày 25/11/2026", "(24/11 nghỉ lễ)", "bưu chính công ích",
        "50.000 đ (năm mươi nghìn đồng)", "AB/26P 0001234", "Quyển số: 01, Số thứ tự: 7",
        "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Nguyễn Thị Lan", "Dữ liệu cá nhân", "dichvucong.gov.vn",
    ):  # fmt: skip
        assert part in text
    assert Barcode(BY_PROXY.code) in build("01", BY_PROXY).items


def test_the_older_form_names_neither_identity_number_nor_proxy() -> None:
    text = text_of(replace(BY_PROXY, rule_set="nd61-2018"))
    assert "TT 01/2018/TT-VPCP" in text
    assert "072195000123" not in text
    assert "ủy quyền:" not in text


def test_without_a_due_date_by_law_the_slip_says_so() -> None:
    dossier = replace(DOSSIER, term=None, due_at=None)
    assert "Không có ngày hẹn trả cụ thể theo quy định" in text_of(dossier)


def test_half_days_and_hours_are_written_in_vietnamese() -> None:
    assert "0,5 ngày làm việc" in text_of(replace(DOSSIER, term=0.5))
    assert "4 giờ làm việc" in text_of(replace(DOSSIER, term=4, unit="hour"))


def test_the_receipt_of_a_refusal_names_it() -> None:
    dossier = replace(RETURNED, outcome=Outcome(refused=True, date="25.11.2026"))
    text = text_of(dossier, "return")
    assert "Kết quả: Quyết định từ chối giải quyết" in text
    assert "ngày 25.11.2026" in text


def test_forms_speak_english_too() -> None:
    locale.use("en")
    slip = build("01", DOSSIER, copy=1)
    text = " ".join(render_text(slip, 100))
    assert "RECEIPT OF DOSSIER" in text
    assert "REPRINT NO. 1" in text
    assert "50.000 đ" in text
    assert slip.title == rule_set("nd118-2025").titles[Form.INTAKE]


@pytest.mark.parametrize(
    ("person", "word"),
    [
        (Person(name="x", sex="M"), "Ông"),
        (Person(name="x", sex="F"), "Bà"),
        (Person(name="x"), "Ông (Bà)"),
        (Person(name="x", kind=ApplicantKind.BUSINESS), "Tổ chức"),
        (Person(name="x", kind=ApplicantKind.HOUSEHOLD_BUSINESS, sex="M"), "Hộ kinh doanh"),
    ],
)
def test_people_are_addressed_properly(person: Person, word: str) -> None:
    assert addressed(person) == word


def test_sums_and_days_as_people_write_them() -> None:
    assert amount(125_000) == "125.000 đ (một trăm hai mươi lăm nghìn đồng)"
    assert written_day("2026-11-25") == "25/11/2026"
    assert written_day("25 tháng 11") == "25 tháng 11"


def test_titles_follow_the_rule_set() -> None:
    for rules in RULE_SETS:
        assert (
            build("01", replace(DOSSIER, rule_set=rules)).title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
        )
    with pytest.raises(UnknownRuleSet):
        build("01", replace(DOSSIER, rule_set="nd1-1900"))


@pytest.mark.parametrize("stored", ["Ấp 9", "Bưu chính công ích: Ấp 9", "Public post: Ấp 9"])
def test_an_address_of_the_post_is_shown_in_the_language_spoken_now(stored: str) -> None:
    dossier = replace(DOSSIER, return_by_post=True, return_place=stored)
    assert post_address(dossier) == "Ấp 9"
    assert return_place(dossier) == "Bưu chính công ích: Ấp 9"
    assert "Bưu chính công ích: Ấp 9" in text_of(dossier)
    locale.use("en")
    assert return_place(dossier) == "Public post: Ấp 9"


def test_where_nothing_was_said_a_result_is_collected_here_or_sent_home() -> None:
    assert return_place(DOSSIER) == "tại Bộ phận Tiếp nhận và Trả kết quả"
    by_post = replace(DOSSIER, return_by_post=True, received_office=OFFICE.name, return_place=OFFICE.name)
    assert (return_place(by_post), post_address(by_post)) == ("qua dịch vụ bưu chính công ích", "")
    assert return_place(replace(DOSSIER, return_place="Trụ sở 2")) == "Trụ sở 2"


def test_a_letter_of_authority_has_a_line_of_its_own_on_the_receipt() -> None:
    assert RETURNED.handed_back is not None
    back = replace(RETURNED.handed_back, is_proxy=True, proof="authorisation", proxy_paper="GUQ 12")
    text = text_of(replace(RETURNED, handed_back=back), "return")
    assert "Giấy tờ ủy quyền: GUQ 12" in text
    assert "01 giấy chứng sinh" in text


@pytest.mark.parametrize(
    ("stored", "papers"),
    [
        ("CCCD; Sổ hộ khẩu; giấy ủy quyền: GUQ 12", "Giấy tờ trả kèm: CCCD; Sổ hộ khẩu"),
        ("authority: GUQ 12", ""),
    ],
)
def test_an_authority_that_an_earlier_release_filed_under_papers_is_no_paper_given_back(
    stored: str, papers: str
) -> None:
    assert RETURNED.handed_back is not None
    back = replace(RETURNED.handed_back, is_proxy=True, proof="authorisation", papers=stored)
    text = text_of(replace(RETURNED, handed_back=back), "return")
    assert "Giấy tờ ủy quyền: GUQ 12" in text
    assert papers in text
    assert ("Giấy tờ trả kèm" in text) is bool(papers)
    assert "giấy ủy quyền: " not in text


@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from([32, 42, 48]))
def test_whatever_is_typed_stays_on_the_paper(name: str, address: str, columns: int) -> None:
    person = Person(name=name, address=address, identity=name[:12])
    dossier = replace(DOSSIER, applicant=person, procedure_name=name, code=name[:20])
    context = SlipContext(office=OFFICE, officer_name=name, printed_at=RECEIVED)
    for slip in (build(dossier, context) for build in DOSSIER_SLIPS.values()):
        assert all(width(line) <= columns and line.isprintable() for line in render_text(slip, columns))
