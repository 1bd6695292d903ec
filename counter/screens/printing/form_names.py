"""The names of forms in the print queue: short ones, and shortest ones for a narrow list."""

from __future__ import annotations

from counter.locale import N_
from counter.slips.registry import page_form
from db.domain.codes import FormKind

SHORT_FORMS: dict[str, str] = {
    FormKind.INTAKE: N_("Form 01"),
    FormKind.RETURN: N_("Receipt"),
    FormKind.SUPPLEMENT: N_("Form 02"),
    FormKind.APOLOGY: N_("Form 04"),
    FormKind.GUIDANCE: N_("Form 02"),
    FormKind.HANDOVER: N_("Hand-over"),
    FormKind.HANDBACK: N_("Taken back"),
    FormKind.PAYMENT: N_("Payment"),
    FormKind.REFUSAL: N_("Form 03"),
    FormKind.STOP: N_("Stop notice"),
    FormKind.PAPERS: N_("Papers back"),
    FormKind.POST_LABEL: N_("Label"),
    FormKind.POST_LIST: N_("Post list"),
    FormKind.PROCEDURE: N_("Guide"),
    page_form(FormKind.INTAKE): N_("Form 01 A5"),
    page_form(FormKind.SUPPLEMENT): N_("Form 02 A5"),
    page_form(FormKind.APOLOGY): N_("Form 04 A5"),
    page_form(FormKind.GUIDANCE): N_("Form 02 A5"),
    page_form(FormKind.RETURN): N_("Receipt A5"),
    page_form(FormKind.HANDOVER): N_("Over, page"),
    page_form(FormKind.HANDBACK): N_("Back, page"),
    page_form(FormKind.PAYMENT): N_("Payment A5"),
    page_form(FormKind.REFUSAL): N_("Form 03 A5"),
    page_form(FormKind.STOP): N_("Stop A5"),
    page_form(FormKind.PAPERS): N_("Papers A5"),
    page_form(FormKind.POST_LABEL): N_("Label A5"),
    page_form(FormKind.POST_LIST): N_("Post, page"),
    page_form(FormKind.REGISTER): N_("Register"),
    page_form(FormKind.PROCEDURE): N_("Guide A5"),
}

SHORTEST_FORMS: dict[str, str] = {
    FormKind.INTAKE: N_("01"),
    FormKind.RETURN: N_("Rec."),
    FormKind.SUPPLEMENT: N_("02"),
    FormKind.APOLOGY: N_("04"),
    FormKind.GUIDANCE: N_("02"),
    FormKind.HANDOVER: N_("Given"),
    FormKind.HANDBACK: N_("Taken"),
    FormKind.PAYMENT: N_("Pay"),
    FormKind.REFUSAL: N_("03"),
    FormKind.STOP: N_("Stop."),
    FormKind.PAPERS: N_("Pap."),
    FormKind.POST_LABEL: N_("Label"),
    FormKind.POST_LIST: N_("Post"),
    FormKind.PROCEDURE: N_("Guide"),
    page_form(FormKind.INTAKE): N_("01 A5"),
    page_form(FormKind.SUPPLEMENT): N_("02 A5"),
    page_form(FormKind.APOLOGY): N_("04 A5"),
    page_form(FormKind.GUIDANCE): N_("02 A5"),
    page_form(FormKind.RETURN): N_("R. A5"),
    page_form(FormKind.HANDOVER): N_("O. pg."),
    page_form(FormKind.HANDBACK): N_("B. pg."),
    page_form(FormKind.PAYMENT): N_("P. A5"),
    page_form(FormKind.REFUSAL): N_("03 A5"),
    page_form(FormKind.STOP): N_("S. A5"),
    page_form(FormKind.PAPERS): N_("PB A5"),
    page_form(FormKind.POST_LABEL): N_("L. A5"),
    page_form(FormKind.POST_LIST): N_("Po. p"),
    page_form(FormKind.REGISTER): N_("Reg."),
    page_form(FormKind.PROCEDURE): N_("G. A5"),
}
"""In five letters, for a narrow list."""
