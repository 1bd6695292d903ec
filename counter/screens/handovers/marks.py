"""The dossiers that are marked for a list, and the results that come back with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from textual.message import Message

from counter.locale import _
from db.domain.records import Outcome


class ToBeListed(Message):
    """Mark the dossiers of these ids on the screen of hand-overs."""

    def __init__(self, dossier_ids: list[str], *, is_back: bool = False) -> None:
        super().__init__()
        self.dossier_ids, self.is_back = dossier_ids, is_back


class ListToShow(Message):
    """Show the list of this id on the screen of hand-overs."""

    def __init__(self, handover_id: str) -> None:
        super().__init__()
        self.handover_id = handover_id


class Marks:
    """The ids of marked dossiers, in the order in which they were marked; ``text`` and ``restore`` keep them."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Outcome | None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __contains__(self, dossier_id: object) -> bool:
        return dossier_id in self._outcomes

    def outcome(self, dossier_id: str) -> Outcome | None:
        """The result that comes back with the dossier; None where none does, or it is not marked."""
        return self._outcomes.get(dossier_id)

    def add(self, dossier_id: str, outcome: Outcome | None = None) -> None:
        """Mark the dossier, with ``outcome`` where its result is known."""
        if outcome is not None or dossier_id not in self._outcomes:
            self._outcomes[dossier_id] = outcome

    def clear(self) -> None:
        """Mark none."""
        self._outcomes.clear()

    def toggle(self, dossier_id: str) -> None:
        """Mark the dossier, or take its mark away."""
        if dossier_id in self._outcomes:
            del self._outcomes[dossier_id]
        else:
            self._outcomes[dossier_id] = None

    def toggle_all(self, dossier_ids: Sequence[str]) -> None:
        """Mark them all, or none of them where all are marked."""
        if all(dossier_id in self._outcomes for dossier_id in dossier_ids):
            for dossier_id in dossier_ids:
                del self._outcomes[dossier_id]
        else:
            for dossier_id in dossier_ids:
                self.add(dossier_id)

    def toggle_result(self, dossier_ids: Sequence[str]) -> None:
        """Mark them with a result that nobody has typed yet, or with none where each of them has one."""
        lacks = any(self._outcomes.get(dossier_id) is None for dossier_id in dossier_ids)
        for dossier_id in dossier_ids:
            self._outcomes[dossier_id] = (self._outcomes.get(dossier_id) or Outcome()) if lacks else None

    @property
    def text(self) -> str:
        """The marks as JSON."""
        return json.dumps(
            {key: asdict(outcome) if outcome else None for key, outcome in self._outcomes.items()},
            ensure_ascii=False,
        )

    def restore(self, text: str) -> None:
        """Mark what ``text`` says."""
        self._outcomes = {
            key: Outcome(**outcome) if outcome else None for key, outcome in json.loads(text).items()
        }


def name_of_draft(values: Mapping[str, object]) -> str:
    """What the draft of a list is called: how many dossiers it marks."""
    return _("{count} dossiers").format(count=len(json.loads(str(values.get("marks", "{}")))))
