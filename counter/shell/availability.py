"""Which of the app's own actions can be run now: nothing leads away from the sign-in screen or from under the lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from counter.screens.base import CounterScreen

if TYPE_CHECKING:
    from counter.desk.desk import Desk


def is_available(action: str, desk: Desk | None, screens: Sequence[Screen[Any]]) -> bool | None:
    """Whether ``action`` can be run with ``desk`` (None: the office is not open yet) and the ``screens`` that lie over
    each other, the one in front last; None for an action that always can.

    The palette offers what can be done on the screen below it.
    """
    own = [screen for screen in screens if isinstance(screen, CounterScreen)]
    is_open = bool(own) and own[-1].GLOBALS
    staff, shift = (desk.staff, desk.shift) if desk else (None, None)
    match action:
        case "lock":
            return staff is not None and not any(screen.COVERS for screen in own)
        case "go" | "command_palette":
            return is_open and own[-1] is screens[-1]
        case "sign_out":
            return is_open and staff is not None
        case "open_shift":
            return is_open and staff is not None and shift is None
    return None
