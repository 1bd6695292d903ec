"""Doubts at intake: the first F12 shows them at their fields, the second receives, an edit asks anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from counter.desk.desk import Desk
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers import queries
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.returns import return_result
from counter.desk.dossiers.transitions import result_arrived
from counter.screens import doubt_prompt
from counter.screens.doubt_prompt import PAUSE
from db.domain.records import Outcome
from tests.counter.screens.officer import CARD, OTHER_CARD, Officer, officer
from tests.offices import BUOI, intake


async def _ready(lan: Officer) -> None:
    await lan.scan(CARD)
    await lan.type("khai")
    await lan.press("enter", "a")


def _noted(lan: Officer) -> list[str]:
    events = queries.history(lan.app.desk, queries.find(lan.app.desk, "", 1)[0].id)
    doubts = events[0].data.get("doubts", [])
    assert isinstance(doubts, list)
    return doubts


async def test_an_open_dossier_is_told_before_f12_and_confirmed_by_the_second(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: dossiers_intake.receive(desk, intake())) as lan:
        code = lan.newest().code
        await _ready(lan)
        await lan.redrawn()
        assert code in lan.doubt("procedure")
        await lan.press("f12")
        assert (lan.count(), lan.value("name")) == (1, BUOI.name)
        assert "F12 lần nữa" in lan.app.notice.text
        await lan.press("f12")
        assert (lan.count(), lan.app.notice.text) == (2, "")
        assert _noted(lan) == ["same-open"]
        await lan.press("f12")
        assert lan.count() == 2


async def test_f12_pressed_twice_or_held_down_confirms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt_prompt, "PAUSE", PAUSE)
    shown_at = 1_000.0
    monkeypatch.setattr(doubt_prompt, "monotonic", lambda: shown_at)
    async with officer(tmp_path, lambda desk: dossiers_intake.receive(desk, intake())) as lan:
        await _ready(lan)
        for at in (900.0, 999.0, shown_at, shown_at + 0.03, shown_at + PAUSE - 0.01):
            await _f12(lan, at)
            assert (lan.count(), "F12 lần nữa" in lan.app.notice.text) == (1, True)
        await _f12(lan, shown_at + PAUSE + 0.01)
        assert (lan.count(), _noted(lan)) == (2, ["same-open"])


async def _f12(lan: Officer, at: float) -> None:
    key = events.Key("f12", None)
    key.time = at
    lan.app.post_message(key)
    await lan.press()


async def test_a_short_number_is_shown_at_its_field_and_an_edit_asks_anew(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await _ready(lan)
        lan.intake.form.fill({"identity": "072085", "phone": "12"})
        await lan.press("f12")
        assert (lan.problem("identity").startswith("Số định danh có 12 chữ số"), lan.count()) == (True, 0)
        assert lan.problem("phone")
        lan.intake.form.fill({"phone": "13"})
        await lan.press("f12")
        assert lan.count() == 0
        lan.intake.form.fill({"phone": "0912345678"})
        await lan.press("f12")
        assert (lan.count(), _noted(lan)) == (1, ["identity-form"])


async def test_a_doubt_of_a_proxy_opens_its_fields(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await _ready(lan)
        lan.intake.form.fill({"proxy_name": "N4m", "proxy_paper": "GUQ 1"})
        lan.intake.form.proxy.box.display = False
        await lan.press("f12")
        assert lan.problem("proxy_name")
        assert lan.intake.form.proxy.box.display


async def test_a_proxy_without_a_paper_is_refused_at_the_field(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await _ready(lan)
        await lan.press("ctrl+t", "1")
        await lan.scan(OTHER_CARD)
        await lan.press("f12", "f12")
        assert (lan.focused, lan.count()) == ("proxy_paper", 0)
        assert lan.problem("proxy_paper")


async def test_another_person_is_asked_about_anew(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        for _twice in range(2):
            await _ready(lan)
            lan.intake.form.fill({"phone": "12"})
            await lan.press("f12")
            assert lan.count() == 0
            await lan.press("escape")
            if lan.value("name"):
                await lan.press("escape")


def returned_lately(desk: Desk) -> None:
    """A birth certificate of the same person that was returned some minutes ago."""
    dossier = dossiers_intake.receive(desk, intake()).dossier
    result_arrived(desk, dossier.id, Outcome(number="12"))
    return_result(desk, dossier.id, Return())


async def test_a_dossier_that_came_lately_is_told_and_stops_nobody(tmp_path: Path) -> None:
    async with officer(tmp_path, returned_lately) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter", "a")
        await lan.redrawn()
        assert lan.doubt("procedure") == "Đã nộp ngày 23/11/2026: 000.17.22.H56-261123-0001"
        await lan.press("f12")
        assert lan.count() == 2
