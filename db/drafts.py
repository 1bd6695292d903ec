"""Drafts: values typed and not yet saved, in the encrypted office file because they name people.

Each has an id of its own, and notes which presence (``db.store.lock``) has it open. Saving settles it: the values go,
and the code of what became of it stays for a day, so that nothing is saved twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from db.domain.event import instant, moment
from db.models import Draft, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEPT_SETTLED = timedelta(days=1)
"""How long a settled draft tells what became of it."""

_DRAFT = table(Draft)
_OPEN = _DRAFT.c.code == ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a draft is open: the number of the presence (0: nowhere), its counter (0: none) and its terminal."""

    presence: int = 0
    counter: int = 0
    terminal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft as it is kept. ``body`` is JSON, ``kept_at`` in UTC.

    ``parked`` is whether it was put aside; ``code`` that of the dossier it became, empty while it waits.
    """

    id: str
    owner: str
    screen: str
    body: str
    kept_at: datetime
    place: Place = Place()
    parked: bool = False
    code: str = ""


def put(connection: Connection, draft: KeptDraft) -> None:
    """Keep ``draft`` in place of what was kept of it before; one that is settled stays so."""
    values: dict[str, Any] = {
        "owner": draft.owner,
        "screen": draft.screen,
        "parked": int(draft.parked),
        "presence": draft.place.presence,
        "counter": draft.place.counter,
        "terminal": draft.place.terminal,
        "body": draft.body,
        "kept_at": instant(draft.kept_at),
        "code": draft.code,
    }
    connection.execute(
        insert(_DRAFT)
        .values(id=draft.id, **values)
        .on_conflict_do_update(index_elements=[_DRAFT.c.id], set_=values, where=_OPEN)
    )


def find(connection: Connection, draft_id: str) -> KeptDraft | None:
    """The draft of that id, settled or not."""
    row = connection.execute(select(_DRAFT).where(_DRAFT.c.id == draft_id)).first()
    return _kept(row) if row else None


def drafts_of(connection: Connection, owner: str, screen: str = "") -> list[KeptDraft]:
    """The drafts of ``owner`` on ``screen`` (empty: on every one) that wait, the one that was kept last first."""
    wanted = select(_DRAFT).where(_DRAFT.c.owner == owner, _OPEN)
    if screen:
        wanted = wanted.where(_DRAFT.c.screen == screen)
    rows = connection.execute(wanted.order_by(_DRAFT.c.kept_at.desc(), _DRAFT.c.id.desc()))
    return [_kept(row) for row in rows]


def settle(connection: Connection, draft: KeptDraft) -> None:
    """Leave of ``draft`` only whose it was and its ``code``, whether it was kept before or not; drop those that were
    settled long ago.
    """
    put(connection, draft)
    long_ago = instant(draft.kept_at - KEPT_SETTLED)
    connection.execute(delete(_DRAFT).where(~_OPEN, _DRAFT.c.kept_at < long_ago))


def drop(connection: Connection, draft_id: str) -> None:
    """Forget the draft of that id; one that is settled stays."""
    connection.execute(delete(_DRAFT).where(_DRAFT.c.id == draft_id, _OPEN))


def close_all(connection: Connection, presence: int) -> None:
    """Note that ``presence`` has no draft open any more."""
    connection.execute(update(_DRAFT).where(_DRAFT.c.presence == presence).values(presence=0))


def _kept(row: Any) -> KeptDraft:
    return KeptDraft(
        id=row.id,
        owner=row.owner,
        screen=row.screen,
        body=row.body,
        kept_at=moment(row.kept_at),
        place=Place(presence=row.presence, counter=row.counter, terminal=row.terminal),
        parked=bool(row.parked),
        code=row.code,
    )
