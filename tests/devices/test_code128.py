"""CODE128 as other programs draw and read it."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.encode.code128 import modules, native_data, plan
from devices.encode.commands import UnsafeJob, barcode, defuse
from devices.encode.raster import bar_modules, page, render_png
from devices.profile import Profile
from devices.slip import Barcode, QrCode, Slip
from devices.virtual.machine import Code, Machine
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


def test_a_code_of_25_letters_fits_80_millimetres_and_21_more_easily() -> None:
    assert modules(plan("000.17.22.H56-261123-0007")) * 2 == 576
    assert modules(plan(CODE)) * 2 <= 488


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
