"""Numbers that identify people and firms: read, and cross-checked; what does not fit is doubted, never refused."""

import re
from dataclasses import dataclass

from counter.locale import N_
from counter.rules.doubt import Doubt
from counter.rules.text import clean
from db.domain.codes import ApplicantKind, Sex
from db.domain.doubt import DoubtCode
from db.domain.records import Person

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SEPARATORS = str.maketrans("", "", " .-()\u00a0")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenNumber:
    """A personal identification number (12 digits) or an old identity card's (9 digits).

    ``place`` is the three-digit code of birth registration, ``sex`` and ``birth_year`` follow from digits 4 to 6
    (NĐ 137/2015 Đ.13); an old card's number says none of them.
    """

    number: str
    place: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_year: int | None = None

    @classmethod
    def parse(cls, text: str) -> "CitizenNumber | None":
        """The number that ``text`` is, with spaces and dots allowed; None when it is none. There is no check digit."""
        digits = clean(text).translate(_SEPARATORS)
        if not (digits.isascii() and digits.isdecimal()):
            return None
        if len(digits) == 9:
            return cls(number=digits)
        if len(digits) != 12:
            return None
        era = int(digits[3])
        return cls(
            number=digits,
            place=digits[:3],
            sex=Sex.FEMALE if era % 2 else Sex.MALE,
            birth_year=1900 + era // 2 * 100 + int(digits[4:6]),
        )


def cross_check(number: str, sex: str = "", birth: str = "") -> tuple[Doubt, ...]:
    """What in ``number`` does not fit the ``sex`` (M, F) and ``birth`` (ISO date or year) that were typed.

    An empty value is not compared. Doubts only: numbers were given out wrongly, and sex may have been corrected.
    """
    if not number:
        return ()
    citizen = CitizenNumber.parse(number)
    if citizen is None:
        return (_no_number(number),)
    doubts = []
    if citizen.sex and sex in (Sex.MALE, Sex.FEMALE) and sex != citizen.sex:
        doubts.append(Doubt(DoubtCode.OTHER_SEX, N_("The identity number is of the other sex"), field="sex"))
    year = re.match(r"\d{4}", birth)
    if citizen.birth_year and year and int(year[0]) != citizen.birth_year:
        sentence = N_("The identity number says born in {year}")
        doubts.append(Doubt(DoubtCode.OTHER_BIRTH, sentence, field="birth", year=citizen.birth_year))
    return tuple(doubts)


def _no_number(text: str) -> Doubt:
    if _LETTERS.search(text) and not any(map(str.isdigit, text)):
        return Doubt(DoubtCode.IDENTITY_NAME, N_("A name stands where the number belongs"), field="identity")
    sentence = N_("An identity number has 12 digits, an old one 9")
    return Doubt(DoubtCode.IDENTITY_FORM, sentence, field="identity")


def name_doubts(name: str) -> tuple[Doubt, ...]:
    """What in a person's ``name`` is no name: figures and bars come from a scan or a wrong field."""
    if not re.search(r"[0-9|]", name):
        return ()
    sentence = N_("A name has no figures and no “|”: look at it again")
    return (Doubt(DoubtCode.NAME_FIGURES, sentence, field="name"),)


def person_doubts(person: Person) -> tuple[Doubt, ...]:
    """What does not fit in the number, sex, birth, phone and name of ``person``, each at the field of that name."""
    if person.kind is ApplicantKind.CITIZEN:
        number = cross_check(person.identity, person.sex, person.birth) + name_doubts(person.name)
    else:
        number = _business_doubts(person.identity)
    return number + phone(person.phone).doubts


def _business_doubts(number: str) -> tuple[Doubt, ...]:
    if not number or tax_number_ok(number) is not False or CitizenNumber.parse(number):
        return ()
    sentence = N_("This is neither a tax number nor an identity number")
    return (Doubt(DoubtCode.TAX_NUMBER, sentence, field="identity"),)


def tax_number_ok(text: str) -> bool | None:
    """Whether ``text`` is a tax number (MST) with a right check digit; None where the digit cannot tell.

    Ten digits, or ten and a branch of three (``0100109106-001``). Digit 10 is 10 − (Σ digit·weight mod 11) with the
    weights 31, 29, 23, 19, 17, 13, 7, 5, 3; a remainder of 0 would need the digit 10, and then nothing can be said.
    """
    match = re.fullmatch(r"(\d{10})(?:-?(\d{3}))?", clean(text).replace(" ", ""), re.ASCII)
    if not match:
        return False
    digits = [int(digit) for digit in match[1]]
    check = 10 - sum(digit * weight for digit, weight in zip(digits, _TAX_WEIGHTS, strict=False)) % 11
    return None if check == 10 else digits[9] == check


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumber:
    """A telephone number: digits with a leading 0 where it can be read, and what is odd about it."""

    number: str
    written: str
    doubts: tuple[Doubt, ...] = ()


def phone(text: str) -> PhoneNumber:
    """``text`` as a Vietnamese number: +84, 0084 and 84 become 0; ten digits for mobiles, eleven for land lines (02x).

    Never refuses: what cannot be read is kept as written, with a doubt. Empty stays empty.
    """
    written = clean(text)
    digits = written.translate(_SEPARATORS)
    for prefix in ("+84", "0084", "84"):
        national = digits.removeprefix(prefix)
        if national != digits and 9 <= len(national.lstrip("0")) <= 10:
            digits = "0" + national.lstrip("0")
            break
    if not written or re.fullmatch(r"0[35789]\d{8}|02\d{9}", digits, re.ASCII):
        return PhoneNumber(number=digits, written=written)
    readable = re.fullmatch(r"\+?\d{3,15}", digits, re.ASCII)
    doubt = Doubt(DoubtCode.PHONE_FORM, N_("This is not a usual telephone number"), field="phone")
    return PhoneNumber(number=digits if readable else written, written=written, doubts=(doubt,))


def mask(number: str) -> str:
    """``number`` for lists: only its ends (``0380••••1234``), since a list needs no more to tell people apart."""
    shown = 4 if len(number) >= 12 else 3 if len(number) >= 9 else 1 if len(number) >= 4 else 0
    hidden = "•" * (len(number) - 2 * shown)
    return f"{number[:shown]}{hidden}{number[len(number) - shown :]}"
