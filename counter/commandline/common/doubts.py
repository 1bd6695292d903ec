"""What a command does where something is doubted: it says what, and does it all the same when it was told to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from counter.rules.doubt import DoubtKey

T = TypeVar("T")
Confirm = Annotated[bool, typer.Option("--confirm", help=_("Do it although something is doubted."))]


def confirmed(make: Callable[[Collection[DoubtKey]], T], *, confirm: bool) -> T:
    """What ``make`` gives, called with the doubts that are confirmed: none at first, and all with ``confirm``.

    Raises ``Problem`` with the doubts where there are any, and they are not to be confirmed.
    """
    from counter.desk.dossiers.doubts import Doubtful

    try:
        return make(())
    except Doubtful as doubtful:
        if not confirm:
            raise Problem(
                N_("{doubts}. With --confirm it is done all the same."),
                doubts="; ".join(map(str, doubtful.doubts)),
            ) from doubtful
        return make([doubt.key for doubt in doubtful.doubts])
