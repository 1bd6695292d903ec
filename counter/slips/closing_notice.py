"""The papers that end a dossier without a result: form 03, refusal to receive (Phiếu từ chối tiếp nhận giải quyết hồ
sơ), and the notice that its settlement is stopped (Thông báo dừng giải quyết hồ sơ, form 05 of TT 03/2025/TT-VPCP).
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
from db.domain.progress import Closing
from db.domain.records import Dossier
from devices.page import Page
from devices.slip import Feed, Item, Pair, Slip


def refusal_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """Form 03 of ``dossier``; before the refusal its reason stays dotted (a preview)."""
    return _slip(dossier, context, Form.REFUSAL)


def refusal_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``refusal_slip``; always in Vietnamese."""
    return _page(dossier, context, Form.REFUSAL)


def stop_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The notice of the stop of ``dossier``. Raises ``KeyError`` where its rule set has no such form."""
    return _slip(dossier, context, Form.STOP)


def stop_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``stop_slip``; always in Vietnamese."""
    return _page(dossier, context, Form.STOP)


def _closing(dossier: Dossier, context: SlipContext) -> Closing:
    return dossier.closing or Closing(at=context.printed_at)


def _slip(dossier: Dossier, context: SlipContext, form: Form) -> Slip:
    rules, closing, person = rule_set(dossier.rule_set), _closing(dossier, context), dossier.applicant
    identity: list[Item] = [Pair(_("Identity number"), person.identity)] if rules.names_identity else []
    reached: list[Item] = [Pair("Email", person.email)] if person.email else []
    received: list[Item] = (
        [Pair(_("Time received"), paper_moment(dossier.received_at))] if form is Form.STOP else []
    )
    left = (_("SUBMITTED BY"), (dossier.proxy or person).name) if form is Form.REFUSAL else ("", "")
    right = _("RECEIVED BY") if form is Form.REFUSAL else _("NOTICE GIVEN BY")
    items = (
        *head(context.office, "", closing.at, number=closing.number),
        *form_title(rules, form),
        *(coded(dossier.code) if dossier.code else ()),
        Pair(_("Dossier of {addressed}").format(addressed=addressed(person)), person.name, bold=True),
        *identity,
        Pair(_("Address"), person.address),
        Pair(_("Telephone number"), person.phone),
        *reached,
        Pair(_("Request to be settled"), requested(dossier, dossier.content)),
        *received,
        Pair(_("Reason"), closing.reason, bold=True),
        Pair(_("Contact"), contact(context.office)),
        *signatures(*left, right, context.officer_name),
        Feed(),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(_(rules.titles[form]), items, context.copy, _(REPRINT))


def _page(dossier: Dossier, context: SlipContext, form: Form) -> Page:
    with speaking("vi"):
        closing, person = _closing(dossier, context), dossier.applicant
        texts = {
            "applicant": person.name,
            "identity": person.identity,
            "address": person.address,
            "phone": person.phone,
            "email": person.email,
            "request": requested(dossier, dossier.content),
            "received_at": paper_moment(dossier.received_at),
            "reason": closing.reason,
            "contact": contact(context.office),
            "submitter": (dossier.proxy or person).name,
            "officer": context.officer_name,
        }
        return form_page(
            layout_of(dossier.rule_set, form),
            FormValues(texts=texts),
            context,
            code=dossier.code,
            at=closing.at,
            form=rule_set(dossier.rule_set).forms[form],
            counter=dossier.counter,
            number=closing.number,
        )
