"""How satisfied citizens are (mức độ hài lòng): what they press themselves, at a screen or keypad of their own.

Nobody is signed in there: the program writes what was pressed. Nothing that tells who somebody is comes out of here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from counter.desk.dossiers.transitions import WrongState, load, move
from counter.desk.labels import short_code
from counter.locale import N_
from counter.problems import Problem
from counter.rules.codes import find_dossier_code
from db import dossiers, ratings
from db.domain import codec
from db.domain.codes import Rating
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.progress import Opinion

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from db.domain.records import Dossier

WITHIN: Final = timedelta(minutes=15)
"""How long after its return a dossier is offered by itself; later it is found by its code."""

MOST: Final = 6
"""Dossiers that are offered at once."""

_TYPED: Final = re.compile("([0-9]{6})([0-9]{4,})")
"""Day and number of a dossier, as they are typed with digits alone."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A dossier that can be rated: its id, and what is shown of its code."""

    dossier_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was pressed, codes of ``Rating``; as in ``Opinion``."""

    overall: int
    time: int | None = None
    asked: int | None = None
    agencies: int | None = None
    attitude: int | None = None


def just_returned(desk: Desk, counter: int = 0) -> tuple[Returned, ...]:
    """The dossiers that were returned within the last minutes and are not rated yet, the last one first.

    Those of ``counter``, 0 for every counter.
    """
    since = desk.clock.now() - WITHIN
    with desk.read() as connection:
        there = ratings.returned_since(connection, since, counter, MOST)
    return tuple(Returned(dossier_id, short_code(code, desk.office.unit)) for dossier_id, code in there)


def find(desk: Desk, text: str) -> Returned:
    """The dossier of a code that was scanned, or of its day and number typed as digits (``2611230007``).

    Raises ``Problem`` where there is none, its result was not returned, or it was rated already.
    """
    written = text.strip().upper()
    parsed = find_dossier_code(written)
    digits = re.sub("[^0-9]", "", written)
    typed = _TYPED.fullmatch(digits)
    wanted = {written, parsed.written if parsed else ""} - {""}
    if typed and not parsed:
        wanted.add(f"{desk.office.unit}-{typed[1]}-{typed[2]}")
    with desk.read() as connection:
        there = dossiers.of_code(connection, wanted) if wanted else []
    if not there:
        raise Problem(N_("There is no dossier {code}."), field="code", code=text.strip())
    # of those that share a code the one that was returned and not rated is meant
    one = next((dossier for dossier in there if refusal(dossier) is None), there[0])
    if (problem := refusal(one)) is not None:
        raise problem
    return Returned(one.id, short_code(one.code, desk.office.unit))


def refusal(dossier: Dossier) -> Problem | None:
    """Why ``dossier`` cannot be rated now; None where it can: its result was returned, and nothing was said yet."""
    if dossier.state is not State.RETURNED:
        return WrongState(
            N_("The result of dossier {code} was not returned yet."), field="code", code=dossier.code
        )
    if dossier.opinion is not None:
        return Problem(N_("Dossier {code} was rated already: thank you."), field="code", code=dossier.code)
    return None


def rate(desk: Desk, dossier_id: str, answers: Answers) -> Dossier:
    """Note what the citizen pressed; once for each dossier.

    Two hosts that did not know of each other may both have noted it: the later one stands then. Raises ``Problem``
    where it cannot be rated, or a value is none of ``Rating``.
    """
    points = (answers.overall, answers.time, answers.asked, answers.agencies, answers.attitude)
    if answers.overall is None or any(value not in (None, *Rating) for value in points):
        raise Problem(N_("A rating is 0, 1 or 2."), field="rating")
    now = desk.clock.now()
    opinion = Opinion(
        at=now,
        overall=answers.overall,
        time=answers.time,
        asked=answers.asked,
        agencies=answers.agencies,
        attitude=answers.attitude,
    )
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if (problem := refusal(dossier)) is not None:
            raise problem
        return move(
            connection, desk, dossier, EventKind.RATED, now, values={"opinion": codec.sparse(opinion)}
        )
