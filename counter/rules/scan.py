"""What a scanner read: an identity card, a dossier, a ticket, a number, or nothing known. Reading never fails."""

import binascii
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter.rules.codes import DossierCode, find_dossier_code, parse_dossier_code
from counter.rules.identity import CitizenNumber, tax_number_ok
from counter.rules.text import clean, decoded_again, fold
from db.domain.codes import Sex

LONGEST = 4000
"""Characters of a scan that are read; the longest card has a few hundred."""

_TICKET = re.compile(r"([A-Z]{1,3}) ?-?(\d{2,4})")
_HEALTH_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]\d{12}|\d{10}")
_TAX_NUMBER = re.compile(r"\d{10}(-?\d{3})?", re.ASCII)
# The marks of Vietnamese letters (and of Ê, Ơ, Ư, Ă) and of names of the highlands and of the Chăm; anything else in
# a name came from a broken encoding.
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0304\u0306\u0309\u030c\u031b\u0323\u0331")
_IN_NAMES = frozenset(" '’‘ʼ`´.-,đĐƀɃɓƁɗƊŋŊ")
_HEALTH_CARD_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.FEMALE}
_DAY = re.compile(r"(\d\d?)[/ .-]+(\d\d?)[/ .-]+(\d{4})|(\d\d)(\d\d)(\d{4})", re.ASCII)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """The QR code of an identity card. Dates are ISO (a bare year where that is all); what is unreadable is empty.

    ``damaged`` says that the name arrived broken: then ``name`` is empty, to be asked for, and ``as_read`` shows it.
    ``address_as_read`` shows an address that arrived broken and is left out. ``lost`` names each field that was on the
    card and could not be read, ``other`` for text that fits none: to be said to the officer.
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
    address_as_read: str = ""
    lost: tuple[str, ...] = ()


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
    address_as_read: str = ""
    lost: tuple[str, ...] = ()


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
    text = _without_labels(text[:LONGEST])
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


_LABELS = {
    "so cccd": 0, "so can cuoc": 0, "so dinh danh": 0, "so dinh danh ca nhan": 0, "cccd": 0, "so": 0,
    "so cmnd": 1, "cmnd": 1, "cmnd cu": 1, "so cmnd cu": 1,
    "ho va ten": 2, "ho ten": 2, "ho chu dem va ten khai sinh": 2, "ten": 2,
    "ngay sinh": 3, "ngay thang nam sinh": 3, "sinh ngay": 3,
    "gioi tinh": 4,
    "noi thuong tru": 5, "noi cu tru": 5, "dia chi": 5, "thuong tru": 5, "dia chi thuong tru": 5,
    "ngay cap": 6, "ngay cap cccd": 6,
}  # fmt: skip
"""Labels that apps write before each value (folded), and the place of the value on a card."""


def is_labelled(line: str) -> bool:
    """Whether ``line`` is a field of a card with its label before it."""
    label, colon, value = clean(decoded_again(line)).partition(":")
    return bool(colon and value.strip()) and fold(label).replace(",", "") in _LABELS


def _without_labels(text: str) -> str:
    """A text of labelled lines (``Số CCCD: …``) as the card whose values these are; any other text unchanged."""
    values = [""] * 7
    for part in re.split(r"[\r\n|;]+", decoded_again(text)):
        label, colon, value = part.partition(":")
        place = _LABELS.get(fold(clean(label)).replace(",", "")) if colon else None
        if place is not None and not values[place]:
            values[place] = clean(value)
    return "|".join(values) if re.fullmatch(r"\d{12}", values[0]) and any(values[2:]) else text


def _identity_card(parts: list[str]) -> IdentityCard | None:
    """``number|old number|name|ddmmyyyy|sex|address[|issued ddmmyyyy[|…]]``."""
    number = _twelve(parts[0])
    if number is None or len(parts) < 6:
        return None
    rest = _by_content([decoded_again(part) for part in parts[1:]])
    name, damaged = _name(rest.name)
    read = {"birth": _day(rest.birth), "address": _whole(rest.address), "issued": _day(rest.issued)}
    written = {"birth": rest.birth, "address": rest.address, "issued": rest.issued}
    return IdentityCard(
        number=number.number,
        old_number=rest.old_number,
        name="" if damaged else name,
        sex=_sex(rest.sex) or number.sex,
        damaged=damaged,
        as_read=name if damaged else "",
        address_as_read=clean(rest.address) if not read["address"] else "",
        lost=(*_lost(written, read), *(("other",) if rest.other else ())),
        **read,
    )


def _lost(written: Mapping[str, str], read: Mapping[str, str]) -> tuple[str, ...]:
    """The names of what was ``written`` on a card and was not ``read``."""
    return tuple(name for name, text in written.items() if clean(text) and not read[name])


@dataclass(slots=True)
class _Fields:
    """The fields of a card behind its number, as they are written on it."""

    old_number: str = ""
    name: str = ""
    birth: str = ""
    sex: str = ""
    address: str = ""
    issued: str = ""
    other: str = ""


def _by_content(parts: list[str]) -> _Fields:
    """The fields by what they hold: a card without the old number has no empty place for it.

    The sex parts the card: before it come old number, name and birth, after it address and day of issue.
    """
    fields = _Fields()
    at = next((at for at, part in enumerate(parts[:5]) if _is_sex(part)), min(3, len(parts)))
    before, after = parts[:at], parts[at + 1 :]
    fields.sex = parts[at] if at < len(parts) else ""
    others: list[str] = []
    for part in before:
        text = clean(part)
        if re.fullmatch(r"\d{9}|\d{12}", text, re.ASCII):
            fields.old_number = text
        elif _is_date(text):
            fields.birth = text
        elif text and not fields.name:
            fields.name = part
        elif text:
            others.append(text)
    if others and not fields.birth:
        fields.birth = others.pop(0)
    fields.other = " ".join(others)
    for part in after[:2]:
        if _is_date(clean(part)):
            fields.issued = fields.issued or part
        elif not clean(fields.address):
            fields.address = part
        elif not fields.issued:
            fields.issued = part
    return fields


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{8}|\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", text, re.ASCII))


def _is_sex(text: str) -> bool:
    return fold(text) in ("nam", "nu") or bool(re.fullmatch(r"N[^A-Za-z0-9]{1,4}", clean(text)))


def _health_card(parts: list[str]) -> HealthCard | None:
    """``number|hex(UTF-8 name)|birth|sex (1: male)|hex address|place|from|to…``."""
    number = clean(parts[0]).replace(" ", "").upper()
    if len(parts) < 6 or not _HEALTH_NUMBER.fullmatch(number):
        return None
    fields = [clean(part) for part in parts] + ["", ""]
    name, damaged = _name(_from_hex(fields[1]))
    read = {
        "birth": _day(fields[2]),
        "address": _whole(_from_hex(fields[4])),
        "place": _whole(fields[5]),
        "valid_from": _day(fields[6]),
        "valid_until": _day(fields[7]),
    }
    written = dict(zip(read, (fields[2], *fields[4:8]), strict=True))
    return HealthCard(
        number=number,
        name="" if damaged else name,
        sex=_HEALTH_CARD_SEXES.get(fields[3], Sex.UNKNOWN),
        address_as_read="" if read["address"] else clean(_from_hex(fields[4])),
        damaged=damaged,
        lost=_lost(written, read),
        **read,
    )


def _twelve(text: str) -> CitizenNumber | None:
    digits = clean(text)
    return CitizenNumber.parse(digits) if re.fullmatch(r"\d{12}", digits, re.ASCII) else None


def _name(raw: str) -> tuple[str, bool]:
    """The name, decoded again where its bytes were read in the wrong encoding, and whether it is still broken."""
    decoded = decoded_again(raw)
    name = clean(decoded)
    return name, not name or bool(_CONTROLS.search(decoded)) or not all(map(_of_a_name, name))


def _of_a_name(letter: str) -> bool:
    if letter in _IN_NAMES or (letter.isascii() and letter.isalpha()):
        return True
    base, *marks = list(unicodedata.normalize("NFD", letter))
    return base.isascii() and base.isalpha() and bool(marks) and _MARKS.issuperset(marks)


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
    word = clean(decoded_again(raw)).casefold()
    return Sex.MALE if word == "nam" else Sex.FEMALE if word in ("nữ", "nu") else Sex.UNKNOWN


def _day(raw: str) -> str:
    """``ddmmyyyy``, ``dd/mm/yyyy`` or a year as ISO; the year alone where day or month are not known (00)."""
    text = clean(raw)
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return text
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    parts = [part for part in match.groups() if part]
    day, month, year = map(int, parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return parts[2] if 0 in (day, month) and year >= 1800 else ""


def _with_branch(line: str) -> str:
    digits = line.replace("-", "")
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"
