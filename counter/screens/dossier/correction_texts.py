"""The values of a dossier as the fields of its correction show them, and read back from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from counter.desk.dossiers.correction_values import OF_PERSON, OF_PROXY
from counter.locale import N_
from counter.problems import Problem
from counter.rules.birth import parse_birth, show_birth
from counter.rules.clock import hour_and_date
from counter.rules.money import parse_vnd, vnd
from db.domain.codes import ApplicantKind, Channel
from db.domain.records import Dossier, Person


def texts_of(dossier: Dossier) -> dict[str, str]:
    """What stands in ``dossier``, as the fields show it; choices by their keys."""
    person, proxy = dossier.applicant, dossier.proxy or Person(name="")
    texts = {
        **{name: str(getattr(person, name)) for name in OF_PERSON},
        **{f"proxy_{name}": str(getattr(proxy, name)) for name in OF_PROXY},
        "kind": str(int(person.kind)),
        "birth": show_birth(person.birth),
        "content": dossier.content,
        "sets": str(dossier.sets),
        "channel": str(int(dossier.channel)),
        "shelf": dossier.shelf,
        "note": dossier.note,
        "fee": vnd(dossier.fee) if dossier.fee else "",
        "fee_reason": dossier.fee_reason,
        "fee_serial": dossier.fee_serial,
        "due_at": hour_and_date(dossier.due_at) if dossier.due_at else "",
        "return_by_post": "post" if dossier.return_by_post else "here",
        "return_place": dossier.return_place,
        "proxy_paper": dossier.proxy_paper,
    }
    if not person.health_card:
        del texts["health_card"]
    return texts


def tidy_birth(text: str) -> str:
    """A date of birth as it is shown; raises Problem."""
    return show_birth(parse_birth(text))


def tidy_sets(text: str) -> str:
    """A number of sets as it is shown; raises Problem."""
    return str(_sets(text))


def _sets(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Problem(N_("The number of sets is between 1 and 99."), field="sets")
    return int(text)


def read_fee(text: str) -> int:
    """The fee that is typed, in đồng, none where nothing is; raises Problem."""
    return parse_vnd(text, "fee") if text else 0


READ: Mapping[str, Callable[[str], Any]] = {
    "kind": lambda text: ApplicantKind(int(text)),
    "channel": lambda text: Channel(int(text)),
    "birth": parse_birth,
    "sets": _sets,
    "fee": read_fee,
    "return_by_post": lambda text: text == "post",
}
"""How a value is read from its text, where it is none itself; each raises Problem."""
