"""A host of the tests: it writes events of its own chain and sends them, as itself, in one session."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from db.domain.event import canonical, instant, new_id, person_hash, tick
from db.domain.lifecycle import MOVES, State
from db.enrolment import Enrolment
from db.sync.wire import Packed, pack
from tests.db.central import world

BEGAN = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


class Host:
    """A host that sends what it says at once; what it says of a dossier moves it as the table of moves has it."""

    def __init__(self, enrolment: Enrolment, incarnation: int = 1) -> None:
        self.enrolment, self.node, self.incarnation = enrolment, enrolment.writer, incarnation
        self.seq, self.hash, self.hlc, self.at = 0, "", 0, BEGAN
        self._sent = ""
        self.states: dict[str, State] = {}
        self.folds = True

    def receive(
        self,
        code: str,
        *,
        due: datetime | None = None,
        agency: str = "Sở Tư pháp",
        applicant: str = "Trần Văn Mở",
    ) -> str:
        """A dossier that is received; answers its id."""
        of = new_id()
        values = {"code": code, "agency": agency, "procedure_code": "1.001193", "procedure_name": "Khai sinh"}
        values |= {
            "received_at": instant(self.at),
            "due_at": instant(due or self.at + timedelta(days=20_000)),
        }
        person = {"applicant": {"name": applicant, "identity": "001190000001"}}
        self.say(of, "received", {"set": values}, person)
        return of

    def say(
        self,
        of: str,
        kind: str,
        data: dict[str, Any] | None = None,
        person: dict[str, Any] | None = None,
        *,
        stream: str = "dossier",
    ) -> None:
        """Write an event and send it."""
        move = MOVES.get(kind) if stream == "dossier" else None
        before, after = (self.states.get(of), move.after) if move else (None, None)
        if after:
            self.states[of] = after
        self.send([self.write(of, kind, data or {}, person or {}, stream=stream, states=(before, after))])

    def write(
        self,
        of: str,
        kind: str,
        data: dict[str, Any],
        person: dict[str, Any],
        *,
        stream: str = "dossier",
        states: tuple[State | None, State | None] = (None, None),
    ) -> Packed:
        """The next event of the chain, not sent yet."""
        self.at += timedelta(seconds=1)
        self.hlc, self.seq = tick(self.hlc, self.at), self.seq + 1
        salt, values = (secrets.token_hex(16), canonical(person)) if person else ("", "")
        body = canonical(
            {
                "v": 1, "id": new_id(), "node": self.node, "inc": self.incarnation, "seq": self.seq,
                "stream": stream, "of": of, "kind": kind, "by": "lan", "counter": 1, "shift": "",
                "hlc": self.hlc, "at": instant(self.at), "from": states[0], "to": states[1], "data": data,
                "person": person_hash(salt, values) if values else "", "prev": self.hash,
            }
        )  # fmt: skip
        self.hash = hashlib.sha256(body.encode()).hexdigest()
        return Packed(body, salt, values)

    def send(self, events: list[Packed]) -> dict[str, Any]:
        """Send events that follow the last one sent, and have them folded; answers the centre's answer."""
        first, previous = self.seq - len(events) + 1, self._sent
        words, packed = pack(events)
        self._sent = self.hash = hashlib.sha256(events[-1].body.encode()).hexdigest()
        with world.session(self.enrolment) as session:
            answer = session.execute(
                "SELECT centre.push_v1(%s::int, %s::bigint, %s::text, %s::text[], %s::text)",
                [self.incarnation, first, previous, words, packed],
            ).fetchone()
            if self.folds:
                session.execute("SELECT centre.fold_v1(1000)")
        assert answer is not None
        return dict(answer[0])
