"""Which slips and pages there are of each subject, and the function that builds each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from counter.slips.apology import apology_page, apology_slip
from counter.slips.closing_notice import refusal_page, refusal_slip, stop_page, stop_slip
from counter.slips.context import SlipContext
from counter.slips.control_sheet import control_page, control_slip
from counter.slips.feedback_receipt import FeedbackPaper, feedback_page, feedback_slip
from counter.slips.handover_list import HandoverList, handover_page, handover_slip
from counter.slips.intake_receipt import intake_slip
from counter.slips.pages import intake_page, return_page
from counter.slips.papers_receipt import papers_page, papers_slip
from counter.slips.payment_receipt import payment_page, payment_slip
from counter.slips.post_label import label_page, label_slip
from counter.slips.post_list import post_list_page, post_list_slip
from counter.slips.register_page import RegisterBook, register_page
from counter.slips.return_receipt import return_slip
from counter.slips.supplement_request import (
    guidance_page,
    guidance_slip,
    supplement_page,
    supplement_slip,
)
from counter.slips.visit_receipt import visit_page, visit_slip
from db.domain.codes import FormKind
from db.domain.event_kind import Stream
from db.domain.records import Dossier, Guidance
from devices.page import Page
from devices.slip import Slip

DossierSlip = Callable[[Dossier, SlipContext], Slip]
"""Builds a slip of a dossier in the language spoken now."""

DOSSIER_SLIPS: Mapping[str, DossierSlip] = MappingProxyType(
    {
        FormKind.INTAKE: intake_slip,
        FormKind.RETURN: return_slip,
        FormKind.SUPPLEMENT: supplement_slip,
        FormKind.APOLOGY: apology_slip,
        FormKind.PAYMENT: payment_slip,
        FormKind.REFUSAL: refusal_slip,
        FormKind.STOP: stop_slip,
        FormKind.PAPERS: papers_slip,
        FormKind.VISIT: visit_slip,
        FormKind.CONTROL: control_slip,
        FormKind.POST_LABEL: label_slip,
    }
)

DossierPage = Callable[[Dossier, SlipContext], Page]
"""Builds a page of a dossier; always in Vietnamese."""

DOSSIER_PAGES: Mapping[str, DossierPage] = MappingProxyType(
    {
        FormKind.INTAKE: intake_page,
        FormKind.RETURN: return_page,
        FormKind.SUPPLEMENT: supplement_page,
        FormKind.APOLOGY: apology_page,
        FormKind.PAYMENT: payment_page,
        FormKind.REFUSAL: refusal_page,
        FormKind.STOP: stop_page,
        FormKind.PAPERS: papers_page,
        FormKind.VISIT: visit_page,
        FormKind.CONTROL: control_page,
        FormKind.POST_LABEL: label_page,
    }
)

HandoverSlip = Callable[[HandoverList, SlipContext], Slip]
"""Builds a slip of a list of dossiers that went to an agency, or came back."""

HANDOVER_SLIPS: Mapping[str, HandoverSlip] = MappingProxyType(
    {
        FormKind.HANDOVER: handover_slip,
        FormKind.HANDBACK: handover_slip,
        FormKind.POST_LIST: post_list_slip,
    }
)

HandoverPage = Callable[[HandoverList, SlipContext], Page]
"""Builds a page of such a list; always in Vietnamese."""

HANDOVER_PAGES: Mapping[str, HandoverPage] = MappingProxyType(
    {
        FormKind.HANDOVER: handover_page,
        FormKind.HANDBACK: handover_page,
        FormKind.POST_LIST: post_list_page,
    }
)


GuidanceSlip = Callable[[Guidance, SlipContext], Slip]
"""Builds a slip of who was sent away for papers."""

GUIDANCE_SLIPS: Mapping[str, GuidanceSlip] = MappingProxyType({FormKind.GUIDANCE: guidance_slip})

GuidancePage = Callable[[Guidance, SlipContext], Page]
"""Builds a page of it; always in Vietnamese."""

GUIDANCE_PAGES: Mapping[str, GuidancePage] = MappingProxyType({FormKind.GUIDANCE: guidance_page})


RegisterPage = Callable[[RegisterBook, SlipContext], Page]
"""Builds the pages of a book of the register, of which there is no slip; always in Vietnamese."""

REGISTER_PAGES: Mapping[str, RegisterPage] = MappingProxyType({FormKind.REGISTER: register_page})

FeedbackSlip = Callable[[FeedbackPaper, SlipContext], Slip]
"""Builds a slip of feedback."""

FEEDBACK_SLIPS: Mapping[str, FeedbackSlip] = MappingProxyType({FormKind.FEEDBACK: feedback_slip})

FeedbackPage = Callable[[FeedbackPaper, SlipContext], Page]
"""Builds a page of it; always in Vietnamese."""

FEEDBACK_PAGES: Mapping[str, FeedbackPage] = MappingProxyType({FormKind.FEEDBACK: feedback_page})


def stream_of(form: str) -> Stream:
    """What ``form`` is about, also as a page: the stream of the ledger that its prints are noted in."""
    plain = plain_form(form)
    if plain in REGISTER_PAGES:
        return Stream.REGISTER
    if plain == FormKind.PROCEDURE:
        return Stream.PROCEDURE
    if plain in GUIDANCE_SLIPS:
        return Stream.GUIDANCE
    if plain in FEEDBACK_SLIPS:
        return Stream.FEEDBACK
    return Stream.HANDOVER if plain in HANDOVER_SLIPS else Stream.DOSSIER


_PAGE: Final = ":page"
"""How the code of a form ends on the spool and in events where it is a page, not a slip."""


def page_form(form: str) -> str:
    """The code of ``form`` as a page."""
    return f"{plain_form(form)}{_PAGE}"


def is_page(form: str) -> bool:
    """Whether ``form`` is the code of a page."""
    return form.endswith(_PAGE)


def plain_form(form: str) -> str:
    """The form, whether it is printed as a slip or as a page."""
    return form.removesuffix(_PAGE)
