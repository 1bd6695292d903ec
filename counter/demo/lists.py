"""The lists of a day: to the agencies, back from them, and to the post office."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from counter.demo.month import Month
from counter.desk.handovers import lists
from counter.desk.handovers.refusals import agency_of
from counter.desk.post import batch
from counter.desk.printing import queue
from counter.slips.registry import page_form
from db.domain.codes import FormKind
from db.domain.event_kind import EventKind, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counter.desk.desk import Desk

RECEIVER: Final = "Võ Văn Nhận (mẫu)"
POST_OFFICE: Final = "Bưu cục Tân Hòa Mẫu"
_PAGES: Final = 3
"""The police want every third of their lists, about, on a page as well."""


def write_lists(month: Month) -> None:
    """Hand over what goes, take back what comes, give the letters to the post."""
    _hand_over(month)
    _take_back(month)
    _post(month)


def _hand_over(month: Month) -> None:
    for (login, _agency), ids in _by_agency(month, month.going).items():
        desk = month.desks[login]
        listed = lists.hand_over(desk, ids, RECEIVER)
        month.count.note(EventKind.HANDED_OVER, stream=Stream.HANDOVER, form=FormKind.HANDOVER)
        month.count.note(EventKind.HANDED_OVER, times=len(ids))
        if login == "hung" and month.count.events[EventKind.HANDED_OVER, Stream.HANDOVER] % _PAGES == 0:
            _print_once_more(month, desk, listed.handover.id, FormKind.HANDOVER)
    month.going.clear()


def _take_back(month: Month) -> None:
    outcomes = dict(month.coming)
    for (login, _agency), ids in _by_agency(month, outcomes).items():
        taken = [lists.TakenBack(one, outcomes[one]) for one in ids]
        lists.hand_back(month.desks[login], taken, RECEIVER)
        month.count.note(EventKind.HANDED_BACK, stream=Stream.HANDOVER, form=FormKind.HANDBACK)
        month.count.note(EventKind.HANDED_BACK, times=len(ids))
        results = sum(outcomes[one] is not None for one in ids)
        month.count.note(EventKind.RESULT_ARRIVED, times=results)
    month.coming.clear()


def _by_agency(month: Month, ids: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """The dossiers of each list, by who writes it and the agency."""
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in ids:
        dossier = month.read(one)
        staff = month.desk_for(dossier.agency).require()
        grouped[staff.login, agency_of(dossier)].append(one)
    return grouped


def _post(month: Month) -> None:
    if not month.letters:
        return
    letters = [batch.Letter(one) for one in month.letters]
    batch.post_all(month.desks["lan"], letters, POST_OFFICE, RECEIVER)
    month.count.note(EventKind.RESULT_POSTED, stream=Stream.HANDOVER, form=FormKind.POST_LIST)
    month.count.note(EventKind.RESULT_POSTED, form=FormKind.POST_LABEL, times=len(letters))
    month.letters.clear()


def _print_once_more(month: Month, desk: Desk, list_id: str, form: FormKind) -> None:
    """The agency wants another copy on the roll, and one on paper for its file."""
    queue.reprint(desk, list_id, form)
    month.count.note(EventKind.REPRINTED, stream=Stream.HANDOVER, form=form)
    queue.print_page(desk, list_id, form)
    month.count.note(EventKind.PRINTED, stream=Stream.HANDOVER, form=page_form(form))
