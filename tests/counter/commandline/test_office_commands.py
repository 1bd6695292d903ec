"""An office is made, staffed, filled with a catalogue, proven and copied from the command line."""

import stat
from pathlib import Path

import pytest

from tests.counter.commandline.conftest import PASSWORD, SAMPLES, backlog, counter

INIT = (
    "init",
    "--name",
    "UBND xã Thử",
    "--unit",
    "000.17.22.H56",
    "--login",
    "admin",
    "--admin-name",
    "Quản Trị",
)


def test_the_files_of_an_office_are_for_its_owner_only(made_office: Path) -> None:
    assert stat.S_IMODE((made_office / "office.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((made_office / "office.db").stat().st_mode) == 0o600


def test_an_office_is_never_made_over_another(made_office: Path) -> None:
    again = counter(*INIT, "--password-stdin", data=made_office, typed=f"{PASSWORD}\n")
    assert again.code == 1
    assert "already" in again.complaint


def test_init_says_what_is_wrong_and_makes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    short = counter(*INIT, "--password-stdin", data=data, typed="kurz\n")
    assert (short.code, "password" in short.complaint) == (1, True)
    bad_hours = counter(*INIT, "--password-stdin", "--hours", "sáng", data=data, typed=f"{PASSWORD}\n")
    assert (bad_hours.code, "opening hours" in bad_hours.complaint) == (1, True)
    assert not (data / "office.db").exists()


def test_what_init_needs_and_cannot_ask_for_is_wrong_usage(tmp_path: Path) -> None:
    nameless = counter("init", data=tmp_path)
    assert nameless.code == 2
    assert "--name" in nameless.err
    assert counter(*INIT, data=tmp_path).code == 2


def test_an_account_is_opened_and_listed(office: Path) -> None:
    added = counter(
        "staff", "add", "lan", "--name", "Nguyễn Thị Lan", "--agency", "UBND xã (mẫu)", "--login", "admin",
        "--password-stdin", data=office, typed=f"{PASSWORD}\nmat-khau-lan\n",
    )  # fmt: skip
    assert (added.code, added.err) == (0, "")
    listed = counter("staff", "list", "--json", data=office)
    assert [each["login"] for each in listed.json] == ["admin", "lan"]
    assert listed.json[1] == {
        "login": "lan", "name": "Nguyễn Thị Lan", "role": "officer", "agencies": ["UBND xã (mẫu)"], "active": True,
    }  # fmt: skip
    twice = counter(
        "staff", "add", "lan", "--name", "Lan", "--password-stdin", data=office, typed="mat-khau-x\n"
    )
    assert (twice.code, "lan" in twice.complaint) == (1, True)


def test_an_account_is_closed_and_opened_again_and_gets_a_new_password(office: Path) -> None:
    add = ("staff", "add", "lan", "--name", "Nguyễn Thị Lan", "--password-stdin")
    assert counter(*add, data=office, typed="mat-khau-lan\n").code == 0
    assert counter("staff", "close", "lan", "--json", data=office).json == {"login": "lan"}
    intake = ("intake", backlog(office.parent), "--login", "lan", "--password-stdin")
    closed = counter(*intake, data=office, typed="mat-khau-lan\n")
    assert (closed.code, "closed" in closed.complaint) == (1, True)
    assert counter("staff", "reopen", "lan", data=office).code == 0
    assert (
        counter("staff", "password", "lan", "--password-stdin", data=office, typed="mat-khau-moi\n").code == 0
    )
    assert counter(*intake, data=office, typed="mat-khau-lan\n").code == 1
    assert counter(*intake, data=office, typed="mat-khau-moi\n").code == 0
    nobody = counter("staff", "close", "nobody", data=office)
    assert (nobody.code, "nobody" in nobody.complaint) == (1, True)


def test_a_wrong_password_changes_nothing(office: Path) -> None:
    refused = counter(
        "staff", "add", "lan", "--name", "Lan", "--login", "admin", "--password-stdin",
        data=office, typed="falsch-falsch\nmat-khau-lan\n",
    )  # fmt: skip
    assert (refused.code, "password" in refused.complaint) == (1, True)
    assert len(counter("staff", "list", "--json", data=office).json) == 1


def test_a_catalogue_comes_in_wholly_or_not_at_all(office: Path, tmp_path: Path) -> None:
    again = counter("catalogue", "import", SAMPLES / "commune.csv", "--json", data=office)
    assert again.json == {"added": 0, "changed": 0, "unchanged": 13}
    broken = tmp_path / "broken.csv"
    broken.write_text("code,name,fee\n1.000001,Tốt,1000\n1.000002,Xấu,nhiều\n,Xấu,\n", encoding="utf-8")
    refused = counter("catalogue", "import", broken, "--json", data=office)
    assert refused.code == 1
    assert [(each["line"], each["column"]) for each in refused.json["problems"]] == [(3, "fee"), (4, "code")]
    assert "2" in refused.complaint
    codes = [each["code"] for each in counter("catalogue", "list", "--json", data=office).json]
    assert len(codes) == 13
    assert "1.000001" not in codes


def test_a_file_that_is_not_there_is_one_line(office: Path) -> None:
    missing = counter("catalogue", "import", "not-there.csv", data=office)
    assert (missing.code, "not-there.csv" in missing.complaint) == (1, True)


def test_the_ledger_is_proven(made_office: Path) -> None:
    plain = counter("verify", data=made_office)
    assert (plain.code, plain.err) == (0, "")
    rebuilt = counter("verify", "--rebuild", "--json", data=made_office)
    assert rebuilt.code == 0
    assert rebuilt.json["holds"] is True
    assert rebuilt.json["rebuilt"] is True
    assert rebuilt.json["rows"] >= 16


def test_a_changed_event_is_named(office: Path) -> None:
    from contextlib import closing

    from db.store.upgrade import open_store

    store = open_store(office)
    with closing(store.dbapi_connection(writable=True)) as raw:
        (guard,) = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
            if "update" in name
        ]
        raw.execute(f'DROP TRIGGER "{guard}"')
        raw.execute(
            "UPDATE event SET body = replace(body, 'Khai sinh', 'Khai tử'), hash = hash WHERE seq = 2"
        )
        raw.execute("UPDATE event SET hash = 'x' WHERE seq = 2")
    store.close()
    broken = counter("verify", data=office)
    assert (broken.code, "event 2" in broken.complaint) == (1, True)


def test_a_backup_opens_with_the_same_key(made_office: Path, tmp_path: Path) -> None:
    made = counter("backup", tmp_path / "copy" / "office.db", "--json", data=made_office)
    assert made.code == 0
    (tmp_path / "copy" / "office.key").write_bytes((made_office / "office.key").read_bytes())
    (tmp_path / "copy" / "office.key").chmod(0o600)
    assert counter("verify", data=tmp_path / "copy").code == 0


@pytest.mark.parametrize("words", [("verify",), ("find", "x"), ("staff", "list")], ids=" ".join)
def test_a_damaged_file_is_one_line(office: Path, words: tuple[str, ...]) -> None:
    body = bytearray((office / "office.db").read_bytes())
    for position in range(4096 * 2 + 50, len(body), 4096):
        body[position] ^= 0xFF
    (office / "office.db").write_bytes(body)
    ran = counter(*words, data=office)
    assert (ran.code, "backup" in ran.complaint) == (1, True)


def test_another_key_is_one_line(office: Path) -> None:
    (office / "office.key").write_text("ab" * 32, encoding="ascii")
    ran = counter("verify", data=office)
    assert (ran.code, "key" in ran.complaint) == (1, True)


def test_an_office_is_shown_and_changed_after_it_was_made(office: Path) -> None:
    changed = counter(
        "office", "set", "--parent", "UBND tỉnh Thử", "--counters", "7", "--hours", "T2-T6 08:00-12:00", "--json",
        data=office,
    )  # fmt: skip
    assert (changed.code, changed.err) == (0, "")
    shown = counter("office", "show", "--json", data=office).json
    assert shown == changed.json
    assert (shown["parent"], shown["counters"], shown["unit"]) == ("UBND tỉnh Thử", 7, "000.17.22.H56")
    assert shown["hours"]["0"] == [["08:00:00", "12:00:00"]]
    told = counter("office", "show", data=office, lang="vi").out
    assert "T2-T6 08:00-12:00" in told
    assert "mẫu 05, chờ đối chiếu" in told and "Thông báo dừng giải quyết hồ sơ" in told
    assert counter("office", "set", data=office).code == 2
    assert "99" in counter("office", "set", "--counters", "100", data=office).complaint
    assert counter("office", "set", "--phone", "", data=office, lang="vi").out.startswith("Không đổi gì")


def test_the_guide_to_a_procedure_is_shown_and_written(office: Path, tmp_path: Path) -> None:
    code = counter("catalogue", "list", "--json", data=office).json[0]["code"]
    shown = counter("catalogue", "guide", code, data=office)
    assert (shown.code, code in shown.out) == (0, True)
    file = tmp_path / "guide.pdf"
    assert counter("catalogue", "guide", code, "--as", "pdf", "--out", file, data=office).code == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert counter("catalogue", "guide", "0.0", data=office).code == 1
