"""What the script did, counted by the script itself: what the office file is compared with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from db.domain.event_kind import EventKind, Stream


@dataclass(slots=True)
class Count:
    """Events by kind and stream, and prints by the code of their form."""

    events: Counter[tuple[EventKind, Stream]] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)

    def note(
        self, *kinds: EventKind, stream: Stream = Stream.DOSSIER, form: str = "", times: int = 1
    ) -> None:
        """Each of ``kinds`` happened in ``stream``, and ``form`` was printed, so many ``times``."""
        for kind in kinds:
            self.events[kind, stream] += times
        if form:
            self.forms[form] += times
