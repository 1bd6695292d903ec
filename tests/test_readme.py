"""The README is one page and says what is so; the guides beside it have their generated parts from today's code."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from counter.guides import NAMES, languages

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GUIDES = ROOT / "counter" / "guides"
PAGES = [README, *(GUIDES / f"{name}.{language}.md" for name in NAMES for language in languages(name))]


def test_the_generated_parts_of_the_guides_are_those_of_the_code() -> None:
    check = [sys.executable, "-m", "tests.guides", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), (
        f"run python -m tests.guides: {done.stdout}{done.stderr}"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_and_file_that_a_page_points_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / unquote(target)).exists(), target


def test_the_readme_is_a_page_that_leads_to_every_guide() -> None:
    text = README.read_text("utf-8")
    assert len(text) < 8_000
    assert [page.name for page in PAGES[1:] if f"counter/guides/{page.name}" not in text] == []


def test_no_guide_is_without_a_name() -> None:
    assert {path.name for path in GUIDES.glob("*.md")} == {page.name for page in PAGES[1:]}


def test_ci_runs_the_test_command_that_the_readme_gives() -> None:
    block = README.read_text("utf-8").split("<!-- test-command -->\n```sh\n")[1].split("\n```")[0]
    assert block.startswith("python3 -m venv .venv && ")
    assert block.endswith("python -m pytest -n 2 --dist loadfile")
    assert "\n" not in block
    assert "test-command" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
