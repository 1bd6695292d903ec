"""The desk asks `db` for what it needs: no module of it builds SQL, or knows a table."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.test_arrows import ROOT, modules

DATABASE = ("sqlalchemy", "sqlmodel", "sqlcipher3", "psycopg", "db.models")


def _imported_at_runtime(path: Path) -> set[str]:
    """Every module that ``path`` imports, but for typing alone."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


def test_no_module_of_the_desk_imports_what_sql_is_made_of() -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("counter.desk")
        for name in _imported_at_runtime(path)
        if any(name == package or name.startswith(f"{package}.") for package in DATABASE)
    }
    assert not wrong
