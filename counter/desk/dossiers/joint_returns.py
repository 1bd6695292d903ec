"""Several results of one person, handed back in one go: all of them or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counter.desk import drafts
from counter.desk.dossiers.doubts import confirmed_facts, doubts
from counter.desk.dossiers.queries import masked
from counter.desk.dossiers.returns import ALREADY_RETURNED, DRAFT, return_in
from counter.desk.dossiers.transitions import load
from counter.locale import N_
from counter.problems import Problem
from counter.rules.money import owed
from counter.rules.papers import originals_kept
from db import dossiers
from db.domain.lifecycle import State
from db.ledger import search

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Return, Returned
    from counter.rules.doubt import DoubtKey
    from db.domain.records import Dossier

_MOST = 20
"""Dossiers of a person that are looked at, the newest first."""


def others_ready(desk: Desk, dossier_id: str) -> tuple[Dossier, ...]:
    """The other dossiers of the applicant whose results wait at this counter, their numbers masked; those that go by
    post are left out. None of an applicant without a number: a name alone is no proof of who it is.
    """
    staff = desk.require()
    only = search.Only(agencies=staff.agencies)
    with desk.read() as connection:
        identity = load(connection, desk, dossier_id).applicant.identity
        if not identity:
            return ()
        lines = dossiers.of_identity(connection, identity, _MOST, only)
        ids = [line.id for line in lines if line.state is State.FINISHED and line.id != dossier_id]
        ready = [load(connection, desk, one) for one in ids]
    return tuple(masked(dossier) for dossier in ready if not dossier.return_by_post)


def return_all(
    desk: Desk,
    dossier_ids: Sequence[str],
    entry: Return,
    *,
    is_paid: bool,
    gives_originals: bool,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> tuple[Returned, ...]:
    """Hand the results of ``dossier_ids`` back to the same person, each with its receipt, in one transaction.

    ``entry`` says who collects and what they showed; where it ``is_paid``, each dossier's own debt is, and where one
    ``gives_originals``, all that the office keeps of each. ``draft`` and ``confirmed`` are as in ``intake.receive``.
    Raises ``Problem`` at the field that is wrong, also where the dossiers are not one person's; nothing is stored then.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, ALREADY_RETURNED)
        together = [load(connection, desk, dossier_id) for dossier_id in dossier_ids]
        if (
            len({dossier.applicant.identity for dossier in together}) != 1
            or not together[0].applicant.identity
        ):
            raise Problem(N_("These dossiers are not one person's."), field="dossiers")
        entries = [
            replace(
                entry,
                fee_paid=owed(dossier) if is_paid else 0,
                originals=originals_kept(dossier) if gives_originals else (),
                outcome=None,
            )
            for dossier in together
        ]
        keys = None if confirmed is None else set(confirmed)
        if keys is not None:
            all_doubts = [
                d for one, dossier in zip(entries, together, strict=True) for d in doubts(desk, one, dossier)
            ]
            confirmed_facts(all_doubts, keys)
        returned = tuple(
            return_in(connection, desk, dossier, one, now, confirmed=keys)
            for one, dossier in zip(entries, together, strict=True)
        )
        drafts.settle(connection, desk, DRAFT, draft, returned[0].dossier.code)
    return returned
