"""A slip as ESC/POS bytes, by the strategy of the printer's profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from devices.encode.codecs import Ascii, Codec, Tcvn3, Viscii
from devices.encode.commands import (
    BOLD,
    CUT,
    FEED_DOTS,
    FEED_LINES,
    INIT,
    KANJI_OFF,
    LINE_FEED,
    LINES_TO_KNIFE,
    RASTER,
    SIZES,
    barcode,
    defuse,
    qr,
)
from devices.encode.downloaded import Downloaded
from devices.encode.layout import Piece, Row, lay_out, pad, wrap
from devices.encode.raster import MAX_BLOCK, Band, Blank, draw
from devices.profile import Profile, Strategy
from devices.slip import Align, Barcode, Cut, QrCode, Size, Slip

Spans = list[tuple[int, int]]


def encode(slip: Slip, profile: Profile) -> bytes:
    """Every byte to send for ``slip``, from ``ESC @`` to the cut; no real-time command is among them."""
    pieces = list(_fitted(lay_out(slip, profile.columns), profile))
    job = _Job(profile)
    if profile.strategy is Strategy.RASTER:
        job.picture(iter(pieces))
    else:
        job.text(pieces, _codec(pieces, profile))
    return job.finished()


def _fitted(pieces: Iterable[Piece], profile: Profile) -> Iterator[Piece]:
    """The pieces, with a QR code and its text for a barcode that the printer or its paper cannot hold."""
    for piece in pieces:
        if isinstance(piece, Barcode) and profile.native_qr and not _native(piece, profile):
            yield QrCode(piece.code)
            for text in wrap(piece.code, profile.columns):
                yield Row(pad(text, profile.columns, Align.CENTER), align=Align.CENTER)
        else:
            yield piece


def _native(piece: Barcode, profile: Profile) -> bytes | None:
    return barcode(piece.code, profile.dots) if profile.native_barcode else None


def _codec(pieces: Sequence[Piece], profile: Profile) -> Codec:
    match profile.strategy:
        case Strategy.TCVN3:
            return Tcvn3(profile)
        case Strategy.VISCII:
            return Viscii(profile)
        case Strategy.DOWNLOADED:
            rows = [piece.text for piece in pieces if isinstance(piece, Row) and piece.text]
            return Downloaded(rows, profile.downloaded)
        case _:
            return Ascii()


class _Job:
    """Collects bytes, and the spans in which a dot may be flipped."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._out = bytearray(INIT + (KANJI_OFF if profile.kanji_off else b""))
        self._spans: Spans = []
        self._bold = False
        self._size = Size.NORMAL

    def finished(self) -> bytes:
        """The finished job."""
        return defuse(bytes(self._out), self._spans)

    def text(self, pieces: Sequence[Piece], codec: Codec) -> None:
        """Rows in the printer's own letters."""
        self._add(codec.start(), codec.dots())
        for piece in pieces:
            if isinstance(piece, Row) and not codec.lacks(piece.text):
                self._row(piece, codec)
            elif isinstance(piece, Row):
                self._plain()
                self._draw(piece)
            else:
                self._out += codec.rest()
                self._other(piece)

    def picture(self, pieces: Iterator[Piece]) -> None:
        """Rows as dots; barcodes and QR codes stay native where the printer has them."""
        for piece in pieces:
            if isinstance(piece, Row):
                self._draw(piece)
            else:
                self._other(piece)

    def _add(self, data: bytes, dots: Sequence[tuple[int, int]] = ()) -> None:
        start = len(self._out)
        self._spans += ((start + first, start + last) for first, last in dots)
        self._out += data

    def _row(self, row: Row, codec: Codec) -> None:
        if not row.text:
            self._out += LINE_FEED
            return
        if row.size is not self._size:
            self._size = row.size
            self._out += SIZES[row.size]
        if row.bold != self._bold:
            self._bold = row.bold
            self._out += BOLD[row.bold]
        self._add(codec.encode(row.text), codec.dots())
        self._out += LINE_FEED

    def _plain(self) -> None:
        """Reset size and bold, which would apply to the text of a code."""
        if self._size is not Size.NORMAL:
            self._out += SIZES[Size.NORMAL]
        if self._bold:
            self._out += BOLD[False]
        self._size, self._bold = Size.NORMAL, False

    def _other(self, piece: Barcode | QrCode | Cut) -> None:
        self._plain()
        profile = self._profile
        match piece:
            case Cut():
                self._out += FEED_LINES + bytes([LINES_TO_KNIFE])
                self._out += CUT if profile.cutter else b""
            case QrCode(data) if profile.native_qr:
                self._out += qr(data)
            case Barcode() if native := _native(piece, profile):
                self._out += native
            case _:
                self._draw(piece)

    def _draw(self, piece: Piece) -> None:
        for part in draw(iter((piece,)), self._profile):
            match part:
                case Band():
                    self._band(part)
                case Blank(dots):
                    for at in range(0, dots, 255):
                        self._out += FEED_DOTS + bytes([min(255, dots - at)])

    def _band(self, band: Band) -> None:
        most = MAX_BLOCK * band.octets
        for at in range(0, len(band.data), most):
            block = band.data[at : at + most]
            lines = len(block) // band.octets
            self._out += RASTER + band.octets.to_bytes(2, "little") + lines.to_bytes(2, "little")
            self._add(block, [(0, len(block))])
