"""Dossiers are taken in from paper, found and shown from the command line."""

from pathlib import Path

from tests.counter.commandline.conftest import backlog, counter, taken_in

KEYS = {"code", "applicant", "procedure", "state", "received_at", "due_at"}


def test_find_gives_a_list_of_dossiers_newest_first(made_office: Path) -> None:
    found = counter("find", "", "--limit", "5", "--json", data=made_office)
    assert found.code == 0
    assert [each["applicant"] for each in found.json] == ["Nguyễn Văn Đức", "Trần Thị Bưởi"]
    assert all(set(each) >= KEYS for each in found.json)
    assert found.json[0]["state"] == "received"


def test_find_needs_no_accents_and_masks_numbers(made_office: Path) -> None:
    (found,) = counter("find", "nguyen van duc", "--json", data=made_office).json
    assert found["applicant"] == "Nguyễn Văn Đức"
    assert "072090000456" not in str(found)
    assert len(counter("find", "t", "--limit", "1", "--json", data=made_office).json) == 1
    nobody = counter("find", "khong co ai", "--json", data=made_office)
    assert (nobody.code, nobody.json) == (0, [])


def test_find_prints_a_table(made_office: Path) -> None:
    out = counter("find", "buoi", data=made_office, lang="vi").out
    assert "Trần Thị Bưởi" in out
    assert "Được tiếp nhận" in out


def test_a_slip_is_shown_as_text(made_office: Path) -> None:
    (dossier,) = counter("find", "buoi", "--json", data=made_office).json
    shown = counter("slip", dossier["code"], "--form", "01", "--as", "text", data=made_office, lang="vi")
    assert (shown.code, shown.err) == (0, "")
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in shown.out
    assert "Trần Thị Bưởi" in shown.out
    assert dossier["code"] in shown.out
    assert "072195000123" not in shown.out
    assert max(map(len, shown.out.splitlines())) <= 48
    as_json = counter("slip", dossier["code"], "--json", data=made_office).json
    assert (as_json["code"], as_json["form"]) == (dossier["code"], "01")


def test_a_slip_that_there_is_not_is_one_line(made_office: Path) -> None:
    assert "NOPE" in counter("slip", "NOPE", data=made_office).complaint
    (dossier,) = counter("find", "buoi", "--json", data=made_office).json
    early = counter("slip", dossier["code"], "--form", "return", data=made_office)
    assert (early.code, "not returned" in early.complaint) == (1, True)


def test_a_backlog_is_taken_in_once_and_bad_rows_are_named(office: Path, tmp_path: Path) -> None:
    bad = "G-03;20/13/2026 08:45;MAU.HT.05;Trần Văn Quýt;;"
    unknown = "G-04;01/01/2020 08:45;MAU.HT.05;Trần Văn Cam;;"
    ran = taken_in(backlog(tmp_path, bad, unknown), office, "--json")
    assert ran.code == 1
    assert "2 rows" in ran.complaint
    assert [each["paper_number"] for each in ran.json["taken"]] == ["G-01", "G-02"]
    assert [each["line"] for each in ran.json["problems"]] == [4, 5]
    file = tmp_path / "backlog.csv"
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    again = taken_in(file, office, "--json")
    assert again.code == 0
    assert all(each["before"] for each in again.json["taken"])
    assert len(counter("find", "", "--json", data=office).json) == 2


def test_who_receives_a_backlog_is_asked_for(office: Path, tmp_path: Path) -> None:
    nobody = counter("intake", backlog(tmp_path), data=office)
    assert (nobody.code, "--login" in nobody.err) == (2, True)
    made = counter(
        "staff",
        "add",
        "lan",
        "--name",
        "Nguyễn Thị Lan",
        "--password-stdin",
        data=office,
        typed="mat-khau-thu-1\n",
    )
    assert made.code == 0
    path = tmp_path / "one.csv"
    path.write_text(backlog(tmp_path).read_text("utf-8").replace("G-0", "H-"), "utf-8")
    with_time = [line for line in path.read_text("utf-8").splitlines() if "H-2" not in line]
    path.write_text("\n".join(with_time).replace("072195000123", "072195000124"), "utf-8")
    assert taken_in(path, office, login="lan").code == 0
    (dossier,) = counter("find", "H-1", "--json", data=office).json
    assert "Nguyễn Thị Lan" in counter("slip", dossier["code"], data=office).out


def test_a_dossier_from_paper_keeps_its_number_and_its_time(made_office: Path) -> None:
    (dossier,) = counter("find", "G-01", "--json", data=made_office).json
    assert dossier["applicant"] == "Trần Thị Bưởi"
    shown = counter("slip", dossier["code"], data=made_office).out
    assert "G-01" in shown


def test_the_shift_of_a_backlog_is_closed_again(made_office: Path) -> None:
    from counter.desk.office.opening import open_desk
    from counter.desk.shifts.shifts import on_shift

    desk = open_desk(made_office)
    try:
        assert on_shift(desk) == []
    finally:
        desk.store.close()


def test_bytes_that_are_no_text_are_looked_up_like_any_other(made_office: Path) -> None:
    assert counter("find", "\udcff", data=made_office).code == 0
    ran = counter("slip", "\udcffX", data=made_office)
    assert (ran.code, "X" in ran.complaint) == (1, True)
