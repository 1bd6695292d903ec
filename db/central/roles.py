"""The roles of a centre that nobody logs in as."""

from __future__ import annotations

from typing import Final

GROUPS: Final = ("owner", "node", "back", "reader")
"""Who owns everything, and what the logins of hosts, back offices and readers share."""


def group(database: str, name: str) -> str:
    """The role ``name`` of ``GROUPS`` for the centre in ``database``; roles belong to the whole server."""
    return f"{database}_{name}"
