"""The codes of dossiers and units: written by the rules, read leniently, kept as they were written."""

import re
from dataclasses import dataclass
from datetime import date

from counter.locale import N_
from counter.problems import Problem
from counter.rules.rulesets import RuleSet
from counter.rules.text import clean

MOST_NODES = 10
LONGEST_UNIT = 35

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_UNIT = r"[0-9A-Z]+(?:\.[0-9A-Z]+)*"
_DOSSIER = re.compile(
    rf"(?P<unit>{_UNIT})-(?P<day>\d{{6}}|\d{{8}})-(?P<owner>(?=\d?[A-Z])[0-9A-Z]{{2}})?(?P<number>\d{{4,12}})"
)
_INSIDE = re.compile(rf"(?<![0-9A-Z.-]){_DOSSIER.pattern}(?![0-9A-Z.-])")
_PADDING = ("000", "00", "00")


class BadCode(Problem):
    """A code that cannot be written by the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCode:
    """A dossier code, read.

    ``number`` is the number of the day at ``node``; ``owner`` is the two letters of the system that allotted the code
    (TT 03/2025), empty for an office's own. ``written`` is the code as it stood, which is the one to keep and show;
    ``code`` has it in capitals without spaces, to look it up by.
    """

    unit: str
    day: date
    number: int
    node: int = 0
    owner: str = ""
    code: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCode:
    """An identification code of a unit, read: ``H56.22.17`` (QĐ 20/2020) or in the older order ``000.17.22.H56``."""

    groups: tuple[str, ...]
    written: str

    @property
    def code(self) -> str:
        """The code in capitals without spaces, in the order in which it was written."""
        return ".".join(self.groups)

    @property
    def in_dossiers(self) -> str:
        """The order that dossier codes use: smallest unit first, four groups (``000.17.22.H56``)."""
        if not self.groups[0][0].isalpha():
            return self.code
        missing = max(0, 4 - len(self.groups))
        return ".".join((*_PADDING[:missing], *reversed(self.groups)))


def dossier_code(rule_set: RuleSet, unit: str, day: date, number: int, node: int = 0) -> str:
    """The code of the dossier ``number`` (from 1) that ``node`` received on ``day`` (local date), TT 01/2018 Đ.19.

    Hosts of one office never meet: a node other than 0 leads its number (node 2: ``20001``). Beyond 9999 the number
    grows and then always has its node in front, also node 0 (``010000``), since a bare 10001 would be node 1's first.
    Raises ``BadCode``.
    """
    if rule_set.code_style != "tt01-2018":
        raise BadCode(N_("Codes of the style {style} come from elsewhere"), style=rule_set.code_style)
    if number < 1 or not 0 <= node < MOST_NODES or not 2000 <= day.year <= 2099:
        raise BadCode(
            N_("No dossier code for node {node}, number {number}, year {year}"),
            node=node, number=number, year=day.year,
        )  # fmt: skip
    if parse_unit_code(unit) is None:
        raise BadCode(N_("'{unit}' is not the code of a unit"), field="unit", unit=unit[:40])
    return f"{unit}-{day:%y%m%d}-{host_number(number, node)}"


def host_number(number: int, node: int) -> str:
    """``number`` with the digit of its host in front, as :func:`dossier_code` has it."""
    lead = str(node) if node or number > 9999 else ""
    return f"{lead}{number:04}"


def parse_dossier_code(text: str) -> DossierCode | None:
    """The dossier code that ``text`` is, None when it is none.

    Understands either circular's form, dates of six and of eight digits, small letters, spaces and long dashes.
    """
    written = clean(text)
    if len(written) > 100:
        return None
    compact = written.translate(_DASHES).replace(" ", "").upper()
    match = _DOSSIER.fullmatch(compact)
    return _dossier(match, written) if match else None


def find_dossier_code(text: str) -> DossierCode | None:
    """The first dossier code inside ``text``, such as the look-up address that a slip's QR carries."""
    for match in _INSIDE.finditer(clean(text)[:2000].upper()):
        if code := _dossier(match, match[0]):
            return code
    return None


def parse_unit_code(text: str) -> UnitCode | None:
    """The unit code that ``text`` is (QĐ 20/2020 Đ.4: groups of 0-9A-Z, 35 characters at most), None when none."""
    written = clean(text)
    compact = written.replace(" ", "").upper()
    if not compact or len(compact) > LONGEST_UNIT or not re.fullmatch(_UNIT, compact):
        return None
    return UnitCode(groups=tuple(compact.split(".")), written=written)


def _dossier(match: re.Match[str], written: str) -> DossierCode | None:
    day = _day(match["day"])
    if day is None or len(match["unit"]) > LONGEST_UNIT:
        return None
    digits, owner = match["number"], match["owner"] or ""
    has_node = not owner and len(digits) > 4
    return DossierCode(
        unit=match["unit"],
        day=day,
        number=int(digits[1:] if has_node else digits),
        node=int(digits[0]) if has_node else 0,
        owner=owner,
        code=match[0],
        written=written,
    )


def _day(digits: str) -> date | None:
    readings = (
        ((2000 + int(digits[:2]), digits[2:4], digits[4:]),)
        if len(digits) == 6
        else ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2]))
    )
    for year, month, day in readings:
        if not 2000 <= int(year) <= 2099:
            continue
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
