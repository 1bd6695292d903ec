"""Lists of dossiers: who sees which, and how they are read when there are very many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.event import listen

from counter.desk.desk import Desk
from counter.desk.dossiers import queries, transitions
from counter.desk.dossiers.queries import Group
from counter.problems import Problem
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.domain.records import Outcome
from db.ledger import ledger
from tests import offices


def _plan(desk: Desk, text: str, group: Group) -> str:
    asked: list[tuple[str, tuple[object, ...]]] = []
    with desk.store.read() as connection:
        listen(connection.engine, "before_cursor_execute", lambda *event: asked.append((event[2], event[3])))
        queries.find(desk, text, 50, group)
        sql, values = next((sql, values) for sql, values in asked if "SELECT dossier.detail" in sql)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("login", ["lan", "congan"])
@pytest.mark.parametrize("group", [each for each in Group if each is not Group.ALL])
def test_the_newest_of_a_group_are_read_from_indexes_and_not_sorted_out_of_all(
    office: Desk, login: str, group: Group
) -> None:
    plan = _plan(offices.seated(office, login, 1), "", group).splitlines()
    assert not [line for line in plan if line == "SCAN dossier"]
    if group is not Group.ATTENTION:
        assert plan[0] == "SEARCH dossier USING INTEGER PRIMARY KEY (rowid=?)"
    assert any("dossier USING INDEX" in line or "dossier USING COVERING INDEX" in line for line in plan)
    sorted_by_state = [line for line in plan if "TEMP B-TREE" in line]
    assert len(sorted_by_state) <= 1  # only the few that were picked


def test_what_needs_attention_is_found_by_its_own_index(desk: Desk) -> None:
    for fill in (lambda _desk: None, offices.sharing_a_code):
        fill(desk)
        for typed in ("", "nguyen"):
            plan = _plan(desk, typed, Group.ATTENTION)
            assert "dossier_attention" in plan
            assert "SCAN dossier\n" not in f"{plan}\n"


def test_each_group_holds_its_dossiers_newest_first(desk: Desk) -> None:
    names = ("open", "late", "ready")
    early = offices.later(desk, days=-10)
    late = offices.received(early)
    opened, ready = (offices.received(desk) for _ in range(2))
    transitions.result_arrived(desk, ready, Outcome())
    ids = dict(zip(names, (opened, late, ready), strict=True))
    assert [line.id for line in queries.find(desk, "", 50, Group.OPEN)] == [ids["open"], ids["late"]]
    assert [line.id for line in queries.find(desk, "", 50, Group.LATE)] == [ids["late"]]
    assert [line.id for line in queries.find(desk, "", 50, Group.READY)] == [ids["ready"]]
    assert queries.find(desk, "", 50, Group.CLOSED) == []
    assert [line.id for line in queries.find(desk, "", 1, Group.OPEN)] == [ids["open"]]
    police = replace(desk, staff=replace(desk.require(), agencies=("Bộ Công an",)))
    assert all(queries.find(police, "", 50, group) == [] for group in Group)


def test_a_note_that_arrives_before_its_dossier_stops_nobody(desk: Desk) -> None:
    known = offices.received(desk)
    other = EventContext(node=f"{desk.office.unit}/2", incarnation=1, actor="minh", at=offices.MORNING)
    note = NewEvent(
        stream="dossier",
        stream_id="0190-not-here-yet",
        kind=EventKind.CORRECTED,
        data={"set": {"shelf": "A1"}},
        person={"applicant": {"name": "Trần Thị Bưởi", "identity": "072195000123"}},
    )
    with desk.store.write() as connection:
        ledger.append(connection, other, note)
    for typed in ("", "buoi", "072195"):
        assert [line.id for line in queries.find(desk, typed)] == [known]
    assert queries.find(desk, "", 50, Group.ATTENTION) == []
    assert [line.id for line in queries.dossiers_of(desk, offices.BUOI.identity)] == [known]
    with pytest.raises(Problem):
        queries.dossier(desk, "0190-not-here-yet")


def test_another_agencys_dossiers_neither_fill_an_intake_nor_crowd_out_ones_own(office: Desk) -> None:
    lan, police = offices.seated(office), offices.seated(office, "congan", 1)
    own = offices.received(police, offices.SEAL)
    moved = replace(offices.BUOI, address="Nơi khác")
    for minutes in range(1, 4):
        offices.received(offices.later(lan, minutes=minutes), offices.BIRTH, applicant=moved)
    lines = queries.dossiers_of(police, offices.BUOI.identity, limit=2)
    assert [line.id for line in lines] == [own]
    past = queries.past_person(police, offices.BUOI.identity)
    assert past is not None
    assert past.address == offices.BUOI.address
    later = queries.past_person(offices.later(lan, minutes=9), offices.BUOI.identity)
    assert later is not None
    assert later.address == moved.address


def test_a_late_dossier_is_late_from_its_own_hour_on(desk: Desk) -> None:
    dossier = queries.dossier(desk, offices.received(desk))
    assert dossier.due_at is not None
    due = replace(desk, clock=offices.StillClock(at=dossier.due_at))
    assert queries.find(due, "", 50, Group.LATE) == []
    over = replace(desk, clock=offices.StillClock(at=dossier.due_at + timedelta(minutes=1)))
    assert [line.id for line in queries.find(over, "", 50, Group.LATE)] == [dossier.id]


def test_a_dossier_of_the_same_person_and_procedure_is_told_for_thirty_days(desk: Desk) -> None:
    dossier = offices.received(desk)
    identity = offices.BUOI.identity
    soon, late = offices.later(desk, days=30), offices.later(desk, days=31)
    line = queries.received_lately(soon, identity, offices.BIRTH)
    assert line is not None and line.id == dossier
    assert queries.received_lately(late, identity, offices.BIRTH) is None
    assert queries.received_lately(soon, identity, offices.SEAL) is None
    assert queries.received_lately(soon, "", offices.BIRTH) is None
    offices.received(desk, offices.COPY)
    assert queries.received_lately(soon, identity, offices.COPY) is None, (
        "settled on the spot as often as needed"
    )
