"""The rows of the screen of hand-overs: dossiers with their marks, and lists that were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from counter.desk.handovers.waiting import WaitingDossier, handover_words, is_late
from counter.desk.labels import short_code
from counter.locale import N_, _
from counter.rules.clock import hour_and_date, short_date, short_time
from counter.screens.handovers.marks import Marks
from counter.slips.handover_list import HandoverRow
from counter.widgets.listing import Column, Row
from db.domain.progress import Handover
from db.domain.records import Dossier


class View(StrEnum):
    """What the screen shows: what is to go, what may come back, the lists that were written."""

    OVER = "over"
    BACK = "back"
    LISTS = "lists"


VIEWS: dict[View, str] = {
    View.OVER: N_("To hand over"),
    View.BACK: N_("At the agency"),
    View.LISTS: N_("Lists"),
}

NOTHING: dict[View, str] = {
    View.OVER: N_("Nothing is to be handed over."),
    View.BACK: N_("Nothing lies at the agencies."),
    View.LISTS: N_("No list was written yet."),
}
"""What a view without rows says."""

HINTS: dict[View, str] = {
    View.OVER: N_("scan slips, or type the end of a code · Space: mark · A: all"),
    View.BACK: N_("scan slips · Space: mark · A: all · R: result (Shift+R: of all) · Enter: type it"),
    View.LISTS: "",
}
"""What the field that marks takes."""


def dossier_columns(view: View, code: Column) -> tuple[Column, ...]:
    """Mark, code, applicant, procedure, and when it is to go or what comes back."""
    last = Column(_("To go"), 14) if view is View.OVER else Column(_("Result"), 14)
    return (Column("", 3), code, Column(_("Applicant")), Column(_("Procedure")), last)


def dossier_row(view: View, one: WaitingDossier, marks: Marks, unit: str, now: datetime) -> Row:
    """A dossier with its mark."""
    dossier = one.dossier
    is_marked = dossier.id in marks
    if view is View.OVER:
        last = _("on the spot") if one.on_the_spot else handover_words(one.time, now)
    else:
        last = HandoverRow.of(dossier, marks.outcome(dossier.id)).result
    tone = "bad" if view is View.OVER and is_late(one, now) else "dim" if one.on_the_spot else ""
    cells = (
        "[x]" if is_marked else "[ ]",
        short_code(dossier.code, unit),
        dossier.applicant.name,
        dossier.procedure_name,
        last,
    )
    return Row(dossier.id, cells, "good" if is_marked else tone)


def list_columns() -> tuple[Column, ...]:
    """Number, time, which way, agency, how many, and who of the agency."""
    return (
        Column(_("No."), 6),
        Column(_("Time"), 16),
        Column("", 8),
        Column(_("Agency")),
        Column(_("Dossiers"), 6, right=True),
        Column(_("Person")),
    )


def list_row(handover: Handover) -> Row:
    """A list that was written."""
    cells = (
        handover.number,
        f"{short_time(handover.at)} {short_date(handover.at)}",
        _way(handover),
        handover.agency,
        str(len(handover.dossiers)),
        handover.giver if handover.is_back else handover.receiver,
    )
    return Row(handover.id, cells, "dim" if handover.is_back else "")


def _way(handover: Handover) -> str:
    if handover.is_post:
        return _("By post")
    return _("Taken back") if handover.is_back else _("Hand-over")


def agencies_of(rows: Iterable[WaitingDossier]) -> dict[str, int]:
    """The agencies with the number of their dossiers, the largest first."""
    counts = Counter(one.agency for one in rows)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def agency_line(agencies: dict[str, int], agency: str, marked: int) -> str:
    """The agency whose dossiers are shown, its place among several, and how many are marked."""
    if not agencies:
        return ""
    place = list(agencies).index(agency) + 1 if agency in agencies else 0
    several = f"← {place}/{len(agencies)} →" if len(agencies) > 1 else ""
    return " · ".join(filter(None, (agency or "–", several, _("marked: {count}").format(count=marked))))


def about(dossier: Dossier) -> str:
    """The code, the applicant, and when it came in."""
    received = _("received {when}").format(when=hour_and_date(dossier.received_at))
    return f"{dossier.code} · {dossier.applicant.name} · {received}"


def about_list(handover: Handover) -> str:
    """Who gave a list to whom."""
    sides = _("given by {giver}, taken by {receiver}")
    return sides.format(giver=handover.giver, receiver=handover.receiver)


def saved_line(handover: Handover) -> str:
    """What was just saved."""
    pattern = (
        N_("List {number}: {count} dossiers back from {agency}")
        if handover.is_back
        else N_("List {number}: {count} dossiers handed over to {agency}")
    )
    count, agency = len(handover.dossiers), handover.agency or "–"
    return _(pattern).format(number=handover.number, count=count, agency=agency)
