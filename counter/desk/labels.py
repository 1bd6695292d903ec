"""States and events in words: what screens, slips of the log and the command line say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter.locale import N_, _
from db.domain.lifecycle import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.domain.records import EventView

STATES: dict[State, str] = {
    State.REGISTERED: N_("Newly registered"),
    State.RECEIVED: N_("Received"),
    State.REFUSED: N_("Not accepted"),
    State.PROCESSING: N_("In progress"),
    State.SUPPLEMENT: N_("Supplement asked for"),
    State.FINANCIAL_DUTY: N_("Financial duty asked for"),
    State.WITHDRAWN: N_("Withdrawn by the citizen"),
    State.STOPPED: N_("Stopped"),
    State.FINISHED: N_("Result ready"),
    State.RETURNED: N_("Result returned"),
}

EVENTS: dict[str, str] = {
    "registered": N_("Registered online"),
    "received": N_("Dossier received"),
    "refused": N_("Dossier not accepted"),
    "processing": N_("Handed over for processing"),
    "supplement-asked": N_("Supplement asked for"),
    "duty-asked": N_("Financial duty asked for"),
    "withdrawn": N_("Withdrawn by the citizen"),
    "stopped": N_("Stopped"),
    "result-arrived": N_("Result arrived at the counter"),
    "returned": N_("Result handed to the citizen"),
    "corrected": N_("Corrected"),
    "settled": N_("Settled by the supervisor"),
    "reprinted": N_("Slip printed again"),
    "revealed": N_("Personal numbers looked at"),
    "shift-opened": N_("Shift opened"),
    "shift-closed": N_("Shift closed"),
    "shift-commented": N_("Comment by the supervisor"),
    "shift-reviewed": N_("Shift reviewed"),
    "account-opened": N_("Account opened"),
    "account-closed": N_("Account closed"),
    "account-reopened": N_("Account opened again"),
    "account-changed": N_("Account changed"),
    "password-set": N_("Password changed"),
    "published": N_("Procedure published"),
    "configured": N_("Office configured"),
}

FORMS: dict[str, str] = {
    "01": N_("Receipt and appointment"),
    "return": N_("Receipt of the result"),
}

VALUES: dict[str, str] = {
    "name": N_("name"),
    "identity": N_("identity number"),
    "birth": N_("date of birth"),
    "sex": N_("sex"),
    "address": N_("address"),
    "phone": N_("phone"),
    "email": N_("email"),
    "content": N_("content"),
    "shelf": N_("shelf"),
    "note": N_("note"),
    "fee_serial": N_("fee receipt"),
    "return_place": N_("place of return"),
}

PROOFS: dict[str, str] = {
    "slip": N_("receipt slip"),
    "identity": N_("identity document (slip lost)"),
    "authorisation": N_("authorisation"),
}


def event_name(kind: str) -> str:
    """What an event of ``kind`` is called; an unknown kind is shown as it is."""
    return _(EVENTS[kind]) if kind in EVENTS else kind


def state_name(state: State) -> str:
    """What ``state`` is called."""
    return _(STATES[state])


def sentence(event: EventView) -> str:
    """What happened, in one line; personal values are never part of it."""
    told = _TOLD.get(event.kind)
    more = told(event.data) if told else ""
    return f"{event_name(event.kind)}: {more}" if more else event_name(event.kind)


def _received(data: dict[str, Any]) -> str:
    values = data.get("set", {})
    return " – ".join(filter(None, (values.get("procedure_name", ""), values.get("paper_number", ""))))


def _outcome(data: dict[str, Any]) -> str:
    outcome = data.get("set", {}).get("outcome", {})
    return " ".join(filter(None, (outcome.get("kind", ""), outcome.get("number", ""))))


def _reason(data: dict[str, Any]) -> str:
    missing = data.get("set", {}).get("missing", ())
    return " – ".join(filter(None, (str(data.get("reason", "")), ", ".join(map(str, missing)))))


def _returned(data: dict[str, Any]) -> str:
    back = data.get("set", {}).get("handed_back", {})
    proof = _(PROOFS.get(back.get("proof", "slip"), ""))
    who = _("proxy")
    return f"{who}, {proof}" if back.get("is_proxy") else proof


def _corrected(data: dict[str, Any]) -> str:
    changed = ", ".join(_(VALUES.get(name, name)) for name in data.get("changed", ()))
    return f"{changed} ({data.get('reason', '')})"


def _reprinted(data: dict[str, Any]) -> str:
    form = _(FORMS.get(data.get("form", ""), data.get("form", "")))
    return _("{form}, copy {number}").format(form=form, number=data.get("copy", ""))


def _closed(data: dict[str, Any]) -> str:
    return str(data.get("set", {}).get("closing_note", ""))


def _commented(data: dict[str, Any]) -> str:
    return f"{data.get('add', {}).get('comments', '')} ({data.get('by', '')})"


def _published(data: dict[str, Any]) -> str:
    return str(data.get("set", {}).get("name", ""))


_TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "received": _received,
    "result-arrived": _outcome,
    "supplement-asked": _reason,
    "duty-asked": _reason,
    "stopped": _reason,
    "returned": _returned,
    "corrected": _corrected,
    "settled": _reason,
    "reprinted": _reprinted,
    "shift-closed": _closed,
    "shift-commented": _commented,
    "published": _published,
}
