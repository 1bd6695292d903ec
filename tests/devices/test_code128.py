"""CODE128 as other programs draw and read it."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.encode.code128 import QUIET, modules, native_data, plan
from devices.encode.commands import UnsafeJob, barcode, defuse
from devices.encode.escpos import encode
from devices.encode.raster import bar_modules, page, render_png
from devices.profile import Profile, Strategy
from devices.slip import Align, Barcode, Line, QrCode, Slip
from devices.virtual.drawing import MARGIN, draw
from devices.virtual.machine import Code, Machine, Picture
from tests.devices.samples import CODE
from tests.programs import needs, program

printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24)


def test_digits_are_packed_where_it_pays() -> None:
    assert plan("000.17.22.H56-261123-0007") == (
        ("B", "000.17.22.H56-"), ("C", "261123"), ("B", "-"), ("C", "0007"),
    )  # fmt: skip
    assert plan("12345") == (("C", "1234"), ("B", "5"))
    assert plan("A1234B") == (("B", "A1234B"),)
    assert plan("A12345") == (("B", "A1"), ("C", "2345"))


LONG = "000.17.22.H56-261123-0007"
"""Its bars alone are as wide as paper of 80 millimetres: there is no white beside them."""


def test_a_code_of_21_letters_fits_80_millimetres_with_its_white_and_25_do_not() -> None:
    assert modules(plan(LONG)) * 2 == 576
    assert barcode(LONG, 576) is None
    assert barcode(LONG, 576 + 40) is not None
    assert (modules(plan(CODE)) + 2 * QUIET) * 2 <= 528
    assert barcode(CODE, 528) is not None
    assert barcode(CODE, 527) is None


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("dots", [528, 560, 576, 832])
def test_ten_white_modules_stand_on_either_side_of_the_bars(dots: int, native: bool) -> None:
    bars = modules(plan(CODE)) if native else len(bar_modules(CODE))
    profile = Profile(
        dots=dots, columns=dots // 12, strategy=Strategy.RASTER, native_barcode=native, native_qr=native
    )
    machine = Machine(columns=profile.columns, dots=dots)
    machine.feed(encode(Slip("", (Barcode(CODE),)), profile))
    first = machine.paper[0]
    assert isinstance(first, Code | Picture)
    if isinstance(first, Code):
        assert first.kind == ("CODE128" if (bars + 20) * 2 <= dots else "QR")
        return
    line = f"{int.from_bytes(first.data[: first.octets], 'big'):0{first.octets * 8}b}".ljust(dots, "0")
    assert min(len(line) - len(line.lstrip("0")), dots - len(line.rstrip("0"))) >= 20


@given(printable)
def test_the_plan_keeps_every_letter(text: str) -> None:
    assert "".join(part for _, part in plan(text)) == text


@given(printable)
def test_a_printer_reads_what_was_meant(text: str) -> None:
    command = barcode(text, 10_000)
    if command is None:
        return
    machine = Machine()
    machine.feed(command)
    assert machine.paper[0] == Code("CODE128", text)
    assert machine.accidents == 0


@given(st.from_regex(r"[A-Z]{2}[0-9]{6}-[0-9]{4}", fullmatch=True))
def test_python_barcode_needs_no_fewer_bars(text: str) -> None:
    assert modules(plan(text)) <= len(bar_modules(text))


@pytest.mark.parametrize("text", ["", "Đ", "a\n"])
def test_other_letters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        plan(text)


def test_digits_that_spell_a_real_time_command_are_written_one_by_one() -> None:
    assert native_data(plan("X1604002")) == b"{BX1{C\x3c\x28\x02"
    assert native_data(plan("1604")) == b"{C\x10\x04"
    command = barcode("1604", 576)
    assert command
    assert b"\x10\x04" not in command
    assert b"{B1604" in command


def test_a_dot_is_flipped_where_a_picture_spells_a_command() -> None:
    job = b"ab\x10\x04\x10\x05\x10\x14"
    assert defuse(job, [(2, 8)]) == b"ab\x10\x24\x10\x25\x10\x34"
    assert defuse(b"\x10\x04", [(0, 1)]) == b"\x11\x04"
    with pytest.raises(UnsafeJob):
        defuse(b"\x10\x04\x01", [])


@needs("zbarimg")
def test_a_scanner_reads_the_paper(tmp_path: Path) -> None:
    """The bars are python-barcode's, and they can be scanned."""
    slip = Slip("", (Barcode(CODE), QrCode("https://example.vn/H56")))
    bars = page(slip, Profile())
    line = bin(int.from_bytes(bars.data[: bars.octets], "big"))[2:].rstrip("0")
    assert line[::2] == line[1::2] == bar_modules(CODE)
    picture = tmp_path / "slip.png"
    picture.write_bytes(render_png(slip, Profile()))
    command = [program("zbarimg"), "-q", str(picture)]
    found = subprocess.run(command, capture_output=True, text=True)
    assert set(found.stdout.split("\n")) >= {f"CODE-128:{CODE}", "QR-Code:https://example.vn/H56"}


@pytest.mark.parametrize("code", [CODE, LONG, "H56"])
@pytest.mark.parametrize("dots", [384, 576, 640])
@pytest.mark.parametrize("native", [True, False])
@needs("zbarimg")
def test_a_scanner_reads_the_code_on_paper_of_every_width(
    code: str, dots: int, native: bool, tmp_path: Path
) -> None:
    """Bars where they and the white beside them fit, else a QR code; cut at the very edge of the dots."""
    profile = Profile(dots=dots, columns=dots // 12, native_barcode=native, native_qr=native)
    machine = Machine(columns=profile.columns, dots=dots)
    machine.feed(encode(Slip("", (Line("Mã hồ sơ:", Align.CENTER), Barcode(code), Line("x"))), profile))
    paper = draw(machine)
    picture = tmp_path / "paper.png"
    paper.crop((MARGIN, MARGIN, paper.width - MARGIN, paper.height - MARGIN)).save(picture)
    command = [program("zbarimg"), "-q", str(picture)]
    found = subprocess.run(command, capture_output=True, text=True).stdout.split()
    kind = "CODE-128" if len(code) < 4 or (code == CODE and dots >= 576) or dots >= 640 else "QR-Code"
    assert found == [f"{kind}:{code}"]
