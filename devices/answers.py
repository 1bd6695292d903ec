"""What a printer sends back: answers to questions, proofs of printing, and reports that nobody asked for."""

from __future__ import annotations

from typing import Final

from devices.profile import Proof

QUEUED: Final = b"queued"
"""Stands for every answer to ``GS r``, which all look alike."""

ASK: Final = b"\x10\x04"
_PROVE_QUEUED: Final = b"\x1dr\x01"
_PROVE_COMPLETION: Final = b"\x1d(H\x06\x0000"


def proof_request(proof: Proof, count: int) -> tuple[bytes, bytes]:
    """The mark by which the answer to request number ``count`` is known, and the bytes that request it."""
    if proof is Proof.NONE:
        return b"", b""
    if proof is Proof.QUEUED:
        return QUEUED, _PROVE_QUEUED
    mark = f"{count % 10_000:04}".encode("ascii")
    return mark, _PROVE_COMPLETION + mark


class Answers:
    """Sorts what a printer sends: answers to ``DLE EOT``, proofs of printing, and unrequested reports."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self.status: list[int] = []
        self.proofs: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Add received bytes, in pieces of any size."""
        self._bytes += data
        while self._bytes:
            first = self._bytes[0]
            if first == 0x37:
                size = 7
            elif first & 0x93 == 0x10:
                size = 4
            else:
                size = 1
            if len(self._bytes) < size:
                return
            block, self._bytes = bytes(self._bytes[:size]), self._bytes[size:]
            if first & 0x93 == 0x12:
                self.status.append(first)
            elif size == 7:
                self.proofs.append(block[2:6])
            elif size == 1 and first & 0x90 == 0:
                self.proofs.append(QUEUED)
