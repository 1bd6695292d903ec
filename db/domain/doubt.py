"""What an officer was asked about before saving, and confirmed: the codes that an event notes."""

from __future__ import annotations

from enum import StrEnum


class DoubtCode(StrEnum):
    """Something that may be right and often is a slip of the hand."""

    SAME_OPEN = "same-open"
    """The person has a dossier of the same procedure that is still open."""
    IDENTITY_FORM = "identity-form"
    """An identity number has neither 12 nor 9 digits."""
    IDENTITY_NAME = "identity-name"
    """A name stands where the identity number belongs."""
    TAX_NUMBER = "tax-number"
    """A business has neither a tax number nor an identity number."""
    OTHER_SEX = "other-sex"
    """The identity number says another sex (NĐ 137/2015 Đ.13)."""
    OTHER_BIRTH = "other-birth"
    """The identity number says another year of birth (NĐ 137/2015 Đ.13)."""
    NAME_FIGURES = "name-figures"
    """A person's name has figures or bars in it."""
    PHONE_FORM = "phone-form"
    """A telephone number is none of the usual ones."""
    EMPTY_RESULT = "empty-result"
    """A result has neither a kind nor a number."""
    NOTHING_GIVEN = "nothing-given"
    """A result is handed over of which nothing is written, and no paper with it."""
    AUTHORITY_GIVEN = "authority-given"
    """A proxy's authority is among the papers that are given back."""
    STILL_OWED = "still-owed"
    """A result is handed over before all was paid."""
    ASKED_AGAIN = "asked-again"
    """Papers are asked for a second time (NĐ 61/2018 Đ.11.2c)."""
    ASKED_LATE = "asked-late"
    """Papers are asked for more than three working days after the intake (NĐ 61/2018 Đ.19.4)."""
    STILL_LACKING = "still-lacking"
    """Not all papers came that were asked for."""
    LATE_APOLOGY = "late-apology"
    """An apology comes later than the day before the due date (NĐ 61/2018 Đ.19.9)."""
    DAY_OFF = "day-off"
    """A result is appointed for a day on which the office is closed."""
