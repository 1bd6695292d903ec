"""The tests of `db` and of `devices` need nothing of `counter`, and nothing of its tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
FORBIDDEN = (
    "counter",
    "tests.counter",
    "tests.fixtures",
    "tests.offices",
    "tests.snapshots",
    "tests.terminal",
)


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("room", ["conftest.py", "db", "devices", "postgres.py", "programs.py"])
def test_nothing_of_counter_is_imported(room: str) -> None:
    files = [TESTS / room] if room.endswith(".py") else sorted((TESTS / room).rglob("*.py"))
    wrong = {
        f"{path.relative_to(TESTS)} imports {name}"
        for path in files
        for name in _imported(path)
        if any(name == forbidden or name.startswith(f"{forbidden}.") for forbidden in FORBIDDEN)
    }
    assert files and not wrong
