"""The README says what is so: the table of moves, the picture, and the commands for a fresh machine."""

import re
from pathlib import Path
from urllib.parse import unquote

from db.domain.lifecycle import table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_moves_is_the_one_of_the_code() -> None:
    assert f"<!-- moves -->\n{table()}\n<!-- /moves -->" in README


def test_every_picture_and_file_that_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / unquote(target)).exists(), target


def test_ci_runs_the_test_command_that_the_readme_gives() -> None:
    block = README.split("<!-- test-command -->\n```sh\n")[1].split("\n```")[0]
    assert block.startswith("python3 -m venv .venv && ")
    assert block.endswith("python -m pytest -n 2 --dist loadfile")
    assert "\n" not in block
    assert "test-command" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
