"""The citizen's screen: digits alone, both languages, a scanner, and pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from counter import locale
from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office.verification import verify
from counter.desk.ratings.ratings import Returned
from counter.screens.ratings import screen as rating_screen
from counter.screens.ratings.dialogue import Dialogue, Stage
from counter.screens.ratings.screen import Ratings
from counter.shell.rating import RatingApp
from db.domain.records import Dossier
from tests.counter.desk.ratings.test_ratings import returned
from tests.offices import NAM
from tests.textual_internals import key_name, text_of


@asynccontextmanager
async def citizen(desk: Desk) -> AsyncIterator[tuple[Ratings, Pilot[None]]]:
    """The screen, with nobody signed in."""
    app = RatingApp(replace(desk, staff=None, shift=None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        assert isinstance(app.screen, Ratings)
        yield app.screen, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other, at a citizen's pace."""
    for key in keys:
        await pilot.press(key)
        await quiet(pilot)


async def quiet(pilot: Pilot[None]) -> None:
    """Wait until the keys were dealt with and the screen is drawn."""
    await pilot.pause(rating_screen.GAP * 2)
    while isinstance(pilot.app.screen, Ratings) and pilot.app.screen._burst:
        await pilot.pause(0.02)
    await pilot.pause()
    await pilot.pause()


async def scan(pilot: Pilot[None], code: str) -> None:
    """As a scanner types: everything at once."""
    for letter in code:
        pilot.app.post_message(events.Key(key_name(letter), letter))
    pilot.app.post_message(events.Key("enter", "\r"))
    await quiet(pilot)


def opinion(desk: Desk, dossier: Dossier) -> tuple[int | None, ...]:
    said = queries.dossier(desk, dossier.id).opinion
    return (said.overall, said.time, said.asked, said.agencies, said.attitude) if said else ()


async def test_five_digits_are_a_rating_and_no_name_is_shown(desk: Desk) -> None:
    dossier = returned(desk)
    async with citizen(desk) as (shown, pilot):
        assert "261123-0001" in text_of(shown)
        await press(pilot, "1")
        assert "Nhìn chung" in text_of(shown) and "Rất hài lòng" in text_of(shown)
        await press(pilot, "1", "2", "0", "3", "7", "1")
        assert "Xin cảm ơn" in text_of(shown)
        assert dossier.applicant.name not in text_of(shown)
        assert opinion(desk, dossier) == (2, 1, None, 0, 2)
        await shown.pause_over()
        assert shown.dialogue.stage is Stage.CHOICE and not shown.dialogue.offered
    assert verify(desk, rebuild=True).holds


async def test_a_scan_opens_its_dossier_and_answers_nothing(desk: Desk) -> None:
    first, second = returned(desk), returned(desk, applicant=NAM)
    async with citizen(desk) as (shown, pilot):
        await scan(pilot, first.code)
        assert shown.dialogue.chosen and shown.dialogue.chosen.dossier_id == first.id
        await scan(pilot, second.code)
        assert shown.dialogue.stage is Stage.OVERALL and not shown.dialogue.answers
        assert shown.dialogue.chosen.dossier_id == first.id


async def test_a_number_is_typed_and_a_wrong_one_is_told(desk: Desk) -> None:
    dossier = returned(desk)
    async with citizen(desk) as (shown, pilot):
        await press(pilot, "0")
        await pilot.press(*"2611230009", "enter")
        await pilot.pause(0.2)
        assert "Không có hồ sơ" in text_of(shown)
        await press(pilot, "5", "0")
        await pilot.press(*"26112300019", "backspace", "enter")
        await pilot.pause(0.2)
        assert shown.dialogue.chosen and shown.dialogue.chosen.dossier_id == dossier.id


async def test_english_at_a_digit(desk: Desk) -> None:
    returned(desk)
    before = locale.language()
    try:
        async with citizen(desk) as (shown, pilot):
            await press(pilot, "9")
            assert "Please tell us" in text_of(shown)
            await press(pilot, "1", "9")
            assert "Nhìn chung" in text_of(shown)
    finally:
        locale.use(before)


async def test_who_goes_away_leaves_what_was_pressed(desk: Desk) -> None:
    first, second = returned(desk), returned(desk, applicant=NAM)
    async with citizen(desk) as (shown, pilot):
        await press(pilot, "1", "3", "2")
        await shown.pause_over()
        assert opinion(desk, second) == (0, 1, None, None, None)
        await shown.pause_over()
        await press(pilot, "1")
        await shown.pause_over()
        assert opinion(desk, first) == (), "nothing was pressed"
        assert shown.dialogue.stage is Stage.CHOICE


@given(keys=st.text("0123456789.-hH", max_size=60), offered=st.integers(0, 6))
def test_whatever_is_pressed_the_dialogue_stays_in_its_steps(keys: str, offered: int) -> None:
    dialogue = Dialogue()
    dialogue.offer([Returned(str(number), str(number)) for number in range(offered)])
    for key in keys:
        if dialogue.press(key):
            assert dialogue.chosen and dialogue.pressed
            dialogue.begin()
        assert set(dialogue.answers.values()) <= {0, 1, 2}
        assert (dialogue.chosen is None) == (dialogue.stage in (Stage.CHOICE, Stage.CODE))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rating_screen, "GAP", 0.05)
