"""What may be done with a dossier now, and why not: one answer for every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.dossiers import apologies, corrections
from counter.desk.dossiers.returns import may_return
from counter.desk.handovers.refusals import has_paper, refusal_over
from counter.desk.labels import state_name
from counter.desk.payments.payments import pay_refusal
from counter.desk.post import results as post
from counter.desk.printing.documents import forms_of
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.money import total_paid
from counter.rules.papers import originals_kept
from db.domain.codes import Role
from db.domain.event_kind import EventKind
from db.domain.lifecycle import FINAL, State, allows

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from db.domain.records import Dossier

ACTIONS = (
    "return", *post.ACTIONS, "processing", "result", "ask", "supplement", "apology", "pay", "duty", "refund",
    "refuse", "withdraw", "stop", "papers", "shelve", "transfer", "correct", "void", "reprint", "reveal", "page",
    "settle",
)  # fmt: skip
"""The actions, as the second part of their command ids."""

_MOVES = {
    "result": EventKind.RESULT_ARRIVED,
    "ask": EventKind.SUPPLEMENT_ASKED,
    "supplement": EventKind.SUPPLEMENT_RECEIVED,
    "duty": EventKind.DUTY_ASKED,
    "refuse": EventKind.REFUSED,
    "withdraw": EventKind.WITHDRAWN,
    "stop": EventKind.STOPPED,
    "papers": EventKind.PAPERS_RETURNED,
    "shelve": EventKind.SHELVED,
    "transfer": EventKind.TRANSFERRED,
    "correct": EventKind.CORRECTED,
    "void": EventKind.VOIDED,
    "reprint": EventKind.REPRINTED,
    "page": EventKind.PRINTED,
}
_NOT_WHEN_OVER = ("transfer",)


def refusals(desk: Desk, dossier: Dossier) -> dict[str, str]:
    """Why each action cannot be done with ``dossier`` now, translated; an action that can is left out."""
    reasons = {
        action: _forbidden(desk, dossier, action) or _unfit(desk, dossier, action) for action in ACTIONS
    }
    return {action: reason for action, reason in reasons.items() if reason}


def fitting(desk: Desk, dossier: Dossier) -> frozenset[str]:
    """The actions that ``dossier`` as it stands allows, whoever is at the desk: those that are offered."""
    return frozenset(action for action in ACTIONS if not _unfit(desk, dossier, action))


def _forbidden(desk: Desk, dossier: Dossier, action: str) -> str:
    """Why nobody without a shift, or without the role, may do ``action``."""
    if action not in ("reveal", "settle"):
        try:
            desk.require_shift()
        except Problem as problem:
            return str(problem)
    try:
        if action in ("void", "refund") or (action == "ask" and bool(dossier.requests)):
            desk.require(Role.SUPERVISOR)
        if action == "correct":
            corrections.check_allowed(desk, dossier)
    except Problem as problem:
        return str(problem)
    return ""


def _unfit(desk: Desk, dossier: Dossier, action: str) -> str:
    """Why ``dossier`` as it stands does not allow ``action``."""
    if action in post.ACTIONS and (problem := post.refusal(dossier, action)) is not None:
        return str(problem)
    if action == "settle":
        return "" if dossier.attention else _("Nothing is to be settled.")
    if action == "apology":
        try:
            apologies.check(dossier)
        except Problem as problem:
            return str(problem)
    if action == "pay" and (refusal := pay_refusal(dossier)):
        return _(refusal)
    if action == "refund" and total_paid(dossier) <= 0:
        return _("Nothing was paid.")
    if action == "papers" and not originals_kept(dossier):
        return _("The office keeps no original of it.")
    if action == "processing" and (reason := _not_over(dossier)) is not None:
        return str(reason)
    if action in ("reprint", "page") and not forms_of(dossier):
        return _("It has no form yet.")
    is_struck = dossier.state is State.VOIDED and action != "reveal"
    is_refused = action == "return" and not may_return(desk, dossier.id)
    kind = _MOVES.get(action)
    is_over = action in _NOT_WHEN_OVER and dossier.state in FINAL
    if is_struck or is_refused or is_over or (kind and not allows(kind, dossier.state)):
        return _(N_("Not while it is “{state}”.")).format(state=state_name(dossier.state))
    return ""


def _not_over(dossier: Dossier) -> Problem | None:
    """Why ``dossier`` does not go to its agency now: on a list, or without papers by its state alone."""
    if has_paper(dossier):
        return refusal_over(dossier)
    if not allows(EventKind.PROCESSING, dossier.state):
        return Problem(N_("Not while it is “{state}”."), state=state_name(dossier.state))
    return None
