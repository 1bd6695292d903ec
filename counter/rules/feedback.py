"""By when what must be done with feedback (phản ánh, kiến nghị), by the working calendar. Pure.

The limits are those of QĐ 766/QĐ-TTg, index 5.2: refused within 2 working days, more asked for within 5, handled
within 15, the answer published within 2. That the 15 days begin anew once what was
asked for has come is this program's rule, as after the supplement of a dossier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter.rules.calendar import WorkingCalendar
from counter.rules.terms import Term
from db.domain.codes import FeedbackState
from db.domain.feedback import Feedback

REFUSE_WITHIN: Final = Term(2)
ASK_WITHIN: Final = Term(5)
HANDLE_WITHIN: Final = Term(15)
PUBLISH_WITHIN: Final = Term(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The last moments (aware, UTC) for each step; ``publish`` is None before there is an answer."""

    refuse: datetime
    ask: datetime
    handle: datetime
    publish: datetime | None = None


def limits(feedback: Feedback, calendar: WorkingCalendar) -> Limits:
    """By when ``feedback`` is refused, more is asked for, it is answered, and the answer is published."""
    received = feedback.received_at
    answered = feedback.answered_at
    return Limits(
        refuse=calendar.due(received, REFUSE_WITHIN).at,
        ask=calendar.due(received, ASK_WITHIN).at,
        handle=calendar.due(feedback.completed_at or received, HANDLE_WITHIN).at,
        publish=calendar.due(answered, PUBLISH_WITHIN).at if answered else None,
    )


def due_at(feedback: Feedback, calendar: WorkingCalendar) -> datetime | None:
    """By when the office, or the agency, has to do the next step; None while it waits for the citizen, and once all is
    done.
    """
    match feedback.state:
        case FeedbackState.RECEIVED | FeedbackState.HANDED_OVER:
            return limits(feedback, calendar).handle
        case FeedbackState.ANSWERED:
            return limits(feedback, calendar).publish
    return None
