"""The code of what is owed on slips and pages: there where something is owed and the office has an account."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from counter.rules.vietqr import payload
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_PAGES, DOSSIER_SLIPS
from counter.slips.transfer_code import transfer_code
from db.domain.records import Dossier
from devices.encode.pdf import render_pdf
from devices.page import Page
from devices.slip import QrCode, Slip
from tests.counter.slips.samples import BY_PROXY, DOSSIER, EMPTY, OFFICE, PAID, RECEIVED
from tests.programs import needs, program

BANK = replace(OFFICE, bank_bin="970403", bank_account="0011012345678", bank_account_name="UBND XA TAN HOA")
CONTEXT = SlipContext(office=BANK, officer_name="Nguyễn Thị Lan", printed_at=RECEIVED)


def codes(document: Slip | Page) -> list[str]:
    return [item.data for item in document.items if isinstance(item, QrCode)]


@pytest.mark.parametrize(("form", "dossier", "amount"), [("01", DOSSIER, 50_000), ("payment", PAID, 20_000)])
def test_what_is_owed_can_be_paid_by_its_code(form: str, dossier: Dossier, amount: int) -> None:
    wanted = [payload("970403", "0011012345678", amount, "261123-0007")]
    assert codes(DOSSIER_SLIPS[form](dossier, CONTEXT)) == wanted
    assert codes(DOSSIER_PAGES[form](dossier, CONTEXT)) == wanted


def test_there_is_no_code_of_nothing_without_account_or_without_a_dossiers_code() -> None:
    assert transfer_code(BY_PROXY, BANK) == ""
    assert transfer_code(DOSSIER, OFFICE) == ""
    assert transfer_code(replace(EMPTY, fee=5_000), BANK) == ""


@needs("zbarimg", "pdftotext")
@pytest.mark.parametrize(("form", "dossier"), [("01", DOSSIER), ("payment", PAID)])
def test_a_scanner_reads_the_code_on_the_page(tmp_path: Path, form: str, dossier: Dossier) -> None:
    (tmp_path / "page.pdf").write_bytes(render_pdf(DOSSIER_PAGES[form](dossier, CONTEXT)))
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", str(tmp_path / "page.pdf"), str(tmp_path / "page")], check=True
    )
    pictures = sorted(map(str, tmp_path.glob("page*.png")))
    read = subprocess.run([program("zbarimg"), "-q", *pictures], capture_output=True, text=True, check=True)
    assert f"QR-Code:{transfer_code(dossier, BANK)}" in read.stdout
