"""Feedback of citizens on rules and on how they were treated (phản ánh, kiến nghị), as its events fold to it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.domain.codes import FeedbackState, FeedbackSubject
from db.domain.records import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What somebody said, and what came of it; all times are aware datetimes in UTC.

    ``subject`` is a code of ``FeedbackSubject``, ``state`` one of ``FeedbackState``. ``agency`` is the one that it
    concerns, ``handed_to`` the one that handles it. ``asked`` is what more was asked for, ``asked_at`` when, and
    ``completed_at`` when it came. ``reason`` says why it was refused. The logins are those of who did it.
    """

    id: str
    number: str = ""
    person: Person
    content: str = ""
    subject: str = FeedbackSubject.REGULATION
    agency: str = ""
    state: str = FeedbackState.RECEIVED
    received_at: datetime
    received_by: str = ""
    asked: str = ""
    asked_at: datetime | None = None
    completed_at: datetime | None = None
    handed_to: str = ""
    handed_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None
    reason: str = ""
    refused_at: datetime | None = None
    published_at: datetime | None = None
