"""Drafts: what was typed and not yet saved, kept once a second and given back after a crash or a lock."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from db import drafts

if TYPE_CHECKING:
    from counter.desk.desk import Desk


def keep(desk: Desk, screen: str, values: dict[str, Any]) -> None:
    """Keep ``values`` as the draft of the person at the desk on ``screen``; empty values drop it."""
    who = desk.require()
    with desk.write() as connection:
        if values:
            body = json.dumps(values, ensure_ascii=False)
            drafts.keep(connection, who.login, screen, body, desk.clock.now())
        else:
            drafts.drop(connection, who.login, screen)


def recall(desk: Desk, screen: str) -> dict[str, Any]:
    """The draft of the person at the desk on ``screen``, or nothing."""
    who = desk.require()
    with desk.read() as connection:
        body = drafts.recall(connection, who.login, screen)
    found = json.loads(body) if body else {}
    return found if isinstance(found, dict) else {}
