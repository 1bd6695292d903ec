"""A receipt printer on a port: asks before it prints, and wants proof afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from devices.errors import CutOff, NothingSent, NotReady, Trouble, Unprintable
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.profile import Profile, Proof, Status
from devices.slip import Slip
from devices.spool import Printer
from devices.virtual.printer import VirtualPrinter

PATIENCE: Final = 0.4
"""Seconds that a printer has to answer a real-time question."""

SILENCE: Final = 2.5
"""Seconds of silence after which a printer that used to answer counts as gone."""

LONGEST: Final = 90.0
"""Seconds that the slowest printer may take for what lies in its buffer."""

RECHECK: Final = 1.0
"""Seconds after which the proof is asked for again: a printer that answers only the later question lost the slip."""

LONGEST_COMMAND: Final = 5_000
"""Bytes of the longest command we send: so many NULs end one that was cut off, and print nothing."""

QUEUED: Final = b"queued"
_ASK: Final = b"\x10\x04"
_PROVE_QUEUED: Final = b"\x1dr\x01"
_PROVE_COMPLETION: Final = b"\x1d(H\x06\x0000"


class Answers:
    """Sorts what a printer sends back: answers to ``DLE EOT``, proofs, and reports that nobody asked for."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self.status: list[int] = []
        self.proofs: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Take bytes as they come, in any pieces."""
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


class EscposPrinter:
    """An ESC/POS printer. ``near_end`` tells after a check whether the roll is nearly used up."""

    def __init__(
        self, name: str, port: Port, profile: Profile, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self.profile = profile
        self.near_end = False
        self._port = port
        self._clock = clock
        self._answered = False
        self._answers = Answers()
        self._awaited = b""
        self._count = 0
        self._torn = 0

    @property
    def port(self) -> Port:
        """Its line, which a display may hang on too."""
        return self._port

    @property
    def answered(self) -> bool:
        """Whether it ever answered a question."""
        return self._answered

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()

    def check(self) -> None:
        """Raises ``NothingSent`` where the printer cannot be reached, ``NotReady`` where it cannot print."""
        try:
            self._port.open()
            if self._mute:
                return
            general = self._ask(1)
            if general is None and self.profile.status is Status.MAYBE and not self._answered:
                if known := self._port.trouble():
                    raise NotReady(known)
                return
            trouble = self._trouble(general)
        except CutOff as error:
            raise NothingSent(error.trouble, str(error)) from error
        self._answered = True
        if trouble:
            raise NotReady(trouble)

    @property
    def _mute(self) -> bool:
        return self.profile.status is Status.NEVER or not self._port.two_way

    def _ask(self, number: int) -> int | None:
        """The answer to ``DLE EOT number``, None for silence; proofs that come in between are kept."""
        self._answers.status.clear()
        self._port.write(_ASK + bytes([number]))
        until = self._clock() + PATIENCE
        while not self._answers.status and (left := until - self._clock()) > 0:
            self._answers.add(self._port.read(left))
        return self._answers.status[-1] if self._answers.status else None

    def _trouble(self, general: int | None) -> Trouble | None:
        """Why it cannot print, by its answers to ``DLE EOT`` 1 (``general``), 2 and 4; None when it can."""
        offline, paper = self._ask(2), self._ask(4)
        if general is None or offline is None or paper is None:
            return Trouble.NO_ANSWER
        self.near_end = bool(paper & 0x0C)
        if paper & 0x60 or offline & 0x20:
            return Trouble.PAPER_OUT
        if offline & 0x04:
            return Trouble.COVER_OPEN
        if offline & 0x40:
            return Trouble.FAULT
        return Trouble.OFFLINE if general & 0x08 else None

    def send(self, slip: Slip) -> None:
        """Hand over every byte, and the question that its proof will answer."""
        from devices.encode.escpos import encode

        try:
            job = encode(slip, self.profile)
        except ValueError as error:
            raise Unprintable(Trouble.UNPRINTABLE, str(error)) from error
        self._answers = Answers()
        self._awaited, question = self._question()
        try:
            self._port.write(bytes(min(self._torn, LONGEST_COMMAND)) + job + question)
            self._port.drain()
        except CutOff:
            self._torn = len(job)
            raise
        self._torn = 0

    def test(self) -> None:
        """Make the test print, as its profile's columns and dots have it."""
        from devices.calibration import test_print

        self.check()
        self._port.write(test_print(self.profile))
        self._port.drain()

    def after_crash(self) -> None:
        """The last slip was sent by a process that died: it may have been cut off in the middle of a command."""
        self._torn = LONGEST_COMMAND

    def _question(self) -> tuple[bytes, bytes]:
        proof = self.profile.proof
        if proof is Proof.NONE or self._mute or not (self._answered or self.profile.status is Status.ALWAYS):
            return b"", b""
        if proof is Proof.QUEUED:
            return QUEUED, _PROVE_QUEUED
        self._count += 1
        mark = f"{self._count % 10_000:04}".encode("ascii")
        return mark, _PROVE_COMPLETION + mark

    def confirm(self) -> bool:
        """Wait for the proof; False where the printer gives none.

        Raises ``CutOff`` when it stops answering, or says that it stopped in the middle (paper, cover).
        """
        if not self._awaited:
            return False
        try:
            self._wait_for_proof()
        except (CutOff, NothingSent) as error:
            self._torn = LONGEST_COMMAND
            raise CutOff(error.trouble, str(error)) from error
        return True

    def _wait_for_proof(self) -> None:
        questions = [self._awaited]
        started = heard = asked = overtaken = self._clock()
        while not self._proven(questions, wait=0.1):
            general = self._ask(1)
            now = self._clock()
            if general is not None:
                heard = now
                if general & 0x08 and not self._proven(questions, wait=0):
                    raise CutOff(self._trouble(general) or Trouble.OFFLINE)
            if not self._overtaken(questions):
                overtaken = now
            if now - heard > SILENCE or now - started > LONGEST or now - overtaken > PATIENCE:
                self._port.close()
                raise CutOff(Trouble.NO_ANSWER, f"{self._port.url}: no proof that it was printed")
            if now - asked > RECHECK:
                asked = now
                mark, question = self._question()
                questions.append(mark)
                self._port.write(question)

    def _overtaken(self, questions: list[bytes]) -> bool:
        """Whether a later question was answered, so that the slip's own will never be."""
        return any(question in self._answers.proofs for question in questions[1:])

    def _proven(self, questions: list[bytes], *, wait: float) -> bool:
        """Answers to ``GS r`` all look alike, so that one for each question is wanted."""
        proofs = self._answers.proofs
        wanted = len(questions) if self._awaited == QUEUED else 1
        if proofs.count(self._awaited) < wanted:
            self._answers.add(self._port.read(wait))
        return proofs.count(self._awaited) >= wanted


def open_printer(name: str, url: str, profile: Profile) -> Printer:
    """The printer at ``url`` (see ``open_port``; ``virtual:`` is one in memory). Raises ``DeviceError``."""
    if url.startswith("virtual:"):
        return VirtualPrinter(name, profile.columns)
    return EscposPrinter(name, open_port(url), profile)
