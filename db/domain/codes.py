"""The codes that values of records take. Pure."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ApplicantKind(IntEnum):
    """Object codes of the national data standard (domain.md §6)."""

    CITIZEN = 0
    BUSINESS = 1
    HOUSEHOLD_BUSINESS = 2


class Channel(IntEnum):
    """How a dossier came in."""

    IN_PERSON = 1
    ONLINE = 2
    POST = 3


class Unit(StrEnum):
    """What a term counts: working days (ngày làm việc), calendar days (ngày) or hours of work (giờ làm việc)."""

    WORKING_DAY = "working-day"
    DAY = "day"
    HOUR = "hour"


class Sex(StrEnum):
    """A person's sex as identity cards have it; empty where it is not known."""

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = ""


class ProofKind(StrEnum):
    """What a person showed to collect a result: the slip, an identity document instead of a lost slip
    (Đ.20 NĐ 61/2018), an authorisation (giấy ủy quyền), or nothing, since it was settled while they were there.
    """

    SLIP = "slip"
    IDENTITY = "identity"
    AUTHORISATION = "authorisation"
    ON_THE_SPOT = "on-the-spot"


class Rating(IntEnum):
    """What a citizen said of the service."""

    NOT_SATISFIED = 0
    SATISFIED = 1
    VERY_SATISFIED = 2


class FormKind(StrEnum):
    """The forms that are printed: 01 to 04 of the circulars by their numbers, which every rule set has alike, the
    receipt for a result, form 02 of who was sent away before there was a dossier, the lists of dossiers that went to an
    agency or came back, the receipt for a payment, the notice of a stop, the receipt for papers given back, of what
    goes by post the address label and the list for the post office, a book of the register, the guide to a procedure,
    the receipt for feedback, and the control sheet.
    """

    INTAKE = "01"
    RETURN = "return"
    SUPPLEMENT = "02"
    APOLOGY = "04"
    GUIDANCE = "guidance"
    HANDOVER = "handover"
    HANDBACK = "handback"
    PAYMENT = "payment"
    REFUSAL = "03"
    STOP = "stop"
    PAPERS = "papers"
    VISIT = "visit"
    CONTROL = "control"
    POST_LABEL = "post-label"
    POST_LIST = "post-list"
    REGISTER = "register"
    PROCEDURE = "procedure"
    FEEDBACK = "feedback"


class DueNoteKind(StrEnum):
    """What there is to know of days between intake and due date, or of the years they lie in."""

    HOLIDAY = "holiday"
    MAKE_UP = "make-up"
    UNCONFIRMED = "unconfirmed"
    UNCONFIRMED_YEAR = "unconfirmed-year"
    MISSING_YEAR = "missing-year"


class Role(StrEnum):
    """What a member of staff may do; each includes the ones before it."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether this role may do what ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class FeeKind(StrEnum):
    """What the Law on Charges and Fees 97/2015/QH13 tells apart: charges (phí) and fees (lệ phí)."""

    CHARGE = "charge"
    FEE = "fee"


class PaymentMethod(StrEnum):
    """How a fee was paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    ONLINE = "online"


class PapersPlace(StrEnum):
    """Where the papers of a dossier are; empty where no event has said it."""

    COUNTER = "counter"
    AGENCY = "agency"


class DueChangeKind(StrEnum):
    """Why a due date moved: the term began anew with the full papers (Đ.19.4 NĐ 61/2018), was held meanwhile (sector
    laws), the agency apologised (Đ.19.9), or the date was corrected.
    """

    RESET = "reset"
    PAUSE = "pause"
    APOLOGY = "apology"
    CORRECTION = "correction"


class FeedbackSubject(StrEnum):
    """What feedback is about: a rule of the law, or how an officer or an agency behaved."""

    REGULATION = "regulation"
    BEHAVIOUR = "behaviour"


class FeedbackState(StrEnum):
    """How far feedback is: taken in, more asked for, with the agency, refused, answered, published."""

    RECEIVED = "received"
    ASKED = "asked"
    HANDED_OVER = "handed-over"
    REFUSED = "refused"
    ANSWERED = "answered"
    PUBLISHED = "published"
