"""A receipt printer on a port: its status is asked before a slip, and a proof of printing after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from devices.answers import ASK, QUEUED, proof_request
from devices.answers import Answers as Answers
from devices.document import Document, as_slip
from devices.errors import CutOff, NothingSent, NotReady, Trouble, Unprintable, Unproven
from devices.page_printer import PREFIX, open_page_printer
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.profile import Profile, Proof, Status
from devices.spool import Printer
from devices.virtual.printer import VirtualPrinter

PATIENCE: Final = 0.4
"""Seconds that a printer has to answer a real-time question."""

SILENCE: Final = 2.5
"""Seconds of silence after which a printer that used to answer counts as gone."""

LONGEST: Final = 90.0
"""Seconds that the slowest printer may take for the contents of its buffer."""

RECHECK: Final = 1.0
"""Seconds after which the proof is requested again: a printer that answers only the later request lost the slip."""

LONGEST_COMMAND: Final = 5_000
"""Bytes of the longest command that is sent: as many NULs complete one that was cut off, and print nothing."""


class EscposPrinter:
    """An ESC/POS printer. ``near_end``: at the last check the roll was nearly used up.

    ``learned`` is the proof of printing that it was seen to give, ``NONE`` where one that its profile promises did not
    come, None while nobody knows.
    """

    def __init__(
        self, name: str, port: Port, profile: Profile, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self.profile = profile
        self.near_end = False
        self.learned: Proof | None = None
        self._port = port
        self._clock = clock
        self._answered = False
        self._answers = Answers()
        self._awaited = b""
        self._count = 0
        self._unfinished = 0
        self._lacks_completion = False
        self._missing = (Proof.NONE, 0)
        self._hurries = True

    @property
    def port(self) -> Port:
        """Its line, which a display may share."""
        return self._port

    @property
    def answered(self) -> bool:
        """Whether it ever answered a question."""
        return self._answered

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def check(self) -> None:
        """Raises ``NothingSent`` where the printer cannot be reached, ``NotReady`` where it cannot print."""
        try:
            self._port.open()
            if self.never_answers:
                return
            general = self._ask(1)
            if general is None and self.profile.status is Status.MAYBE and not self._answered:
                if reported := self._port.trouble():
                    raise NotReady(reported)
                return
            trouble = self._trouble(general)
        except CutOff as error:
            raise NothingSent(error.trouble, str(error)) from error
        self._answered = True
        self._take_late_proofs()
        if trouble:
            raise NotReady(trouble)

    @property
    def proof(self) -> Proof:
        """The proof that is requested of it: what its profile promises, as far as it was not seen to be missing."""
        promised = self.profile.proof
        if Proof.NONE in (promised, self.learned):
            return Proof.NONE
        return Proof.QUEUED if self._lacks_completion or self.learned is Proof.QUEUED else promised

    @property
    def never_answers(self) -> bool:
        """Whether its profile or its line says that no answer can come."""
        return self.profile.status is Status.NEVER or not self._port.two_way

    def _ask(self, number: int) -> int | None:
        """The answer to ``DLE EOT number``, None for silence; proofs that arrive meanwhile are kept."""
        self._answers.status.clear()
        self._port.write(ASK + bytes([number]))
        until = self._clock() + (PATIENCE if self._hurries else SILENCE)
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

    def send(self, document: Document) -> None:
        """Send every byte, and the request for a proof."""
        from devices.encode.escpos import encode

        try:
            job = encode(as_slip(document), self.profile)
        except ValueError as error:
            raise Unprintable(Trouble.UNPRINTABLE, str(error)) from error
        self._send(job)

    def _send(self, job: bytes) -> None:
        self._answers = Answers()
        self._awaited, request = self._proof_request()
        try:
            self._port.write(bytes(min(self._unfinished, LONGEST_COMMAND)) + job + request)
            self._port.drain()
        except CutOff:
            self._unfinished = len(job)
            raise
        self._unfinished = 0

    def print_calibration(self) -> bool:
        """Print the calibration slip, and learn which proof it gives: whether it proved that the slip came out.

        Raises ``DeviceError``, also where it reports afterwards that it stopped.
        """
        from devices.calibration import calibration_slip

        self._hurries = False
        try:
            self.check()
            self._learn_proof()
            self._send(calibration_slip(self.profile))
            if self.confirm():
                return True
            self.check()
            return False
        finally:
            self._hurries = True

    def _learn_proof(self) -> None:
        """Request each proof while nothing is being printed, so that silence means that it does not know it."""
        self.learned, self._lacks_completion, self._missing = None, False, (Proof.NONE, 0)
        if not self._is_asked_for_proof:
            return
        for proof in dict.fromkeys((self.proof, Proof.QUEUED)):
            self._answers = Answers()
            mark, request = proof_request(proof, self._next())
            self._port.write(request)
            until = self._clock() + SILENCE
            while mark not in self._answers.proofs and (left := until - self._clock()) > 0:
                self._answers.add(self._port.read(left))
            if mark in self._answers.proofs:
                self.learned = proof
                return
        self.learned = Proof.NONE

    def after_crash(self) -> None:
        """Complete a command that a process which died may have left unfinished, before the next slip."""
        self._unfinished = LONGEST_COMMAND

    @property
    def _is_asked_for_proof(self) -> bool:
        answers = self._answered or self.profile.status is Status.ALWAYS
        return self.proof is not Proof.NONE and answers and not self.never_answers

    def _proof_request(self) -> tuple[bytes, bytes]:
        return proof_request(self.proof, self._next()) if self._is_asked_for_proof else (b"", b"")

    def _next(self) -> int:
        self._count += 1
        return self._count

    def confirm(self) -> bool:
        """Wait for the proof of printing; False where the printer gives none.

        Raises ``CutOff`` when it stops answering, or reports that it stopped in the middle (paper, cover); ``Unproven``
        when it goes on answering and no proof comes that it was never seen to give: from then on it counts as giving
        none.
        """
        if not self._awaited:
            return False
        try:
            self._wait_for_proof()
            self.learned = self.proof
        except (CutOff, NothingSent) as error:
            self._unfinished = LONGEST_COMMAND
            raise CutOff(error.trouble, str(error)) from error
        return True

    def _wait_for_proof(self) -> None:
        requests = [self._awaited]
        started = answered = asked = overtaken = self._clock()
        steady, again = started, 0.0
        while not self._proven(requests, wait=0.1):
            general = self._ask(1)
            now = self._clock()
            if general is None:
                steady, again = now, 0.0
            else:
                answered = now
                if general & 0x08 and not self._proven(requests, wait=0):
                    raise CutOff(self._trouble(general) or Trouble.OFFLINE)
            if not self._overtaken(requests):
                overtaken = now
                if (
                    again
                    and now - steady > SILENCE
                    and now - again > PATIENCE
                    and self.learned is not self.proof
                ):
                    self._miss_proof(len(requests))
            if now - answered > SILENCE or now - started > LONGEST or now - overtaken > PATIENCE:
                self._port.close()
                raise CutOff(Trouble.NO_ANSWER, f"{self._port.url}: no proof that it was printed")
            if now - asked > RECHECK:
                asked, again = now, again or now
                mark, request = self._proof_request()
                requests.append(mark)
                self._port.write(request)

    def _miss_proof(self, count: int) -> None:
        """It answered all the time, but none of ``count`` requests. Raises ``Unproven``."""
        proof = self.proof
        self._missing = (proof, count)
        if proof is Proof.COMPLETION:
            self._lacks_completion = True
        else:
            self.learned = Proof.NONE
        raise Unproven(f"{self._port.url}: it answers, but gives no proof that it printed ({proof})")

    def _take_late_proofs(self) -> None:
        """Where every proof that was missed came after all, it was only slow: it does give them.

        Until then none is requested in its place, since answers to ``GS r`` look all alike.
        """
        proof, count = self._missing
        left = count - len(self._answers.proofs)
        self._answers.proofs.clear()
        self._missing = (proof, max(0, left))
        if count and left <= 0:
            self.learned, self._lacks_completion = proof, False

    def _overtaken(self, requests: list[bytes]) -> bool:
        """Whether a later request was answered, so that the slip's own never will be."""
        return any(request in self._answers.proofs for request in requests[1:])

    def _proven(self, requests: list[bytes], *, wait: float) -> bool:
        """Answers to ``GS r`` all look alike, so that each request needs one."""
        proofs = self._answers.proofs
        needed = len(requests) if self._awaited == QUEUED else 1
        if proofs.count(self._awaited) < needed:
            self._answers.add(self._port.read(wait))
        return proofs.count(self._awaited) >= needed


def open_printer(name: str, url: str, profile: Profile) -> Printer:
    """The printer at ``url`` (see ``open_port``; ``virtual:`` is one in memory, ``pdf+`` one for pages).

    Raises ``DeviceError``.
    """
    if url.startswith(PREFIX):
        return open_page_printer(name, url)
    if url.startswith("virtual:"):
        return VirtualPrinter(name, profile.columns)
    return EscposPrinter(name, open_port(url), profile)
