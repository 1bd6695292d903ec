"""Commands on a disk that is read-only: what is there is read, a copy is made elsewhere, the rest is one line."""

from pathlib import Path

import pytest

from tests.counter.commandline.conftest import backlog, counter, taken_in
from tests.read_only_disk import read_only


def test_what_is_there_is_read_and_copied_and_nothing_is_taken_in(office: Path, tmp_path: Path) -> None:
    paper = backlog(tmp_path)
    with read_only(office) as for_all:
        if not for_all:
            pytest.skip("this account may not mount, and other processes cannot be made to believe it")
        assert len(counter("find", "", "--json", data=office).json) == 2
        assert counter("verify", data=office).code == 0
        copy = tmp_path / "copy.db"
        assert counter("backup", copy, data=office).code == 0
        assert copy.stat().st_size
        refused = taken_in(paper, office)
        assert (refused.code, "cannot be written" in refused.complaint) == (1, True)
        refused = counter("backup", data=office)
        assert (refused.code, "only be read" in refused.complaint) == (1, True)
