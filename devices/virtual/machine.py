"""A simulated receipt printer: takes ESC/POS bytes as the manuals describe them, and keeps the printed paper.

It can be out of paper, open, in Kanji mode as Chinese clones start, ignore ``ESC &``, lack ``GS v 0`` or print with
needles, as an Epson TM-U220 does. Shares no code with the encoders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from devices.virtual.tables import ESC_ONE, GS_ONE, GS_ONE_OF_NEEDLES, PAGES

_REAL_TIME: Final = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x05[\x00-\x02]|\x10\x14[\x01-\x03]")
_ACCIDENT: Final = re.compile(rb"\x10[\x04\x05\x14]")
_ESC, _FS, _GS, _DLE = 0x1B, 0x1C, 0x1D, 0x10


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed letter, or a character that was drawn by the host (12 or fewer columns of 3 bytes)."""

    letter: str = ""
    drawn: bytes = b""
    bold: bool = False
    wide: int = 1
    tall: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster block: ``octets`` bytes a line."""

    octets: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode or QR code with the text that a reader would give."""

    kind: str
    text: str


Printed = tuple[Cell, ...] | Picture | Code | str
"""One item on the paper; the word ``cut`` stands for the knife."""


class Incomplete(Exception):
    """The last bytes of the command have not arrived yet."""


@dataclass(slots=True)
class Machine:
    """The printer: ``feed`` takes bytes and returns the answer; ``paper`` has what was printed, top down.

    ``dots`` are those across the paper, 0 for 12 a column; ``beyond`` counts lines of dots that did not fit them.
    """

    columns: int = 48
    dots: int = 0
    kanji: bool = False
    deaf_to_definitions: bool = False
    takes_raster: bool = True
    has_needles: bool = False
    proves_completion: bool = True
    proves_queued: bool = True
    paper_out: bool = False
    paper_near_end: bool = False
    cover_open: bool = False
    paper: list[Printed] = field(default_factory=list)
    accidents: int = 0
    beyond: int = 0
    unknown: list[bytes] = field(default_factory=list)
    _buffer: bytearray = field(default_factory=bytearray)
    _tail: bytes = b""
    _line: list[Cell] = field(default_factory=list)
    _strip: Picture | None = None
    _defined: dict[int, bytes] = field(default_factory=dict)
    _user_set: bool = False
    _kanji_on: bool = False
    _page: int = 0
    _bold: bool = False
    _size: int = 0
    _hri: bool = False
    _align: int = 0
    _qr: str = ""

    def __post_init__(self) -> None:
        self._kanji_on = self.kanji
        self.dots = self.dots or self.columns * 12

    def feed(self, data: bytes) -> bytes:
        """Process ``data``; returns what the printer sends back. Real-time requests are answered at once."""
        answer = self._answer_at_once(data)
        self._buffer += data
        while self._buffer and not self.stopped:
            reader = _Reader(bytes(self._buffer))
            try:
                answer += self._command(reader)
            except Incomplete:
                break
            except ValueError as error:
                self.unknown.append(str(error).encode())
            del self._buffer[: reader.at]
        return answer

    def power_cycle(self) -> None:
        """Switch off and on: what was received and not printed is lost, the paper stays."""
        self._buffer.clear()
        self._tail = b""
        self._reset()

    @property
    def stopped(self) -> bool:
        """Whether it cannot print now, and keeps bytes in its buffer."""
        return self.paper_out or self.cover_open

    def status(self, number: int) -> int:
        """The byte that ``DLE EOT number`` answers."""
        fixed = 0x12
        if number == 1:
            return fixed | (0x08 if self.stopped else 0)
        if number == 2:
            return fixed | (0x04 if self.cover_open else 0) | (0x20 if self.paper_out else 0)
        if number == 4:
            return (
                fixed
                | (0x60 if self.paper_out else 0)
                | (0x0C if self.paper_near_end or self.paper_out else 0)
            )
        return fixed

    def text(self, names: Mapping[bytes, str] | None = None) -> list[str]:
        """The paper as lines of text; drawn characters are named by ``names`` or shown as a box."""
        lines: list[str] = []
        for printed in self.paper:
            match printed:
                case tuple():
                    lines.append(
                        "".join(cell.letter or (names or {}).get(cell.drawn, "▯") for cell in printed)
                    )
                case Code(kind, text):
                    lines.append(f"<{kind}:{text}>")
                case Picture():
                    lines.append("<picture>")
                case str():
                    lines.append(f"<{printed}>")
        return lines

    def _answer_at_once(self, data: bytes) -> bytes:
        stream = self._tail + data
        answer = bytearray()
        at = 0
        while match := _REAL_TIME.search(stream, at):
            at = match.end()
            if match[1]:
                answer.append(self.status(match[1][0]))
        self._tail = stream[max(at, len(stream) - 2) :]
        return bytes(answer)

    def _command(self, reader: _Reader) -> bytes:
        first = reader.byte()
        if first == _ESC:
            return self._esc(reader)
        if first == _GS:
            return self._gs(reader)
        if first == _FS:
            self._fs(reader)
        elif first == _DLE:
            reader.take(4 if reader.byte() == 0x14 else 1)
        elif first == 0x0A:
            self._end_line()
        elif first >= 0x20:
            self._letter(first, reader)
        return b""

    def _end_line(self) -> None:
        if self._strip is not None:
            self.paper.append(self._strip)
            self._strip = None
        else:
            self.paper.append(tuple(self._line))
        self._line.clear()

    def _letter(self, byte: int, reader: _Reader) -> None:
        wide, tall = (self._size >> 4 & 7) + 1, (self._size & 7) + 1
        letter, drawn = "", b""
        if self._user_set and byte in self._defined:
            drawn = self._defined[byte]
        elif byte < 0x7F:
            letter = chr(byte)
        elif self._kanji_on:
            reader.byte()
            letter = "�"
        else:
            letter = PAGES.get(self._page, PAGES[0])[byte - 0x80]
        used = sum(cell.wide for cell in self._line)
        if used + wide > self.columns:
            self._end_line()
        self._line.append(Cell(letter, drawn, self._bold, wide, tall))

    def _fs(self, reader: _Reader) -> None:
        command = reader.byte()
        if command == 0x2E:
            self._kanji_on = False
        elif command == 0x26:
            self._kanji_on = True
        else:
            self.unknown.append(bytes([_FS, command]))

    def _esc(self, reader: _Reader) -> bytes:
        command = reader.byte()
        if command == 0x40:
            self._reset()
        elif command == 0x26:
            self._define(reader)
        elif command == 0x24:
            reader.take(2)
        elif command == 0x2A:
            self._columns(reader)
        elif command in ESC_ONE:
            self._set(command, reader.byte())
        elif command != 0x32:
            self.unknown.append(bytes([_ESC, command]))
        return b""

    def _columns(self, reader: _Reader) -> None:
        """``ESC *``: columns of 8 or 24 dots, printed by the end of the line."""
        mode, count = reader.byte(), reader.word()
        if mode not in ((0, 1) if self.has_needles else (0, 1, 32, 33)):
            raise ValueError(f"no mode {mode} of ESC *")
        high = 3 if mode in (32, 33) else 1
        data = self._data(reader, count * high)
        across = count * (2 if self.has_needles and mode == 0 else 1)
        columns = [
            f"{int.from_bytes(data[at : at + high], 'big'):0{high * 8}b}" for at in range(0, len(data), high)
        ]
        octets = -(-count // 8)
        lines = ("".join(column[y] for column in columns).ljust(octets * 8, "0") for y in range(high * 8))
        self._strip = Picture(octets, b"".join(int(line, 2).to_bytes(octets, "big") for line in lines))
        self.beyond += high * 8 if across > self.dots else 0

    def _reset(self) -> None:
        self._line.clear()
        self._strip = None
        self._defined.clear()
        self._user_set, self._kanji_on, self._page = False, self.kanji, 0
        self._bold, self._size, self._hri, self._align, self._qr = False, 0, False, 0, ""

    def _set(self, command: int, value: int) -> None:
        match chr(command):
            case "E":
                self._bold = bool(value & 1)
            case "t":
                self._page = value
            case "a":
                self._align = value % 48 if value % 48 < 3 else 0
            case "%":
                self._user_set = bool(value & 1)
            case "!":
                self._bold = bool(value & 8)
                self._size = (0x10 if value & 0x20 else 0) | (0x01 if value & 0x10 else 0)
            case "d":
                if self._line or self._strip:
                    self._end_line()
                self.paper += [()] * value
            case "J":
                if self._line or self._strip:
                    self._end_line()

    def _define(self, reader: _Reader) -> None:
        if self.deaf_to_definitions:
            reader.byte()
            return
        if reader.byte() != (2 if self.has_needles else 3):
            raise ValueError("a 12x24 font has 3 bytes a column, one of needles 2")
        first, last = reader.byte(), reader.byte()
        if not 0x20 <= first <= last <= 0x7E:
            raise ValueError("characters 20-7E can be defined")
        characters = {}
        for code in range(first, last + 1):
            columns = reader.byte()
            if columns > 12:
                raise ValueError("a character has at most 12 columns")
            characters[code] = self._data(reader, 3 * columns)
        self._defined |= characters

    def _data(self, reader: _Reader, count: int) -> bytes:
        data = reader.take(count)
        self.accidents += len(_ACCIDENT.findall(data))
        return data

    def _gs(self, reader: _Reader) -> bytes:
        command = reader.byte()
        handlers: dict[str, Callable[[_Reader], bytes]] = {"V": self._cut}
        if not self.has_needles:
            handlers |= {"k": self._barcode, "(": self._extended}
        if self.takes_raster:
            handlers["v"] = self._raster
        if handler := handlers.get(chr(command)):
            return handler(reader)
        if command not in (GS_ONE_OF_NEEDLES if self.has_needles else GS_ONE):
            self.unknown.append(bytes([_GS, command]))
            return b""
        value = reader.byte()
        if command == 0x21:
            self._size = value
        elif command == 0x48:
            self._hri = value in (2, 3)
        elif command == 0x72 and self.proves_queued:
            return bytes([0x0C if self.paper_near_end else 0])
        return b""

    def _cut(self, reader: _Reader) -> bytes:
        if reader.byte() in (65, 66):
            reader.byte()
        self.paper.append("cut")
        return b""

    def _raster(self, reader: _Reader) -> bytes:
        reader.take(2)
        octets, lines = reader.word(), reader.word()
        if lines > 2303:
            raise ValueError("a raster block has at most 2303 lines")
        data = self._data(reader, octets * lines)
        self.paper.append(Picture(octets, data))
        rows = (int.from_bytes(data[at : at + octets], "big") for at in range(0, len(data), octets))
        self.beyond += sum(bool(row & (1 << max(0, octets * 8 - self.dots)) - 1) for row in rows)
        return b""

    def _barcode(self, reader: _Reader) -> bytes:
        kind = reader.byte()
        data = self._data(reader, reader.byte())
        if kind == 73:
            text = _code128(data)
            self.paper.append(Code("CODE128", text))
            if self._hri:
                left = " " * ((self.columns - len(text)) * self._align // 2)
                self.paper.append(tuple(map(Cell, left + text)))
        return b""

    def _extended(self, reader: _Reader) -> bytes:
        function = reader.byte()
        data = self._data(reader, reader.word())
        if function == 0x48 and data[:1] == b"\x30":
            return b"\x37\x22" + data[2:6] + b"\x00" if self.proves_completion else b""
        if function == 0x6B and data[:2] == b"1P":
            self._qr = data[3:].decode("utf-8", "replace")
        elif function == 0x6B and data[:2] == b"1Q":
            self.paper.append(Code("QR", self._qr))
        return b""


def _code128(data: bytes) -> str:
    """The text of a barcode by the data of ``GS k 73``; raises ``ValueError`` for data that a printer would refuse."""
    if data[:2] not in (b"{A", b"{B", b"{C"):
        raise ValueError("CODE128 begins with its code set")
    text, at, pairs = "", 0, False
    while at < len(data):
        two = data[at : at + 2]
        if two in (b"{B", b"{C"):
            pairs, at = two == b"{C", at + 2
        elif pairs:
            if data[at] > 99:
                raise ValueError("code set C has 00-99")
            text, at = text + f"{data[at]:02}", at + 1
        elif two == b"{{":
            text, at = text + "{", at + 2
        else:
            text, at = text + chr(data[at]), at + 1
    return text


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self._data):
            raise Incomplete
        self.at += count
        return self._data[self.at - count : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")
