"""Where a dossier lies, which agency decides it, and where its result is returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter.desk.dossiers.reasons import given_reason
from counter.desk.dossiers.transitions import load, move
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean
from db.domain.event_kind import EventKind
from db.domain.lifecycle import FINAL

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from db.domain.records import Dossier


def shelve(desk: Desk, dossier_id: str, shelf: str) -> Dossier:
    """Note on which shelf the dossier lies. Raises ``Problem`` where it lies there already."""
    desk.require_shift()
    shelf = clean(shelf)
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if shelf == dossier.shelf:
            raise Problem(N_("Type the shelf on which it lies now."), field="shelf")
        return move(connection, desk, dossier, EventKind.SHELVED, desk.clock.now(), values={"shelf": shelf})


def transfer(
    desk: Desk,
    dossier_id: str,
    reason: str,
    *,
    deciding_agency: str | None = None,
    return_place: str | None = None,
) -> Dossier:
    """Let another agency decide the dossier, or let its result be returned at another place; None leaves as it is.

    Where it was received stays (NĐ 118/2025: intake, decision and return may be at three places). Raises ``Problem``
    without a reason or a change, and once the dossier is over.
    """
    desk.require_shift()
    reason = given_reason(reason, N_("Type the reason."))
    wanted = {"deciding_agency": deciding_agency, "return_place": return_place}
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if dossier.state in FINAL:
            raise Problem(N_("This dossier is over."))
        values: dict[str, Any] = {
            name: clean(text)
            for name, text in wanted.items()
            if text is not None and clean(text) != getattr(dossier, name)
        }
        if not values:
            raise Problem(N_("Nothing was changed."))
        if values.get("deciding_agency") == "":
            raise Problem(N_("Type which agency decides."), field="deciding_agency")
        return move(
            connection,
            desk,
            dossier,
            EventKind.TRANSFERRED,
            desk.clock.now(),
            values=values,
            facts={"reason": reason},
        )
