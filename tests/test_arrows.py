"""Who may import whom, and what must not be loaded before the first frame."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = {"db.domain.records", "db.domain.lifecycle", "db.domain.event", "db.domain.event_kind", "devices.slip"}
"""Modules of the outer rooms that hold plain values only; rules and slips may know them."""

PREVIEW = {"devices.encode.text"}
"""A slip as lines of text: screens show what a printer would print."""

MAY_IMPORT = {
    "db": {"db"},
    "devices": {"devices"},
    "counter.rules": {"counter.rules", "counter.locale", "counter.problems", *PURE},
    "counter.slips": {"counter.slips", "counter.rules", "counter.locale", "counter.problems", *PURE},
    "counter.desk": {
        "counter.desk",
        "counter.rules",
        "counter.slips",
        "counter.locale",
        "counter.problems",
        "counter.config.settings",
        "counter.config.start",
        "db",
        "devices",
    },
    "counter.widgets": {
        "counter.widgets",
        "counter.commands",
        "counter.locale",
        "counter.problems",
        "counter.rules",
        *PURE,
    },
}
HEAVY = ("sqlmodel", "sqlalchemy", "escpos", "psycopg", "PIL", "pydantic", "cattrs")


def modules(package: str) -> Iterator[Path]:
    """The files of ``package``."""
    yield from sorted((ROOT / package.replace(".", "/")).rglob("*.py"))


def ours_imported_by(path: Path) -> set[str]:
    """The modules of this project that ``path`` imports, wherever in it, but for typing alone."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in {"counter", "db", "devices"}}


def allowed(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_run_one_way(package: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in ours_imported_by(path)
        if not allowed(name, MAY_IMPORT[package])
    }
    assert not wrong


@pytest.mark.parametrize("room", ["db", "devices"])
def test_screens_hold_no_rows_and_no_devices(room: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("counter.screens")
        for name in ours_imported_by(path)
        if name.startswith(f"{room}.") and not allowed(name, PURE | PREVIEW)
    }
    assert not wrong


def loaded_after(code: str) -> set[str]:
    """The top-level packages that are loaded after ``code`` ran in a Python of its own."""
    told = f"{code}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_first_frame_loads_no_database_and_no_device() -> None:
    loaded = loaded_after("import counter.shell.app, counter.screens.sign_in")
    assert "textual" in loaded
    assert not loaded.intersection(HEAVY)


@pytest.mark.parametrize("package", ["db", "devices"])
def test_the_inner_rooms_load_no_screen(package: str) -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules(package)]
    wanted = [name.removesuffix(".__init__") for name in names if "migrations" not in name]
    assert not loaded_after(f"import {', '.join(wanted)}").intersection({"textual", "counter"})
