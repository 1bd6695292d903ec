"""Feedback from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.counter.commandline.conftest import counter


def test_an_office_without_feedback_says_so(made_office: Path) -> None:
    nothing = counter("feedback", "list", "--json", data=made_office)
    assert (nothing.code, nothing.json) == (0, [])
    assert "Không tìm thấy" in counter("feedback", "list", "--all", data=made_office, lang="vi").out
