"""What an officer enters and what comes back: plain values between the screens and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from db.domain.codes import ApplicantKind, Channel, PaymentMethod, ProofKind
from db.domain.progress import PageCount
from db.domain.records import Dossier, Outcome, Paper, Person

if TYPE_CHECKING:
    from devices.slip import Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A dossier as it is handed over the counter. ``procedure`` is the code of the procedure.

    ``papers`` are those handed in. ``received_at`` (aware) and ``paper_number`` are set only for a dossier that was
    written on paper before, during a power cut. ``slip`` is False where the citizen wants none (NĐ 61/2018 Đ.17.4).
    ``return_place`` is the address to send the result to where ``return_by_post`` is set; empty means the applicant's.
    ``letter_number`` is what the post gave to the letter that it came in.
    ``case`` is one of the procedure's where it has several. ``fee`` None is the procedure's; ``fee_parts`` are the
    amounts of its components, none as they are listed; ``fee_reason`` says why it is less. ``fee_method`` is how
    ``fee_paid`` was paid. ``outcome`` is the result of what is settled and returned on the spot, None of anything else.
    ``visit`` are the ids of the dossiers that the same person handed in before at this visit. ``copied`` are the
    papers that the fee is counted by, where it goes by pages.
    """

    applicant: Person
    procedure: str
    proxy: Person | None = None
    proxy_paper: str = ""
    content: str = ""
    case: str = ""
    papers: tuple[Paper, ...] = ()
    sets: int = 1
    channel: Channel = Channel.IN_PERSON
    return_by_post: bool = False
    return_place: str = ""
    fee: int | None = None
    fee_parts: tuple[int, ...] = ()
    fee_paid: int = 0
    fee_serial: str = ""
    fee_method: str = PaymentMethod.CASH
    fee_reason: str = ""
    shelf: str = ""
    note: str = ""
    slip: bool = True
    received_at: datetime | None = None
    paper_number: str = ""
    letter_number: str = ""
    outcome: Outcome | None = None
    visit: tuple[str, ...] = ()
    copied: tuple[PageCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A dossier that was received; ``job`` is its slip's number on the spool, 0 where none was wanted."""

    dossier: Dossier
    slip: Slip
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """How a result is handed back. ``by`` None means the applicant; ``proof`` and ``proxy_paper`` are as in
    ``HandedBack``. ``papers`` is what else is given back, as it is typed; ``originals`` are those that the
    office kept. ``outcome`` is the result of what is settled on the spot, which no event has noted before.
    """

    by: Person | None = None
    is_proxy: bool = False
    proof: str = ProofKind.SLIP
    proxy_paper: str = ""
    papers: str = ""
    originals: tuple[Paper, ...] = ()
    fee_paid: int = 0
    fee_serial: str = ""
    fee_method: str = PaymentMethod.CASH
    rating: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A result that was handed back, and its receipt on the spool."""

    dossier: Dossier
    slip: Slip
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a correction changes; None leaves a value as it is.

    ``procedure`` is a code of the catalogue. ``papers`` are all that were handed in, ``missing`` all that still lacks.
    The values of a proxy begin with ``proxy_``: a name where there was none adds a proxy, an empty name takes the proxy
    away. ``due_at`` is aware, ``fee`` in đồng.
    """

    name: str | None = None
    kind: ApplicantKind | None = None
    identity: str | None = None
    birth: str | None = None
    sex: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    health_card: str | None = None
    procedure: str | None = None
    content: str | None = None
    sets: int | None = None
    channel: Channel | None = None
    shelf: str | None = None
    note: str | None = None
    papers: tuple[Paper, ...] | None = None
    missing: tuple[str, ...] | None = None
    fee: int | None = None
    fee_reason: str | None = None
    fee_serial: str | None = None
    due_at: datetime | None = None
    return_by_post: bool | None = None
    return_place: str | None = None
    proxy_name: str | None = None
    proxy_identity: str | None = None
    proxy_phone: str | None = None
    proxy_address: str | None = None
    proxy_email: str | None = None
    proxy_paper: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A dossier that was corrected; ``forms`` are the documents that replace earlier prints of theirs."""

    dossier: Dossier
    forms: tuple[str, ...] = ()
