"""What a dossier is with a correction in it, and what follows from a corrected value: checked, nothing is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from counter.desk.catalogue import procedures
from counter.locale import N_
from counter.problems import Problem
from counter.rules.deadlines import due_of_term
from counter.rules.identity import phone
from counter.rules.money import vnd
from counter.rules.procedures import fee_of, papers_of, terms_of
from counter.rules.text import clean
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.records import Dossier, Paper, Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Correction

OF_PERSON: Final = tuple(field.name for field in fields(Person))
OF_PROXY: Final = ("name", "identity", "phone", "address", "email")
"""What of a proxy is entered."""
_PROXY: Final = "proxy_"
_TEXTS: Final = ("content", "shelf", "note", "fee_serial", "proxy_paper", "fee_reason")
_PLAIN: Final = ("sets", "channel", "fee", "missing")


def corrected(
    connection: Connection, desk: Desk, before: Dossier, changes: Correction
) -> tuple[Dossier, Procedure | None]:
    """``before`` with ``changes`` in it, and its procedure where the catalogue knows it.

    A corrected procedure brings its name, field, agency, term and unit, its fee and its list of papers unless they are
    corrected too, and the due date is counted anew from the intake unless one is typed, or the result was appointed
    anew with an apology. Raises ``Problem`` at the field that is wrong.
    """
    after = _with_people(before, changes)
    values: dict[str, Any] = {
        name: clean(text) for name in _TEXTS if (text := getattr(changes, name)) is not None
    }
    values |= {name: value for name in _PLAIN if (value := getattr(changes, name)) is not None}
    after, procedure = _with_procedure(connection, desk, after, changes)
    after = replace(after, **values)
    after = _with_papers(before, after, changes, procedure)
    after = _with_delivery(desk, after, changes)
    if changes.due_at is not None:
        after = replace(after, due_at=changes.due_at)
    if after.due_at != before.due_at:
        after = replace(after, due_notes=())
    return _checked(before, after, procedure), procedure


def changed_names(before: Dossier, after: Dossier) -> tuple[str, ...]:
    """What was corrected, in the words of ``Correction``, in the order of the alphabet."""
    one, other = _by_name(before), _by_name(after)
    return tuple(sorted(name for name, value in other.items() if value != one[name]))


def procedure_refusal(dossier: Dossier) -> str:
    """Why the procedure of ``dossier`` cannot be corrected any more (a message id); empty where it can.

    Once an agency had the papers, or papers or money were asked for, those who were asked know it by the old procedure:
    it is withdrawn, or struck through, and received anew.
    """
    if dossier.state is State.RECEIVED and not dossier.handover and not dossier.requests:
        return ""
    return N_("The procedure is corrected only until the dossier goes to its agency.")


def _by_name(dossier: Dossier) -> dict[str, Any]:
    proxy = dossier.proxy or Person(name="")
    names = (*_TEXTS, *_PLAIN, "papers", "due_at", "return_by_post", "return_place")
    return {
        **{name: getattr(dossier.applicant, name) for name in OF_PERSON},
        **{f"{_PROXY}{name}": getattr(proxy, name) for name in OF_PROXY},
        **{name: getattr(dossier, name) for name in names},
        "procedure": (dossier.procedure_code, dossier.procedure_version),
    }


def _with_people(dossier: Dossier, changes: Correction) -> Dossier:
    applicant = _person(dossier.applicant, {name: getattr(changes, name) for name in OF_PERSON})
    if changes.name is not None and not applicant.name:
        raise Problem(N_("Type the applicant's name."), field="name")
    typed = {name: getattr(changes, f"{_PROXY}{name}") for name in OF_PROXY}
    if typed["name"] is not None and not clean(typed["name"]):
        return replace(dossier, applicant=applicant, proxy=None, proxy_paper="")
    proxy = _person(dossier.proxy or Person(name=""), typed)
    is_typed = any(getattr(proxy, name) for name in OF_PROXY) or bool(clean(changes.proxy_paper or ""))
    if is_typed and not proxy.name:
        raise Problem(N_("Type the name of the authorised person."), field="proxy_name")
    return replace(dossier, applicant=applicant, proxy=proxy if proxy.name else None)


def _person(person: Person, typed: dict[str, Any]) -> Person:
    values: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value
        for name, value in typed.items()
        if value is not None
    }
    if "phone" in values:
        values["phone"] = phone(values["phone"]).number
    return replace(person, **values)


def _with_procedure(
    connection: Connection, desk: Desk, dossier: Dossier, changes: Correction
) -> tuple[Dossier, Procedure | None]:
    known = procedures.version(connection, dossier.procedure_version)
    code = clean(changes.procedure or "")
    if changes.procedure is None or code == dossier.procedure_code:
        return dossier, known
    if refusal := procedure_refusal(dossier):
        raise Problem(refusal, field="procedure")
    procedure = procedures.procedure(connection, desk, code)
    terms = terms_of(procedure, dossier.channel)
    due = due_of_term(desk.calendar, terms.term, terms.unit, dossier.received_at)
    after = replace(
        dossier,
        procedure_version=procedure.version,
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        field=procedure.field,
        agency=procedure.agency,
        deciding_agency=procedure.agency or desk.office.parent,
        case="",
        term=terms.term,
        unit=terms.unit,
        fee=fee_of(procedure, dossier.channel) or 0,
        fee_parts=(),
        fee_reason="",
    )
    return (after if dossier.apologised_at else replace(after, due_at=due.at if due else None)), procedure


def _with_papers(
    before: Dossier, after: Dossier, changes: Correction, procedure: Procedure | None
) -> Dossier:
    """With the papers that were handed in; what lacks follows from them unless it is corrected itself."""
    papers = after.papers
    if changes.papers is not None:
        papers = tuple(
            replace(paper, name=clean(paper.name), note=clean(paper.note)) for paper in changes.papers
        )
    components = papers_of(procedure, after.case) if procedure else ()
    listed = {component.name for component in components}
    is_other = before.procedure_code != after.procedure_code
    _check_papers(papers, listed and listed | ({p.name for p in before.papers} if not is_other else set()))
    given = {paper.name for paper in papers}
    if changes.missing is not None:
        missing = tuple(filter(None, dict.fromkeys(map(clean, changes.missing))))
        if twice := next((name for name in missing if name in given), ""):
            raise Problem(N_("{paper} is among the papers handed in."), field="missing", paper=twice)
    elif is_other:
        missing = tuple(c.name for c in components if c.name not in given)
    else:
        gone = (paper.name for paper in before.papers if paper.name in listed)
        missing = tuple(name for name in dict.fromkeys((*before.missing, *gone)) if name not in given)
    return replace(after, papers=papers, missing=missing)


def _check_papers(papers: Collection[Paper], allowed: Collection[str]) -> None:
    """Raise ``Problem`` for a paper without a name, one that stands twice, or one that the list has not: never more
    than it is asked for (NĐ 61/2018 Đ.5).
    """
    names = [paper.name for paper in papers]
    if "" in names or len(set(names)) < len(names):
        raise Problem(N_("Each paper has a name, and stands there once."), field="papers")
    for name in names:
        if allowed and name not in allowed:
            raise Problem(N_("{paper} is not on the procedure's list of papers."), field="papers", paper=name)


def _with_delivery(desk: Desk, dossier: Dossier, changes: Correction) -> Dossier:
    """With the place of return: without one it is the applicant's address by post, or where it was received."""
    by_post = dossier.return_by_post if changes.return_by_post is None else changes.return_by_post
    if changes.return_place is not None:
        place = clean(changes.return_place)
    else:
        place = dossier.return_place if by_post == dossier.return_by_post else ""
    if not place and not by_post:
        place = dossier.received_office or desk.office.name
    return replace(dossier, return_by_post=by_post, return_place=place)


def _checked(before: Dossier, after: Dossier, procedure: Procedure | None) -> Dossier:
    listed = fee_of(procedure, after.channel, after.case) or 0 if procedure else 0
    if after.proxy and not after.proxy_paper:
        raise Problem(N_("Type which paper gives the authority."), field="proxy_paper")
    if not 1 <= after.sets <= 99:
        raise Problem(N_("The number of sets is between 1 and 99."), field="sets")
    if after.fee < 0:
        raise Problem(N_("A fee is not negative."), field="fee")
    is_money = (after.fee, after.fee_reason) != (before.fee, before.fee_reason)
    if is_money and after.fee < listed and not after.fee_reason:
        raise Problem(N_("Type why the fee is less than {fee}."), field="fee_reason", fee=vnd(listed))
    if after.due_at and after.due_at != before.due_at and after.due_at < after.received_at:
        raise Problem(N_("The result is due after the dossier was received."), field="due_at")
    if is_money and after.fee >= listed:
        return replace(after, fee_reason="")
    return after
