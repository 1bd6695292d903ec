"""A form that replaces an earlier print says so above all else, on a slip and on a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter import locale
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_PAGES, DOSSIER_SLIPS
from counter.slips.replacement import as_replacement
from devices.document import read_document
from devices.encode.pdf import render_pdf
from devices.encode.text import render_text
from devices.page import Page
from devices.slip import Slip
from tests.counter.slips.samples import DOSSIER, OFFICE, RECEIVED
from tests.devices.pdf_reader import Reader

GOLDEN = Path(__file__).parent / "golden"
CONTEXT = SlipContext(office=OFFICE, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


@pytest.mark.parametrize("columns", [32, 48])
def test_a_slip_looks_as_it_did(columns: int) -> None:
    slip = as_replacement(DOSSIER_SLIPS["01"](DOSSIER, CONTEXT), RECEIVED)
    assert isinstance(slip, Slip)
    text = "\n".join(render_text(slip, columns)) + "\n"
    golden = GOLDEN / f"replacement-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert read_document(slip.to_json()) == slip


def test_a_page_says_it_in_vietnamese_whatever_is_spoken() -> None:
    locale.use("en")
    page = as_replacement(DOSSIER_PAGES["01"](DOSSIER, CONTEXT), RECEIVED)
    assert isinstance(page, Page)
    (sheet,) = Reader(render_pdf(page)).sheets
    assert "THAY THẾ BẢN IN TRƯỚC" in sheet.text
    assert "(in lúc 08 giờ 41 ngày 23/11/2026)" in sheet.text
    assert read_document(page.to_json()) == page
