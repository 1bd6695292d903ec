"""What the return screen shows of a dossier, and the return that is typed in its fields; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rich.text import Text

from counter.desk.dossiers.deadlines import due_and_status
from counter.desk.dossiers.entries import Return
from counter.desk.labels import attention_text, state_name
from counter.locale import N_, _
from counter.rules.clock import short_date, short_time
from counter.rules.money import owed, vnd
from counter.slips.parts import post_address, written_day
from counter.widgets.listing import Row
from db.domain.codes import PaymentMethod, ProofKind
from db.domain.lifecycle import State
from db.domain.records import Dossier, DossierLine, Outcome, Paper, Person

LABEL = 17
"""Columns of the labels of the facts, the same as of the fields below them."""


def rows_of(lines: Iterable[DossierLine]) -> list[Row]:
    """Dossiers in the list: first those that wait to be collected, last those that were."""
    order = {State.FINISHED: 0, State.RETURNED: 2}
    tones = {State.FINISHED: "good", State.RETURNED: "dim"}
    return [
        Row(
            line.id,
            (line.code, line.applicant, line.procedure_name, state_name(line.state)),
            tones.get(line.state, ""),
        )
        for line in sorted(lines, key=lambda line: order.get(line.state, 1))
    ]


def facts_of(dossier: Dossier, now: datetime, others: Sequence[Dossier] = ()) -> Text:
    """Who, what, since when, the result, what is to be handed over and where it lies; which ``others`` wait too."""
    person = dossier.applicant
    who = " · ".join(part for part in (person.name, person.identity, person.phone) if part)
    facts = [
        (N_("Applicant"), who, "bold"),
        (N_("Procedure"), f"{dossier.procedure_code} {dossier.procedure_name}", ""),
        (N_("State"), state_name(dossier.state), "bold"),
        (N_("Due"), due_and_status(dossier, now), "bold"),
        (N_("The result"), _result(dossier), ""),
        (N_("Lies on shelf"), dossier.shelf, ""),
        (N_("Proxy at intake"), dossier.proxy.name if dossier.proxy else "", ""),
        (N_("To be sent"), _post_address(dossier) if dossier.return_by_post else "", "bold"),
        (N_("Still to pay"), vnd(owed(dossier)) if owed(dossier) else "", "bold"),
        (N_("Also ready"), ", ".join(other.code for other in others), "bold"),
        (N_("Attention"), attention_text(dossier.attention), "bold"),
    ]
    text = Text()
    for label, value, style in facts:
        if value:
            text.append(_(label).ljust(LABEL - 1)[: LABEL - 1], "dim")
            text.append(f"{value}\n", style)
    text.rstrip()
    return text


def _post_address(dossier: Dossier) -> str:
    """Where the post brings the result: the address that was asked for, else the applicant's."""
    return post_address(dossier) or dossier.applicant.address


def _result(dossier: Dossier) -> str:
    outcome = dossier.outcome
    if outcome is None:
        return ""
    kind = outcome.kind or (_("refusal") if outcome.refused else "")
    number = _("no. {number}").format(number=outcome.number) if outcome.number else ""
    parts = (kind, number, written_day(outcome.date), outcome.signer, outcome.note)
    return " · ".join(part for part in parts if part)


def not_now(dossier: Dossier | None) -> str:
    """Why nothing can be handed over now, and what to do."""
    if dossier is None:
        return _("Scan the slip or choose a dossier first.")
    if dossier.state is State.RETURNED and dossier.handed_back:
        return _("Handed over already: {line}.").format(line=collected_line(dossier))
    return _(_NOT_NOW.get(dossier.state, _UNKNOWN))


_UNKNOWN = N_("Nothing can be handed over in this state.")
_NOT_NOW = {
    State.RECEIVED: N_(
        "Not settled yet. When the result reaches the counter, note it on the dossier (Ctrl+T)."
    ),
    State.PROCESSING: N_(
        "Still being settled. When the result reaches the counter, note it on the dossier (Ctrl+T)."
    ),
    State.SUPPLEMENT: N_("Waits for papers that the citizen was asked for."),
    State.FINANCIAL_DUTY: N_("Waits for a payment that the citizen was asked for."),
    State.REFUSED: N_("Was not accepted: there is no result."),
    State.WITHDRAWN: N_("Was withdrawn by the citizen: there is no result."),
    State.STOPPED: N_("Was stopped: there is no result."),
}


def collected_line(dossier: Dossier) -> str:
    """Who collected the result and when."""
    back = dossier.handed_back
    return f"{back.by.name}, {short_time(back.at)} {short_date(back.at)}" if back else ""


def returned_line(dossier: Dossier) -> str:
    """What was handed over, for the line below the form."""
    done = _("Handed over {code}").format(code=dossier.code)
    unpaid = _("still to pay: {sum}").format(sum=vnd(owed(dossier))) if owed(dossier) else ""
    return " · ".join(
        filter(None, (done, dossier.handed_back.by.name if dossier.handed_back else "", unpaid))
    )


def return_of(values: Mapping[str, str], still_owed: int, originals: tuple[Paper, ...]) -> Return:
    """The return that is typed, and the ``originals`` that are ticked."""
    who = values.get("who") or ProofKind.SLIP
    proxy = who == ProofKind.AUTHORISATION
    by = Person(name=values.get("by_name", ""), identity=values.get("by_identity", "")) if proxy else None
    rating, paid = values.get("rating", ""), values.get("paid", "")
    return Return(
        by=by,
        is_proxy=proxy,
        proof=who,
        proxy_paper=values.get("proxy_paper", "") if proxy else "",
        papers=values.get("papers", ""),
        originals=originals,
        fee_paid=still_owed if paid in tuple(PaymentMethod) else 0,
        fee_method=paid if paid in tuple(PaymentMethod) else PaymentMethod.CASH,
        fee_serial=values.get("fee_serial", ""),
        rating=int(rating) if rating else None,
        outcome=_outcome(values),
    )


def _outcome(values: Mapping[str, str]) -> Outcome | None:
    """The result of what is settled on the spot, where anything of it is typed."""
    number, signer, appraiser = (values.get(name, "") for name in ("result_number", "signer", "appraiser"))
    if not (number or signer or appraiser):
        return None
    return Outcome(number=number, signer=signer, appraiser=appraiser)
