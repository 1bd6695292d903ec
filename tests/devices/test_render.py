"""A slip in every form that can be asked for, each loading only what it needs."""

import subprocess
import sys

import pytest

from devices.encode.render import KINDS, render
from devices.profile import Profile
from devices.slip import Slip
from tests.devices.samples import TICKET

STARTS = {"text": b"UBND", "escpos": b"\x1b@", "png": b"\x89PNG", "pdf": b"%PDF-", "json": b"[1,"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made(kind: str) -> None:
    assert render(TICKET, kind, Profile()).lstrip().startswith(STARTS[kind])


def test_json_can_be_read_again() -> None:
    assert Slip.from_json(render(TICKET, "json", Profile()).decode()) == TICKET


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not 'docx'"):
        render(TICKET, "docx", Profile())


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        (
            "devices.slip, devices.encode.text, devices.virtual.printer",
            "escpos barcode PIL qrcode serial reportlab",
        ),
        ("devices.printer, devices.spool, devices.profile", "escpos barcode PIL qrcode serial reportlab"),
        ("devices.encode.escpos", "PIL qrcode reportlab escpos.escpos"),
    ],
)
def test_only_what_is_needed_is_loaded(modules: str, absent: str) -> None:
    script = f"import sys, {modules}; print([m for m in {absent.split()} + ['textual'] if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
