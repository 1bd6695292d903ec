"""Drafts: open at one terminal at most, settled by the save, and never saved twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries, returns, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.drafts import AlreadySaved, Draft, OpenElsewhere
from counter.desk.office import opening
from counter.problems import Problem
from db import drafts as rows
from db.domain.event import new_id
from db.domain.records import Outcome
from tests import offices
from tests.counter.full_disk import fill_disk, make_room

TYPED = {"name": "Trần Thị Bưởi"}


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """The same officer at another terminal."""
    other = offices.seated(opening.open_desk(desk.store.data, clock=offices.StillClock()))
    yield other
    other.store.close()


def _body(desk: Desk, draft: str) -> rows.KeptDraft | None:
    with desk.store.read() as connection:
        return rows.find(connection, draft)


def test_a_draft_is_open_at_one_terminal_and_the_other_is_told_where(desk: Desk, other: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, TYPED)
    (seen,) = drafts.take(other, intake.DRAFT)
    assert (seen.id, seen.elsewhere[:6]) == (draft, "Quầy 3")
    with pytest.raises(OpenElsewhere, match="Quầy 3"):
        drafts.save(other, intake.DRAFT, {"name": "Lê Văn Tư"}, draft)
    with pytest.raises(OpenElsewhere):
        intake.receive(other, offices.intake(), draft=draft)
    (own,) = drafts.take(desk, intake.DRAFT)
    assert (own.values, own.elsewhere) == (TYPED, "")


@pytest.mark.parametrize("way", ["leaves", "dies"])
def test_a_terminal_that_is_left_or_dies_gives_its_drafts_to_the_next(
    desk: Desk, other: Desk, way: str
) -> None:
    draft = drafts.save(desk, intake.DRAFT, TYPED)
    if way == "leaves":
        drafts.close_all(desk)
    else:
        desk.store.close()
    (seen,) = drafts.take(other, intake.DRAFT)
    assert (seen.id, seen.values, seen.elsewhere) == (draft, TYPED, "")
    drafts.save(other, intake.DRAFT, {"name": "Lê Văn Tư"}, draft)
    assert drafts.load(other, intake.DRAFT) == {"name": "Lê Văn Tư"}


def test_what_was_saved_is_refused_with_its_code_at_any_terminal(desk: Desk, other: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, TYPED)
    code = intake.receive(desk, offices.intake(), draft=draft).dossier.code
    for again in (desk, other):
        with pytest.raises(AlreadySaved, match=code):
            intake.receive(again, offices.intake(), draft=draft)
    assert len(queries.find(desk, "")) == 1
    kept = _body(desk, draft)
    assert kept is not None
    assert (kept.body, kept.code) == ("", code)


def test_a_save_before_the_first_draft_is_kept_counts_too(desk: Desk, other: Desk) -> None:
    draft = new_id()
    code = intake.receive(desk, offices.intake(), draft=draft).dossier.code
    drafts.keep(desk, intake.DRAFT, [Draft(id=draft, values=TYPED)])
    assert drafts.load(desk, intake.DRAFT) == {}
    with pytest.raises(AlreadySaved, match=code):
        intake.receive(other, offices.intake(), draft=draft)


def test_a_save_that_is_refused_leaves_the_draft(desk: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, TYPED)
    with pytest.raises(Problem):
        intake.receive(desk, offices.intake(papers=()), draft=draft)
    assert drafts.load(desk, intake.DRAFT) == TYPED


def test_a_return_settles_its_draft_and_no_other(desk: Desk) -> None:
    dossier = offices.received(desk)
    transitions.result_arrived(desk, dossier, Outcome(number="7"))
    draft = drafts.save(desk, returns.DRAFT, {"dossier": dossier, "papers": "Sổ"})
    parked = drafts.save(desk, returns.DRAFT, {"dossier": "another", "papers": "Đơn"})
    code = returns.return_result(desk, dossier, Return(), draft=draft).dossier.code
    with pytest.raises(AlreadySaved, match=code):
        returns.return_result(desk, dossier, Return(), draft=draft)
    assert [left.id for left in drafts.take(desk, returns.DRAFT)] == [parked]


def test_an_intake_without_a_draft_settles_none(desk: Desk) -> None:
    drafts.save(desk, intake.DRAFT, TYPED)
    intake.receive(desk, offices.intake())
    assert drafts.load(desk, intake.DRAFT) == TYPED


def test_a_settled_draft_goes_after_a_day(desk: Desk) -> None:
    first, second = new_id(), new_id()
    intake.receive(desk, offices.intake(), draft=first)
    intake.receive(offices.later(desk, hours=23), offices.intake(), draft=second)
    assert _body(desk, first) is not None
    intake.receive(offices.later(desk, hours=25), offices.intake(), draft=new_id())
    assert _body(desk, first) is None
    assert _body(desk, second) is not None


@pytest.mark.parametrize("front", [{"name": "Võ Thị Sen"}, {}])
def test_what_an_earlier_release_set_aside_is_a_draft_of_its_own(desk: Desk, front: dict[str, str]) -> None:
    drafts.save(desk, intake.DRAFT, {**front, "aside": {"name": "Tý"}})
    for _twice in range(2):
        typed = {draft.values["name"]: draft.parked for draft in drafts.take(desk, intake.DRAFT)}
        assert typed == {**dict.fromkeys(front.values(), False), "Tý": True}


def test_a_full_disk_gives_back_what_is_on_it(desk: Desk, other: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, TYPED)
    drafts.close_all(desk)
    fill_disk(other)
    assert [(seen.id, seen.values) for seen in drafts.take(other, intake.DRAFT)] == [(draft, TYPED)]
    make_room(other)


def test_nobody_sees_the_drafts_of_another_officer(desk: Desk) -> None:
    drafts.save(desk, intake.DRAFT, TYPED)
    minh = offices.seated(opening.open_desk(desk.store.data, clock=offices.StillClock()), "minh", 2)
    assert drafts.take(minh, intake.DRAFT) == []
    minh.store.close()


WORK = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["type", "park", "save", "leave", "come back"])), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=WORK)
def test_whatever_two_terminals_do_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, work: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("two") / "office"
    first = offices.seated(offices.new_office(folder))
    second = offices.seated(opening.open_desk(folder, clock=offices.StillClock()))
    desks, mine = (first, second), [dict[str, Draft](), dict[str, Draft]()]
    typed: set[str] = set()
    saved: set[str] = set()
    for turn, (number, step) in enumerate(work):
        desk, own = desks[number], mine[number]
        match step:
            case "type" | "park":
                draft = Draft(values={"name": f"Người {turn}"}, parked=step == "park")
                drafts.keep(desk, intake.DRAFT, [draft])
                own[draft.id] = draft
                typed.add(draft.id)
            case "save" if own:
                draft_id = min(own)
                intake.receive(desk, offices.intake(), draft=draft_id)
                del own[draft_id]
                saved.add(draft_id)
            case "leave":
                drafts.close_all(desk)
                own.clear()
            case "come back":
                own.update(
                    {draft.id: draft for draft in drafts.take(desk, intake.DRAFT) if not draft.elsewhere}
                )
        assert not mine[0].keys() & mine[1].keys()
    for desk in desks:
        drafts.close_all(desk)
    left = {draft.id for draft in drafts.take(first, intake.DRAFT)}
    assert left == typed - saved
    assert len(queries.find(first, "", 100)) == len(saved)
    for desk in desks:
        desk.store.close()
