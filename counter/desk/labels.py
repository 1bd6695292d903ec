"""States and events in words: what screens, slips of the log and the command line say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter.locale import N_, _
from db.domain.event_kind import EventKind
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
    known = EventKind.of(kind)
    return _(known.label) if known else kind


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
    EventKind.RECEIVED: _received,
    EventKind.RESULT_ARRIVED: _outcome,
    EventKind.SUPPLEMENT_ASKED: _reason,
    EventKind.DUTY_ASKED: _reason,
    EventKind.STOPPED: _reason,
    EventKind.RETURNED: _returned,
    EventKind.CORRECTED: _corrected,
    EventKind.SETTLED: _reason,
    EventKind.REPRINTED: _reprinted,
    EventKind.SHIFT_CLOSED: _closed,
    EventKind.SHIFT_COMMENTED: _commented,
    EventKind.PUBLISHED: _published,
}
