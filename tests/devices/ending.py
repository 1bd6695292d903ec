"""A virtual printer whose roll ends at a byte of its life, and is changed when the test says so."""

from dataclasses import dataclass

from devices.virtual.machine import Machine


@dataclass(slots=True)
class EndingMachine(Machine):
    """Out of paper from byte ``ends_at`` on, or its cover ``opens`` there; what comes later waits in its buffer."""

    ends_at: int = -1
    opens: bool = False
    taken: int = 0

    def feed(self, data: bytes) -> bytes:
        """Take ``data`` up to the end of the paper, then the rest."""
        answer = b""
        if self.taken <= self.ends_at < self.taken + len(data):
            before, data = data[: self.ends_at - self.taken], data[self.ends_at - self.taken :]
            self.taken += len(before)
            answer = Machine.feed(self, before)
            self.ends_at = -1
            self.paper_out, self.cover_open = not self.opens, self.opens
        self.taken += len(data)
        return answer + Machine.feed(self, data)
