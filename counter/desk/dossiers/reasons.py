"""The reasons that people give for what they do to a dossier."""

from __future__ import annotations

from typing import Final

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean

SHORTEST: Final = 10
"""Letters that the reason for setting a mistake right has at least."""


def given_reason(text: str, missing: str) -> str:
    """``text`` cleaned; raises ``Problem`` with the sentence ``missing`` (a message id) where nothing is left."""
    reason = clean(text)
    if not reason:
        raise Problem(missing, field="reason")
    return reason


def full_reason(text: str, missing: str) -> str:
    """As :func:`given_reason`; also raises ``Problem`` where it is too short to tell anybody anything."""
    reason = given_reason(text, missing)
    if len(reason) < SHORTEST:
        raise Problem(
            N_("The reason has at least {least} letters: what was wrong, and how it came about."),
            field="reason",
            least=SHORTEST,
        )
    return reason
