"""What an officer has typed and not saved, on whichever screen: named when the shift is closed, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.desk import drafts
from db import dossiers, procedures
from db.domain.codes import Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.desk.drafts import Draft


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft that waits: the applicant's name (or number) and the procedure, as far as they were typed.

    Both are empty where the person at the desk does not deal with the procedure.
    """

    name: str = ""
    procedure: str = ""


def unfinished(desk: Desk, officer: str) -> list[Unfinished]:
    """The drafts of the login ``officer``, the one that was kept last first; another's need a supervisor."""
    if officer != desk.require().login:
        desk.require(Role.SUPERVISOR)
    typed = drafts.waiting(desk, officer)
    with desk.read() as connection:
        return [_unfinished(connection, desk, screen, draft) for screen, draft in typed]


def _unfinished(connection: Connection, desk: Desk, screen: str, draft: Draft) -> Unfinished:
    """What ``draft`` is about: an intake has its person in it, all else was typed of a dossier that is there."""
    dossier_id = str(draft.values.get("dossier") or screen.partition("/")[2])
    if dossier_id:
        dossier = dossiers.dossier(connection, dossier_id)
        if dossier is None or not desk.sees(dossier.agency):
            return Unfinished()
        return Unfinished(dossier.applicant.name, dossier.procedure_name)
    name, code, words = (
        str(draft.values.get(value, "")) for value in ("name", "procedure", "procedure_text")
    )
    procedure = procedures.procedure(connection, code) if code else None
    if not desk.sees(procedure.agency if procedure else ""):
        return Unfinished()
    return Unfinished(name or str(draft.values.get("identity", "")), procedure.name if procedure else words)
