"""From what stands in the fields of the intake screen to the intake that the desk receives; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.birth import parse_birth, show_birth
from counter.rules.clock import local, parse_moment, short_date, short_time
from counter.rules.identity import CitizenNumber, Doubt, cross_check, phone
from counter.rules.money import in_words, parse_vnd, vnd
from counter.rules.scan import HealthCard, IdentityCard
from counter.widgets.ticks import Tick
from db.domain.records import ApplicantKind, Channel, Dossier, Paper, Person, Procedure

Values = Mapping[str, str]
"""What stands in each field, by the field's id."""

T = TypeVar("T")
BY_POST = N_("Public post: {to}")


def intake_of(values: Values, ticks: Iterable[Tick], *, lenient: bool = False) -> Intake:
    """The intake that ``values`` say; ``lenient`` leaves out what cannot be read, else a Problem names its field."""

    def read(name: str, how: Callable[[str], T], otherwise: T) -> T:
        try:
            return how(values[name]) if values.get(name, "").strip() else otherwise
        except Problem:
            if lenient:
                return otherwise
            raise

    fee = read("fee", lambda text: parse_vnd(text, "fee"), None)
    by_post = values.get("delivery") == "post"
    paper_number = values.get("paper_number", "")
    received_at = read("received_at", lambda text: parse_moment(text, "received_at"), None)
    if not lenient and bool(paper_number) != bool(received_at):
        raise Problem(
            N_("What was received on paper needs both its number and its time."),
            field="received_at" if paper_number else "paper_number",
        )
    return Intake(
        applicant=applicant_of(values, read("birth", parse_birth, "")),
        procedure=values.get("procedure", ""),
        proxy=_proxy(values, lenient),
        proxy_paper=values.get("proxy_paper", ""),
        content=values.get("content", ""),
        papers=papers_of(ticks),
        sets=read("sets", _sets, 1),
        channel=Channel(int(values.get("channel") or 1)),
        return_by_post=by_post,
        return_place=_(BY_POST).format(to=values.get("post_to") or values.get("address", ""))
        if by_post
        else "",
        fee=fee,
        fee_paid=(fee or 0) if values.get("paid") == "yes" else 0,
        fee_serial=values.get("fee_serial", ""),
        shelf=values.get("shelf", ""),
        note=values.get("note", ""),
        slip=values.get("print") != "no",
        received_at=received_at,
        paper_number=paper_number,
    )


def applicant_of(values: Values, birth: str) -> Person:
    """The applicant that ``values`` say."""
    return Person(
        name=values.get("name", ""),
        kind=ApplicantKind(int(values.get("kind") or 0)),
        identity=_number(values.get("identity", "")),
        birth=birth,
        sex=values.get("sex", ""),
        address=values.get("address", ""),
        phone=values.get("phone", ""),
        email=values.get("email", ""),
    )


def _proxy(values: Values, lenient: bool) -> Person | None:
    name, identity = values.get("proxy_name", ""), _number(values.get("proxy_identity", ""))
    if not name and not lenient and (identity or values.get("proxy_paper")):
        raise Problem(N_("Type the name of the authorised person."), field="proxy_name")
    return Person(name=name, identity=identity, phone=values.get("proxy_phone", "")) if name else None


def _sets(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Problem(N_("The number of sets is between 1 and 99."), field="sets")
    return int(text[:4])


def _number(text: str) -> str:
    """An identity number without its spaces and dots; anything else as it was typed."""
    known = CitizenNumber.parse(text)
    return known.number if known else text.strip()


def papers_of(ticks: Iterable[Tick]) -> tuple[Paper, ...]:
    """The papers that are ticked."""
    return tuple(
        Paper(name=t.name, originals=t.counts[0], certified=t.counts[1], copies=t.counts[2], note=t.note)
        for t in ticks
        if t.ticked
    )


def ticks_of(procedure: Procedure) -> tuple[Tick, ...]:
    """The tick list of ``procedure``: everything required is taken as handed in until somebody says otherwise."""
    return tuple(
        Tick(c.name, c.required, c.required, (c.originals, c.certified, c.copies), c.note)
        for c in procedure.components
    )


def of_person(person: Person) -> dict[str, str]:
    """What the fields of the applicant say of ``person``."""
    return {
        "identity": person.identity,
        "name": person.name,
        "birth": show_birth(person.birth),
        "sex": person.sex,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
    }


def of_card(card: IdentityCard | HealthCard) -> dict[str, str]:
    """What the fields of the applicant say of ``card``; a health card's own number goes into the note."""
    number = card.number if CitizenNumber.parse(card.number) and len(card.number) == 12 else ""
    found = {
        "identity": number,
        "name": card.name,
        "birth": show_birth(card.birth),
        "sex": card.sex,
        "address": card.address,
    }
    if not number:
        found["note"] = _("Health insurance card {number}").format(number=card.number)
    return found


def doubts_of(values: Values) -> tuple[Doubt, ...]:
    """What does not fit in what was typed of the applicant; none of it stops the officer."""
    try:
        birth = parse_birth(values.get("birth", ""))
    except Problem:
        birth = ""
    number = _number(values.get("identity", ""))
    return cross_check(number, values.get("sex", ""), birth) + phone(values.get("phone", "")).doubts


def received_line(dossier: Dossier, job: int) -> str:
    """What was received, for the line below the form: code, whose, when due, where the slip is."""
    due = dossier.due_at
    told = _("due {at}").format(at=f"{short_time(due)} {short_date(due)}") if due else _("no due date")
    slip = _("its slip waits for the printer") if job else _("no slip")
    return " · ".join((_("Received {code}").format(code=dossier.code), told, slip))


def term_of(procedure: Procedure) -> str:
    """How long ``procedure`` takes, in a word or two; empty where the law sets no term."""
    if procedure.term is None or procedure.unit not in _TERMS:
        return ""
    return _(_TERMS[procedure.unit]).format(term=f"{procedure.term:g}".replace(".", ","))


_TERMS = {"working-day": N_("{term} work days"), "day": N_("{term} days"), "hour": N_("{term} hours")}


def due_line(dossier: Dossier) -> str:
    """When the result will be due."""
    at = dossier.due_at
    return _("Due {at}").format(at=f"{short_time(at)} {short_date(at)}") if at else _("No due date")


def tidy_birth(text: str) -> str:
    """A date of birth as it is shown; raises Problem."""
    return show_birth(parse_birth(text))


def tidy_fee(text: str) -> str:
    """A sum as it is shown; raises Problem."""
    return vnd(parse_vnd(text, "fee")) if text.strip() else ""


def tidy_moment(text: str) -> str:
    """A time as it is shown, Vietnam's; raises Problem."""
    return f"{local(parse_moment(text, 'received_at')):%d/%m/%Y %H:%M}" if text.strip() else ""


def fee_words(text: str) -> str:
    """A sum in Vietnamese words; empty where there is none."""
    try:
        return in_words(parse_vnd(text)) if text.strip() else ""
    except Problem:
        return ""
