"""The sheet that goes with a dossier from hand to hand (Phiếu kiểm soát quá trình giải quyết hồ sơ): form 05 of TT
01/2018/TT-VPCP, form 06 of TT 03/2025/TT-VPCP. Each hand-over stands on it, as the lists of the ledger have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.rules.deadlines import Timing
from counter.rules.rulesets import Form, rule_set
from counter.slips.context import ControlStep, SlipContext
from counter.slips.form_page import form_page
from counter.slips.layouts.layout import FormValues
from counter.slips.pages import layout_of
from counter.slips.parts import REPRINT, addressed, coded, foot, form_title, head, requested
from db.domain.records import Dossier
from devices.page import Page
from devices.slip import Item, Line, Pair, Rule, Slip

_RESULTS: Mapping[str, str] = {
    Timing.EARLY: N_("Before time"),
    Timing.ON_TIME: N_("In time"),
    Timing.LATE: N_("Late"),
    Timing.DONE_LATE: N_("Late"),
}
"""What the column of the result says (trước hạn, đúng hạn, quá hạn)."""
_GIVEN = N_("1. Given: {unit}")
_TAKEN = N_("2. Taken: {unit}")
_LIST = N_("List no. {number}")


def control_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The control sheet of ``dossier`` with the hand-overs in ``context``; without any it is left to be written."""
    rules, person = rule_set(dossier.rule_set), dossier.applicant
    items = (
        *head(context.office, dossier.code, dossier.received_at),
        *form_title(rules, Form.CONTROL),
        *coded(dossier.code),
        Pair(_("Dossier of {addressed}").format(addressed=addressed(person)), person.name, bold=True),
        Pair(_("Address"), person.address),
        Pair(_("Request to be settled"), requested(dossier)),
        Pair(_("Agency that settles it"), _agency(dossier)),
        Pair(_("Time received"), paper_moment(dossier.received_at)),
        Pair(_("Time of the result"), paper_moment(dossier.due_at), bold=True),
        *(item for step in context.steps for item in _step(step)),
        *foot(context.printed_at, 0),
    )
    return Slip(_(rules.titles[Form.CONTROL]), items, context.copy, _(REPRINT))


def _step(step: ControlStep) -> Iterator[Item]:
    yield Rule()
    yield Line(_(_GIVEN).format(unit=step.giving), bold=True)
    yield Line(_(_TAKEN).format(unit=step.receiving), bold=True)
    yield Line(paper_moment(step.at), indent=2)
    yield Pair(_("Given by"), step.giver)
    yield Pair(_("Taken by"), step.receiver)
    if result := result_of(step):
        yield Pair(_("Result"), result)
    if step.number:
        yield Pair(_("Note"), _(_LIST).format(number=step.number))


def result_of(step: ControlStep) -> str:
    """Whether who gave the dossier on was in time, in a word or two; empty where there was nothing to keep."""
    return _(_RESULTS[step.timing]) if step.timing in _RESULTS else ""


def _agency(dossier: Dossier) -> str:
    return dossier.deciding_agency or dossier.agency


def control_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``control_slip``; always in Vietnamese. Agencies that work on it too are written by hand."""
    with speaking("vi"):
        texts = {
            "agency": _agency(dossier),
            "applicant": dossier.applicant.name,
            "address": dossier.applicant.address,
            "request": requested(dossier),
            "received_at": paper_moment(dossier.received_at),
            "due_at": paper_moment(dossier.due_at),
        }
        rows = tuple(_row(step) for step in context.steps)
        return form_page(
            layout_of(dossier.rule_set, Form.CONTROL),
            FormValues(texts=texts, tables={"steps": rows}),
            context,
            code=dossier.code,
            at=dossier.received_at,
            form=rule_set(dossier.rule_set).forms[Form.CONTROL],
        )


def _row(step: ControlStep) -> tuple[str, ...]:
    units = f"{_(_GIVEN).format(unit=step.giving)}\n{_(_TAKEN).format(unit=step.receiving)}"
    people = f"Người giao: {step.giver}\nNgười nhận: {step.receiver}"
    return (
        units,
        f"{paper_moment(step.at)}\n{people}",
        result_of(step),
        _(_LIST).format(number=step.number) if step.number else "",
    )
