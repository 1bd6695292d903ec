"""Ratings from the command line, as the driver of a keypad notes them."""

from __future__ import annotations

from pathlib import Path

from tests.counter.commandline.conftest import counter


def test_a_rating_needs_a_returned_dossier_points_and_a_code(made_office: Path) -> None:
    code = counter("find", "buoi", "--json", data=made_office).json[0]["code"]
    early = counter("rate", code, "--overall", "2", "--json", data=made_office, lang="vi")
    assert early.code == 1 and "chưa được trả" in early.complaint
    assert counter("rate", code, data=made_office).code == 1
    assert counter("rate", code, "--overall", "3", data=made_office).code == 2
    assert counter("rate", "--overall", "2", data=made_office).code == 2
    assert counter("rate", data=made_office).code == 1, "the screen needs a terminal"
    assert counter("rate", "nonsense", "--overall", "1", data=made_office).code == 1
