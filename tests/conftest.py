"""Fixtures for every room: an office with nobody at it, and one with an officer on shift."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from counter import locale
from counter.desk.desk import Desk
from db.store.engine import Store
from tests import offices, programs, textual_internals
from tests.postgres import postgres

__all__ = ["postgres"]

textual_internals.look_more_often()


# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose programs are missing is skipped before it has made anything."""
    programs.check(item)


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    locale.use("vi")


@pytest.fixture(autouse=True)
def _every_store_is_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A thousand tests would hold too many files open: what a test opened is closed after it."""
    opened: list[Store] = []
    begin = Store.__init__

    def noted(store: Store, *arguments: Any) -> None:
        begin(store, *arguments)
        opened.append(store)

    monkeypatch.setattr(Store, "__init__", noted)
    yield
    for store in opened:
        store.close()


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
