"""Procedures from a JSON file in the shape of the national database: one, a list, or a list within one object.

Papers stand there by case (THANHPHANHOSO), terms and fees by channel (CACHTHUCTHUCHIEN). Every value that is wrong is
told at its place: the line on which its procedure begins, and the way to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from counter.desk.imports import cell_values
from counter.desk.imports.catalogue_values import LEVELS, CatalogueFile, procedure_code, procedure_name
from counter.desk.imports.sheet import (
    MOST_BYTES,
    MOST_ROWS,
    RowProblem,
    clean_lines,
    too_many_letters,
    too_many_rows,
)
from counter.locale import N_
from counter.problems import Problem
from counter.rules.procedures import total
from counter.rules.text import clean, fold
from db.domain.codes import Channel, FeeKind
from db.domain.event_schema import LONGEST_TEXT
from db.domain.procedure import ChannelTerm, Component, ListedFee, Procedure

_Value = TypeVar("_Value")
_MOST_COPIES = 999
_LONGEST_NAME = 1_000
_VND = frozenset({"", "d", "dong", "vnd", "viet nam dong", "dong viet nam", "ho so", "dong/ho so"})
"""What DONVI says of an amount for the whole dossier."""
_SHOWN = re.compile(r"(\W|\d)*(cac )?giay to (phai )?xuat trinh\b.*")
_HANDED_IN = re.compile(r"(\W|\d)*((cac )?giay to (phai )?nop|thanh phan ho so|ho so gom)\b.*")
_NAMELESS_FEE = "Phí, lệ phí"


def is_national(path: Path) -> bool:
    """Whether ``path`` is a JSON file, by its name, or where that says nothing by its first letter."""
    if (suffix := path.suffix.lower()) in (".json", ".csv", ".xlsx", ".xlsm"):
        return suffix == ".json"
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False


def read_national(path: Path) -> CatalogueFile:
    """The procedures of the JSON file ``path``; where a value is wrong, every wrong one and no procedure at all.

    Raises ``Problem`` where the file as a whole cannot be read.
    """
    text = _decoded(path)
    problems: list[RowProblem] = []
    notes: list[RowProblem] = []
    procedures: list[Procedure] = []
    seen: dict[str, int] = {}
    for line, values in _objects(text):
        reader = _Reader(line, _text_of(values.get("MATTHC")))
        procedure = _procedure(reader, values)
        if procedure.code and procedure.code in seen:
            reason = Problem(N_("The code stands on line {line} already."), line=seen[procedure.code])
            reader.problems.append(RowProblem(line, "MATTHC", reason))
        seen.setdefault(procedure.code, line)
        problems += reader.problems
        notes += reader.notes
        procedures.append(procedure)
        if len(procedures) > MOST_ROWS:
            raise too_many_rows()
    if not procedures:
        raise Problem(N_("The file holds no procedure."))
    return CatalogueFile(() if problems else tuple(procedures), tuple(problems), tuple(notes))


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem(N_("The file {file} is too large."), file=path.name)
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem(N_("The file {file} cannot be read."), file=path.name) from error
    except UnicodeDecodeError as error:
        raise Problem(N_("The file is not in UTF-8; save it as “CSV UTF-8” or as XLSX.")) from error


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each procedure of the file, and the line on which it begins."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Problem(N_("The file is no JSON: look at line {line}."), line=line) from error
    place = 0
    for values in _listed(whole):
        if not isinstance(values, dict):
            raise Problem(N_("The file holds something else than procedures."))
        named = {str(name).upper(): value for name, value in values.items()}
        code = json.dumps(named.get("MATTHC"), ensure_ascii=False)
        at = text.find(code, place) if named.get("MATTHC") else -1
        place = max(place, at)
        yield text.count("\n", 0, place) + 1, named
        place += len(code) if at >= 0 else 0


def _listed(whole: Any) -> Sequence[Any]:
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        if "MATTHC" in {str(name).upper() for name in whole}:
            return [whole]
        lists = [value for value in whole.values() if isinstance(value, list)]
        if len(lists) == 1:
            return lists[0]
    raise Problem(N_("The file holds something else than procedures."))


class _Reader:
    """Reads the values of one procedure; collects what is wrong with them, and what is worth knowing, each at its
    place.
    """

    def __init__(self, line: int, code: str) -> None:
        self._line, self._code = line, code
        self.problems: list[RowProblem] = []
        self.notes: list[RowProblem] = []

    def _place(self, place: str) -> str:
        return " · ".join(filter(None, (self._code[:60], place)))

    def wrong(self, place: str, reason: Problem) -> None:
        """``reason`` at ``place``."""
        self.problems.append(RowProblem(self._line, self._place(place), reason))

    def note(self, place: str, reason: Problem) -> None:
        """``reason`` at ``place``, of something that is taken all the same, or left out."""
        self.notes.append(RowProblem(self._line, self._place(place), reason))

    def read(self, place: str, how: Callable[[], _Value], default: _Value) -> _Value:
        """What ``how`` finds; ``default``, and the problem at ``place``, where it raises one."""
        try:
            return how()
        except Problem as problem:
            self.wrong(place, problem)
            return default

    def text(self, values: dict[str, Any], name: str, place: str = "", most: int = _LONGEST_NAME) -> str:
        """The text of ``name``; empty where there is none."""
        value = values.get(name)
        where = f"{place} · {name}" if place else name
        if isinstance(value, bool | list | dict):
            self.wrong(where, Problem(N_("This is no text.")))
            return ""
        text = _text_of(value)
        if len(text) > most:
            self.wrong(where, too_many_letters(text, most))
            return ""
        return text

    def entries(
        self, values: dict[str, Any], name: str, place: str = ""
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of the list ``name``, each with its place; a single object is a list of one."""
        value = values.get(name)
        where = f"{place} · {name}" if place else name
        if value is None or value == "":
            return
        for number, entry in enumerate(value if isinstance(value, list) else [value], 1):
            if isinstance(entry, dict):
                yield f"{where} {number}", {str(key).upper(): part for key, part in entry.items()}
            else:
                self.wrong(f"{where} {number}", Problem(N_("This is no object.")))


def _text_of(value: Any) -> str:
    return clean_lines(str(value)) if isinstance(value, str | int | float) else ""


def _procedure(reader: _Reader, values: dict[str, Any]) -> Procedure:
    cases = _cases(reader, values)
    by_channel = _by_channel(reader, values, {component.case for component in cases})
    first = next((term for term in by_channel if term.channel is Channel.IN_PERSON), None)
    first = first or (by_channel[0] if by_channel else ChannelTerm(channel=Channel.IN_PERSON))
    same = all(
        (t.term, t.unit, t.fees, t.case) == (first.term, first.unit, first.fees, "") for t in by_channel
    )
    decision = reader.text(values, "IDQUYETDINHCONGBO", most=300)
    fields = list(reader.entries(values, "LINHVUCTHUCHIEN"))
    place, field = fields[0] if fields else ("", {})
    return Procedure(
        version="",
        code=reader.read("MATTHC", lambda: procedure_code(reader.text(values, "MATTHC", most=60)), ""),
        name=reader.read("TENTTHC", lambda: procedure_name(reader.text(values, "TENTTHC")), ""),
        field=clean(reader.text(field, "TENLINHVUC", place, 300)),
        field_code=clean(reader.text(field, "MALINHVUC", place, 60)),
        agency=_agency(reader, values),
        levels=_levels(reader, values),
        term=first.term,
        unit=first.unit,
        fee=total(first.fees) if first.fees else None,
        fees=first.fees,
        by_channel=() if same else by_channel,
        components=cases,
        channels=tuple(dict.fromkeys(term.channel for term in by_channel)) or tuple(Channel),
        result="; ".join(_names(reader, values, "KETQUATHUCHIEN", "TENKETQUA")),
        steps=_steps(reader, values),
        # An id of the portal's own is no number of a decision.
        decision=clean(decision) if "/" in decision else "",
        active=_is_public(reader, values),
    )


def _names(reader: _Reader, values: dict[str, Any], of: str, name: str) -> tuple[str, ...]:
    names = (clean(reader.text(entry, name, place)) for place, entry in reader.entries(values, of))
    return tuple(dict.fromkeys(filter(None, names)))


def _agency(reader: _Reader, values: dict[str, Any]) -> str:
    names = _names(reader, values, "COQUANTHUCHIEN", "TENDONVI")
    if len(names) > 1:
        note = N_("{count} bodies carry it out: the first is taken.")
        reader.note("COQUANTHUCHIEN", Problem(note, count=len(names)))
    return names[0] if names else ""


def _levels(reader: _Reader, values: dict[str, Any]) -> tuple[str, ...]:
    value = values.get("CAPTHUCHIEN") or []
    levels: list[str] = []
    for number, entry in enumerate(value if isinstance(value, list) else [value], 1):
        texts = entry.values() if isinstance(entry, dict) else [entry]
        level = next((LEVELS[word] for text in texts if (word := fold(_text_of(text))) in LEVELS), "")
        if level:
            levels.append(level)
        else:
            note = N_("“{text}” is no level that is known; it is left out.")
            text = " ".join(map(_text_of, texts))
            reader.note(f"CAPTHUCHIEN {number}", Problem(note, text=text[:40]))
    return tuple(dict.fromkeys(levels))


def _is_public(reader: _Reader, values: dict[str, Any]) -> bool:
    state = reader.text(values, "TRANGTHAI", most=60)
    if state not in ("", "1"):
        note = N_("State {text} is not public: the procedure is not offered at intake.")
        reader.note("TRANGTHAI", Problem(note, text=state))
    return state in ("", "1")


# -- papers by case -------------------------------------------------------------------------------------------------


def _cases(reader: _Reader, values: dict[str, Any]) -> tuple[Component, ...]:
    """The papers of every case; a heading over papers to be handed in, or only shown, is no case."""
    papers: list[Component] = []
    cases: set[str] = set()
    for place, group in reader.entries(values, "THANHPHANHOSO"):
        heading = clean(reader.text(group, "TRUONGHOP", place))
        is_shown = bool(_SHOWN.fullmatch(fold(heading)))
        case = "" if is_shown or _HANDED_IN.fullmatch(fold(heading)) else heading
        if heading and not case:
            note = N_("“{text}” heads papers of every case.")
            reader.note(f"{place} · TRUONGHOP", Problem(note, text=heading[:60]))
        cases.add(case)
        papers += [
            _paper(reader, where, entry, case, is_shown=is_shown)
            for where, entry in reader.entries(group, "GIAYTO", place)
        ]
    if len(cases) == 1:
        papers = [replace(paper, case="") for paper in papers]
    reader.read("THANHPHANHOSO", lambda: cell_values.check_papers(papers), None)
    return tuple(papers)


def _paper(reader: _Reader, place: str, entry: dict[str, Any], case: str, *, is_shown: bool) -> Component:
    name = clean(reader.text(entry, "TENGIAYTO", place))
    if not name:
        reader.wrong(f"{place} · TENGIAYTO", Problem(N_("The name is missing.")))
    form = clean(reader.text(entry, "TENMAUDON", place))
    notes = ("xuất trình" if is_shown else "", form if fold(form) != fold(name) else "")
    return Component(
        name=name,
        originals=_count(reader, place, entry, "SOBANCHINH"),
        copies=_count(reader, place, entry, "SOBANSAO"),
        required="neu co" not in fold(name),
        note="; ".join(filter(None, notes)),
        code=clean(reader.text(entry, "MAGIAYTO", place, 60)),
        case=case,
    )


def _count(reader: _Reader, place: str, entry: dict[str, Any], name: str) -> int:
    text = reader.text(entry, name, place, 20)
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,4}(\.0)?", text, re.ASCII) or int(float(text)) > _MOST_COPIES:
        reader.wrong(f"{place} · {name}", Problem(N_("“{text}” is no number of copies."), text=text))
        return 0
    return int(float(text))


# -- terms and fees by channel --------------------------------------------------------------------------------------


def _by_channel(reader: _Reader, values: dict[str, Any], cases: set[str]) -> tuple[ChannelTerm, ...]:
    """The terms and fees of every channel; a term whose description names a case is that case's.

    Where papers have no cases, several terms of a channel are the cases that the officer chooses from.
    """
    terms: list[ChannelTerm] = []
    names = {fold(case): case for case in cases if case}
    for place, way in reader.entries(values, "CACHTHUCTHUCHIEN"):
        channel = _channel(reader, way, place)
        lengths = list(reader.entries(way, "THOIGIAN", place)) or [(place, {})]
        for number, (where, length) in enumerate(lengths):
            note = clean(reader.text(length, "MOTA", where, LONGEST_TEXT))
            case = names.get(fold(note), "")
            if not names and len(lengths) > 1:
                case = note[:300]
            term, unit = _length(reader, where, length)
            fees = _fees(reader, where, length)
            if number and not case:
                reason = N_("Several terms of a channel name no case: at intake the first counts.")
                reader.note(where, Problem(reason))
            terms.append(
                ChannelTerm(channel=channel, case=case, term=term, unit=unit, fees=fees, note=note[:1_000])
            )
    return tuple(terms)


def _channel(reader: _Reader, way: dict[str, Any], place: str) -> Channel:
    text = reader.text(way, "KENH", place, 60)
    if (channel := cell_values.CHANNEL_WORDS.get(fold(text))) is None:
        reason = N_("“{text}” is no channel: 1 in person, 2 online, 3 by post.")
        reader.wrong(f"{place} · KENH", Problem(reason, text=text[:40]))
        return Channel.IN_PERSON
    return channel


def _length(reader: _Reader, place: str, length: dict[str, Any]) -> tuple[float | None, str]:
    text, unit = (
        reader.text(length, "THOIGIANGIAIQUYET", place, 500),
        reader.text(length, "DONVITINH", place, 60),
    )
    if text in ("", "0", "0.0"):
        return None, ""
    amount = re.sub(r"\.0$", "", text)
    none: tuple[float | None, str] = (None, "")
    return reader.read(f"{place} · THOIGIANGIAIQUYET", lambda: cell_values.term(amount, unit), none)


def _fees(reader: _Reader, place: str, length: dict[str, Any]) -> tuple[ListedFee, ...]:
    fees = [_fee(reader, where, entry) for where, entry in reader.entries(length, "PHILEPHI", place)]
    known = [fee for fee in fees if fee is not None]
    # Of several, those of nothing say nothing.
    return tuple(fee for fee in known if fee.amount != 0) or tuple(known[:1])


def _fee(reader: _Reader, place: str, entry: dict[str, Any]) -> ListedFee | None:
    text, unit = reader.text(entry, "SOTIEN", place, 200), clean(reader.text(entry, "DONVI", place, 200))
    description = clean(reader.text(entry, "MOTA", place, LONGEST_TEXT))
    by_quantity = fold(unit) not in _VND or cell_values.is_by_quantity(text)
    amount = None
    if by_quantity:
        reason = N_("“{text}” goes by quantity: the amount is typed at intake.")
        reader.note(f"{place} · DONVI", Problem(reason, text=f"{text} {unit}"[:40]))
    else:
        plain = re.sub(r"\.0$", "", text)
        amount = reader.read(f"{place} · SOTIEN", lambda: cell_values.money(plain), None)
        if amount is None:
            return None
    words = fold(description)
    kind = FeeKind.FEE if words.startswith("le phi") else FeeKind.CHARGE if words.startswith("phi") else ""
    return ListedFee(
        name=description if 0 < len(description) <= 200 else _NAMELESS_FEE,
        amount=amount,
        kind=kind,
        code=clean(reader.text(entry, "MAPHILEPHI", place, 60)),
        note=f"{text} {unit}".strip() if by_quantity else "",
    )


def _steps(reader: _Reader, values: dict[str, Any]) -> tuple[str, ...]:
    """The public steps of all cases, each once."""
    texts = [
        clean(reader.text(step, "TENTRINHTU", where, LONGEST_TEXT))
        for place, group in reader.entries(values, "TRINHTUTHUCHIEN")
        for where, step in reader.entries(group, "TRINHTU", place)
    ]
    return tuple(dict.fromkeys(filter(None, texts)))
