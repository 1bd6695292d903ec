"""The receipt for a result that was handed over (Giấy biên nhận trả kết quả)."""

from __future__ import annotations

from counter.locale import N_, _
from counter.rules.clock import paper_moment
from counter.rules.labels import PROOFS
from counter.rules.money import owed
from counter.slips.context import SlipContext
from counter.slips.parts import (
    REPRINT,
    addressed,
    amount,
    authority,
    coded,
    foot,
    head,
    papers_given_back,
    requested,
    signatures,
    written_day,
)
from db.domain.records import Dossier, Outcome
from devices.slip import Align, Feed, Item, Line, Pair, Size, Slip

_TITLE = N_("Receipt for the result handed over")


def return_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The receipt of ``dossier.handed_back``; before the hand-over its values stay dotted (a preview)."""
    handed = dossier.handed_back
    title = _(_TITLE)
    receiver = handed.by.name if handed else ""
    items = (
        *head(context.office, dossier.code, handed.at if handed else context.printed_at),
        Feed(),
        Line(title.upper(), Align.CENTER, bold=True, size=Size.TALL),
        Feed(),
        *coded(dossier.code),
        *_dossier(dossier),
        *_outcome(dossier.outcome),
        *_handed(dossier, owed(dossier)),
        *signatures(_("RESULT RECEIVED BY"), receiver, _("RESULT HANDED OVER BY"), context.officer_name),
        Feed(),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def _dossier(dossier: Dossier) -> list[Item]:
    person = dossier.applicant
    of = _("Dossier of {addressed}").format(addressed=addressed(person))
    items: list[Item] = [
        Pair(of, person.name, bold=True),
        Pair(_("Identity number"), person.identity),
        Pair(_("Request settled"), requested(dossier)),
        Pair(_("Time received"), paper_moment(dossier.received_at)),
    ]
    if dossier.due_at:
        items.append(Pair(_("Time of the result"), paper_moment(dossier.due_at)))
    return items


def _outcome(outcome: Outcome | None) -> list[Item]:
    if outcome is None:
        return [Pair(_("Result"), "")]
    kind = outcome.kind or (_("Decision of refusal") if outcome.refused else "")
    items: list[Item] = [Pair(_("Result"), kind, bold=True)]
    if outcome.number or outcome.date:
        number_and_date = _("No. {number}, dated {date}")
        day = written_day(outcome.date) or "...."
        items.append(Line(number_and_date.format(number=outcome.number or "....", date=day), indent=2))
    if outcome.signer:
        items.append(Pair(_("Result signed by"), outcome.signer))
    if outcome.note:
        items.append(Line(outcome.note, indent=2))
    return items


def _handed(dossier: Dossier, still_owed: int) -> list[Item]:
    handed = dossier.handed_back
    received_at, received_by = _("Result received at"), _("Result received by")
    if handed is None:
        return [Pair(received_at, ""), Pair(received_by, "")]
    items: list[Item] = [
        Pair(received_at, paper_moment(handed.at)),
        Pair(received_by, handed.by.name, bold=True),
        Pair(_("Received as"), _("the proxy") if handed.is_proxy else _("the applicant")),
    ]
    if handed.by.identity:
        items.append(Pair(_("Identity number of the receiver"), handed.by.identity))
    items.append(Pair(_("Documents shown on return"), _(PROOFS.get(handed.proof, handed.proof))))
    if paper := authority(handed):
        items.append(Pair(_("Proof of authority"), paper))
    if papers := papers_given_back(dossier):
        items.append(Pair(_("Papers given back with the result"), papers))
    if handed.fee_paid:
        items.append(Pair(_("Fee paid on return"), amount(handed.fee_paid)))
    if handed.fee_serial:
        items.append(Pair(_("Number of the fee receipt"), handed.fee_serial))
    if still_owed:
        items.append(Pair(_("Fee still to be paid"), amount(still_owed), bold=True))
    return items
