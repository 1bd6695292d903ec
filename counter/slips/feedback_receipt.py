"""The receipt for feedback (phiếu tiếp nhận phản ánh, kiến nghị): a note of the counter, which no circular numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.rules.labels import FEEDBACK_SUBJECTS
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION, form_page
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import REPRINT, addressed, contact, foot, head, signatures
from db.domain.feedback import Feedback
from devices.page import Page
from devices.slip import Align, Feed, Item, Line, Pair, Size, Slip

_TITLE = N_("Receipt for feedback")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPaper:
    """Feedback, and by when it is to be answered."""

    feedback: Feedback
    handle_until: datetime


def feedback_slip(subject: FeedbackPaper, context: SlipContext) -> Slip:
    """What the citizen takes home: the number, what was said, by when it is answered."""
    feedback, title = subject.feedback, _(_TITLE)
    person = feedback.person
    optional: list[Item] = [
        Pair(label, value)
        for label, value in ((_("Telephone number"), person.phone), ("Email", person.email))
        if value
    ]
    items = (
        *head(context.office, "", feedback.received_at, number=feedback.number),
        Feed(),
        Line(title.upper(), Align.CENTER, bold=True, size=Size.TALL),
        Feed(),
        Pair(_("Feedback of {addressed}").format(addressed=addressed(person)), person.name, bold=True),
        Pair(_("Address"), person.address),
        *optional,
        Pair(_("It is about"), _(FEEDBACK_SUBJECTS.get(feedback.subject, feedback.subject))),
        Pair(_("Agency concerned"), feedback.agency),
        Pair(_("Content"), feedback.content),
        Pair(_("Received at"), paper_moment(feedback.received_at)),
        Pair(_("Answered by"), paper_moment(subject.handle_until), bold=True),
        *([Pair(_("Contact"), contact(context.office))] if contact(context.office) else []),
        *signatures(_("SAID BY"), person.name, _("TAKEN IN BY"), context.officer_name),
        Feed(),
        *foot(context.printed_at, 0),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def feedback_page(subject: FeedbackPaper, context: SlipContext) -> Page:
    """As ``feedback_slip``; always in Vietnamese."""
    feedback = subject.feedback
    person = feedback.person
    with speaking("vi"):
        texts = {
            "section": context.office.name or SECTION,
            "name": person.name,
            "address": person.address,
            "phone": person.phone,
            "email": person.email,
            "subject": _(FEEDBACK_SUBJECTS.get(feedback.subject, feedback.subject)),
            "agency": feedback.agency,
            "content": feedback.content,
            "received_at": paper_moment(feedback.received_at),
            "handle_until": paper_moment(subject.handle_until),
            "contact": contact(context.office),
            "officer": context.officer_name,
        }
        return form_page(
            unnumbered.FEEDBACK,
            FormValues(texts=texts),
            context,
            code="",
            at=feedback.received_at,
            number=feedback.number,
        )
