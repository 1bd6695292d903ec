"""The forms on A5 say what the circulars ask for, in Vietnamese whatever is spoken, and look like the State's paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter import locale
from counter.rules.rulesets import RULE_SETS, Form, UnknownRuleSet
from counter.slips.context import SlipContext
from counter.slips.form_page import day_in_full
from counter.slips.pages import layout_of
from counter.slips.registry import DOSSIER_PAGES
from db.domain.records import Dossier, Paper, Person
from devices.document import read_document
from devices.encode.pdf import render_pdf
from devices.page import Entry, EntryRow, Page, PageItem, PageSize, PageTable, Paragraph
from devices.slip import Barcode
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
from tests.devices.pdf_reader import Reader

MANY = tuple(Paper(name=f"Giấy tờ thứ {number} của hồ sơ", originals=1) for number in range(1, 41))
PAGES = {
    "intake": ("01", DOSSIER),
    "proxy": ("01", BY_PROXY),
    "old": ("01", replace(BY_PROXY, rule_set="nd61-2018")),
    "empty": ("01", EMPTY),
    "return": ("return", RETURNED),
    "return-empty": ("return", EMPTY),
    "supplement": ("02", ASKED),
    "supplement-old": ("02", replace(ASKED, rule_set="nd61-2018")),
    "supplement-empty": ("02", EMPTY),
    "apology": ("04", APOLOGISED),
    "apology-old": ("04", replace(APOLOGISED, rule_set="nd61-2018")),
    "apology-empty": ("04", EMPTY),
    "payment": ("payment", PAID),
    "refusal": ("03", REFUSED),
    "refusal-2018": ("03", replace(REFUSED, rule_set="nd61-2018")),
    "refusal-empty": ("03", EMPTY),
    "stop": ("stop", STOPPED),
    "stop-empty": ("stop", EMPTY),
    "papers": ("papers", GIVEN_BACK),
    "papers-empty": ("papers", EMPTY),
    "control": ("control", HANDED),
    "control-2018": ("control", replace(HANDED, rule_set="nd61-2018")),
    "control-empty": ("control", EMPTY),
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Pages are in Vietnamese although the officer reads English."""
    before = locale.language()
    locale.use("en")
    yield
    locale.use(before)


def build(form: str, dossier: Dossier, *, copy: int = 0, counterparts: int = 1) -> Page:
    context = SlipContext(
        office=OFFICE,
        officer_name="Nguyễn Thị Lan",
        printed_at=RECEIVED,
        copy=copy,
        counterparts=counterparts,
        steps=STEPS if dossier.handover else (),
    )
    return DOSSIER_PAGES[form](dossier, context)


def said(dossier: Dossier, form: str = "01") -> str:
    return " ".join(sheet.text for sheet in Reader(render_pdf(build(form, dossier))).sheets)


def entries(items: tuple[PageItem, ...]) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, Entry):
            yield item
        elif isinstance(item, EntryRow):
            yield from item.entries


def test_the_control_sheet_has_the_number_and_the_columns_of_its_circular() -> None:
    text = said(HANDED, "control")
    for part in (
        "Mẫu số 06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mã hồ sơ: 000.17.22.H56-261123-0007",
        "Cơ quan (bộ phận) giải quyết hồ sơ: Phòng Văn hóa - Xã hội", "Cơ quan phối hợp giải quyết hồ sơ",
        "Chủ hồ sơ: Trần Thị Bưởi", "Loại thủ tục: 1.001193 Đăng ký khai sinh", "TÊN CƠ QUAN", "KẾT QUẢ", "GHI CHÚ",
        "1. Giao: UBND xã Tân Hòa", "2. Nhận: Phòng Văn hóa", "10 giờ 00 ngày 23/11/2026", "Người nhận: Trần Văn Nhận",
        "Đúng hạn", "Trước hạn", "0013",
    ):  # fmt: skip
        assert part in text
    assert "Mẫu số 05" in said(replace(HANDED, rule_set="nd61-2018"), "control")


def test_form_01_of_2025_says_everything_under_the_labels_of_the_law() -> None:
    text = said(BY_PROXY)
    for part in (
        "Mẫu số 01", "UBND TỈNH TÂY NINH", "UBND XÃ TÂN HÒA", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "Số: 261123-0007",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Tân Hòa, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mã hồ sơ: 000.17.22.H56-261123-0007",
        "Bộ phận tiếp nhận và trả kết quả: UBND xã Tân Hòa",
        "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Trần Thị Bưởi", "Số định danh: 072195000123",
        "Địa chỉ: Ấp 3, xã Tân Hòa, tỉnh Tây Ninh", "Số điện thoại: 0912 345 678",
        "Người được ủy quyền: Lê Văn Tèo", "072090000456", "Giấy tờ ủy quyền: Giấy ủy quyền ngày 20/11/2026",
        "Nội dung yêu cầu giải quyết: 1.001193 Đăng ký khai sinh. Cho con sinh ngày 15/11/2026",
        "1. Thành phần hồ sơ nộp gồm:", "Bản chính", "Bản chứng thực", "Bản photo", "Giấy tờ về chỗ ở (đối chiếu)",
        "2. Số lượng hồ sơ: 01 (bộ)", "3. Thời gian giải quyết hồ sơ theo quy định là: 1 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 08 giờ 41 ngày 23/11/2026",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 08 giờ 41 ngày 25/11/2026", "(24/11 nghỉ lễ)",
        "6. Đăng ký nhận kết quả tại: qua dịch vụ bưu chính công ích",
        "Phí, lệ phí (nếu có): 50.000 đ (năm mươi nghìn đồng); đã nộp 50.000 đ; số biên lai AB/26P 0001234",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 01", "Số thứ tự: 7", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "(Ký và ghi rõ họ tên)", "Nguyễn Thị Lan", "Mang theo giấy này", "dichvucong.gov.vn", "Dữ liệu cá nhân",
        "Đã ghi trước trên giấy, số 12", "Quầy 3 - in lúc 08 giờ 41 ngày 23/11/2026", "Trang 1/1",
    ):  # fmt: skip
        assert part in text
    assert Barcode(BY_PROXY.code) in build("01", BY_PROXY).items


def test_form_01_of_2018_names_neither_identity_number_nor_proxy() -> None:
    text = said(replace(BY_PROXY, rule_set="nd61-2018"))
    assert "Tiếp nhận hồ sơ của: Trần Thị Bưởi" in text
    assert "072195000123" not in text
    assert "ủy quyền:" not in text


def test_the_receipt_of_the_result_says_who_took_what() -> None:
    text = said(RETURNED, "return")
    for part in (
        "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "Tân Hòa, ngày 25 tháng 11 năm 2026", "1. Kết quả: Giấy khai sinh",
        "Số: 123/2026", "Ngày: 25/11/2026", "Người ký: Lê Văn Tâm",
        "2. Thời gian nhận kết quả: 09 giờ 00 ngày 25/11/2026",
        "3. Người nhận kết quả: Trần Thị Bưởi", "Tư cách: chủ hồ sơ", "giấy tờ tùy thân",
        "4. Giấy tờ trả kèm: 01 giấy chứng sinh", "8.000 đ (tám nghìn đồng)", "Số biên lai: AB/26P 0001235",
        "NGƯỜI NHẬN KẾT QUẢ", "NGƯỜI TRẢ KẾT QUẢ",
    ):  # fmt: skip
        assert part in text
    assert "Mẫu số" not in text


@pytest.mark.parametrize("name", PAGES)
def test_each_form_is_one_sheet_of_a5_that_survives_the_spool(name: str) -> None:
    page = build(*PAGES[name])
    assert page.size is PageSize.A5
    assert read_document(page.to_json()) == page
    assert len(Reader(render_pdf(page)).sheets) == 1


def test_what_is_not_known_is_dotted_for_a_hand() -> None:
    page = build("01", EMPTY)
    blank = [entry.label for entry in entries(page.items) if not entry.value]
    assert "Địa chỉ" in blank
    assert "Thời gian trả kết quả giải quyết hồ sơ" in blank
    (table,) = [item for item in page.items if isinstance(item, PageTable)]
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert Reader(render_pdf(page)).sheets[0].dotted > 7
    (code,) = [
        item for item in page.items if isinstance(item, Paragraph) and item.text.startswith("Mã hồ sơ")
    ]
    assert (code.text, code.bold) == ("Mã hồ sơ: …………", True)


def test_without_a_due_date_by_law_the_page_says_so() -> None:
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: Không có ngày hẹn trả cụ thể theo quy định" in said(
        replace(DOSSIER, term=None, due_at=None)
    )


def test_two_counterparts_where_the_office_wants_them() -> None:
    assert build("01", DOSSIER).counterparts == ()
    page = build("01", DOSSIER, counterparts=2)
    assert page.counterparts == ("Liên 1 (lưu)", "Liên 2 (giao người nộp)")
    first, second = Reader(render_pdf(page)).sheets
    assert ("Liên 1 (lưu)" in first.text, "Liên 2 (giao người nộp)" in second.text) == (True, True)


def test_a_reprint_says_so() -> None:
    sheet = Reader(render_pdf(build("01", DOSSIER, copy=2))).sheets[0]
    assert "*** BẢN IN LẠI LẦN 2 ***" in sheet.text


def test_forty_papers_take_more_sheets_with_the_heads_on_each() -> None:
    sheets = Reader(render_pdf(build("01", replace(DOSSIER, papers=MANY)))).sheets
    tables = [sheet for sheet in sheets if "Giấy tờ thứ" in sheet.text]
    assert len(tables) > 1
    assert all("Bản photo" in sheet.text for sheet in tables)
    assert len(re.findall("Giấy tờ thứ", " ".join(sheet.text for sheet in sheets))) == 40
    assert all(sheet.texts.count(DOSSIER.code) == 1 for sheet in sheets)


def test_every_rule_set_has_form_01_and_no_other_is_known() -> None:
    for rules in RULE_SETS:
        assert layout_of(rules, Form.INTAKE).title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    with pytest.raises(UnknownRuleSet):
        layout_of("nd1-1900", Form.INTAKE)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        ((2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        ((2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_are_written_as_official_papers_do(day: tuple[int, int, int], text: str) -> None:
    at = datetime(*day, 1, 5, tzinfo=UTC)
    assert day_in_full(at) == text


def test_the_language_of_the_screen_stays() -> None:
    build("01", DOSSIER)
    assert locale.language() == "en"
    with locale.speaking("vi"):
        assert (locale.language(), locale._("Received")) == ("vi", "Được tiếp nhận")
    assert locale._("Received") == "Received"


@given(st.text(max_size=80), st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_whatever_is_typed_becomes_a_page(name: str, address: str) -> None:
    person = Person(name=name, address=address, identity=name[:12], email=address)
    dossier = replace(
        DOSSIER, applicant=person, proxy=person, procedure_name=name, code=name[:20], content=address
    )
    for form in DOSSIER_PAGES:
        assert Reader(render_pdf(build(form, dossier))).sheets
