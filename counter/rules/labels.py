"""What the codes of a dossier are called: one map of message ids for each enumeration, keyed by the stored code.

A map is asked by a plain ``str`` or ``int`` as well; a code of a later release is in none of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from counter.locale import N_, _
from db.domain.codes import (
    ApplicantKind,
    Channel,
    DueChangeKind,
    DueNoteKind,
    FeedbackState,
    FeedbackSubject,
    PaymentMethod,
    ProofKind,
    Rating,
    Sex,
    Unit,
)
from db.domain.doubt import DoubtCode

UNITS: Mapping[str, str] = MappingProxyType(
    {
        Unit.WORKING_DAY: N_("{n} working day(s)"),
        Unit.DAY: N_("{n} day(s)"),
        Unit.HOUR: N_("{n} hour(s) of work"),
    }
)
SEXES: Mapping[str, str] = MappingProxyType({Sex.MALE: N_("Male"), Sex.FEMALE: N_("Female")})
APPLICANT_KINDS: Mapping[int, str] = MappingProxyType(
    {
        ApplicantKind.CITIZEN: N_("citizen"),
        ApplicantKind.BUSINESS: N_("business"),
        ApplicantKind.HOUSEHOLD_BUSINESS: N_("household business"),
    }
)
CHANNELS: Mapping[int, str] = MappingProxyType(
    {Channel.IN_PERSON: N_("in person"), Channel.ONLINE: N_("online"), Channel.POST: N_("by post")}
)
PROOFS: Mapping[str, str] = MappingProxyType(
    {
        ProofKind.SLIP: N_("the appointment slip"),
        ProofKind.IDENTITY: N_("an identity document (slip lost)"),
        ProofKind.AUTHORISATION: N_("the slip and a letter of authority"),
        ProofKind.ON_THE_SPOT: N_("none: settled while the citizen was there"),
    }
)
PAYMENT_METHODS: Mapping[str, str] = MappingProxyType(
    {
        PaymentMethod.CASH: N_("cash"),
        PaymentMethod.TRANSFER: N_("bank transfer"),
        PaymentMethod.ONLINE: N_("online payment"),
    }
)
RATINGS: Mapping[int, str] = MappingProxyType(
    {
        Rating.NOT_SATISFIED: N_("not satisfied"),
        Rating.SATISFIED: N_("satisfied"),
        Rating.VERY_SATISFIED: N_("very satisfied"),
    }
)
FEEDBACK_SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        FeedbackSubject.REGULATION: N_("rules of administrative procedures"),
        FeedbackSubject.BEHAVIOUR: N_("behaviour of an agency or an officer"),
    }
)
FEEDBACK_STATES: Mapping[str, str] = MappingProxyType(
    {
        FeedbackState.RECEIVED: N_("taken in"),
        FeedbackState.ASKED: N_("more asked for"),
        FeedbackState.HANDED_OVER: N_("handed over"),
        FeedbackState.REFUSED: N_("not accepted"),
        FeedbackState.ANSWERED: N_("answered"),
        FeedbackState.PUBLISHED: N_("answer published"),
    }
)
INDICES: Mapping[str, str] = MappingProxyType(
    {
        "time": N_("time of the settlement"),
        "asked": N_("times that papers were asked for"),
        "agencies": N_("agencies that had to be seen"),
        "attitude": N_("attitude of the officer"),
    }
)
"""What a citizen rates beside the whole (indices 1, 3, 4, 7 of TT 01/2018/TT-VPCP Đ.13): values of ``Opinion``."""
DUE_CHANGES: Mapping[str, str] = MappingProxyType(
    {
        DueChangeKind.RESET: N_("term begun anew"),
        DueChangeKind.PAUSE: N_("term held"),
        DueChangeKind.APOLOGY: N_("apology"),
        DueChangeKind.CORRECTION: N_("corrected"),
    }
)
DUE_NOTES: Mapping[str, str] = MappingProxyType(
    {
        DueNoteKind.HOLIDAY: N_("{days} off: {name}"),
        DueNoteKind.MAKE_UP: N_("{days} is worked in exchange"),
        DueNoteKind.UNCONFIRMED: N_("{days}: this exchange of days is not confirmed"),
        DueNoteKind.UNCONFIRMED_YEAR: N_("the holidays of {years} are not confirmed: the date may move"),
        DueNoteKind.MISSING_YEAR: N_("the holidays of {years} are not known: the date may move"),
    }
)
DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        DoubtCode.SAME_OPEN: N_("another open dossier of this procedure"),
        DoubtCode.IDENTITY_FORM: N_("length of the identity number"),
        DoubtCode.IDENTITY_NAME: N_("a name as identity number"),
        DoubtCode.TAX_NUMBER: N_("tax number"),
        DoubtCode.OTHER_SEX: N_("sex against the identity number"),
        DoubtCode.OTHER_BIRTH: N_("birth against the identity number"),
        DoubtCode.NAME_FIGURES: N_("figures in the name"),
        DoubtCode.PHONE_FORM: N_("unusual telephone number"),
        DoubtCode.EMPTY_RESULT: N_("result without kind and number"),
        DoubtCode.NOTHING_GIVEN: N_("nothing written of what was handed over"),
        DoubtCode.AUTHORITY_GIVEN: N_("authority among the papers given back"),
        DoubtCode.STILL_OWED: N_("not paid in full"),
        DoubtCode.ASKED_AGAIN: N_("papers asked for a second time"),
        DoubtCode.ASKED_LATE: N_("papers asked for after three working days"),
        DoubtCode.STILL_LACKING: N_("papers still lack"),
        DoubtCode.LATE_APOLOGY: N_("late apology"),
        DoubtCode.DAY_OFF: N_("appointment on a day off"),
        DoubtCode.OVERPAID: N_("more paid than the fee"),
    }
)
"""What an officer confirmed before saving, in a word or two."""


def term_text(amount: float, unit: str) -> str:
    """A term in words, with a decimal comma: ``0,5 ngày làm việc``; the number alone for an unknown unit.

    Nothing of a unit is "within the day".
    """
    if not amount and unit in UNITS:
        return _("within the day")
    number = f"{amount:g}".replace(".", ",")
    return _(UNITS[unit]).format(n=number) if unit in UNITS else number
