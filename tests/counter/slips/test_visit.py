"""The receipt for all dossiers of a visit: golden slips, and the page read back."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_PAGES, DOSSIER_SLIPS
from devices.encode.pdf import render_pdf
from devices.encode.text import render_text
from devices.slip import Barcode, Slip
from tests.counter.slips.samples import BY_PROXY, DOSSIER, EMPTY, OFFICE, RECEIVED
from tests.counter.slips.test_forms import GOLDEN
from tests.devices.pdf_reader import Reader

EARLIER = replace(
    DOSSIER,
    id="0200",
    code="000.17.22.H56-261123-0006",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú cho người đã đăng ký thường trú tại nơi khác trong tỉnh",
    fee=15_000,
    fee_paid=0,
    fee_serial="",
)
CONTEXT = SlipContext(office=OFFICE, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED, visit=(EARLIER,))
SAMPLES = {"visit": (BY_PROXY, CONTEXT), "visit-empty": (EMPTY, replace(CONTEXT, visit=()))}


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_slip_looks_as_it_did(name: str, columns: int) -> None:
    slip = DOSSIER_SLIPS["visit"](*SAMPLES[name])
    text = "\n".join(render_text(slip, columns)) + "\n"
    golden = GOLDEN / f"{name}-{columns}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert Slip.from_json(slip.to_json()) == slip


def test_each_dossier_has_its_code_under_bars() -> None:
    bars = [item for item in DOSSIER_SLIPS["visit"](BY_PROXY, CONTEXT).items if isinstance(item, Barcode)]
    assert bars == [Barcode(EARLIER.code), Barcode(BY_PROXY.code)]


def test_the_page_lists_them_in_the_language_of_the_law() -> None:
    page = DOSSIER_PAGES["visit"](BY_PROXY, CONTEXT)
    text = " ".join(sheet.text for sheet in Reader(render_pdf(page)).sheets)
    for part in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Số hồ sơ: 2", "Trần Thị Bưởi", EARLIER.code, BY_PROXY.code,
        "1.001193 Đăng ký khai sinh", "15.000 đ", "65.000 đ", "NGƯỜI NỘP HỒ SƠ", "Trang 1/1",
    ):  # fmt: skip
        assert part in text
