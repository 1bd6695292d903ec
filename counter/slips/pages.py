"""The pages of a dossier: the forms of the law as they are printed on A5, in the law's language."""

from __future__ import annotations

from counter.locale import speaking
from counter.rules.rulesets import Form, rule_set
from counter.slips.context import SlipContext
from counter.slips.form_page import form_page
from counter.slips.form_values import intake_values, return_values
from counter.slips.layouts import nd61_2018, nd118_2025, unnumbered
from counter.slips.layouts.layout import FormLayout
from counter.slips.transfer_code import transfer_page
from db.domain.records import Dossier
from devices.page import Page

_LAYOUTS = {"nd61-2018": nd61_2018.LAYOUTS, "nd118-2025": nd118_2025.LAYOUTS}
"""The layouts of the numbered forms by rule set."""


def layout_of(rules: str, form: Form) -> FormLayout:
    """The layout of ``form`` under the rule set ``rules``. Raises ``UnknownRuleSet``, or ``KeyError`` for a form that
    the rule set does not number.
    """
    return _LAYOUTS[rule_set(rules).id][form]


def unchecked_forms(rules: str) -> tuple[Form, ...]:
    """The forms of the rule set ``rules`` whose fields were not compared with the circular's own yet."""
    layouts = _LAYOUTS.get(rules, {})
    return tuple(form for form, layout in layouts.items() if not layout.is_checked)


def intake_page(dossier: Dossier, context: SlipContext) -> Page:
    """Form 01 of ``dossier`` by the rule set that it was received under; what is not known yet stays dotted."""
    with speaking("vi"):
        return form_page(
            layout_of(dossier.rule_set, Form.INTAKE),
            intake_values(dossier, context),
            context,
            code=dossier.code,
            at=dossier.received_at,
            form=rule_set(dossier.rule_set).forms[Form.INTAKE],
            counter=dossier.counter,
            after=transfer_page(dossier, context.office),
        )


def return_page(dossier: Dossier, context: SlipContext) -> Page:
    """The receipt of ``dossier.handed_back``; before the hand-over its values stay dotted."""
    handed = dossier.handed_back
    with speaking("vi"):
        return form_page(
            unnumbered.RETURN,
            return_values(dossier, context),
            context,
            code=dossier.code,
            at=handed.at if handed else context.printed_at,
            counter=dossier.counter,
        )
