"""Fixtures for every room: a PostgreSQL, and office files that are closed after each test. Nothing of `counter`."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from db.store.engine import Store
from tests import programs
from tests.postgres import postgres

__all__ = ["postgres"]

# As an installed program, what tests start finds its modules compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose programs are missing is skipped before it has made anything."""
    programs.check(item)


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
