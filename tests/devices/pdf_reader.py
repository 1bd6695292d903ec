"""Reads a PDF of ours with nothing but Python: its pages, their texts in the order of drawing, and its fonts."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_TOKEN = re.compile(rb"/(?P<font>F\d+\+\d+) [\d.]+ Tf|\((?P<text>(?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Sheet:
    """One page of the file: its size in points, every string that is drawn on it, and how many lines are dotted."""

    size: tuple[float, float]
    texts: tuple[str, ...]
    dotted: int
    boxes: int
    """Filled rectangles: the bars and modules of codes."""

    @property
    def text(self) -> str:
        """All of it with single spaces."""
        return " ".join(" ".join(self.texts).split())


class Reader:
    """``sheets`` are the pages, ``fonts`` the names of the embedded fonts without their prefix."""

    def __init__(self, pdf: bytes) -> None:
        self._objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
        self._letters = dict(self._fonts())
        self.fonts = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", pdf))
        order = next(body for body in self._objects.values() if b"/Kids" in body)
        self.sheets = [self._sheet(int(kid)) for kid in re.findall(rb"(\d+) 0 R", order.split(b"]")[0])]

    def _fonts(self) -> Iterator[tuple[bytes, dict[int, str]]]:
        for body in self._objects.values():
            if b"/Type /Font " in body and (table := re.search(rb"/ToUnicode (\d+) 0 R", body)):
                (name,) = re.findall(rb"/Name /(\S+)", body)
                pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>", self._stream(int(table[1])))
                yield name, {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}

    def _stream(self, number: int) -> bytes:
        head, _, data = self._objects[number].partition(b"stream")
        data = data.lstrip(b"\r\n").rpartition(b"endstream")[0]
        if b"ASCII85" in head:
            data = base64.a85decode(data.strip().removesuffix(b"~>"))
        return zlib.decompress(data)

    def _sheet(self, number: int) -> Sheet:
        body = self._objects[number]
        (contents,) = re.findall(rb"/Contents (\d+) 0 R", body)
        (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", body)
        texts: list[str] = []
        font = b""
        drawing = self._stream(int(contents))
        for token in _TOKEN.finditer(drawing):
            if token["font"]:
                font = token["font"]
            elif token["text"] is not None:
                letters = self._letters[font]
                texts.append("".join(letters[code] for code in _ESCAPE.sub(_plain, token["text"])))
        dotted = sum(
            block.count(b" l S")
            for block in re.findall(rb"\[[\d.]+ [\d.]+\] 0 d(.*?)\[\] 0 d", drawing, re.DOTALL)
        )
        return Sheet((float(box[0]), float(box[1])), tuple(texts), dotted, drawing.count(b" re f"))


def _plain(escape: re.Match[bytes]) -> bytes:
    if len(escape[1]) == 3:
        return bytes([int(escape[1], 8)])
    return _CONTROLS.get(escape[1], escape[1])
