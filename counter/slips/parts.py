"""What every form shares: head, code, how people are addressed, times, place of return, signatures and foot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from counter.locale import N_, _, language
from counter.rules.clock import paper_moment, short_date
from counter.rules.money import fee_parts, in_words, vnd
from counter.rules.rulesets import Form, RuleSet
from db.domain.codes import ApplicantKind, Sex
from db.domain.records import (
    Dossier,
    Guidance,
    HandedBack,
    Office,
    Person,
)
from devices.slip import Align, Barcode, Column, Cut, Feed, Item, Line, Pair, Rule, Size, Table

COUNTER_OF_THE_LAW = N_("ONE-STOP RECEPTION AND RESULTS SECTION")
_STATE = N_("SOCIALIST REPUBLIC OF VIET NAM")
_MOTTO = N_("Independence - Freedom - Happiness")
_WHERE_AND_WHEN = N_("{place}, on {date}")
_SIGN = N_("(signature and full name)")
REPRINT = N_("REPRINT NO.")

_BY_POST = N_("Public post: {to}")
_POST_WITHOUT_ADDRESS = N_("by the public postal service")
_AT_COUNTER = N_("at this section")
_STORED_BY_POST = ("Public post: ", "Bưu chính công ích: ")
"""What releases before 12/2026 stored in front of the address, in the language of the officer."""
_STORED_AUTHORITY = re.compile(r"(?:^|; )(?:giấy ủy quyền|authority): (.+)$")
"""How releases before 12/2026 stored a proxy's authority behind the papers that were given back."""

_TITLES: Mapping[str, str] = {Sex.MALE: N_("Mr"), Sex.FEMALE: N_("Ms")}
_EITHER = N_("Mr (Ms)")
_ORGANISATIONS = {
    ApplicantKind.BUSINESS: N_("Organisation"),
    ApplicantKind.HOUSEHOLD_BUSINESS: N_("Household business"),
}
_SIGNATURES = (Column(align=Align.CENTER), Column(align=Align.CENTER))


def head(office: Office, code: str, at: datetime, *, number: str = "") -> tuple[Item, ...]:
    """Unit and section, the paper's number, the State's name and motto, place and date of ``at`` in Vietnam.

    Without a ``number`` of its own, the paper has the dossier code without its unit, which stands above it.
    """
    top = _top(language(), office.parent, office.name)
    written = number or code.partition("-")[2] or "........"
    number_line = Line(_("No.: {number}").format(number=written), Align.CENTER)
    date = _(_WHERE_AND_WHEN).format(place=office.place, date=short_date(at)).lstrip(", ")
    return (*top[0], number_line, *top[1], Line(date[:1].upper() + date[1:], Align.RIGHT))


@lru_cache(maxsize=16)
def _top(_language: str, parent: str, name: str) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    section = _(COUNTER_OF_THE_LAW)
    lines: list[Item] = [Line(text.upper(), Align.CENTER) for text in (parent, name) if text]
    if name.upper() != section:
        lines.append(Line(section, Align.CENTER, bold=True))
    state = (
        Rule(short=True),
        Line(_(_STATE), Align.CENTER),
        Line(_(_MOTTO), Align.CENTER, bold=True),
        Rule(short=True),
    )
    return tuple(lines), state


def form_title(rules: RuleSet, form: Form) -> tuple[Item, ...]:
    """The title of a form of the circular that is in force, and its number there."""
    number = _("(Form {number}, circular {circular})").format(
        number=rules.forms[form], circular=rules.circular
    )
    return (
        Feed(),
        Line(_(rules.titles[form]).upper(), Align.CENTER, bold=True, size=Size.TALL),
        Line(number, Align.CENTER),
        Feed(),
    )


def requested(of: Dossier | Guidance, content: str = "") -> str:
    """What is asked for: the procedure with its code, its case, and the ``content`` that was written to it."""
    procedure = f"{of.procedure_code} {of.procedure_name}".strip()
    case = of.case if isinstance(of, Dossier) else ""
    return ". ".join(filter(None, (procedure, case, content)))


def fee_lines(dossier: Dossier) -> tuple[str, ...]:
    """What the fee is made of, a component each, with what was asked for after intake; none where it has one only."""
    lines = [
        f"{part.name}: {vnd(part.amount)}" + (f" ({part.reason})" if part.reason else "")
        for part in fee_parts(dossier)
    ]
    if dossier.charges and not lines and dossier.fee:
        lines.append(f"{_('Fee at intake')}: {vnd(dossier.fee)}")
    lines += (f"{charge.name}: {vnd(charge.amount)}" for charge in dossier.charges)
    return tuple(lines) if len(lines) > 1 else ()


def contact(office: Office) -> str:
    """Where the citizen may ask: the office's telephone and website."""
    return ", ".join(filter(None, (office.phone, office.website)))


def is_barcode(text: str) -> bool:
    """Whether CODE128 can hold ``text``: printable ASCII, and not nothing."""
    return bool(text) and text.isascii() and text.isprintable()


def coded(code: str) -> tuple[Item, ...]:
    """The dossier code under its bars, or a dotted line while there is none."""
    label = _("Dossier code")
    if not is_barcode(code):
        return (Pair(label, code, bold=True),)
    return Line(f"{label}:", Align.CENTER), Barcode(code)


def written_day(text: str) -> str:
    """An ISO date (``2026-11-23``) as ``23/11/2026``; anything else as it was typed."""
    year, *rest = text.split("-")
    if len(year) == 4 and len(rest) == 2 and all(part.isdigit() for part in (year, *rest)):
        return f"{rest[1]}/{rest[0]}/{year}"
    return text


def addressed(person: Person) -> str:
    """Ông, Bà, Ông (Bà), Tổ chức: what stands before the name."""
    return _(_ORGANISATIONS.get(person.kind) or _TITLES.get(person.sex, _EITHER))


def amount(dong: int) -> str:
    """A sum in figures, and in words on a Vietnamese slip."""
    return f"{vnd(dong)} ({in_words(dong)})" if language() == "vi" else vnd(dong)


def post_address(dossier: Dossier) -> str:
    """Where the result is to be sent; empty where it is collected, or goes to the applicant's address."""
    if not dossier.return_by_post:
        return ""
    address = dossier.return_place
    for words in _STORED_BY_POST:
        address = address.removeprefix(words)
    return "" if address == dossier.received_office else address


def papers_given_back(dossier: Dossier) -> str:
    """What the citizen got back with the result: the originals that were counted out, and what else was typed; a
    proxy's authority is none of them.
    """
    back = dossier.handed_back
    if back is None:
        return ""
    typed = _STORED_AUTHORITY.sub("", back.papers) if back.is_proxy else back.papers
    counted = (paper for given in dossier.papers_back if given.at == back.at for paper in given.papers)
    originals = (f"{paper.name} ({_('{count} original').format(count=paper.originals)})" for paper in counted)
    return "; ".join(filter(None, (*originals, typed)))


def authority(back: HandedBack) -> str:
    """The paper by which a proxy collected, which stays at the office; empty where the applicant came."""
    stored = _STORED_AUTHORITY.search(back.papers) if back.is_proxy else None
    return back.proxy_paper or (stored[1] if stored else "")


def return_place(dossier: Dossier) -> str:
    """Where the applicant receives the result: at an address by post, or at the place that was agreed."""
    if address := post_address(dossier):
        return _(_BY_POST).format(to=address)
    return _(_POST_WITHOUT_ADDRESS) if dossier.return_by_post else dossier.return_place or _(_AT_COUNTER)


def signatures(left: str, left_name: str, right: str, right_name: str) -> tuple[Item, ...]:
    """Two places to sign, with room for the hand, and the printed names below; a side without title is left empty."""
    sign = _(_SIGN)
    return (
        Feed(),
        Table(_SIGNATURES, ((left, right),), bold=True),
        Table(_SIGNATURES, ((sign if left else "", sign if right else ""),)),
        Feed(3),
        Table(_SIGNATURES, ((left_name, right_name),), bold=True),
    )


def foot(printed_at: datetime, counter: int) -> tuple[Item, ...]:
    """Where and when the paper came out, and the cut."""
    pattern = _("Counter {counter} - printed {at}") if counter else _("Printed {at}")
    text = pattern.format(counter=counter, at=paper_moment(printed_at))
    return (Rule(), Line(text, Align.CENTER), Cut())
