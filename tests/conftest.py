"""Fixtures for every room: an office with nobody at it, and one with an officer on shift."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter import locale
from counter.desk.desk import Desk
from tests import offices


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    locale.use("vi")


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
