"""What the rules say about one term or one scan, for a technician: rows to read and values for machines."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from counter.locale import N_, _
from counter.rules import scan
from counter.rules.calendar import WorkingCalendar
from counter.rules.clock import hour_and_date, local, to_utc
from counter.rules.codes import DossierCode
from counter.rules.identity import cross_check
from counter.rules.terms import Due, Term

Row = tuple[str, str]
_Values = scan.IdentityCard | scan.HealthCard | scan.TicketScan | scan.Unknown | DossierCode


@dataclass(frozen=True, slots=True)
class DueReport:
    """A term counted from a moment (UTC), and the due date that came of it."""

    term: Term
    received_at: datetime
    due: Due

    def rows(self) -> list[Row]:
        """Label and value, in the language spoken now."""
        rows = [
            (_("Term"), str(self.term)),
            (_("Received at"), hour_and_date(self.received_at)),
            (_("Due at"), hour_and_date(self.due.at)),
        ]
        if self.due.counted_from != self.received_at:
            rows.insert(2, (_("Counted from"), hour_and_date(self.due.counted_from)))
        rows += [(_("Warning") if note.warning else _("Note"), str(note)) for note in self.due.notes]
        return rows

    def as_json(self) -> dict[str, object]:
        """Values for machines; moments are ISO 8601 with Vietnam's offset, days ISO."""
        return {
            "term": self.term.amount,
            "unit": self.term.unit,
            "received_at": local(self.received_at).isoformat(),
            "counted_from": local(self.due.counted_from).isoformat(),
            "due_at": local(self.due.at).isoformat(),
            "may_move": self.due.may_move,
            "notes": [
                {
                    "kind": note.kind,
                    "first": note.first.isoformat(),
                    "last": note.last.isoformat(),
                    "warning": note.warning,
                    "text": str(note),
                }
                for note in self.due.notes
            ],
        }


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan was read as, and what in it does not fit together."""

    kind: str
    values: dict[str, str]
    doubts: tuple[str, ...]

    def rows(self) -> list[Row]:
        """Label and value, in the language spoken now; empty values are left out."""
        rows = [(_("Read as"), _(_KINDS[self.kind]))]
        rows += [(_(_LABELS[key]), value) for key, value in self.values.items() if value]
        return rows + [(_("Warning"), doubt) for doubt in self.doubts]

    def as_json(self) -> dict[str, object]:
        """Values for machines: ``kind``, every value of that kind as text, ``doubts``."""
        return {"kind": self.kind, **self.values, "doubts": list(self.doubts)}


def due_report(term: Term, received_at: datetime, calendar: WorkingCalendar) -> DueReport:
    """``term`` counted from ``received_at`` (without a zone: Vietnam's time) on ``calendar``."""
    received = to_utc(received_at).replace(second=0, microsecond=0)
    return DueReport(term, received, calendar.due(received, term))


def scan_report(text: str) -> ScanReport:
    """What ``text`` is, as a scanner would deliver it. Never raises."""
    content = scan.read(text)
    doubts: list[str] = []
    match content:
        case scan.IdentityCard():
            doubts += [str(doubt) for doubt in cross_check(content.number, content.sex, content.birth)]
            kind, values = "identity-card", _texts(content)
        case scan.HealthCard():
            kind, values = "health-card", _texts(content)
        case scan.DossierScan(code):
            kind, values = "dossier", {**_texts(code), "node": str(code.node) if code.node else ""}
        case scan.TicketScan():
            kind, values = "ticket", _texts(content)
        case scan.TaxNumber():
            kind, values = "tax-number", {"number": content.number}
            doubts += [] if content.sure else [_("The check digit cannot be verified")]
        case scan.BareNumber(number):
            year = str(number.birth_year or "")
            kind, values = "number", {"number": number.number, "sex": number.sex, "birth": year}
        case scan.Unknown():
            kind, values = "unknown", _texts(content)
    if isinstance(content, scan.IdentityCard | scan.HealthCard) and content.damaged:
        doubts.append(_("The name came broken; ask for it"))
    if isinstance(content, scan.IdentityCard | scan.HealthCard) and content.lost:
        lost = ", ".join(_(_LABELS[name]) for name in content.lost)
        doubts.append(_("Not readable: {fields}").format(fields=lost))
    return ScanReport(kind, values, tuple(doubts))


def _texts(content: _Values) -> dict[str, str]:
    return {
        key: value.isoformat() if isinstance(value, date) else str(value)
        for key, value in asdict(content).items()
        if not isinstance(value, bool | tuple)
    }


_KINDS = {
    "identity-card": N_("identity card"),
    "health-card": N_("health-insurance card"),
    "dossier": N_("dossier code"),
    "ticket": N_("queue ticket"),
    "tax-number": N_("tax number"),
    "number": N_("personal number"),
    "unknown": N_("nothing known"),
}
_LABELS = {
    "number": N_("Number"),
    "old_number": N_("Old number"),
    "name": N_("Name"),
    "birth": N_("Born"),
    "sex": N_("Sex"),
    "address": N_("Address"),
    "issued": N_("Issued"),
    "as_read": N_("As read"),
    "place": N_("Place"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "unit": N_("Unit"),
    "day": N_("Day"),
    "node": N_("Node"),
    "owner": N_("System"),
    "code": N_("Code"),
    "written": N_("As written"),
    "text": N_("Text"),
    "other": N_("Other text"),
}
