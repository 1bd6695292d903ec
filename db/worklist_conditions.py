"""The worklists and the condition of each, spelt once: SQLite uses a partial index only for the very same words."""

from __future__ import annotations

from enum import StrEnum


class Worklist(StrEnum):
    """Dossiers that wait for the same piece of work, in the order in which the lists are shown."""

    DUE_TODAY = "due-today"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    APOLOGISED = "apologised"
    SUPPLEMENT = "supplement"
    TO_ACCEPT = "to-accept"
    TO_HAND_OVER = "to-hand-over"
    AT_AGENCY = "at-agency"
    TO_COLLECT = "to-collect"
    UNPAID = "unpaid"
    TO_POST = "to-post"
    POSTED = "posted"
    ATTENTION = "attention"


def _value(name: str) -> str:
    return f"json_extract(detail, '$.{name}')"


def _amount(name: str) -> str:
    return f"ifnull({_value(name)}, 0)"


_DUE = "state IN (2, 4, 6)"
"""The term runs: while papers are awaited (5) nothing counts. That a due date is there says the span of the list; here
SQLite would begin each page at the first date.
"""

CONDITIONS: dict[Worklist, str] = {
    Worklist.DUE_TODAY: _DUE,
    Worklist.DUE_SOON: _DUE,
    Worklist.OVERDUE: f"{_DUE} AND {_value('apologised_at')} IS NULL",
    Worklist.APOLOGISED: f"{_DUE} AND {_value('apologised_at')} IS NOT NULL",
    Worklist.SUPPLEMENT: "state = 5",
    Worklist.TO_ACCEPT: "state = 1",
    Worklist.TO_HAND_OVER: f"(state = 2 OR (state = 4 AND {_value('papers_at')} = 'counter'))",
    Worklist.AT_AGENCY: (
        f"((state = 4 AND ifnull({_value('papers_at')}, '') <> 'counter') "
        f"OR (state IN (5, 6) AND {_value('papers_at')} = 'agency'))"
    ),
    Worklist.TO_COLLECT: f"state = 9 AND {_amount('return_by_post')} = 0 AND {_value('posting')} IS NULL",
    Worklist.UNPAID: (
        f"state IN (2, 4, 5, 6, 9, 10) AND {_amount('fee')} + {_amount('charged')} "
        f"> {_amount('fee_paid')} + {_amount('paid')}"
    ),
    Worklist.TO_POST: f"state = 9 AND {_amount('return_by_post')} = 1 AND {_value('posting')} IS NULL",
    Worklist.POSTED: f"state = 9 AND {_value('posting')} IS NOT NULL AND {_value('delivered_at')} IS NULL",
    Worklist.ATTENTION: "attention <> '' AND state IS NOT NULL AND state <> 11",
}
"""What a dossier in the list is like, whatever the time; a due list takes a span of ``due_at`` of it as well.

Nothing is owed any more for what was withdrawn or stopped, and a dossier that was struck through is in no list.
"""

INDEXES: dict[Worklist, str] = {
    **{worklist: f"worklist_{worklist.value.replace('-', '_')}" for worklist in Worklist},
    Worklist.DUE_TODAY: "worklist_due",
    Worklist.DUE_SOON: "worklist_due",
}
"""The index of each list; it holds all that the list is sorted and narrowed by, so that counting reads no dossier."""

BY_DUE_DATE: frozenset[Worklist] = frozenset(
    {Worklist.DUE_TODAY, Worklist.DUE_SOON, Worklist.OVERDUE, Worklist.APOLOGISED}
)
"""The lists in the order of due dates; the others are in that of intake, oldest first."""
