"""Form 04: apology and new appointment (Phiếu xin lỗi và hẹn lại ngày trả kết quả; since 2025 Văn bản xin lỗi và
đề nghị gia hạn thời gian giải quyết).
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
    foot,
    form_title,
    head,
    requested,
    signatures,
)
from db.domain.codes import DueChangeKind
from db.domain.progress import DueChange
from db.domain.records import Dossier
from devices.page import Page
from devices.slip import Feed, Item, Pair, Slip


def apology_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """Form 04 of ``dossier``; without an apology its values stay dotted (a preview)."""
    rules, change, person = rule_set(dossier.rule_set), _change(dossier, context), dossier.applicant
    field: list[Item] = [Pair(_("Field"), dossier.field)] if dossier.field else []
    to = _("To {addressed}").format(addressed=addressed(person))
    items = (
        *head(context.office, "", change.at, number=change.number),
        *form_title(rules, Form.APOLOGY),
        *coded(dossier.code),
        Pair(to, person.name, bold=True),
        *([Pair(_("Identity number"), person.identity)] if rules.names_identity else []),
        Pair(_("Address"), person.address),
        Pair(_("Telephone number"), person.phone),
        Pair(_("Time received"), paper_moment(dossier.received_at)),
        Pair(_("Agency that settles it"), dossier.deciding_agency or dossier.agency),
        Pair(_("Request to be settled"), requested(dossier)),
        *field,
        Pair(_("Time of the result"), paper_moment(change.before)),
        Pair(_("Reason"), change.reason),
        Pair(_("New time of the result"), paper_moment(change.after), bold=True),
        *signatures("", "", _("HEAD OF THE AGENCY"), ""),
        Feed(),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(_(rules.titles[Form.APOLOGY]), items, context.copy, _(REPRINT))


def apology_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``apology_slip``; always in Vietnamese."""
    with speaking("vi"):
        change, person = _change(dossier, context), dossier.applicant
        texts = {
            "applicant": person.name,
            "identity": person.identity,
            "address": person.address,
            "phone": person.phone,
            "received_at": paper_moment(dossier.received_at),
            "agency": dossier.deciding_agency or dossier.agency,
            "procedure": requested(dossier),
            "field": dossier.field,
            "due_before": paper_moment(change.before),
            "reason": change.reason,
            "due_after": paper_moment(change.after),
            "recipients": person.name,
        }
        return form_page(
            layout_of(dossier.rule_set, Form.APOLOGY),
            FormValues(texts=texts),
            context,
            code=dossier.code,
            at=change.at,
            form=rule_set(dossier.rule_set).forms[Form.APOLOGY],
            counter=dossier.counter,
            number=change.number,
        )


def _change(dossier: Dossier, context: SlipContext) -> DueChange:
    apologies = [change for change in dossier.due_changes if change.kind == DueChangeKind.APOLOGY]
    return apologies[-1] if apologies else DueChange(at=context.printed_at, kind=DueChangeKind.APOLOGY)
