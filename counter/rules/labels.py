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
    PaymentMethod,
    ProofKind,
    Rating,
    Sex,
    Unit,
)

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


def term_text(amount: float, unit: str) -> str:
    """A term in words, with a decimal comma: ``0,5 ngày làm việc``; the number alone for an unknown unit.

    Nothing of a unit is "within the day".
    """
    if not amount and unit in UNITS:
        return _("within the day")
    number = f"{amount:g}".replace(".", ",")
    return _(UNITS[unit]).format(n=number) if unit in UNITS else number
