"""Builds the fonts and bitmaps of this folder: ``python -m devices.fonts.build FOLDER`` with fontTools and Pillow.

``FOLDER`` holds Liberation 2 (Debian: fonts-liberation2). A subset is a modified font, which may not bear the reserved
name: it is renamed. The bitmaps are 12x24 dots, column by column from the top as ``ESC &`` takes them.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Any

MARKS = "–—‘’“”…•₫€"
BLOCKS = ((0x20, 0x7F), (0xA1, 0xAD), (0xAE, 0x250), (0x1E00, 0x1F00))
"""Unicode's Latin blocks: Basic, Latin-1, Extended-A, Extended-B and Extended Additional, without controls."""

MISSING = "\u0237\u1e9c\u1e9d\u1e9f\u1efa\u1efb\u1efc\u1efd\u1efe\u1eff"
"""Letters of medieval texts that the source fonts lack."""

ALIKE = "\u00d0\u0189\u0196\u01c3"
"""Letters whose picture is another's: two that become Đ at every border, an African iota, a click."""

LETTERS = "".join(
    chr(code) for start, end in BLOCKS for code in range(start, end) if chr(code) not in MISSING + ALIKE
)
WIDTH, HEIGHT, SIZE, BASELINE = 12, 24, 20, 19
FONTS = {
    "LiberationMono-Regular": "CounterMono-Regular",
    "LiberationSerif-Regular": "CounterSerif-Regular",
    "LiberationSerif-Bold": "CounterSerif-Bold",
    "LiberationSerif-Italic": "CounterSerif-Italic",
}
HERE = Path(__file__).parent


def subset(source: Path, name: str) -> None:
    """Write the subset of ``source`` under its own ``name``."""
    from fontTools import subset as tool  # type: ignore[import-not-found, import-untyped, unused-ignore]

    options = tool.Options(
        layout_features=[], hinting="Mono" in name, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True
    )
    font: Any = tool.load_font(str(source), options)
    cutter = tool.Subsetter(options)
    cutter.populate(text=LETTERS + MARKS)
    cutter.subset(font)
    family, style = name.split("-")
    for number, text in {1: family, 2: style, 4: f"{family} {style}", 6: name}.items():
        for platform, encoding, language in ((3, 1, 0x409), (1, 0, 0)):
            font["name"].setName(text, number, platform, encoding, language)
    tool.save_font(font, str(HERE / f"{name}.ttf"), options)


def bitmaps(font_file: Path) -> bytes:
    """Every letter as its code point (2 bytes) and 36 bytes of dots."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(font_file), SIZE)
    data = bytearray()
    for letter in LETTERS + MARKS:
        image = Image.new("1", (WIDTH, HEIGHT))
        draw = ImageDraw.Draw(image)
        draw.fontmode = "1"
        draw.text((0, BASELINE), letter, font=font, fill=1, anchor="ls")
        data += struct.pack(">H", ord(letter))
        for x in range(WIDTH):
            column = sum(bool(image.getpixel((x, y))) << (HEIGHT - 1 - y) for y in range(HEIGHT))
            data += column.to_bytes(3, "big")
    return bytes(data)


def main(folder: Path) -> None:
    """Build everything from the fonts in ``folder``."""
    for source, name in FONTS.items():
        subset(folder / f"{source}.ttf", name)
    (HERE / "counter-12x24.bin").write_bytes(bitmaps(HERE / "CounterMono-Regular.ttf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
