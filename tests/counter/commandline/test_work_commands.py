"""The worklists from the command line: all counts, or the dossiers of one list."""

from pathlib import Path

from tests.counter.commandline.conftest import counter

KEYS = {"code", "applicant", "procedure", "state", "due_at", "timing", "owed", "accept_until", "words"}


def test_without_a_list_the_counts_of_all_are_given(made_office: Path) -> None:
    counts = counter("work", "--json", data=made_office).json
    assert list(counts)[:3] == ["due-today", "due-soon", "overdue"]
    assert (counts["to-hand-over"], counts["attention"]) == (2, 0)
    shown = counter("work", data=made_office, lang="vi")
    assert "Chờ bàn giao" in shown.out


def test_a_list_gives_its_dossiers_oldest_first_and_masked(made_office: Path) -> None:
    listed = counter("work", "to-hand-over", "--json", data=made_office).json
    assert [each["applicant"] for each in listed] == ["Trần Thị Bưởi", "Nguyễn Văn Đức"]
    assert all(set(each) >= KEYS for each in listed)
    assert "072090000456" not in str(listed)
    assert "Trần Thị Bưởi" in counter("work", "to-hand-over", "--text", "buoi", data=made_office).out
    nothing = counter("work", "posted", "--json", data=made_office)
    assert (nothing.code, nothing.json) == (0, [])


def test_a_list_that_there_is_not_is_one_line_that_names_all(made_office: Path) -> None:
    ran = counter("work", "nonsense", data=made_office)
    assert ran.code == 1
    assert "due-today, due-soon" in ran.complaint
