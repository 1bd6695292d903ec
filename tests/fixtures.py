"""Fixtures of an office for the tests of `counter`: with nobody at it, and with an officer on shift."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter import locale
from counter.desk.desk import Desk
from counter.screens import doubt_prompt
from tests import offices
from tests.textual_internals import look_more_often

__all__ = ["desk", "no_pause", "office", "vietnamese"]

look_more_often()


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Each test begins in Vietnamese."""
    locale.use("vi")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press faster than people read: the second F12 needs no pause, but must come after the doubt was shown."""
    monkeypatch.setattr(doubt_prompt, "PAUSE", 0.0)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    """An opened office with nobody signed in."""
    desk = offices.new_office(tmp_path / "office")
    yield desk
    desk.store.close()


@pytest.fixture
def desk(office: Desk) -> Desk:
    """Officer Lan on shift at counter 3, Monday 08:41."""
    return offices.seated(office)
