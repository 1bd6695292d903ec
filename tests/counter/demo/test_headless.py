"""The demo's day comes out as its script means it, and its table is believed only because the file says the same."""

from pathlib import Path

import pytest

from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.headless import Check, play
from counter.demo.office import filled_office
from counter.desk.office.opening import open_desk
from counter.problems import Problem
from counter.rules.clock import local
from db.domain.lifecycle import State
from db.domain.records import DossierLine
from tests.counter.commandline.conftest import counter


def test_the_day_is_told_and_true(tmp_path: Path) -> None:
    ran = counter("demo", "--headless", "--data", tmp_path / "kept", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert told["true"] is True
    checks = {each["what"]: each["counted"] for each in told["checks"]}
    assert (checks["dossiers received"], checks["results returned"], checks["reprints"]) == (60, 40, 1 + 1)
    assert len(told["refusals"]) >= 20
    assert all(each["right"] for each in told["refusals"])
    assert told["verdict"]["holds"] and told["verdict"]["rebuilt"]
    found = counter("find", "", "--limit", "100", "--json", data=tmp_path / "kept").json
    assert len(found) == 60
    again = counter("demo", "--headless", "--data", tmp_path / "kept")
    assert (again.code, "already" in again.complaint) == (1, True)


def test_without_a_folder_nothing_is_left_behind(tmp_path: Path) -> None:
    ran = counter("demo", TMPDIR=str(tmp_path), lang="vi")
    assert (ran.code, ran.err) == (0, "")
    assert "60" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_a_check_that_differs_is_not_ok() -> None:
    assert not Check("x", 60, 59).ok
    assert Check("x", 60, 60).ok


def test_an_office_with_something_wrong_is_not_called_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter.demo import headless

    monkeypatch.setattr(headless, "_reprint", lambda day: None)
    story = play(tmp_path / "d")
    assert not story.true
    assert [check.what for check in story.checks if not check.ok] == [
        "receipts of intake on the spool",
        "reprints",
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
        assert len(lines) == 36
        assert len({local(line.received_at).date() for line in lines}) == 3
        assert {line.state for line in lines} == {
            State.RECEIVED,
            State.PROCESSING,
            State.FINISHED,
            State.RETURNED,
        }
        assert any(line.due_at and line.due_at < desk.clock.now() and not line.finished_at for line in lines)
        assert not desk.behind
    finally:
        desk.store.close()
    with pytest.raises(Problem):
        play(tmp_path / "d")


def test_the_scripted_clock_closes_over_noon() -> None:
    clock = ScriptedClock(opening_of(1))
    clock.wait(4.6 * 60)
    assert f"{local(clock.now()):%H:%M}" == "13:30"
