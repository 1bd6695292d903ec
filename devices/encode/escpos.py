"""A slip as ESC/POS bytes, by the strategy of the printer's profile and within its limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from devices.encode.codecs import Ascii, Codec, Tcvn3, Viscii, is_drawn, letters_outside
from devices.encode.commands import (
    BOLD,
    CUT,
    FEED_DOTS,
    FEED_LINES,
    INIT,
    KANJI_OFF,
    LINE_FEED,
    LINES_TO_KNIFE,
    SIZES,
    barcode,
    defuse,
    needle_style,
    qr,
)
from devices.encode.dots import feed, picture
from devices.encode.downloaded import Downloaded
from devices.encode.glyphs import glyphs
from devices.encode.layout import Piece, Row, lay_out, pad, wrap
from devices.encode.qr import QR_QUIET, native_size
from devices.encode.raster import Band, Blank, can_draw, draw
from devices.profile import Pictures, Profile, Strategy
from devices.slip import Align, Barcode, Cut, QrCode, Size, Slip

Spans = list[tuple[int, int]]


def encode(slip: Slip, profile: Profile) -> bytes:
    """Every byte to send for ``slip``, from ``ESC @`` to the cut; no real-time command is among them.

    No command is sent that the profile says the printer lacks: what it cannot draw is text, without the marks that
    ``lost_letters`` names.
    """
    return _job(slip, profile).finished()


def lost_letters(slip: Slip, profile: Profile) -> tuple[str, ...]:
    """The letters of ``slip`` that come out without their mark, or not at all, each once, in the order of the slip."""
    return tuple(_job(slip, profile).lost)


def _job(slip: Slip, profile: Profile) -> _Job:
    strategy = profile.strategy_within_limits
    columns = profile.drawn_columns if strategy is Strategy.RASTER else profile.columns
    pieces = list(_fitted(lay_out(slip, columns), profile))
    job = _Job(profile)
    if strategy is Strategy.RASTER:
        job.picture(pieces)
    else:
        job.text(pieces, _codec(pieces, profile, strategy))
    return job


def _fitted(pieces: Iterable[Piece], profile: Profile) -> Iterator[Piece]:
    """The pieces, with another in the place of a code that the printer or its paper cannot hold.

    A native QR code and its text stand for a barcode; text alone for a code where the printer has no pictures.
    """
    for piece in pieces:
        match piece:
            case Barcode(code) if not _native(piece, profile) and _native(QrCode(code), profile):
                yield QrCode(code)
                yield from _lines(code, profile)
            case Barcode(text) | QrCode(text) if not _native(piece, profile) and not can_draw(piece, profile):
                yield from _lines(text, profile)
            case _:
                yield piece


def _lines(text: str, profile: Profile) -> Iterator[Row]:
    for line in wrap(text, profile.columns):
        yield Row(pad(line, profile.columns, Align.CENTER), align=Align.CENTER)


def _native(piece: Piece, profile: Profile) -> bytes | None:
    """The bytes of a code that the printer makes by itself; None where it, or its paper, cannot."""
    match piece:
        case Barcode(code) if profile.native_barcode:
            return barcode(code, profile.dots)
        case QrCode(data) if profile.native_qr and (size := native_size(data, profile.dots)):
            white = FEED_DOTS + bytes([QR_QUIET * size])
            return white + qr(data, size) + white
    return None


def _codec(pieces: Sequence[Piece], profile: Profile, strategy: Strategy) -> Codec:
    match strategy:
        case Strategy.TCVN3:
            return Tcvn3(profile)
        case Strategy.VISCII:
            return Viscii(profile)
        case Strategy.DOWNLOADED:
            rows = [piece.text for piece in pieces if isinstance(piece, Row) and piece.text]
            drawn = profile.pictures is not Pictures.NONE
            return Downloaded(rows, profile.definable, leaves_out=drawn)
        case _:
            return Ascii()


class _Job:
    """Collects bytes, the spans in which a dot may be flipped, and the letters that are ``lost``."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._out = bytearray(INIT + (KANJI_OFF if profile.kanji_off else b""))
        self._spans: Spans = []
        self._bold = False
        self._size = Size.NORMAL
        self.lost: dict[str, None] = {}

    def finished(self) -> bytes:
        """The finished job."""
        return defuse(bytes(self._out), self._spans)

    def text(self, pieces: Sequence[Piece], codec: Codec) -> None:
        """Rows in the printer's own letters; one with a letter that those lack is drawn where that shows more."""
        self._add(codec.start(), codec.dots())
        draws = self._profile.pictures is not Pictures.NONE and not isinstance(codec, Ascii)
        for piece in pieces:
            if not isinstance(piece, Row):
                self._out += codec.rest()
                self._other(piece)
            elif draws and is_drawn(codec.missing(piece.text)):
                self._plain()
                self._drawn_row(piece)
            else:
                self.lost |= dict.fromkeys(codec.missing(piece.text))
                self._row(piece, codec)

    def picture(self, pieces: Iterable[Piece]) -> None:
        """Rows as dots; barcodes and QR codes stay native where the printer has them."""
        for piece in pieces:
            if isinstance(piece, Row):
                self._drawn_row(piece)
            else:
                self._other(piece)

    def _add(self, data: bytes, dots: Sequence[tuple[int, int]] = ()) -> None:
        start = len(self._out)
        self._spans += ((start + first, start + last) for first, last in dots)
        self._out += data

    def _row(self, row: Row, codec: Codec) -> None:
        if row.text:
            self._style(row.size, bold=row.bold)
            self._add(codec.encode(row.text), codec.dots())
        self._out += LINE_FEED

    def _drawn_row(self, row: Row) -> None:
        self.lost |= dict.fromkeys(letters_outside(row.text, glyphs()))
        self._draw(row)

    def _style(self, size: Size, *, bold: bool) -> None:
        if self._profile.has_needles:
            if (size, bold) != (self._size, self._bold):
                self._out += needle_style(size, bold=bold)
        else:
            self._out += SIZES[size] if size is not self._size else b""
            self._out += BOLD[bold] if bold != self._bold else b""
        self._size, self._bold = size, bold

    def _plain(self) -> None:
        """Reset size and bold, which would apply to the text of a code."""
        self._style(Size.NORMAL, bold=False)

    def _other(self, piece: Barcode | QrCode | Cut) -> None:
        self._plain()
        if isinstance(piece, Cut):
            self._out += FEED_LINES + bytes([LINES_TO_KNIFE])
            self._out += CUT if self._profile.cutter else b""
        elif native := _native(piece, self._profile):
            self._out += native
        else:
            self._draw(piece)

    def _draw(self, piece: Piece) -> None:
        for part in draw((piece,), self._profile):
            match part:
                case Band():
                    for command in picture(part.octets, part.data, self._profile):
                        self._add(command.data, command.dots)
                case Blank(dots):
                    self._out += feed(dots, self._profile)
