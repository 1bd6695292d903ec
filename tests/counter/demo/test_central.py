"""The play of two offices and a centre: the two sides agree because their own databases say so."""

from pathlib import Path

from counter.demo.central import DECIDED
from tests.counter.commandline.conftest import counter


def test_the_line_is_cut_and_both_sides_agree_at_the_end(tmp_path: Path) -> None:
    ran = counter("demo", "--central", "--data", tmp_path / "kept", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert told["true"] is True
    assert [(each["here"], each["there"], each["differing"]) for each in told["sides"]] == [(24, 24, 0)] * 2
    assert [each["decided"] for each in told["sides"]] == [DECIDED, 0]
    before, cut, back = told["moments"][:2], told["moments"][2:4], told["moments"][4:]
    assert all(each["run"]["failure"] is None and each["waiting"] == 0 for each in before + back)
    assert all(each["run"]["failure"] and each["waiting"] > 0 for each in cut)
    assert [each["run"]["sent"] for each in back] == [each["waiting"] for each in cut]
    assert back[0]["run"]["received"] == DECIDED
    found = counter("find", "", "--limit", "100", "--json", data=tmp_path / "kept" / "first").json
    assert len(found) == 24
