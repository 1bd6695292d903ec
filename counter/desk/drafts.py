"""Drafts: what was typed and not yet received, saved once a second and loaded again after a crash or a lock."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from db import drafts

if TYPE_CHECKING:
    from counter.desk.desk import Desk


def save(desk: Desk, screen: str, values: dict[str, Any]) -> None:
    """Save ``values`` as the draft of the person at the desk on ``screen``; empty values delete it."""
    who = desk.require()
    with desk.write() as connection:
        if values:
            body = json.dumps(values, ensure_ascii=False)
            drafts.save(connection, who.login, screen, body, desk.clock.now())
        else:
            drafts.drop(connection, who.login, screen)


def load(desk: Desk, screen: str) -> dict[str, Any]:
    """The draft of the person at the desk on ``screen``; empty where there is none."""
    who = desk.require()
    with desk.read() as connection:
        body = drafts.load(connection, who.login, screen)
    values = json.loads(body) if body else {}
    return values if isinstance(values, dict) else {}
