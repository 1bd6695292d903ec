"""What a scanner read: an identity card, a dossier, a ticket, a number, or nothing known. Reading never fails."""

import binascii
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from counter.rules.codes import DossierCode, find_dossier_code, parse_dossier_code
from counter.rules.identity import CitizenNumber, tax_number_ok
from counter.rules.text import clean
from db.domain.records import Sex

LONGEST = 4000
"""Characters of a scan that are read; the longest card has a few hundred."""

_TICKET = re.compile(r"([A-Z]{1,3}) ?-?(\d{2,4})")
_HEALTH_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]\d{12}|\d{10}")
_TAX_NUMBER = re.compile(r"\d{10}(-?\d{3})?", re.ASCII)
# The marks of Vietnamese letters (and of Ê, Ơ, Ư, Ă); anything else in a name came from a broken encoding.
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_IN_NAMES = frozenset(" '’.-,đĐ")
_HEALTH_CARD_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.FEMALE}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """The QR code of an identity card. Dates are ISO (a bare year where that is all); what is unreadable is empty.

    ``damaged`` says that the name arrived broken: then ``name`` is empty, to be asked for, and ``as_read`` shows it.
    """

    number: str
    old_number: str = ""
    name: str = ""
    birth: str = ""
    sex: Sex = Sex.UNKNOWN
    address: str = ""
    issued: str = ""
    damaged: bool = False
    as_read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCard:
    """The QR code of a health-insurance card; as ``IdentityCard``, with the days it is valid from and until."""

    number: str
    name: str = ""
    birth: str = ""
    sex: Sex = Sex.UNKNOWN
    address: str = ""
    place: str = ""
    valid_from: str = ""
    valid_until: str = ""
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class DossierScan:
    """A dossier code, from a slip."""

    code: DossierCode


@dataclass(frozen=True, slots=True)
class TicketScan:
    """A queue ticket, such as ``A042``."""

    number: str


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """A firm's tax number; ``sure`` is whether its check digit could be verified."""

    number: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class BareNumber:
    """A personal number of 12 or 9 digits without a card around it."""

    number: CitizenNumber


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything else, cleaned: words to search for."""

    text: str


Scan = IdentityCard | HealthCard | DossierScan | TicketScan | TaxNumber | BareNumber | Unknown


def read(text: str) -> Scan:
    """What ``text``, as a scanner delivered it, is. Never raises; control characters go no further."""
    text = text[:LONGEST]
    if "|" in text:
        parts = text.split("|")
        if card := _identity_card(parts) or _health_card(parts):
            return card
        if number := _twelve(parts[0]):
            return BareNumber(number)
    line = clean(text)
    if code := parse_dossier_code(line) or find_dossier_code(line):
        return DossierScan(code)
    if ticket := _TICKET.fullmatch(line.upper()):
        return TicketScan("".join(ticket.groups()))
    if _TAX_NUMBER.fullmatch(line) and (is_right := tax_number_ok(line)) is not False:
        return TaxNumber(_with_branch(line), sure=is_right is True)
    if number := CitizenNumber.parse(line):
        return BareNumber(number)
    return Unknown(line)


def _identity_card(parts: list[str]) -> IdentityCard | None:
    """``number|old number|name|ddmmyyyy|sex|address[|issued ddmmyyyy[|…]]``."""
    number = _twelve(parts[0])
    if number is None or len(parts) < 6:
        return None
    old = clean(parts[1])
    name, damaged = _name(parts[2])
    return IdentityCard(
        number=number.number,
        old_number=old if re.fullmatch(r"\d{9}|\d{12}", old, re.ASCII) else "",
        name="" if damaged else name,
        birth=_day(parts[3]),
        sex=_sex(parts[4]) or number.sex,
        address=_whole(_decoded(parts[5])),
        issued=_day(parts[6]) if len(parts) > 6 else "",
        damaged=damaged,
        as_read=name if damaged else "",
    )


def _health_card(parts: list[str]) -> HealthCard | None:
    """``number|hex(UTF-8 name)|birth|sex (1: male)|hex address|place|from|to…``."""
    number = clean(parts[0]).replace(" ", "").upper()
    if len(parts) < 6 or not _HEALTH_NUMBER.fullmatch(number):
        return None
    fields = [clean(part) for part in parts] + ["", ""]
    name, damaged = _name(_from_hex(fields[1]))
    return HealthCard(
        number=number,
        name="" if damaged else name,
        birth=_day(fields[2]),
        sex=_HEALTH_CARD_SEXES.get(fields[3], Sex.UNKNOWN),
        address=_whole(_from_hex(fields[4])),
        place=_whole(fields[5]),
        valid_from=_day(fields[6]),
        valid_until=_day(fields[7]),
        damaged=damaged,
    )


def _twelve(text: str) -> CitizenNumber | None:
    digits = clean(text)
    return CitizenNumber.parse(digits) if re.fullmatch(r"\d{12}", digits, re.ASCII) else None


def _name(raw: str) -> tuple[str, bool]:
    """The name, decoded again where its bytes were read in the wrong encoding, and whether it is still broken."""
    decoded = _decoded(raw)
    name = clean(decoded)
    return name, not name or bool(_CONTROLS.search(decoded)) or not all(map(_of_a_name, name))


def _of_a_name(letter: str) -> bool:
    if letter in _IN_NAMES or (letter.isascii() and letter.isalpha()):
        return True
    base, *marks = list(unicodedata.normalize("NFD", letter))
    return base.isascii() and base.isalpha() and bool(marks) and _MARKS.issuperset(marks)


def _decoded(raw: str) -> str:
    """``raw`` decoded as UTF-8 where its bytes were read in a one-byte encoding; any other text unchanged."""
    try:
        return b"".join(map(_byte, raw)).decode("utf-8")
    except UnicodeError:
        return raw


def _byte(letter: str) -> bytes:
    """The byte behind ``letter``: Windows-1252, whose five empty places pass through as in ISO 8859-1."""
    try:
        return letter.encode("cp1252")
    except UnicodeError:
        return letter.encode("latin-1")


def _whole(raw: str) -> str:
    """A line of text, empty when it came broken."""
    text = clean(raw)
    return "" if "\ufffd" in text or "?" in text or _CONTROLS.search(raw) else text


def _from_hex(text: str) -> str:
    try:
        return binascii.unhexlify(text.encode("ascii")).decode("utf-8")
    except (UnicodeError, ValueError):
        return "" if re.fullmatch(r"[0-9A-Fa-f]*", text) else text


def _sex(raw: str) -> Sex:
    word = clean(_decoded(raw)).casefold()
    return Sex.MALE if word == "nam" else Sex.FEMALE if word in ("nữ", "nu") else Sex.UNKNOWN


def _day(raw: str) -> str:
    """``ddmmyyyy``, ``dd/mm/yyyy`` or a year as ISO; the year alone where day or month are not known (00)."""
    digits = re.sub(r"[/ .-]", "", clean(raw))
    if re.fullmatch(r"\d{4}", digits, re.ASCII):
        return digits
    if not re.fullmatch(r"\d{8}", digits, re.ASCII):
        return ""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return digits[4:] if 0 in (day, month) and year >= 1800 else ""


def _with_branch(line: str) -> str:
    digits = line.replace("-", "")
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"
