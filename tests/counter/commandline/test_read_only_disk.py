"""Commands on a disk that is read-only: what is there is read, a copy is made elsewhere, the rest is one line."""

from functools import partial
from pathlib import Path

from tests.counter.commandline.conftest import backlog, counter, taken_in
from tests.read_only_disk import read_only


def test_what_is_there_is_read_and_copied_and_nothing_is_taken_in(office: Path, tmp_path: Path) -> None:
    paper = backlog(tmp_path)
    with read_only(office) as program:
        run = partial(counter, program=program)
        assert len(run("find", "", "--json", data=office).json) == 2
        assert run("verify", data=office).code == 0
        copy = tmp_path / "copy.db"
        assert run("backup", copy, data=office).code == 0
        assert copy.stat().st_size
        refused = taken_in(paper, office, run=run)
        assert (refused.code, "cannot be written" in refused.complaint) == (1, True)
        refused = run("backup", data=office)
        assert (refused.code, "only be read" in refused.complaint) == (1, True)
