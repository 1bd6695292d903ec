"""Each dossier is in the lists that its facts say, and in no other; a page goes on where the last one ended."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.worklists import lists
from counter.desk.worklists.lists import Worklist
from counter.rules.clock import local
from counter.rules.deadlines import Timing, deadline
from counter.rules.money import owed
from db.domain import codec
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Dossier
from tests.counter.desk.worklists.made import in_every_state, moved
from tests.offices import BUOI, NAM, SEAL, later, received, seated, sharing_a_code

W = Worklist


def listed(desk: Desk, worklist: Worklist, words: str = "") -> list[str]:
    """The ids of a list, page after page."""
    pages, after, is_first = [], None, True
    while is_first or after is not None:
        page = lists.page(desk, worklist, words, after, limit=7)
        pages += [item.line.id for item in page.items]
        after, is_first = page.end, False
    return pages


def lists_of(desk: Desk, dossier_id: str) -> set[Worklist]:
    return {worklist for worklist in Worklist if dossier_id in listed(desk, worklist)}


EXPECTED = {
    "online": {W.TO_ACCEPT},
    "new": {W.DUE_SOON, W.TO_HAND_OVER},
    "due today": {W.DUE_TODAY, W.TO_HAND_OVER},
    "late": {W.OVERDUE, W.TO_HAND_OVER},
    "apologised and late": {W.APOLOGISED, W.TO_HAND_OVER},
    "at the agency": {W.DUE_SOON, W.AT_AGENCY},
    "came back": {W.DUE_SOON, W.TO_HAND_OVER},
    "supplement": {W.SUPPLEMENT},
    "duty": {W.DUE_SOON, W.UNPAID},
    "withdrawn": set(),
    "stopped": set(),
    "ready": {W.TO_COLLECT},
    "to post": {W.TO_POST},
    "posted": {W.POSTED},
    "delivered": set(),
    "returned, owes": {W.UNPAID},
    "voided": set(),
}


def test_a_dossier_of_every_state_is_where_its_facts_say(desk: Desk) -> None:
    ids = in_every_state(desk)
    assert {name: lists_of(desk, dossier_id) for name, dossier_id in ids.items()} == EXPECTED
    assert set(State) - {State.REFUSED} == {
        line.state for line in (lists_line(desk, dossier_id) for dossier_id in ids.values())
    }


def lists_line(desk: Desk, dossier_id: str) -> Dossier:
    with desk.read() as connection:
        detail = connection.exec_driver_sql(
            "SELECT detail FROM dossier WHERE id = ?", (dossier_id,)
        ).scalar_one()
    return codec.dossier(str(detail))


def test_counts_are_those_of_the_pages_and_the_urgent_ones_are_added_up(desk: Desk) -> None:
    in_every_state(desk)
    counts = lists.counts(desk)
    assert counts == {worklist: len(listed(desk, worklist)) for worklist in Worklist}
    assert lists.urgent(counts) == 3


def test_each_list_says_what_it_waits_for(desk: Desk) -> None:
    in_every_state(desk)
    words = {worklist: [item.words for item in lists.page(desk, worklist).items] for worklist in Worklist}
    assert words[W.OVERDUE] == ["quá hạn 5 ngày"]
    assert words[W.TO_ACCEPT] == ["đến 15:41 23/11/2026"]
    assert words[W.SUPPLEMENT] == ["từ 17/11/2026"]
    assert words[W.UNPAID] == ["50.000 đ", "20.000 đ"]
    assert words[W.POSTED] == ["RN123456789VN · 22/11/2026"]
    assert words[W.TO_POST] == ["Ấp 3"]


def test_numbers_are_masked(desk: Desk) -> None:
    received(desk)
    (item,) = lists.page(desk, W.TO_HAND_OVER).items
    assert (item.line.identity, item.line.phone) == ("0721••••0123", "091••••678")


def test_words_narrow_a_list_as_they_narrow_the_search(desk: Desk) -> None:
    received(desk, applicant=NAM)
    buoi = received(later(desk, minutes=1), applicant=BUOI)
    assert listed(desk, W.TO_HAND_OVER, "buoi") == [buoi]
    assert listed(desk, W.TO_HAND_OVER, "072195") == [buoi]
    assert listed(desk, W.TO_HAND_OVER, "buoi 0721") == [buoi]
    assert listed(desk, W.TO_HAND_OVER, "khai sinh") == listed(desk, W.TO_HAND_OVER)
    assert listed(desk, W.TO_HAND_OVER, "khong co") == []
    assert listed(desk, W.TO_HAND_OVER, "…") == []
    assert lists.every(desk, W.TO_HAND_OVER, "buoi") == [buoi]


def test_an_officer_of_one_agency_sees_and_counts_only_its_dossiers(office: Desk) -> None:
    lan = seated(office)
    in_every_state(lan)
    seal = received(lan, SEAL)
    police = seated(office, "congan", 2)
    assert lists_of(police, seal) == {W.TO_HAND_OVER}
    assert {worklist: count for worklist, count in lists.counts(police).items() if count} == {
        W.TO_HAND_OVER: 1
    }
    with pytest.raises(NotAllowed):
        lists.counts(office)


def test_dossiers_that_share_a_code_need_attention_until_one_is_struck_through(desk: Desk) -> None:
    first, second = sharing_a_code(desk)
    assert listed(desk, W.ATTENTION) == [first.id, second.id]
    assert lists.counts(desk)[W.ATTENTION] == 2
    assert all("mang cùng mã này" in item.words for item in lists.page(desk, W.ATTENTION).items)
    moved(desk, second.id, EventKind.VOIDED)
    assert listed(desk, W.ATTENTION) == [first.id]


# -- the property -----------------------------------------------------------------------------------------------------


def _made_row(chance: Random, number: int, now: datetime) -> dict[str, Any]:
    """A row with facts at random, some on the very edge of a list."""
    near = [
        timedelta(),
        timedelta(milliseconds=-1),
        timedelta(hours=15, minutes=19),
        timedelta(hours=15, minutes=18, seconds=59),
    ]
    due = now + chance.choice([*near, timedelta(minutes=chance.randrange(-9000, 9000))])
    row: dict[str, Any] = {
        "id": f"made-{number}",
        "code": f"000.17.22.H56-261101-{number:04}",
        "state": chance.choice([int(state) for state in State]),
        "attention": chance.choice(["", "", "", "conflict"]),
        "agency": chance.choice(["UBND cấp xã", "Bộ Công an"]),
        "applicant": {"name": chance.choice(["Lê Văn Nam", "Trần Thị Bưởi"])},
        "received_at": instant(now - timedelta(days=9)),
        "due_at": chance.choice([None, instant(due), instant(due)]),
        "fee": chance.choice([0, 20_000]),
        "fee_paid": chance.choice([0, 20_000]),
        "charged": chance.choice([0, 50_000]),
        "paid": chance.choice([0, 50_000, 20_000]),
        "papers_at": chance.choice(["", "counter", "agency"]),
        "return_by_post": chance.choice([True, False]),
        "posting": chance.choice([None, {"at": instant(now), "tracking": "RN"}]),
        "apologised_at": chance.choice([None, instant(now)]),
    }
    kept = {name: value for name, value in row.items() if value or chance.random() < 0.5}
    return kept | {name: row[name] for name in ("id", "state", "attention", "code")}


def _expected(dossier: Dossier, attention: str, now: datetime) -> set[Worklist]:
    """The lists of a dossier by its facts, as the rules name them."""
    state, lists_now = dossier.state, set()
    runs = state in (State.RECEIVED, State.PROCESSING, State.FINANCIAL_DUTY)
    timing = deadline(dossier, now)
    if runs and timing.timing is Timing.LATE:
        lists_now.add(W.APOLOGISED if dossier.apologised_at else W.OVERDUE)
    if runs and timing.timing is Timing.RUNNING and dossier.due_at:
        day = f"{local(dossier.due_at):%d/%m}"
        # Tuesday 24/11 is a day off, so that Thursday is the second working day after Monday.
        lists_now |= {W.DUE_TODAY} if day == "23/11" else set()
        lists_now |= {W.DUE_SOON} if day in ("24/11", "25/11", "26/11") else set()
    counter, agency = dossier.papers_at == "counter", dossier.papers_at == "agency"
    if state is State.RECEIVED or (state is State.PROCESSING and counter):
        lists_now.add(W.TO_HAND_OVER)
    if (state is State.PROCESSING and not counter) or (
        state in (State.SUPPLEMENT, State.FINANCIAL_DUTY) and agency
    ):
        lists_now.add(W.AT_AGENCY)
    lists_now |= {W.SUPPLEMENT} if state is State.SUPPLEMENT else set()
    lists_now |= {W.TO_ACCEPT} if state is State.REGISTERED else set()
    if state is State.FINISHED:
        lists_now.add(W.POSTED if dossier.posting else W.TO_POST if dossier.return_by_post else W.TO_COLLECT)
    over = (State.REGISTERED, State.REFUSED, State.WITHDRAWN, State.STOPPED, State.VOIDED)
    lists_now |= {W.UNPAID} if owed(dossier) and state not in over else set()
    lists_now |= {W.ATTENTION} if attention and state is not State.VOIDED else set()
    return lists_now


@pytest.mark.parametrize("seed", range(4))
def test_every_dossier_is_in_the_lists_of_its_facts_and_in_no_other(desk: Desk, seed: int) -> None:
    chance, now = Random(seed), desk.clock.now()
    rows = [_made_row(chance, number, now) for number in range(150)]
    with desk.store.write() as connection:
        for position, row in enumerate(rows):
            connection.exec_driver_sql(
                "INSERT INTO dossier (position, last, detail) VALUES (?, '', ?)",
                (1000 - position, json.dumps(row)),
            )
    there = {worklist: listed(desk, worklist) for worklist in Worklist}
    for row in rows:
        dossier = codec.dossier(json.dumps(row))
        inside = {worklist for worklist, ids in there.items() if row["id"] in ids}
        assert inside == _expected(dossier, row["attention"], now), row
    for worklist, ids in there.items():
        assert len(ids) == len(set(ids)) == lists.counts(desk)[worklist]
        assert len(ids) > 0, worklist
        due = [lists_line(desk, one).due_at for one in ids]
        if worklist in (W.DUE_TODAY, W.DUE_SOON, W.OVERDUE, W.APOLOGISED):
            assert due == sorted(filter(None, due))
        else:
            assert ids == sorted(ids, key=lambda one: -int(one.partition("-")[2]))
    desk = replace(desk, staff=replace(desk.require(), agencies=("Bộ Công an",)))
    assert {worklist: len(listed(desk, worklist)) for worklist in Worklist} == lists.counts(desk)
