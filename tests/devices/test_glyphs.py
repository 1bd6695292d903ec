"""The shipped bitmaps are the shipped font, and no two Vietnamese letters look the same."""

import unicodedata
from importlib.resources import as_file, files

import pytest

from devices.encode.glyphs import HEIGHT, WIDTH, glyphs, printable, rows
from tests.devices.samples import VIETNAMESE_LETTERS


def test_every_letter_has_its_own_picture() -> None:
    pictures = {glyphs()[letter] for letter in VIETNAMESE_LETTERS}
    assert len(pictures) == len(VIETNAMESE_LETTERS) == 134
    assert len(set(glyphs().values())) == len(glyphs())


@pytest.mark.parametrize("letter", "ƀɃčČŏŎŭŬñÑĕĔĭĬ")
def test_letters_of_the_highlands_are_drawn(letter: str) -> None:
    assert printable(letter, 1) == letter
    assert any(rows(letter))
    assert rows(letter) not in {rows(plain) for plain in "bBcCoOuUnNeEiI"}


def test_every_latin_letter_is_drawn_or_has_a_likeness() -> None:
    blocks = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
    letters = [chr(code) for code in blocks if unicodedata.category(chr(code)) in ("Lu", "Ll")]
    assert "".join(letter for letter in letters if letter not in glyphs()) == "ÐƉƖȷẜẝẟỺỻỼỽỾỿ"
    assert "?" not in "".join(printable(letter, 1) for letter in letters)


@pytest.mark.parametrize(
    "letters", [VIETNAMESE_LETTERS[:67], VIETNAMESE_LETTERS[67:]], ids=["lower", "upper"]
)
def test_bitmaps_are_the_fonts_letters(letters: str) -> None:
    """Drawn anew by FreeType; hinting may move a few dots from version to version."""
    from PIL import Image, ImageDraw, ImageFont

    with as_file(files("devices.fonts").joinpath("CounterMono-Regular.ttf")) as path:
        font = ImageFont.truetype(str(path), 20)
    for letter in letters:
        image = Image.new("1", (WIDTH, HEIGHT))
        draw = ImageDraw.Draw(image)
        draw.fontmode = "1"
        draw.text((0, 19), letter, font=font, fill=1, anchor="ls")
        ours = [[row >> (WIDTH - 1 - x) & 1 for x in range(WIDTH)] for row in rows(letter)]
        differ = sum(
            bool(image.getpixel((x, y))) != bool(ours[y][x]) for x in range(WIDTH) for y in range(HEIGHT)
        )
        assert differ <= 24, letter


def test_bold_only_adds_dots() -> None:
    assert all(plain & bold == plain for plain, bold in zip(rows("Ẵ"), rows("Ẵ", bold=True), strict=True))


def test_letters_without_a_picture_keep_their_width() -> None:
    assert printable("ế", 1) == "ế"
    assert printable("東", 2) == "__"
    assert printable("ȷ", 1) == "j"
    assert printable("\u0301", 0) == ""


def test_the_licence_lies_beside_the_fonts() -> None:
    licence = files("devices.fonts").joinpath("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name Liberation" in licence
