"""An office without a centre takes in the holidays of a year."""

from __future__ import annotations

import json
from pathlib import Path

from tests.counter.commandline.conftest import PASSWORD, counter

TET = ("--year", "2027", "--notice", "8726/TB-BLĐTBXH", "--day", "2027-02-05..2027-02-11=Tết Nguyên đán",
       "--day", "2027-01-01", "--worked", "2027-02-20=2027-02-05", "--replace")  # fmt: skip


def entered(office: Path, *words: str) -> object:
    ran = counter("office", "holidays", *words, "--login", "admin", "--password-stdin", "--json", data=office,
                  typed=f"{PASSWORD}\n")  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.json


def test_the_days_of_a_year_take_the_place_of_what_was_known(office: Path) -> None:
    before = counter("office", "holidays", "--json", data=office).json
    assert before["2027"]["confirmed"] is False, "the release knows proposals only"
    assert entered(office, *TET) == {"added": 1, "changed": 0, "unchanged": 0}
    assert entered(office, *TET) == {"added": 0, "changed": 0, "unchanged": 1}
    known = counter("office", "holidays", "--json", data=office).json
    assert (known["2027"]["notice"], known["2027"]["confirmed"]) == ("8726/TB-BLĐTBXH", True)
    assert [day["day"] for day in known["2027"]["days"]][:2] == ["2027-02-05", "2027-02-06"]
    assert known["2027"]["make_up"] == [{"day": "2027-02-20", "instead_of": "2027-02-05"}]
    assert known["2026"] == before["2026"]
    shown = counter("office", "holidays", data=office, lang="vi").out
    assert "05/02/2027 Tết Nguyên đán" in shown and "20/02/2027 làm bù cho 05/02/2027" in shown


def test_a_file_is_taken_in_and_a_wrong_one_changes_nothing(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.json"
    file.write_text(
        json.dumps(
            {"2028": {"notice": "1", "confirmed": True, "days": [{"day": "2028-01-26", "name": "tet"}]}}
        )
    )
    assert entered(office, str(file)) == {"added": 1, "changed": 0, "unchanged": 0}
    file.write_text('{"2028": {"days": 1}}')
    wrong = counter(
        "office", "holidays", file, "--login", "admin", "--password-stdin", data=office, typed=f"{PASSWORD}\n"
    )
    assert wrong.code == 1 and "holiday" in wrong.complaint
    assert counter("office", "holidays", "--year", "2027", data=office).code == 2


def test_an_officer_may_not(office: Path) -> None:
    counter("staff", "add", "lan", "--name", "Lan", "--login", "admin", "--password-stdin", data=office,
            typed=f"{PASSWORD}\nmat-khau-lan\n")  # fmt: skip
    ran = counter(
        "office", "holidays", *TET, "--login", "lan", "--password-stdin", data=office, typed="mat-khau-lan\n"
    )
    assert ran.code == 1


def test_a_day_is_added_to_those_of_the_year(office: Path) -> None:
    before = counter("office", "holidays", "--json", data=office).json["2026"]
    entered(office, "--year", "2026", "--notice", "12/TB-UBND", "--day", "2026-11-25=Nghỉ do lũ")
    after = counter("office", "holidays", "--json", data=office).json["2026"]
    assert [day for day in after["days"] if day not in before["days"]] == [
        {"day": "2026-11-25", "name": "Nghỉ do lũ"}
    ]
    assert len(after["days"]) == len(before["days"]) + 1
    assert after["notice"].endswith("; 12/TB-UBND") and after["confirmed"] == before["confirmed"]
