"""How the office file came to its present tables, one revision a file; alembic runs them, and only when needed."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def revisions() -> tuple[str, ...]:
    """All schema revisions that this release knows, oldest first; found by file name, since alembic loads slowly."""
    return tuple(sorted(file.name.split("_", 1)[0] for file in (HERE / "versions").glob("[0-9]*_*.py")))
