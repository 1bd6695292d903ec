"""Correcting a mistake: never by changing what was written, always by a later event with its reason."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from counter.desk.dossiers.doubts import confirmed_facts, doubts
from counter.desk.dossiers.entries import Correction
from counter.desk.dossiers.transitions import PERSONAL, load, move
from counter.locale import N_
from counter.problems import Problem
from counter.rules.identity import phone
from counter.rules.text import clean
from db.domain import codec
from db.domain.codes import Role
from db.domain.event_kind import EventKind
from db.domain.lifecycle import FINAL
from db.domain.records import Dossier, Person

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

_OF_PERSON = {field.name for field in fields(Person)}


def correct(
    desk: Desk,
    dossier_id: str,
    changes: Correction,
    reason: str,
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Dossier:
    """Correct ``changes`` of a dossier, with the reason for it; one that is settled needs a supervisor.

    ``confirmed`` is as in ``intake.receive``. Raises ``Problem`` without a reason or a change, and where a name would
    become empty.
    """
    desk.require_shift()
    reason = clean(reason)
    if not reason:
        raise Problem(N_("Type the reason for the correction."), field="reason")
    if changes.name is not None and not clean(changes.name):
        raise Problem(N_("Type the applicant's name."), field="name")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if dossier.state in FINAL:
            desk.require(Role.SUPERVISOR)
        of_person, of_dossier = _changed(dossier, changes)
        if not of_person and not of_dossier:
            raise Problem(N_("Nothing was changed."))
        facts: dict[str, Any] = {"reason": reason, "changed": sorted({*of_person, *of_dossier})}
        if confirmed is not None:
            facts |= confirmed_facts(doubts(desk, changes, dossier), confirmed)
        person: dict[str, Any] = {name: of_dossier.pop(name) for name in PERSONAL if name in of_dossier}
        if of_person:
            person["applicant"] = {**codec.sparse(dossier.applicant), **of_person}
        return move(
            connection,
            desk,
            dossier,
            EventKind.CORRECTED,
            desk.clock.now(),
            values=of_dossier,
            person=person,
            facts=facts,
        )


def _changed(dossier: Dossier, changes: Correction) -> tuple[dict[str, str], dict[str, str]]:
    """The new values that differ from the dossier's: the applicant's, and its own."""
    wanted = {name: clean(value) for name, value in asdict(changes).items() if value is not None}
    if "phone" in wanted:
        wanted["phone"] = phone(wanted["phone"]).number
    of_person = {
        name: value
        for name, value in wanted.items()
        if name in _OF_PERSON and value != getattr(dossier.applicant, name)
    }
    of_dossier = {
        name: value
        for name, value in wanted.items()
        if name not in _OF_PERSON and value != getattr(dossier, name)
    }
    return of_person, of_dossier


def settle(desk: Desk, dossier_id: str, reason: str) -> Dossier:
    """Settle a dossier that needs attention: its state stands as it is, with the supervisor's reason."""
    desk.require(Role.SUPERVISOR)
    reason = clean(reason)
    if not reason:
        raise Problem(N_("Type the reason."), field="reason")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if not dossier.attention:
            raise Problem(N_("This dossier needs no attention."))
        return move(connection, desk, dossier, EventKind.SETTLED, desk.clock.now(), facts={"reason": reason})
