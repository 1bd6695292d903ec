"""The receipt for feedback, as a slip of every width and as a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter import locale
from counter.slips.context import SlipContext
from counter.slips.feedback_receipt import FeedbackPaper
from counter.slips.registry import FEEDBACK_PAGES, FEEDBACK_SLIPS
from db.domain.feedback import Feedback
from devices.document import read_document
from devices.encode.layout import width
from devices.encode.pdf import render_pdf
from devices.encode.text import render_text
from tests.counter.slips.samples import DOSSIER, OFFICE, RECEIVED
from tests.counter.slips.test_forms import GOLDEN
from tests.devices.pdf_reader import Reader

PAPER = FeedbackPaper(
    feedback=Feedback(
        id="1",
        number="0007",
        person=DOSSIER.applicant,
        content="Phải đi lại ba lần để nộp một loại giấy tờ mà lần đầu không ai nói đến",
        subject="behaviour",
        agency="UBND xã Tân Hòa",
        received_at=RECEIVED,
    ),
    handle_until=RECEIVED + timedelta(days=21),
)
CONTEXT = SlipContext(office=OFFICE, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


@pytest.mark.parametrize("columns", [32, 48])
def test_it_looks_as_it_did(columns: int) -> None:
    """As the other golden renderings: WRITE_GOLDEN=1 writes them."""
    slip = FEEDBACK_SLIPS["feedback"](PAPER, CONTEXT)
    text = "\n".join(render_text(slip, columns)) + "\n"
    golden = GOLDEN / f"feedback-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert read_document(slip.to_json()) == slip


def test_the_page_says_what_the_slip_says() -> None:
    (sheet,) = Reader(render_pdf(FEEDBACK_PAGES["feedback"](PAPER, CONTEXT))).sheets
    for said in (
        "PHIẾU TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ",
        "Số: 0007",
        "Trần Thị Bưởi",
        "ba lần",
        "NGƯỜI TIẾP NHẬN",
    ):
        assert said in sheet.text


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=300), columns=st.sampled_from([32, 42, 48]))
def test_whatever_is_said_stays_on_the_paper(text: str, columns: int) -> None:
    said = replace(PAPER, feedback=replace(PAPER.feedback, content=text, agency=text))
    lines = render_text(FEEDBACK_SLIPS["feedback"](said, CONTEXT), columns)
    assert all(width(line) <= columns and line.isprintable() for line in lines)
    assert Reader(render_pdf(FEEDBACK_PAGES["feedback"](said, CONTEXT))).sheets
