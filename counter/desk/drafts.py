"""Drafts: what was typed and not yet saved, kept once a second and loaded again after a crash or a lock.

Each has an id of its own and is open at one terminal at most; the transaction that saves it settles it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from counter.config.account import terminal_name
from counter.desk.store_errors import NotWritable, StoreProblem, as_problems
from counter.locale import N_, _
from counter.problems import Problem
from db import drafts
from db.domain.event import new_id
from db.drafts import KeptDraft, Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

_BEFORE = "aside"
"""In the draft of an earlier release: the values of the one dossier that was set aside."""


class AlreadySaved(Problem):
    """What was typed was saved before, here or at another terminal."""


class OpenElsewhere(Problem):
    """The draft is open at another terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed on a screen. Without values there is nothing to be kept.

    ``elsewhere`` says at which other terminal it is open, translated; empty where it may be gone on with here.
    """

    id: str = field(default_factory=new_id)
    values: dict[str, Any]
    parked: bool = False
    elsewhere: str = ""


def save(desk: Desk, screen: str, values: dict[str, Any], draft_id: str = "") -> str:
    """Keep ``values`` as a draft of the person at the desk, a new one where ``draft_id`` is empty; returns its id."""
    draft = Draft(values=values, id=draft_id or new_id())
    keep(desk, screen, [draft])
    return draft.id


def keep(desk: Desk, screen: str, typed: Iterable[Draft]) -> None:
    """Keep the drafts ``typed`` on ``screen``, open at this terminal; those without values are dropped.

    What was settled meanwhile stays settled. Raises ``OpenElsewhere`` for one that another terminal has open.
    """
    desk.require()
    with desk.write() as connection:
        for draft in typed:
            _check_place(connection, desk, draft.id)
            if draft.values:
                put(connection, desk, screen, draft)
            else:
                drafts.drop(connection, draft.id)


def put(connection: Connection, desk: Desk, screen: str, draft: Draft) -> None:
    """Keep ``draft``, open at this terminal, inside the caller's transaction."""
    kept = KeptDraft(
        id=draft.id,
        owner=desk.require().login,
        screen=screen,
        body=json.dumps(draft.values, ensure_ascii=False),
        kept_at=desk.clock.now(),
        place=_place(desk),
        parked=draft.parked,
    )
    drafts.put(connection, kept)


def load(desk: Desk, screen: str) -> dict[str, Any]:
    """The values in front of the person at the desk on ``screen``, wherever they are open; empty where there are none.

    Of several drafts that were in front, those that were kept last.
    """
    who = desk.require()
    with desk.read() as connection:
        kept = drafts.drafts_of(connection, who.login, screen)
    return next((_values(draft) for draft in kept if not draft.parked), {})


def take(desk: Desk, screen: str) -> list[Draft]:
    """The drafts of the person at the desk on ``screen``, the one that was kept last first.

    Those that no other terminal has open are open here from now on; on a disk that takes nothing they are only read.
    """
    who, place = desk.require(), _place(desk)
    with desk.read() as connection:
        kept = drafts.drafts_of(connection, who.login, screen)
    if all(draft.place.presence == place.presence and _BEFORE not in _values(draft) for draft in kept):
        return [_draft(desk, draft) for draft in kept]
    taken = [part for draft in kept for part in _parts(desk, draft, place)]
    with suppress(NotWritable), desk.write() as connection:
        kept = drafts.drafts_of(connection, who.login, screen)
        taken = [part for draft in kept for part in _parts(desk, draft, place)]
        for draft in taken:
            if draft.place == place:
                drafts.put(connection, draft)
    return [_draft(desk, draft) for draft in taken]


def waiting(desk: Desk, owner: str) -> list[tuple[str, Draft]]:
    """The drafts of the login ``owner`` on every screen, each with the screen's name, the one that was kept last first.

    They are only read.
    """
    with desk.read() as connection:
        kept = drafts.drafts_of(connection, owner)
    parts = [part for draft in kept for part in _parts(desk, draft, draft.place)]
    return [(part.screen, _draft(desk, part)) for part in parts]


def close_all(desk: Desk) -> None:
    """Let other terminals open what is open here; a file that takes nothing now keeps it until the program ends."""
    with suppress(StoreProblem), desk.write() as connection:
        drafts.close_all(connection, desk.store.presence.number)


def check_unsaved(connection: Connection, desk: Desk, draft_id: str, problem: str) -> None:
    """Raise ``AlreadySaved`` with the sentence ``problem`` about a ``{code}`` where the draft was saved before,
    ``OpenElsewhere`` where another terminal has it open. An empty id is that of no draft.
    """
    if not draft_id:
        return
    kept = drafts.find(connection, draft_id)
    if kept is not None and kept.code:
        raise AlreadySaved(problem, code=kept.code)
    _check_place(connection, desk, draft_id)


def settle(connection: Connection, desk: Desk, screen: str, draft_id: str, code: str) -> None:
    """Note that the draft became the dossier ``code``; its values go. An empty id is that of no draft."""
    if draft_id:
        now, owner = desk.clock.now(), desk.require().login
        settled = KeptDraft(id=draft_id, owner=owner, screen=screen, body="", kept_at=now, code=code)
        drafts.settle(connection, settled)


def _check_place(connection: Connection, desk: Desk, draft_id: str) -> None:
    kept = drafts.find(connection, draft_id)
    if kept is not None and (place := _elsewhere(desk, kept)):
        raise OpenElsewhere(N_("This is open at another terminal ({place}): go on there."), place=place)


def _parts(desk: Desk, kept: KeptDraft, place: Place) -> list[KeptDraft]:
    """``kept`` as open at ``place``, unless it is open elsewhere; what an earlier release set aside in it is a draft
    of its own.
    """
    if _elsewhere(desk, kept):
        return [kept]
    kept, values = replace(kept, place=place), _values(kept)
    if _BEFORE not in values:
        return [kept]
    aside = values.pop(_BEFORE)
    parked = replace(kept, id=new_id() if values else kept.id, parked=True)
    parts = [(kept, values), (parked, aside if isinstance(aside, dict) else {})]
    return [replace(part, body=json.dumps(typed, ensure_ascii=False)) for part, typed in parts if typed]


def _draft(desk: Desk, kept: KeptDraft) -> Draft:
    return Draft(id=kept.id, values=_values(kept), parked=kept.parked, elsewhere=_elsewhere(desk, kept))


def _values(kept: KeptDraft) -> dict[str, Any]:
    values = json.loads(kept.body) if kept.body else {}
    return values if isinstance(values, dict) else {}


def _place(desk: Desk) -> Place:
    counter = desk.shift.counter if desk.shift else 0
    return Place(presence=desk.store.presence.number, counter=counter, terminal=terminal_name())


def _elsewhere(desk: Desk, kept: KeptDraft) -> str:
    """The other terminal at which ``kept`` is open, for people; empty where it is open here or nowhere."""
    presence = desk.store.presence
    with as_problems():
        is_there = presence.is_there(kept.place.presence)
    if kept.place.presence == presence.number or not is_there:
        return ""
    counter = _("Counter {number}").format(number=kept.place.counter) if kept.place.counter else ""
    return ", ".join(filter(None, (counter, kept.place.terminal))) or _("another terminal")
