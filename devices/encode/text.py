"""A slip as plain Unicode text, for the preview beside a screen and for ``--as text``."""

from __future__ import annotations

from devices.encode.layout import Row, lay_out, pad, wrap
from devices.slip import Barcode, Cut, QrCode, Size, Slip


def render_text(slip: Slip, columns: int = 42) -> list[str]:
    """The lines of ``slip`` on paper of ``columns`` letters; none is longer, and none ends in a space.

    Codes appear as bars of ``|`` over their text: a Linux console has no block glyphs. Raises ``ValueError``
    for fewer than 8 columns.
    """
    if columns < 8:
        raise ValueError("a slip needs at least 8 columns")
    lines: list[str] = []
    for piece in lay_out(slip, columns):
        match piece:
            case Row(text, _, Size.BIG, align):
                lines.append(pad(text.strip(), columns, align).rstrip())
            case Row(text):
                lines.append(text.rstrip())
            case Barcode(code):
                lines += _bars(code, columns)
            case QrCode(data):
                lines += (line.center(columns).rstrip() for line in wrap(f"[QR] {data}", columns))
            case Cut():
                lines.append("- " * ((columns - 1) // 2) + "-")
    return lines


def _bars(code: str, columns: int) -> list[str]:
    """A picture of bars, not to be scanned: two columns a letter, as many as fit."""
    bars = "".join("| " if ord(letter) % 3 else "||" for letter in code)
    row = f"| {bars}| |"[: columns - 2].center(columns).rstrip()
    return [row, row, *(line.center(columns).rstrip() for line in wrap(code, columns))]
