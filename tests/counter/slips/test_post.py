"""The address label and the list for the post office, as slips of every width and as pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter import locale
from counter.slips.context import SlipContext
from counter.slips.handover_list import HandoverList, HandoverRow
from counter.slips.registry import DOSSIER_PAGES, DOSSIER_SLIPS, HANDOVER_PAGES, HANDOVER_SLIPS
from db.domain.lifecycle import State
from db.domain.progress import Posting
from db.domain.records import Person
from devices.document import read_document
from devices.encode.layout import width
from devices.encode.pdf import render_pdf
from devices.encode.text import render_text
from devices.page import PageSize
from devices.slip import Slip
from tests.counter.slips.samples import DOSSIER, EMPTY, OFFICE, OVER, RECEIVED
from tests.counter.slips.test_forms import GOLDEN
from tests.devices.pdf_reader import Reader

POSTED = replace(
    DOSSIER,
    state=State.FINISHED,
    return_by_post=True,
    return_place="Số 12/3B đường Trần Hưng Đạo, khu phố 4, phường Tân Ninh, tỉnh Tây Ninh",
    posting=Posting(at=RECEIVED, tracking="RN123456789VN", by="lan", number="0012"),
)
LIST = HandoverList(
    handover=replace(OVER, agency="Bưu điện Tân Hòa", receiver="Lê Bưu Tá", is_post=True),
    rows=(
        HandoverRow.of_letter(POSTED, "0012"),
        HandoverRow.of_letter(replace(POSTED, id="0200", return_place="", posting=None), "0012"),
    ),
)
CONTEXT = SlipContext(office=OFFICE, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


def slip_of(name: str) -> Slip:
    if name == "post-list":
        return HANDOVER_SLIPS["post-list"](LIST, CONTEXT)
    return DOSSIER_SLIPS["post-label"](EMPTY if name.endswith("empty") else POSTED, CONTEXT)


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("name", ["post-label", "post-label-empty", "post-list"])
def test_they_look_as_they_did(name: str, columns: int) -> None:
    """As the other golden renderings: WRITE_GOLDEN=1 writes them."""
    slip = slip_of(name)
    text = "\n".join(render_text(slip, columns)) + "\n"
    golden = GOLDEN / f"{name}-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert read_document(slip.to_json()) == slip


def test_a_label_as_a_page_has_both_codes_and_no_head_of_the_state() -> None:
    page = DOSSIER_PAGES["post-label"](POSTED, CONTEXT)
    (sheet,) = Reader(render_pdf(page)).sheets
    assert page.head is None and page.size is PageSize.A5
    for said in ("NGƯỜI GỬI", "NGƯỜI NHẬN", "Trần Thị Bưởi", "RN123456789VN", DOSSIER.code):
        assert said in sheet.text
    assert sheet.boxes > 100, "the bars of two codes"
    assert "Độc lập" not in sheet.text


def test_the_list_for_the_post_is_a_page_of_a4_with_two_counterparts() -> None:
    page = HANDOVER_PAGES["post-list"](replace(LIST, rows=LIST.rows * 20), CONTEXT)
    assert page.size is PageSize.A4
    sheets = Reader(render_pdf(page)).sheets
    text = " ".join(sheet.text for sheet in sheets)
    for said in ("BẢNG KÊ BƯU GỬI", "Liên 2 (giao bưu điện)", "Bên nhận: Bưu điện Tân Hòa", "Lê Bưu Tá"):
        assert said in text
    assert text.count(DOSSIER.code) == text.count("Trần Thị Bưởi") == 80


@settings(max_examples=30, deadline=None)
@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=300),
    address=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=300),
    columns=st.sampled_from([32, 42, 48]),
)
def test_any_name_and_address_fit(name: str, address: str, columns: int) -> None:
    posted = replace(POSTED, applicant=Person(name=name), return_place=address)
    rows = (HandoverRow.of_letter(posted, "0012"),)
    for slip in (
        DOSSIER_SLIPS["post-label"](posted, CONTEXT),
        HANDOVER_SLIPS["post-list"](replace(LIST, rows=rows), CONTEXT),
    ):
        assert max(map(width, render_text(slip, columns))) <= columns
    assert Reader(render_pdf(DOSSIER_PAGES["post-label"](posted, CONTEXT))).sheets
