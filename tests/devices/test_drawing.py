"""What the virtual printer's paper looks like: the same picture whichever way the letters went."""

import os
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from devices.encode.escpos import encode
from devices.profile import Profile, Strategy
from devices.slip import Line, Slip
from devices.virtual.drawing import MARGIN, draw, png
from devices.virtual.machine import Machine
from tests.devices.samples import CODE, TICKET, TWENTY_LINES, VIETNAMESE_LETTERS
from tests.programs import needs, program

LETTERS = Slip("", tuple(Line(VIETNAMESE_LETTERS[at : at + 40]) for at in range(0, 134, 40)))


def paper(slip: Slip, strategy: Strategy) -> Image.Image:
    machine = Machine()
    machine.feed(encode(slip, Profile(strategy=strategy)))
    return draw(machine)


def black(picture: Image.Image) -> int:
    return picture.histogram()[0]


def test_downloaded_letters_look_like_the_fonts() -> None:
    """Every letter, dot for dot; FreeType may move a few dots from version to version."""
    drawn, resident = paper(LETTERS, Strategy.DOWNLOADED), paper(LETTERS, Strategy.TCVN3)
    assert drawn.size == resident.size
    difference = ImageChops.logical_xor(drawn, resident)
    assert difference.histogram()[255] <= black(resident) // 20
    assert black(resident) > 134 * 20


@pytest.mark.parametrize("strategy", [Strategy.DOWNLOADED, Strategy.TCVN3, Strategy.RASTER])
@needs("zbarimg")
def test_codes_can_be_scanned_from_the_paper(strategy: Strategy, tmp_path: Path) -> None:
    """A scanner's own program reads both codes."""
    machine = Machine()
    machine.feed(encode(TWENTY_LINES, Profile(strategy=strategy)))
    file = tmp_path / "paper.png"
    file.write_bytes(png(machine))
    with Image.open(file) as picture:
        assert picture.width == 48 * 12 + 2 * MARGIN
    command = [program("zbarimg"), "-q", str(file)]
    found = subprocess.run(command, capture_output=True, text=True).stdout
    assert set(found.split("\n")) >= {f"CODE-128:{CODE}", f"QR-Code:{CODE}"}


@pytest.mark.parametrize("strategy", [Strategy.DOWNLOADED, Strategy.RASTER])
@needs("tesseract")
def test_the_letters_can_be_read_from_the_paper(strategy: Strategy, tmp_path: Path) -> None:
    """Another program reads the Vietnamese text back, of letters that we drew dot by dot."""
    words = ("Đăng ký khai sinh, nhận cha mẹ", "Giấy chứng nhận quyền sử dụng đất", "Nguyễn Thị Hồng Ngọc")
    picture = paper(Slip("", tuple(map(Line, words))), strategy)
    file = tmp_path / "paper.png"
    picture.convert("L").resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS).save(file)
    command = [
        program("tesseract"),
        str(file),
        "-",
        "-l",
        "vie",
        "--psm",
        "6",
    ]
    found = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    assert found.returncode == 0, found.stderr
    read = " ".join(found.stdout.split())
    assert SequenceMatcher(None, " ".join(words), read).ratio() > 0.9, read


def test_big_and_bold_letters_are_drawn_big_and_bold() -> None:
    plain = Slip("", (Line("A042"),))
    assert 4 < black(paper(TICKET, Strategy.ASCII)) / black(paper(plain, Strategy.ASCII)) < 60
    bold = Slip("", (Line("A042", bold=True),))
    assert 1.2 < black(paper(bold, Strategy.ASCII)) / black(paper(plain, Strategy.ASCII)) < 2.2
