"""Drafts: values typed and not yet saved, in the encrypted office file because they name people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from db.domain.event import instant
from db.models import Draft, table

_DRAFT = table(Draft)
_DROP = delete(_DRAFT).where(_DRAFT.c.owner == bindparam("whose"), _DRAFT.c.screen == bindparam("where"))


def save(connection: Connection, owner: str, screen: str, body: str, now: datetime) -> None:
    """Save ``body`` (JSON) as the draft of ``owner`` on ``screen``, in place of an earlier one."""
    values = {"body": body, "kept_at": instant(now)}
    connection.execute(
        insert(_DRAFT)
        .values(owner=owner, screen=screen, **values)
        .on_conflict_do_update(index_elements=[_DRAFT.c.owner, _DRAFT.c.screen], set_=values)
    )


def load(connection: Connection, owner: str, screen: str) -> str | None:
    """The draft of ``owner`` on ``screen``."""
    return connection.scalar(select(_DRAFT.c.body).where(_DRAFT.c.owner == owner, _DRAFT.c.screen == screen))


def drop(connection: Connection, owner: str, screen: str) -> None:
    """Forget the draft of ``owner`` on ``screen``."""
    connection.execute(_DROP, {"whose": owner, "where": screen})
