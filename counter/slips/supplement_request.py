"""Form 02: request to supplement and complete the dossier (Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ).

It is given out for a dossier that was received, and for papers that lack before one is.
"""

from __future__ import annotations

from counter.locale import _, speaking
from counter.rules.clock import paper_moment
from counter.rules.rulesets import Form, rule_set
from counter.slips.context import SlipContext
from counter.slips.form_page import form_page
from counter.slips.layouts.layout import FormValues
from counter.slips.pages import layout_of
from counter.slips.parts import (
    REPRINT,
    addressed,
    coded,
    contact,
    foot,
    form_title,
    head,
    requested,
    signatures,
)
from db.domain.progress import SupplementRequest
from db.domain.records import Dossier, Guidance
from devices.page import Page
from devices.slip import Feed, Item, Line, Pair, Slip


def supplement_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """Form 02 with the latest request of ``dossier``; without one its values stay dotted (a preview)."""
    return _slip(dossier, dossier.code, dossier.content, context)


def guidance_slip(guidance: Guidance, context: SlipContext) -> Slip:
    """Form 02 with what was asked for last, before there is a dossier."""
    return _slip(guidance, "", "", context)


def supplement_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``supplement_slip``; always in Vietnamese."""
    return _page(dossier, dossier.code, dossier.content, context)


def guidance_page(guidance: Guidance, context: SlipContext) -> Page:
    """As ``guidance_slip``; always in Vietnamese."""
    return _page(guidance, "", "", context)


def _request(asked: Dossier | Guidance, context: SlipContext) -> SupplementRequest:
    return asked.requests[-1] if asked.requests else SupplementRequest(at=context.printed_at)


def _slip(asked: Dossier | Guidance, code: str, content: str, context: SlipContext) -> Slip:
    rules, request, person = rule_set(asked.rule_set), _request(asked, context), asked.applicant
    lacking = [Line(f"{number}. {paper}", indent=2) for number, paper in enumerate(request.papers, 1)]
    until: list[Item] = [Pair(_("To be completed by"), paper_moment(request.until))] if request.until else []
    reached: list[Item] = [Pair("Email", person.email)] if person.email else []
    items = (
        *head(context.office, "", request.at, number=request.number),
        *form_title(rules, Form.SUPPLEMENT),
        *(coded(code) if code else ()),
        Pair(_("Dossier of {addressed}").format(addressed=addressed(person)), person.name, bold=True),
        Pair(_("Request to be settled"), requested(asked, content)),
        Pair(_("Address"), person.address),
        Pair(_("Telephone number"), person.phone),
        *reached,
        Line(_("To complete the dossier, hand in:"), bold=True),
        *(lacking or [Line("." * 8, indent=2)]),
        Pair(_("Reason"), request.reason),
        *until,
        Pair(_("Contact"), contact(context.office)),
        *signatures("", "", _("GUIDED BY"), context.officer_name),
        Feed(),
        *foot(context.printed_at, 0),
    )
    return Slip(_(rules.titles[Form.SUPPLEMENT]), items, context.copy, _(REPRINT))


def _page(asked: Dossier | Guidance, code: str, content: str, context: SlipContext) -> Page:
    with speaking("vi"):
        request, person = _request(asked, context), asked.applicant
        texts = {
            "applicant": person.name,
            "request": requested(asked, content),
            "address": person.address,
            "phone": person.phone,
            "email": person.email,
            "reason": request.reason,
            "until": paper_moment(request.until),
            "contact": contact(context.office),
            "officer": context.officer_name,
        }
        return form_page(
            layout_of(asked.rule_set, Form.SUPPLEMENT),
            FormValues(texts=texts, remarks={"lacking": request.papers}),
            context,
            code=code,
            at=request.at,
            form=rule_set(asked.rule_set).forms[Form.SUPPLEMENT],
            number=request.number,
        )
