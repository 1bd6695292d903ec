"""What is shown of a dossier while it is typed: the slip, when the result is due, whether another one is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import takewhile
from typing import NamedTuple

from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.dossiers.doubts import same_open
from counter.desk.dossiers.entries import Intake
from counter.desk.guidance import visits
from counter.desk.printing.losses import loss_sentence
from counter.screens.intake.values import asked_text, due_line, lately_text
from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from db.domain.procedure import Procedure
from devices.encode.text import render_text
from devices.slip import Pair


class LiveSlip(NamedTuple):
    """The lines of the slip as it would be printed now, the first one below its head, when the result would be due,
    and the sentences about a dossier of the same person and procedure that is open or came lately, about letters that
    the printer lacks, and about papers that the person was sent away for.
    """

    lines: list[str]
    begin: int
    due: str
    same_open: str
    loss: str
    asked_before: str


def draw(desk: Desk, typed: Intake, procedure: Procedure | None, columns: int) -> LiveSlip:
    """The slip of what is typed, ``columns`` wide."""
    dossier = intake.preview(desk, typed, procedure)
    officer = desk.staff.name if desk.staff else ""
    now = desk.clock.now()
    context = SlipContext(office=desk.office, officer_name=officer, printed_at=now)
    slip = intake_slip(dossier, context)
    head = takewhile(lambda item: not isinstance(item, Pair), slip.items)
    begin = len(render_text(replace(slip, items=tuple(head)), columns))
    is_open = same_open(desk, typed) if desk.staff and procedure else ()
    open_sentence = " · ".join(map(str, is_open))
    if desk.staff and procedure and not open_sentence:
        open_sentence = lately_text(queries.received_lately(desk, typed.applicant.identity, procedure))
    loss = loss_sentence(desk, _texts(asdict(typed)))
    before = visits.asked_before(desk, typed) if desk.staff and procedure else ()
    due = due_line(dossier, now)
    return LiveSlip(render_text(slip, columns), begin, due, open_sentence, loss, asked_text(before))


def _texts(value: object) -> Iterator[str]:
    """Every text in ``value``, however deep."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for part in value.values() for text in _texts(part))
        case list() | tuple():
            yield from (text for part in value for text in _texts(part))
