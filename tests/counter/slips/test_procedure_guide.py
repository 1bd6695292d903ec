"""The guide to a procedure: what to bring by case, how long and how much by channel, on every paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter import locale
from counter.slips.context import SlipContext
from counter.slips.procedure_guide import guide_page, guide_slip
from db.domain.procedure import Component
from devices.encode.layout import width
from devices.encode.text import render_text
from devices.page import PageTable
from tests.cases import AGAIN_CASE, NEW_CASE, PERMIT
from tests.counter.slips.samples import OFFICE
from tests.offices import BIRTH

GOLDEN = Path(__file__).parent / "golden"
CONTEXT = SlipContext(office=OFFICE, officer_name="", printed_at=datetime(2026, 11, 23, 1, 41, tzinfo=UTC))


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize(("name", "case"), [("guide", ""), ("guide-case", NEW_CASE)])
def test_it_looks_right_on_every_paper(name: str, case: str, columns: int) -> None:
    with locale.speaking("vi"):
        text = (
            "\n".join(line.rstrip() for line in render_text(guide_slip(PERMIT, CONTEXT, case), columns))
            + "\n"
        )
    assert text == (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")


def test_each_case_has_its_papers_and_each_channel_its_term_and_fee() -> None:
    with locale.speaking("vi"):
        text = " ".join(" ".join(render_text(guide_slip(PERMIT, CONTEXT), 48)).split())
    assert (
        f"Giấy tờ cần nộp – {NEW_CASE}: 1. Đơn đề nghị (1 bản chính) 2. Bản vẽ thiết kế (2 bản chính)" in text
    )
    assert f"Giấy tờ cần nộp – {AGAIN_CASE}" in text
    assert "Phí thẩm định: 50.000 đ + Lệ phí cấp phép: 25.000 đ = 75.000 đ" in text
    assert "7 ngày làm việc Phí, lệ phí: 12.500 đ" in text
    with locale.speaking("vi"):
        free = " ".join(" ".join(render_text(guide_slip(BIRTH, CONTEXT), 48)).split())
    assert "CCCD của cha, mẹ (xuất trình, nếu có)" in free
    assert "Phí, lệ phí: không thu" in free


def test_forty_papers_with_long_names_wrap_at_words() -> None:
    papers = tuple(
        Component(name=f"{number} " + " ".join(["giấy chứng nhận"] * 18), originals=1) for number in range(40)
    )
    long = replace(PERMIT, components=papers, by_channel=(), name="Thủ tục " * 37)
    for columns in (32, 48):
        lines = render_text(guide_slip(long, CONTEXT), columns)
        assert max(map(width, lines)) <= columns
        assert not any(line.endswith(("chứn", "giấ", "nhậ")) for line in lines)
    (table,) = (item for item in guide_page(long, CONTEXT).items if isinstance(item, PageTable))
    assert len(table.rows) == 40
