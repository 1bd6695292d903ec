"""The demo's month comes out as its script means it; its tables are believed because the file says the same."""

from pathlib import Path

import pytest

from counter.demo import headless
from counter.demo.checks import EXEMPT, LEAST, Check, KindCount
from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.headless import COURSES, PLAN, Story, play
from counter.demo.month import MonthPlan
from counter.demo.office import filled_office
from counter.desk.office.opening import open_desk
from counter.desk.worklists import lists as worklists
from counter.desk.worklists.lists import Worklist
from counter.problems import Problem
from counter.rules.clock import local
from db.domain.codes import Role
from db.domain.event_kind import Author, EventKind, Stream
from db.domain.lifecycle import State
from db.domain.records import DossierLine
from tests.counter.commandline.conftest import counter


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return play(tmp_path_factory.mktemp("month") / "office")


def test_every_kind_happens_five_times_in_a_month(month: Story) -> None:
    assert month.true
    assert month.days == 22
    possible = [kind for kind in month.kinds if not kind.why]
    assert {(each.kind, each.stream) for each in possible} == {
        (kind, stream) for kind in EventKind for stream in kind.streams if (kind, stream) not in EXEMPT
    }
    assert all(each.counted >= LEAST for each in possible)


def test_the_month_of_an_office_is_a_busy_one(month: Story) -> None:
    counted = {check.what: check.counted for check in month.checks}
    assert 250 <= counted["dossiers received"] <= 400
    assert counted["slips that the virtual printer holds"] > 700
    assert len(month.refusals) >= 75
    assert (month.verdict.holds, month.verdict.rebuilt) == (True, True)


def test_a_shorter_month_is_told_and_true(tmp_path: Path) -> None:
    ran = counter("demo", "--headless", "--days", "3", "--data", tmp_path / "kept", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert (told["true"], told["days"]) == (True, 3)
    counted = {each["what"]: each["counted"] for each in told["checks"]}
    assert counted["slips still waiting"] == 0
    assert all(each["right"] for each in told["refusals"])
    assert told["verdict"]["holds"] and told["verdict"]["rebuilt"]
    found = counter("find", "", "--limit", "500", "--json", data=tmp_path / "kept").json
    assert len(found) == counted["dossiers received"] + counted["dossiers refused at the counter"]
    again = counter("demo", "--headless", "--data", tmp_path / "kept")
    assert (again.code, "already" in again.complaint) == (1, True)


def test_without_a_folder_nothing_is_left_behind(tmp_path: Path) -> None:
    ran = counter("demo", "--days", "1", TMPDIR=str(tmp_path), lang="vi")
    assert (ran.code, ran.err) == (0, "")
    assert all(word in ran.out for word in ("supplement-asked", "Cả tháng 1 ngày làm việc"))
    assert list(tmp_path.iterdir()) == []


def test_only_what_an_office_cannot_write_is_exempt() -> None:
    by_itself = {Author.OFFICER, Author.SUPERVISOR, Author.ADMIN, Author.PROGRAM}
    for kind, stream in EXEMPT:
        assert stream in kind.streams
        alone = kind.authors <= by_itself and stream is not Stream.QUARANTINE
        assert not alone or kind is EventKind.SETTLED


def test_every_course_begins_often_enough() -> None:
    assert PLAN.days * PLAN.courses >= len(COURSES) * LEAST


def test_a_check_that_differs_is_not_ok() -> None:
    assert not Check("x", 60, 59).ok
    assert Check("x", 60, 60).ok


def test_a_kind_that_happens_too_seldom_is_not_ok() -> None:
    kind = KindCount(kind=EventKind.VOIDED, stream=Stream.DOSSIER, wanted=4, counted=4)
    assert not kind.ok
    assert KindCount(kind=EventKind.VOIDED, stream=Stream.DOSSIER, wanted=5, counted=5).ok
    assert not KindCount(kind=EventKind.VOIDED, stream=Stream.DOSSIER, wanted=5, counted=6).ok
    assert KindCount(kind=EventKind.SETTLED, stream=Stream.DOSSIER, wanted=0, counted=0, why="x").ok


def test_an_office_with_something_wrong_is_not_called_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter.demo import results

    monkeypatch.setattr("counter.desk.printing.queue.reprint", lambda *_reprint: 0)
    monkeypatch.setattr(headless, "COURSES", (results.reprinted, results.corrected))
    story = play(tmp_path / "d", MonthPlan(days=2, courses=2))
    assert not story.true
    assert [check.what for check in story.checks if not check.ok] == [
        "prints on the spool",
        "forms that were not printed as often as meant",
        "slips that the virtual printer holds",
    ]


def test_the_demo_on_the_screens_begins_with_dossiers_of_several_days(tmp_path: Path) -> None:
    from dataclasses import replace

    from counter.desk.dossiers.queries import find
    from counter.samples.office import ACCOUNTS

    filled_office(tmp_path / "d")
    desk = open_desk(tmp_path / "d")
    try:
        lines: list[DossierLine] = find(replace(desk, staff=ACCOUNTS[0].staff), "", 100)
        assert len(lines) == 36 + 2 * 2 + 7
        assert len({local(line.received_at).date() for line in lines}) == 3
        assert {line.state for line in lines} == {
            State.RECEIVED,
            State.PROCESSING,
            State.SUPPLEMENT,
            State.FINANCIAL_DUTY,
            State.FINISHED,
            State.RETURNED,
        }
        assert any(line.due_at and line.due_at < desk.clock.now() and not line.finished_at for line in lines)
        assert not desk.behind
        supervisor = next(one.staff for one in ACCOUNTS if one.staff.role is Role.SUPERVISOR)
        counts = worklists.counts(replace(desk, staff=supervisor))
        elsewhere = {Worklist.TO_ACCEPT, Worklist.ATTENTION}
        by_day = {Worklist.DUE_TODAY, Worklist.DUE_SOON}
        assert [one for one in Worklist if one not in elsewhere | by_day and not counts[one]] == []
        assert any(counts[one] for one in by_day)
    finally:
        desk.store.close()
    with pytest.raises(Problem):
        play(tmp_path / "d")


def test_the_scripted_clock_closes_over_noon() -> None:
    clock = ScriptedClock(opening_of(1))
    clock.wait(4.6 * 60)
    assert f"{local(clock.now()):%H:%M}" == "13:30"
