"""Who may import whom, that no imports form a circle, and what must not be loaded before the first frame."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = {"db.domain", "devices.slip", "devices.page"}
"""Plain values of the outer packages; rules and slips may know them."""

PREVIEW = {"devices.encode.text"}
"""A slip as lines of text: screens show what a printer would print."""

WORDS = {"counter.locale", "counter.problems"}

MAY_IMPORT = {
    "db": {"db"},
    "db.domain": {"db.domain"},
    "devices": {"devices"},
    "counter.rules": {"counter.rules", *WORDS, *PURE},
    "counter.slips": {"counter.slips", "counter.rules", *WORDS, *PURE},
    "counter.config": {"counter", "counter.config", *WORDS},
    "counter.desk": {
        "counter.desk",
        "counter.config",
        "counter.rules",
        "counter.slips",
        *WORDS,
        "db",
        "devices",
    },
    "counter.services": {
        "counter",
        "counter.services",
        "counter.desk",
        "counter.config",
        *WORDS,
        "db",
        "devices",
    },
    "counter.widgets": {"counter.widgets", "counter.commands", "counter.rules", *WORDS, *PURE},
    "counter.screens": {
        "counter.screens",
        "counter.widgets",
        "counter.desk",
        "counter.config",
        "counter.rules",
        "counter.slips",
        "counter.commands",
        "counter.guides",
        *WORDS,
        *PURE,
        *PREVIEW,
    },
    "counter.shell": {
        "counter.shell",
        "counter.screens",
        "counter.services",
        "counter.widgets",
        "counter.desk",
        "counter.config",
        "counter.rules",
        "counter.commands",
        "counter.themes",
        "counter.demo",
        *WORDS,
    },
}
"""What the modules of each package may import, wherever in them, but for typing alone."""

HEAVY = ("sqlmodel", "sqlalchemy", "escpos", "psycopg", "PIL", "pydantic", "cattrs")


def modules(package: str) -> Iterator[Path]:
    """The files of ``package``."""
    yield from sorted((ROOT / package.replace(".", "/")).rglob("*.py"))


def name_of(path: Path) -> str:
    """The module that ``path`` holds."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports() -> Mapping[str, set[str]]:
    """Every module of ours, and the modules of ours that it imports, wherever in it, but for typing alone."""
    files = {name_of(path): path for package in ("counter", "db", "devices") for path in modules(package)}
    return {name: {module for module in _imported(path) if module in files} for name, path in files.items()}


def _imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                is_package = (ROOT / module.replace(".", "/")).is_dir()
                for alias in node.names:
                    name = f"{module}.{alias.name}"
                    is_module = is_package and (
                        (ROOT / f"{name.replace('.', '/')}.py").exists()
                        or (ROOT / name.replace(".", "/")).is_dir()
                    )
                    yield name if is_module else module


def allowed(name: str, packages: set[str]) -> bool:
    """Whether ``name`` is one of ``packages`` or a module in them; ``counter`` stands for itself (the version)."""
    return name in packages or any(name.startswith(f"{package}.") for package in packages - {"counter"})


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_run_one_way(package: str) -> None:
    wrong = {
        f"{module} imports {name}"
        for module, names in imports().items()
        if allowed(module, {package})
        for name in names
        if not allowed(name, MAY_IMPORT[package])
    }
    assert not wrong


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The circles in ``graph``: groups of modules of which each leads to every other (Tarjan's algorithm)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        stack.append(module)
        for name in sorted(graph[module]):
            if name not in numbers:
                visit(name)
                lowest[module] = min(lowest[module], lowest[name])
            elif name in stack:
                lowest[module] = min(lowest[module], numbers[name])
        if lowest[module] == numbers[module]:
            start = stack.index(module)
            groups.append(sorted(stack[start:]))
            del stack[start:]

    for module in sorted(graph):
        if module not in numbers:
            visit(module)
    return [group for group in groups if len(group) > 1 or group[0] in graph[group[0]]]


def test_no_imports_form_a_circle() -> None:
    assert circles(imports()) == []


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_services_know_no_screen() -> None:
    for path in modules("counter.services"):
        assert "textual" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("package", ["counter.rules", "counter.slips", "db.domain"])
def test_pure_packages_do_no_input_and_output(package: str) -> None:
    outside = {
        "io",
        "os",
        "pathlib",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
        "asyncio",
    }
    outside |= {"sqlalchemy", "sqlmodel", "sqlcipher3", "psycopg", "textual"}
    for path in modules(package):
        names = {name.split(".")[0] for name in _imported(path)}
        assert not names & outside, path


def loaded_after(code: str) -> set[str]:
    """The top-level packages that are loaded after ``code`` ran in a Python of its own."""
    script = f"{code}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_first_frame_loads_no_database_and_no_device() -> None:
    loaded = loaded_after("import counter.shell.app, counter.screens.sign_in")
    assert "textual" in loaded
    assert not loaded.intersection(HEAVY)


@pytest.mark.parametrize("package", ["db", "devices"])
def test_the_inner_rooms_load_no_screen(package: str) -> None:
    names = [name for name in imports() if allowed(name, {package}) and "migrations" not in name]
    assert not loaded_after(f"import {', '.join(names)}").intersection({"textual", "counter"})
