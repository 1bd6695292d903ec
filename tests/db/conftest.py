"""An empty office for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store.engine import Store
from db.store.upgrade import create_store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder for an office; nothing is in it yet."""
    return tmp_path / "office"


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    """A new, empty office."""
    opened = create_store(data)
    yield opened
    opened.close()
