"""Plain values that travel between the ledger, the desk, the slips and the screens.

Nothing here touches a database: a record is read from rows, or is written into an event's payload. All times are
aware datetimes in UTC; money is integer VND (đồng).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from db.domain.codes import ApplicantKind, Channel, PaymentMethod, ProofKind, Role, Sex
from db.domain.lifecycle import State
from db.domain.progress import (
    Charge,
    Closing,
    DueChange,
    FeePart,
    Opinion,
    PageCount,
    Payment,
    Posting,
    Supplement,
    SupplementRequest,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An applicant, a submitter or a proxy: the values that identify a person, forgotten after the retention time.

    ``birth`` is ISO ``yyyy-mm-dd`` or a bare year; ``sex`` is a code of ``Sex``. ``health_card`` is the number of a
    health-insurance card.
    """

    name: str
    kind: ApplicantKind = ApplicantKind.CITIZEN
    identity: str = ""
    birth: str = ""
    sex: str = Sex.UNKNOWN
    address: str = ""
    phone: str = ""
    email: str = ""
    health_card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that was handed in."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersBack:
    """Papers that the citizen got back, other than with the result: of each, how many originals."""

    at: datetime
    papers: tuple[Paper, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a dossier: a decision, a certificate, or a refusal. ``appraiser`` is who appraised what was settled
    on the spot.
    """

    kind: str = ""
    number: str = ""
    signer: str = ""
    appraiser: str = ""
    date: str = ""
    refused: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack:
    """How a result was collected; ``by`` is the applicant or the proxy.

    ``proof`` is a code of ``ProofKind``; ``proxy_paper`` names the authorisation. ``papers`` are what was given back
    with the result. ``rating`` is a code of ``Rating``, None where the citizen did not rate.
    """

    at: datetime
    by: Person
    proof: str = ProofKind.SLIP
    is_proxy: bool = False
    proxy_paper: str = ""
    papers: str = ""
    fee_paid: int = 0
    fee_serial: str = ""
    rating: int | None = None
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNote:
    """Days off, exchanged or not known for certain between intake and due date.

    ``kind`` is a code of ``DueNoteKind``, ``first`` and ``last`` are ISO dates, ``name`` is the holiday's key or its
    local name.
    """

    kind: str
    first: str
    last: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A dossier as it stands now; every value follows from the ledger.

    ``calendar_notes`` are about ``first_due_at``. ``due_notes`` are sentences that a back office, or a release before
    ``calendar_notes``, wrote about ``due_at``. ``return_place`` is the address where ``return_by_post`` is set.

    ``case`` is that of the procedure (trường hợp), ``fee_parts`` the components of ``fee``; both may be empty.
    ``lacking`` are the required papers that it was accepted without, where the office allows that.

    Four facts stand apart. The state is the national one. Money: ``fee`` and ``fee_paid`` are those of the intake,
    ``fee_reason`` says why the fee is less than the procedure's, ``fee_method`` is a code of ``PaymentMethod``,
    ``charged`` and ``paid`` are the sums of ``charges`` and ``payments`` after it. Papers: ``papers`` are those handed
    in so far, ``missing`` what lacks, ``papers_at`` a code of ``PapersPlace``, ``handover`` the number of the last
    sheet that they were on. Delivery: ``posting`` and ``delivered_at`` of a
    result by post, and ``delivered_to``, who took it; ``letter_number`` is that of the letter it came in.
    """

    id: str
    code: str
    state: State
    attention: str = ""
    paper_number: str = ""
    rule_set: str = "nd118-2025"
    procedure_version: str = ""
    procedure_code: str = ""
    procedure_name: str = ""
    field: str = ""
    agency: str = ""
    term: float | None = None
    unit: str = ""
    applicant: Person
    proxy: Person | None = None
    proxy_paper: str = ""
    content: str = ""
    papers: tuple[Paper, ...] = ()
    missing: tuple[str, ...] = ()
    sets: int = 1
    channel: Channel = Channel.IN_PERSON
    received_at: datetime
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    due_notes: tuple[str, ...] = ()
    calendar_notes: tuple[DueNote, ...] = ()
    received_office: str = ""
    deciding_agency: str = ""
    return_place: str = ""
    return_by_post: bool = False
    fee: int = 0
    fee_paid: int = 0
    fee_serial: str = ""
    shelf: str = ""
    book: str = ""
    book_number: int = 0
    received_by: str = ""
    counter: int = 0
    shift: str = ""
    note: str = ""
    outcome: Outcome | None = None
    finished_at: datetime | None = None
    handed_back: HandedBack | None = None
    fee_reason: str = ""
    fee_method: str = PaymentMethod.CASH
    charged: int = 0
    paid: int = 0
    charges: tuple[Charge, ...] = ()
    payments: tuple[Payment, ...] = ()
    papers_at: str = ""
    handover: str = ""
    requests: tuple[SupplementRequest, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    papers_back: tuple[PapersBack, ...] = ()
    due_changes: tuple[DueChange, ...] = ()
    apologised_at: datetime | None = None
    closing: Closing | None = None
    voided: Closing | None = None
    posting: Posting | None = None
    delivered_at: datetime | None = None
    delivered_to: str = ""
    accept_until: datetime | None = None
    guidance: str = ""
    visit: tuple[str, ...] = ()
    copied: tuple[PageCount, ...] = ()
    letter_number: str = ""
    case: str = ""
    fee_parts: tuple[FeePart, ...] = ()
    lacking: tuple[str, ...] = ()
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """A citizen who was sent away for papers that lack, before there was a dossier (form 02 of the circulars).

    ``requests`` are what was asked for, visit by visit; ``dossier`` is the id of the dossier that came of it.
    """

    id: str
    applicant: Person
    procedure_code: str = ""
    procedure_name: str = ""
    agency: str = ""
    rule_set: str = "nd118-2025"
    requests: tuple[SupplementRequest, ...] = ()
    dossier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """A dossier as lists show it; ``requests`` decide, with the two moments, whether it is late.

    ``form_number`` is that of the refusal or the stop, which names a dossier that was refused before it had a code.
    """

    id: str
    code: str
    state: State
    attention: str
    applicant: str
    identity: str
    phone: str
    procedure_code: str
    procedure_name: str
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    requests: tuple[SupplementRequest, ...] = ()
    form_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistLine(DossierLine):
    """A dossier as worklists show it, with what it waits for; the values are those of ``Dossier``."""

    agency: str = ""
    accept_until: datetime | None = None
    handover: str = ""
    return_place: str = ""
    posting: Posting | None = None
    fee: int = 0
    charged: int = 0
    fee_paid: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of a dossier before and after a correction; ``name`` is the field's, an empty text is no value."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event of the ledger, for people: what happened, when, by whom. ``data`` is the event's own payload.

    ``changes`` is what a correction changed, where the reader looked at the events before it.
    """

    node: str
    seq: int
    id: str
    stream: str
    stream_id: str
    kind: str
    at: datetime
    actor: str
    actor_name: str
    counter: int
    shift: str
    from_state: State | None
    to_state: State | None
    data: dict[str, object]
    person: dict[str, object]
    changes: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A member of staff. ``agencies`` limits the procedures they see; empty means all."""

    login: str
    name: str
    role: Role = Role.OFFICER
    agencies: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift (ca trực) of one officer at one counter.

    ``backlog`` is the name of the file from which the shift took in dossiers written on paper, empty for any other.
    ``closed_by`` is the login of the supervisor who closed it for its officer, empty where nobody did. The two names
    are looked up.
    """

    id: str
    counter: int
    officer: str
    officer_name: str
    opened_at: datetime
    closed_at: datetime | None = None
    closing_note: str = ""
    backlog: str = ""
    closed_by: str = ""
    closed_by_name: str = ""
    comments: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office (bộ phận một cửa) as its administrator set it up.

    ``unit`` is the identification code in the order that dossier codes use (``000.17.22.H56``). ``hours`` maps a
    weekday (0 is Monday) to its opening intervals, local time. ``bank_bin`` is the number of the bank (six digits) of
    the account that takes fees, empty where there is none. ``accepts_incomplete`` lets an officer receive a dossier
    although a required paper lacks.
    """

    unit: str
    name: str
    parent: str = ""
    level: str = "commune"
    rule_set: str = "nd118-2025"
    place: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    bank_bin: str = ""
    bank_account: str = ""
    bank_account_name: str = ""
    counters: int = 3
    accepts_incomplete: bool = False
    lock_after: int = 300
    hours: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
