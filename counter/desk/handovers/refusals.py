"""Which dossiers may go to their agency now, and which may be taken back; each refusal names the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.dossiers.transitions import WrongState
from counter.desk.labels import state_name
from counter.locale import N_
from counter.problems import Problem
from db.domain.codes import Channel, PapersPlace
from db.domain.lifecycle import State

if TYPE_CHECKING:
    from db.domain.records import Dossier

_THERE = (State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL_DUTY)
"""States of dossiers that an earlier release handed over without noting where their papers went."""


def agency_of(dossier: Dossier) -> str:
    """The agency that decides on ``dossier``."""
    return dossier.deciding_agency or dossier.agency


def has_paper(dossier: Dossier) -> bool:
    """Whether ``dossier`` has papers that somebody carries: one that came in online has none."""
    return dossier.channel != Channel.ONLINE or bool(dossier.papers_at)


def is_at_agency(dossier: Dossier) -> bool:
    """Whether the papers of ``dossier`` lie at its agency, as far as anybody noted it."""
    return dossier.papers_at == PapersPlace.AGENCY or (not dossier.papers_at and dossier.state in _THERE)


def refusal_over(dossier: Dossier, agency: str = "") -> Problem | None:
    """Why ``dossier`` does not go on a list to ``agency`` (empty: its own); None where it does.

    It goes when it was received, or is under way with its papers at the counter.
    """
    if dossier.state not in (State.RECEIVED, State.PROCESSING):
        return _wrong_state(dossier)
    if is_at_agency(dossier):
        return Problem(N_("{code} is at the agency already."), field="code", code=dossier.code)
    return _other_agency(dossier, agency)


def refusal_back(dossier: Dossier, agency: str = "", *, with_result: bool = False) -> Problem | None:
    """Why ``dossier`` is not taken back from ``agency`` (empty: its own); None where it is.

    ``with_result`` asks whether its result can come with it.
    """
    if not is_at_agency(dossier):
        return Problem(N_("{code} is not at the agency."), field="code", code=dossier.code)
    if with_result and dossier.state not in (State.RECEIVED, State.PROCESSING):
        return _wrong_state(dossier)
    return _other_agency(dossier, agency)


def _wrong_state(dossier: Dossier) -> Problem:
    return WrongState(
        N_("Dossier {code} is “{state}”: this cannot be done now."),
        field="code",
        code=dossier.code,
        state=state_name(dossier.state),
    )


def _other_agency(dossier: Dossier, agency: str) -> Problem | None:
    own = agency_of(dossier)
    if not agency or own == agency:
        return None
    return Problem(
        N_("{code} belongs to another agency ({agency}): a list is for one agency."),
        field="code",
        code=dossier.code,
        agency=own or "–",
    )
