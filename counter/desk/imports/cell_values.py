"""What administrators write in single cells (amounts, terms, yes or no, lists of papers), turned into values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from counter.desk.imports.sheet import too_many_letters
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.codes import Channel, Sex, Unit
from db.domain.procedure import Component, Step

UNIT_WORDS: Mapping[str, Unit] = {
    **dict.fromkeys(
        (Unit.WORKING_DAY, "working day", "working days", "ngay lam viec", "nlv"), Unit.WORKING_DAY
    ),
    **dict.fromkeys((Unit.DAY, "days", "ngay", "calendar day", "calendar days", "ngay lich"), Unit.DAY),
    **dict.fromkeys((Unit.HOUR, "hours", "gio", "gio lam viec"), Unit.HOUR),
}
CHANNEL_WORDS: Mapping[str, Channel] = {
    **dict.fromkeys(("1", "in person", "truc tiep"), Channel.IN_PERSON),
    **dict.fromkeys(("2", "online", "truc tuyen"), Channel.ONLINE),
    **dict.fromkeys(("3", "post", "buu chinh", "bcci"), Channel.POST),
}
SEX_WORDS: Mapping[str, Sex] = {
    "": Sex.UNKNOWN,
    **dict.fromkeys(("m", "nam", "male"), Sex.MALE),
    **dict.fromkeys(("f", "nu", "female"), Sex.FEMALE),
}
"""How files write the codes, folded as by ``fold``."""
MOST_ENTRIES = 200
"""Of a list in one cell."""
LONGEST_ENTRY = 1_000
"""Letters of an entry."""
_YES = frozenset({"1", "x", "co", "yes", "true", "dung"})
_NO = frozenset({"", "0", "khong", "no", "false", "sai"})
_NO_TERM = frozenset({"", "khong", "khong quy dinh", "none"})
_SAME_DAY = re.compile(r"((giai quyet|tra|ngay) )*trong ngay( lam viec)?( tiep nhan| nhan ho so)?\.?")
_TERM = re.compile(
    r"(?:(?:khong qua|toi da|thoi han|trong thoi han|trong vong|trong)\s+)?"
    r"(?P<amount>\d{1,4}(?:[.,]\d{1,2})?|1/2)\s*(?:\([a-z ]*\)\s*)?(?P<unit>[a-z -]*?)"
    r"(?:[, ]*\b(?:ke tu|tinh tu)\b[^\d;]*)?\.?",
    re.ASCII,
)
"""``05 ngày làm việc``, ``Không quá 05 (năm) ngày làm việc, kể từ ngày nhận đủ hồ sơ``, folded."""
_FREE = frozenset(
    {
        "mien",
        "mien phi",
        "mien le phi",
        "khong",
        "khong co",
        "free",
        "khong thu",
        "khong thu phi",
        "khong thu le phi",
    }
)
_A_DOSSIER = frozenset({"ho so", "lan", "truong hop", "thu tuc"})
_EACH = re.compile(
    r"(?P<amount>.*\d.*?)\s*(?:/|\bmoi\b|\bmot\b)\s*(?P<unit>(?:\d+ )?[a-z][a-z .]*)", re.ASCII
)
_COPY = re.compile(r"(\d{1,3})\s*(.*)", re.ASCII)
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("chinh", "ban chinh", "goc", "ban goc", "original", "originals"), "originals"),
    **dict.fromkeys(("chung thuc", "ban chung thuc", "sao y", "certified"), "certified"),
    **dict.fromkeys(("sao", "ban sao", "photo", "ban photo", "copy", "copies"), "copies"),
}
_SHOWN = frozenset({"xuat trinh", "show", "shown"})
_CASE = re.compile(r"\[([^\[\]]+)\]")
_OPTIONAL = frozenset({"neu co", "khong bat buoc", "optional"})


def yes_no(text: str) -> bool:
    """``có``/``x``/``1`` or ``không``/empty/``0``. Raises ``Problem`` for anything else."""
    folded = fold(text)
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise Problem(N_("“{text}” is neither yes (có, x, 1) nor no (không, 0)."), text=text[:40])


def money(text: str) -> int | None:
    """An amount in VND: ``25000``, ``25.000đ``, ``miễn`` (0) or empty (None, unknown).

    Raises ``Problem`` for anything that is not a whole amount.
    """
    folded = fold(text)
    if not folded:
        return None
    if folded in _FREE:
        return 0
    if (price := _EACH.fullmatch(folded)) and price["unit"] in _A_DOSSIER:
        folded = price["amount"]
    digits = re.sub(r"\s*(d|dong|vnd)$", "", folded)
    if not re.fullmatch(r"\d{1,12}|\d{1,3}([., ])\d{3}(\1\d{3}){0,3}", digits, re.ASCII):
        raise Problem(N_("“{text}” is not an amount in đồng."), text=text[:40])
    return int(re.sub(r"[., ]", "", digits))


def is_by_quantity(text: str) -> bool:
    """Whether ``text`` is an amount for each of something that is counted at intake: ``2.000 đồng/trang``."""
    price = _EACH.fullmatch(fold(text))
    if price is None or price["unit"] in _A_DOSSIER:
        return False
    try:
        return money(price["amount"]) is not None
    except Problem:
        return False


def term(text: str, unit: str) -> tuple[float | None, str]:
    """A term and its unit; the unit may stand in its own cell or behind the number (``5 ngày làm việc``).

    Both are empty, or ``không quy định``, where the law sets none; ``trong ngày`` is 0 working days.
    Raises ``Problem`` for a number without unit, or the other way round.
    """
    folded = fold(text)
    if folded in _NO_TERM and not fold(unit):
        return None, ""
    if _SAME_DAY.fullmatch(folded):
        return 0.0, Unit.WORKING_DAY
    match = _TERM.fullmatch(folded)
    if match is None:
        raise Problem(N_("“{text}” is not a term."), text=text[:40])
    behind = match["unit"].strip()
    if fold(unit) and behind and UNIT_WORDS.get(behind) != UNIT_WORDS.get(fold(unit)):
        raise Problem(N_("The term “{text}” and the unit “{unit}” disagree."), text=text[:40], unit=unit[:40])
    if (words := fold(unit) or behind) not in UNIT_WORDS:
        raise Problem(N_("The term needs a unit: ngày làm việc, ngày or giờ."))
    value = 0.5 if match["amount"] == "1/2" else float(match["amount"].replace(",", "."))
    if value <= 0:
        raise Problem(N_("“{text}” is not a term."), text=text[:40])
    return value, UNIT_WORDS[words]


def unit_in_heading(heading: str, text: str) -> str:
    """The unit that stands in brackets over a number, as in ``Thời hạn (ngày làm việc)``; empty where ``text`` has
    its own.
    """
    bracketed = re.search(r"\(([^()]*)\)", heading)
    return (
        bracketed[1] if bracketed and fold(bracketed[1]) in UNIT_WORDS and text.strip()[-1:].isdigit() else ""
    )


def entries(text: str) -> list[str]:
    """The entries of a list: one a line, or, on a single line, separated by semicolons."""
    parts = text.split("\n") if "\n" in text.strip() else text.split(";")
    return [clean(part) for part in parts if part.strip()]


def limited_entries(text: str) -> tuple[str, ...]:
    """As ``entries``. Raises ``Problem`` for too many of them, or for one that is too long."""
    parts = tuple(entries(text))
    if len(parts) > MOST_ENTRIES:
        raise Problem(
            N_("The cell has {count} entries; {most} is the most."), count=len(parts), most=MOST_ENTRIES
        )
    for part in parts:
        if len(part) > LONGEST_ENTRY:
            raise too_many_letters(part, LONGEST_ENTRY)
    return parts


def components(text: str) -> tuple[Component, ...]:
    """The papers that a procedure asks for.

    Entries as in ``entries``; in each, ``|`` parts the name, the copies and an optional note. Copies are separated by
    commas: ``1 chính`` (original), ``1 chứng thực`` (certified), ``2 photo`` (copies), ``xuất trình`` (only shown),
    ``nếu có`` (not required). Example: ``Tờ khai|1 chính; Giấy chứng sinh|1 chính, 1 photo; CCCD|xuất trình``.
    An entry ``[Đăng ký quá hạn]`` names the case of those behind it; ``[*]`` stands before those of every case.
    Raises ``Problem`` naming the entry that cannot be read.
    """
    parsed: list[Component] = []
    case = ""
    for entry in limited_entries(text):
        if heading := _CASE.fullmatch(entry):
            case = "" if heading[1].strip() == "*" else clean(heading[1])
        else:
            parsed.append(_component(entry, case))
    check_papers(parsed)
    return tuple(parsed)


def check_papers(papers: Iterable[Component]) -> None:
    """Raise ``Problem`` where a paper is listed twice for the same case."""
    seen: set[tuple[str, str]] = set()
    for paper in papers:
        key = paper.case, paper.name.casefold()
        if key in seen:
            raise Problem(N_("The paper “{name}” is listed twice."), name=paper.name[:60])
        seen.add(key)


def steps(text: str) -> tuple[Step, ...]:
    """Steps, entries as in ``entries``: the name alone, or with ``|`` who takes it, and in how long.

    Example: ``Tiếp nhận|Bộ phận một cửa|2 giờ; Thẩm định|Công chức tư pháp|1 ngày làm việc``. Raises ``Problem`` naming
    the entry that cannot be read.
    """
    return tuple(map(_step, limited_entries(text)))


def _step(entry: str) -> Step:
    name, *rest = (clean(part) for part in entry.split("|"))
    if not name:
        raise Problem(N_("A step without a name: “{entry}”."), entry=entry[:60])
    if len(rest) > 2:
        raise Problem(N_("Too many “|” in “{entry}”."), entry=entry[:60])
    by, length = [*rest, "", ""][:2]
    amount, unit = term(length, "")
    return Step(name=name, by=by, term=amount, unit=unit)


def _component(entry: str, case: str) -> Component:
    name, *rest = (clean(part) for part in entry.split("|"))
    if not name:
        raise Problem(N_("A paper without a name: “{entry}”."), entry=entry[:60])
    if len(rest) > 2:
        raise Problem(N_("Too many “|” in “{entry}”."), entry=entry[:60])
    counts = {"originals": 0, "certified": 0, "copies": 0}
    required, notes = True, rest[1:]
    for word in filter(None, (part.strip() for part in (rest[0] if rest else "").split(","))):
        kind, number = _copies(word)
        if kind == "shown":
            notes = ["xuất trình", *notes]
        elif kind == "optional":
            required = False
        elif kind and not counts[kind]:
            counts[kind] = number
        else:
            raise Problem(
                N_("“{word}” is not a kind of copy in “{entry}”."), word=word[:40], entry=entry[:60]
            )
    return Component(
        name=name,
        required=required,
        note="; ".join(filter(None, notes)),
        case=case,
        originals=counts["originals"],
        certified=counts["certified"],
        copies=counts["copies"],
    )


def _copies(word: str) -> tuple[str, int]:
    folded = fold(word)
    if folded in _SHOWN:
        return "shown", 0
    if folded in _OPTIONAL:
        return "optional", 0
    match = _COPY.fullmatch(folded)
    if match is None or not int(match[1]):
        return "", 0
    return _KINDS.get(match[2], ""), int(match[1])
