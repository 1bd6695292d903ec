"""What states, events and forms are called on screens, in the log and on the command line.

The codes within a dossier (units, sexes, channels, proofs, ratings) have their maps in ``counter.rules.labels``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter.desk.dossiers.value_labels import VALUES, shown_value
from counter.locale import N_, _
from counter.rules.clock import hour_and_date
from counter.rules.labels import DOUBTS, PAYMENT_METHODS, PROOFS, RATINGS
from counter.rules.money import vnd
from counter.slips.registry import is_page, plain_form
from counter.slips.replacement import CORRECTED
from db.domain.codes import FormKind, PaymentMethod, ProofKind, Rating
from db.domain.event import moment
from db.domain.event_kind import EventKind, Stream
from db.domain.fold import CONFLICT, SHARED_CODE
from db.domain.lifecycle import State
from db.domain.records import Dossier, DossierLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from db.domain.records import EventView, Shift, ValueChange

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
    State.VOIDED: N_("Struck through"),
}

EVENTS_OF_STREAMS: Mapping[tuple[str, str], str] = {
    (Stream.HOLIDAY, EventKind.PUBLISHED): N_("Holidays published"),
    (Stream.QUARANTINE, EventKind.REFUSED): N_("Refused by the centre"),
    (Stream.HANDOVER, EventKind.HANDED_OVER): N_("List of dossiers handed over"),
    (Stream.HANDOVER, EventKind.HANDED_BACK): N_("List of dossiers back at the counter"),
    (Stream.HANDOVER, EventKind.RESULT_POSTED): N_("List of results given to the post"),
}
"""What an event is called where its kind has the label of another stream's events."""

FORMS: Mapping[str, str] = {
    FormKind.INTAKE: N_("Receipt and appointment"),
    FormKind.RETURN: N_("Receipt of the result"),
    FormKind.SUPPLEMENT: N_("Request for papers"),
    FormKind.APOLOGY: N_("Apology and new appointment"),
    FormKind.GUIDANCE: N_("Request for papers, before receipt"),
    FormKind.HANDOVER: N_("List of dossiers handed over"),
    FormKind.HANDBACK: N_("List of dossiers back at the counter"),
    FormKind.PAYMENT: N_("Temporary receipt"),
    FormKind.REFUSAL: N_("Refusal to receive"),
    FormKind.STOP: N_("Notice of the stop"),
    FormKind.PAPERS: N_("Receipt for papers given back"),
    FormKind.VISIT: N_("Receipt for all dossiers of a visit"),
    FormKind.CONTROL: N_("Control sheet of the dossier's settlement"),
    FormKind.POST_LABEL: N_("Address label"),
    FormKind.POST_LIST: N_("List of results given to the post"),
    FormKind.REGISTER: N_("Register of dossiers"),
    FormKind.PROCEDURE: N_("Guide to the procedure"),
    FormKind.FEEDBACK: N_("Receipt for feedback"),
}

ATTENTION: Mapping[str, str] = {
    CONFLICT: N_("Two counters moved this dossier without knowing of each other."),
    SHARED_CODE: N_(
        "Another dossier has the same code, which was given out twice: tell them apart by the name on the slip."
    ),
}

CHOOSE_BY_NAME = N_("Several dossiers have this code: choose the one of the name on the slip.")


def event_name(kind: str, stream: str = "") -> str:
    """What an event of ``kind`` in ``stream`` is called; an unknown kind is shown as it is."""
    known = EventKind.of(kind)
    return _(EVENTS_OF_STREAMS.get((stream, kind), known.label)) if known else kind


def attention_text(why: str) -> str:
    """Why a dossier needs attention; empty where it needs none, an unknown reason as it is."""
    return _(ATTENTION.get(why, why))


def state_name(state: State) -> str:
    """What ``state`` is called."""
    return _(STATES[state])


def sentence(event: EventView) -> str:
    """What happened, in one line; of personal values only what a correction changed, as the view has it."""
    details = _DETAILS.get(event.kind)
    if details_of_event := _DETAILS_OF_EVENT.get(event.kind):
        text = details_of_event(event)
    else:
        text = details(event.data) if details else ""
    name = _(_name_by_data(event)) or event_name(event.kind, event.stream)
    line = f"{name}: {text}" if text else name
    doubts = _doubts(event.data)
    return _("{event} (confirmed: {doubts})").format(event=line, doubts=doubts) if doubts else line


_REFUND = N_("Fee given back")
_FROM_POST = N_("Brought back by the post")


def _name_by_data(event: EventView) -> str:
    """What an event is called that is not what its kind says, as a message id; empty for any other."""
    if event.kind == EventKind.PAID and _added(event.data, "payments").get("amount", 0) < 0:
        return _REFUND
    is_from_post = event.kind == EventKind.HANDED_BACK and event.data.get("from_post")
    return _FROM_POST if is_from_post else ""


def closing_text(shift: Shift) -> str:
    """What was written when ``shift`` was closed, or which file it took in, and who closed it for its officer; empty
    where there is none of it.
    """
    return _closing_text(shift.closing_note, shift.backlog, shift.closed_by_name)


def _closing_text(note: str, backlog: str, closed_by: str) -> str:
    taken_in = _("Backlog taken in from {file}.").format(file=backlog) if backlog else ""
    return " ".join(filter(None, (taken_in, note, closed_by and f"({closed_by})")))


def _doubts(data: dict[str, Any]) -> str:
    return ", ".join(_(DOUBTS.get(code, code)) for code in data.get("doubts", ()))


def _received(data: dict[str, Any]) -> str:
    values = data.get("set", {})
    return " – ".join(filter(None, (values.get("procedure_name", ""), values.get("paper_number", ""))))


def _outcome(data: dict[str, Any]) -> str:
    outcome = data.get("set", {}).get("outcome") or {}
    return " ".join(filter(None, (outcome.get("kind", ""), outcome.get("number", ""))))


def _reason(data: dict[str, Any]) -> str:
    missing = data.get("set", {}).get("missing", ())
    return " – ".join(filter(None, (str(data.get("reason", "")), ", ".join(map(str, missing)))))


def _joined(*parts: str) -> str:
    return " – ".join(filter(None, parts))


def _handed_over(data: dict[str, Any]) -> str:
    """The number of the list; of the list itself, the agency and how many dossiers too."""
    values = data.get("set", {})
    number = values.get("handover") or values.get("number") or ""
    dossiers = values.get("dossiers", ())
    parts = (_("no. {number}").format(number=number) if number else _reason(data), values.get("agency", ""))
    count = _("{count} dossiers").format(count=len(dossiers)) if dossiers else ""
    return " – ".join(filter(None, (*parts, count)))


def _added(data: dict[str, Any], name: str) -> dict[str, Any]:
    """What an event appends to the list ``name`` of its row."""
    item = data.get("add", {}).get(name)
    return item if isinstance(item, dict) else {}


def _listed(names: Iterable[object]) -> str:
    return ", ".join(map(str, names))


def _guided(data: dict[str, Any]) -> str:
    """What lacked; or that the dossier was received at last."""
    if data.get("set", {}).get("dossier"):
        return _("the dossier is received")
    return " – ".join(
        filter(None, (str(data.get("reason", "")), _listed(_added(data, "requests").get("papers", ()))))
    )


def _supplement(data: dict[str, Any]) -> str:
    return _listed(_added(data, "supplements").get("papers", ()))


def _charged(data: dict[str, Any]) -> str:
    charge = _added(data, "charges")
    amount = vnd(charge["amount"]) if charge else ""
    return " – ".join(filter(None, (amount, str(charge.get("name", "") or data.get("reason", "")))))


def _paid(data: dict[str, Any]) -> str:
    payment = _added(data, "payments")
    if not payment:
        return ""
    method = str(payment.get("method", PaymentMethod.CASH))
    how = _(PAYMENT_METHODS.get(method, method))
    parts = (vnd(abs(payment["amount"])), how, str(payment.get("serial", "")), str(payment.get("reason", "")))
    return " – ".join(filter(None, parts))


def _apology(data: dict[str, Any]) -> str:
    change = _added(data, "due_changes")
    due = hour_and_date(moment(change["after"])) if change.get("after") else ""
    return " – ".join(filter(None, (due, str(data.get("reason", "")))))


def _shelf(data: dict[str, Any]) -> str:
    return str(data.get("set", {}).get("shelf", ""))


def _feedback(data: dict[str, Any]) -> str:
    """The number of what was taken in; else what was asked for, the agency, or the reason."""
    values = data.get("set", {})
    number = values.get("number", "")
    parts = (values.get(name, "") for name in ("asked", "handed_to", "reason"))
    return _joined(_("no. {number}").format(number=number) if number else "", *map(str, parts))


def _posted(data: dict[str, Any]) -> str:
    """The number that the post gave, and that it came later; the papers that went with it; of a list as of others."""
    values = data.get("set", {})
    if "dossiers" in values:
        return _handed_over(data)
    tracking = str((values.get("posting") or {}).get("tracking", ""))
    later = _("tracking number noted") if data.get("is_later") else ""
    return _joined(later, tracking, _papers_back(data))


def _rated(data: dict[str, Any]) -> str:
    overall = (data.get("set", {}).get("opinion") or {}).get("overall")
    return "" if overall is None else _(RATINGS[Rating(overall)])


def _delivered(data: dict[str, Any]) -> str:
    at = data.get("set", {}).get("delivered_at")
    return hour_and_date(moment(at)) if at else ""


def _papers_back(data: dict[str, Any]) -> str:
    papers = _added(data, "papers_back").get("papers", ())
    return _listed(f"{paper.get('originals', 0)} {paper.get('name', '')}" for paper in papers)


def _withdrawn(data: dict[str, Any]) -> str:
    return " – ".join(filter(None, (_reason(data), _papers_back(data))))


def _transferred(data: dict[str, Any]) -> str:
    values = data.get("set", {})
    places = (str(values.get(name, "")) for name in ("deciding_agency", "return_place"))
    return " – ".join(filter(None, (*places, _reason(data))))


def _returned(data: dict[str, Any]) -> str:
    back = data.get("set", {}).get("handed_back") or {}
    proof = _(PROOFS.get(back.get("proof", ProofKind.SLIP), ""))
    return f"{_('proxy')}, {proof}" if back.get("is_proxy") else proof


def _corrected(event: EventView) -> str:
    data: dict[str, Any] = event.data
    known = {change.name: change for change in event.changes}
    changed = (_change(name, known.get(name)) for name in data.get("changed", ()))
    return f"{'; '.join(changed)} ({data.get('reason', '')})"


def _change(name: str, change: ValueChange | None) -> str:
    """The value and what it was and is; its name alone where neither is known any more."""
    value = _(VALUES.get(name, name))
    if change is None or change.before == change.after == "":
        return value
    before, after = (shown_value(name, text) or "–" for text in (change.before, change.after))
    return _("{value} {before} → {after}").format(value=value, before=before, after=after)


def form_name(form: str) -> str:
    """What ``form`` is called, also as a page; an unknown one is shown as it is."""
    plain = plain_form(form)
    name = _(FORMS[plain]) if plain in FORMS else plain
    return _("{form} (page)").format(form=name) if is_page(form) else name


def _printed(data: dict[str, Any]) -> str:
    return form_name(str(data.get("form", "")))


def _reprinted(data: dict[str, Any]) -> str:
    form = form_name(str(data.get("form", "")))
    if data.get("why") == CORRECTED:
        return _("{form}, replaces the earlier print").format(form=form)
    return _("{form}, copy {number}").format(form=form, number=data.get("copy", ""))


def _closed(event: EventView) -> str:
    data: dict[str, Any] = event.data
    values = data.get("set", {})
    note, backlog = (str(values.get(name, "")) for name in ("closing_note", "backlog"))
    return _closing_text(note, backlog, event.actor_name if values.get("closed_by") else "")


def _commented(event: EventView) -> str:
    """An earlier release stored the supervisor's name in the event."""
    data: dict[str, Any] = event.data
    return f"{data.get('add', {}).get('comments', '')} ({data.get('by') or event.actor_name})"


def _locked_out(data: dict[str, Any]) -> str:
    return _("{count} tries, at {terminal}").format(
        count=data.get("tries", ""), terminal=data.get("terminal") or "?"
    )


def _published(data: dict[str, Any]) -> str:
    return str(data.get("set", {}).get("name", ""))


def _book_closed(data: dict[str, Any]) -> str:
    values = data.get("set", {})
    count = _("{count} lines").format(count=values.get("lines", 0))
    return " – ".join(filter(None, (str(values.get("book", "")), count)))


_DETAILS: dict[str, Callable[[dict[str, Any]], str]] = {
    EventKind.RECEIVED: _received,
    EventKind.RESULT_ARRIVED: _outcome,
    EventKind.REFUSED: _reason,
    EventKind.HANDED_OVER: _handed_over,
    EventKind.HANDED_BACK: _handed_over,
    EventKind.PROCESSING: _reason,
    EventKind.GUIDED: _guided,
    EventKind.SUPPLEMENT_ASKED: _reason,
    EventKind.SUPPLEMENT_RECEIVED: _supplement,
    EventKind.DUTY_ASKED: _charged,
    EventKind.PAID: _paid,
    EventKind.APOLOGISED: _apology,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.STOPPED: _reason,
    EventKind.TRANSFERRED: _transferred,
    EventKind.SHELVED: _shelf,
    EventKind.RESULT_POSTED: _posted,
    EventKind.DELIVERED: _delivered,
    EventKind.FEEDBACK_RECEIVED: _feedback,
    EventKind.FEEDBACK_ASKED: _feedback,
    EventKind.FEEDBACK_HANDED_OVER: _feedback,
    EventKind.FEEDBACK_REFUSED: _feedback,
    EventKind.RATED: _rated,
    EventKind.PAPERS_RETURNED: _papers_back,
    EventKind.VOIDED: _reason,
    EventKind.RETURNED: _returned,
    EventKind.SETTLED: _reason,
    EventKind.PRINTED: _printed,
    EventKind.REPRINTED: _reprinted,
    EventKind.LOCKED_OUT: _locked_out,
    EventKind.PUBLISHED: _published,
    EventKind.BOOK_CLOSED: _book_closed,
}
_DETAILS_OF_EVENT: dict[str, Callable[[EventView], str]] = {
    EventKind.CORRECTED: _corrected,
    EventKind.SHIFT_CLOSED: _closed,
    EventKind.SHIFT_COMMENTED: _commented,
}


def shown_code(dossier: Dossier | DossierLine) -> str:
    """The code of ``dossier``; of one that was refused before it had any, its refusal's number."""
    if dossier.code:
        return dossier.code
    closing = dossier.closing.number if isinstance(dossier, Dossier) and dossier.closing else ""
    return refusal_code(closing or (dossier.form_number if isinstance(dossier, DossierLine) else ""))


def refusal_code(number: str) -> str:
    """What a dossier without a code is called: the form by which it was refused, and its ``number``."""
    return _("Form 03 {number}").format(number=number) if number else ""


def short_code(code: str, unit: str) -> str:
    """A dossier code without ``unit``, the office's own (``261123-0007``); the code of another office stays whole."""
    return code.removeprefix(f"{unit}-")
