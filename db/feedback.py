"""Feedback of citizens: one by its id, and lists of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from db.domain import codec
from db.domain.codes import FeedbackState
from db.models import FeedbackRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.domain.feedback import Feedback

_FEEDBACK = table(FeedbackRow)
OPEN = (FeedbackState.RECEIVED, FeedbackState.ASKED, FeedbackState.HANDED_OVER, FeedbackState.ANSWERED)
"""States in which something is still to be done."""


def feedback(connection: Connection, feedback_id: str) -> Feedback | None:
    """The one of that id."""
    detail = connection.scalar(select(_FEEDBACK.c.detail).where(_FEEDBACK.c.id == feedback_id))
    return codec.feedback(json.loads(detail)) if detail else None


def open_ones(connection: Connection, limit: int) -> list[Feedback]:
    """At most ``limit`` with which something is still to be done, the oldest first."""
    wanted = select(_FEEDBACK.c.detail).where(_FEEDBACK.c.state.in_(OPEN)).order_by(_FEEDBACK.c.received_at)
    return [codec.feedback(json.loads(detail)) for detail in connection.scalars(wanted.limit(limit))]


def newest(connection: Connection, limit: int) -> list[Feedback]:
    """At most ``limit``, done or not, the newest first."""
    wanted = select(_FEEDBACK.c.detail).order_by(_FEEDBACK.c.received_at.desc()).limit(limit)
    return [codec.feedback(json.loads(detail)) for detail in connection.scalars(wanted)]
