"""What goes up: this host's events after those that the centre confirmed, in batches that follow each other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic

from sqlalchemy import Connection, select

from db import chains, host
from db.chains import Place
from db.models import EventPerson, EventRow, table
from db.sync import calls
from db.sync.calls import Batch, Received
from db.sync.forms import Form, written
from db.sync.line import Lost
from db.sync.meeting import Meeting
from db.sync.state import Failure
from db.sync.taking import Diverged
from db.sync.wire import Packed

MOST_EVENTS = 1_000
IN_FLIGHT = 3
_FOLD_AT_ONCE = 10_000
_PATIENCE = 5

_EVENT, _PERSON = table(EventRow), table(EventPerson)
_OWN = select(
    _EVENT.c.seq, _EVENT.c.hash, _EVENT.c.body, _PERSON.c.salt, _PERSON.c["values"].label("person")
).join_from(_EVENT, _PERSON, _PERSON.c.event == _EVENT.c.id, isouter=True)


def batches(
    connection: Connection,
    after: Place,
    size: int,
    most: int = IN_FLIGHT,
    *,
    each: int = MOST_EVENTS,
    form: Form = Form.PACKED,
) -> list[Batch]:
    """The next events of a chain after ``after``, in at most ``most`` batches of ``size`` bytes in all.

    A batch has at most ``each`` events, written in ``form``.
    """
    rows = connection.execute(
        _OWN.where(_EVENT.c.node == after.node, _EVENT.c.incarnation == after.incarnation)
        .where(_EVENT.c.seq > after.seq)
        .order_by(_EVENT.c.seq)
        .limit(each * most)
    )
    found: list[Batch] = []
    events: list[Packed] = []
    began = last = after
    held = 0
    for row in rows:
        events.append(Packed(row.body, row.salt or "", row.person or ""))
        held += len(row.body) + len(row.person or "")
        last = replace(after, seq=row.seq, hash=row.hash)
        if held >= size // most or len(events) == each:
            found.append(_batch(began, last, events, form))
            began, events, held = last, [], 0
            if len(found) == most:
                return found
    return [*found, _batch(began, last, events, form)] if events else found


def _batch(began: Place, last: Place, events: list[Packed], form: Form) -> Batch:
    words, text = written(events, form)
    return Batch(first=began.seq + 1, previous=began.hash, last=last, form=form, words=words, text=text)


@dataclass(slots=True)
class _Ahead:
    """Batches that are ready before the ones in front of them were answered, and how long that took."""

    batches: list[Batch] = field(default_factory=list)
    seconds: float = 0.0


async def send_all(meeting: Meeting) -> None:
    """Send what the centre does not have until nothing waits.

    Raises ``Diverged`` where the centre has other events in their places, or ``Lost``.
    """
    at = _acked(meeting)
    ready = _read(meeting, at)
    patience = _PATIENCE
    while ready:
        coming = _Ahead()
        end = ready[-1].last

        def read_on(after: Place = end, into: _Ahead = coming) -> None:
            began = monotonic()
            into.batches = _read(meeting, after)
            into.seconds = monotonic() - began

        began = monotonic()
        answers = await calls.push(meeting.line, meeting.incarnation, ready, read_on)
        seconds = monotonic() - began
        meeting.carried(sum(batch.size for batch in ready), seconds)
        if all(answer.status == "ok" for answer in answers):
            meeting.choice.learn(ready[0].form, end.seq - at.seq, seconds, coming.seconds)
            meeting.sent += end.seq - at.seq
            meeting.sent_at = meeting.clock()
            at, ready = confirm(meeting, end), coming.batches
        else:
            patience -= 1
            at = _go_back(meeting, at, answers, patience)
            ready = _read(meeting, at)
    meeting.complete_at = meeting.read_at


async def fold_all(meeting: Meeting) -> None:
    """Have the centre judge and fold all that it got from this host."""
    while await calls.fold(meeting.line, _FOLD_AT_ONCE):
        pass
    meeting.note(unfolded="")


def _acked(meeting: Meeting) -> Place:
    with meeting.store.read() as connection:
        return meeting.acked(connection)


def _read(meeting: Meeting, after: Place) -> list[Batch]:
    meeting.read_at = meeting.clock()
    with meeting.store.read() as connection:
        form = meeting.choice.form
        return batches(connection, after, meeting.window * form.value, form=form)


def confirm(meeting: Meeting, at: Place) -> Place:
    """Keep that the centre has everything up to ``at``."""
    with meeting.store.write() as connection:
        known = meeting.acked(connection)
        kept = replace(at, base=known.base)
        chains.put(connection, kept)
        host.put(connection, "centre_unfolded", "1")
    return kept


def _go_back(meeting: Meeting, at: Place, answers: list[Received], patience: int) -> Place:
    """Where to go on when the centre did not take all: it may know less than it confirmed once, or something else."""
    told = next(answer for answer in answers if answer.status != "ok")
    if told.status == "old":
        meeting.newest = max(meeting.newest, told.high)
    if told.status != "hole":
        raise Diverged(at)
    if not patience:
        raise Lost(Failure.CENTRE, "the centre forgets what it takes")
    return behind(meeting, told.high)


def behind(meeting: Meeting, high: int) -> Place:
    """Take back what was confirmed after ``high``: the centre was put back to an earlier day."""
    with meeting.store.write() as connection:
        known = meeting.acked(connection)
        digest = chains.hashes(connection, *meeting.is_mine, high, high).get(high, "")
        place = replace(known, seq=high, hash=digest, base=min(known.base, high))
        chains.put(connection, place)
    return place
