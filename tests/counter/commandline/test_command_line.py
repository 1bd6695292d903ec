"""How the command line behaves as a whole: exit codes, one line for what is wrong, two languages, a quick start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.counter.commandline.conftest import counter


def test_without_a_terminal_and_without_an_office_it_says_what_to_do(tmp_path: Path) -> None:
    ran = counter(data=tmp_path / "none")
    assert (ran.code, ran.out) == (1, "")
    assert "counter init" in ran.complaint
    assert "counter demo" in ran.complaint


def test_without_a_terminal_an_office_has_no_screens(made_office: Path) -> None:
    ran = counter(data=made_office)
    assert (ran.code, "terminal" in ran.complaint) == (1, True)


@pytest.mark.parametrize(
    "words",
    [("find", "x"), ("slip", "X"), ("verify",), ("backup",), ("staff", "list"), ("catalogue", "list")],
    ids=" ".join,
)
def test_a_folder_without_an_office_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = counter(*words, "--json", data=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert str(tmp_path) in ran.complaint


@pytest.mark.parametrize(
    "words",
    [("frobnicate",), ("due",), ("due", "x"), ("due", "5", "--unit", "week"), ("find", "--limit", "0")],
)
def test_wrong_usage_is_2_and_one_line(words: tuple[str, ...]) -> None:
    ran = counter(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.complaint


def test_a_language_that_there_is_not_is_wrong_usage() -> None:
    assert counter("due", "5", "--lang", "fr").code == 2


def test_due_follows_the_calendar() -> None:
    words = ("due", "5", "--unit", "working-day", "--from", "2026-02-13 16:50")
    assert counter(*words, "--json").json["due_at"] == "2026-02-27T16:50:00+07:00"
    assert "27/02/2026" in counter(*words, lang="vi").out
    assert "Tết" in counter(*words, lang="vi").out
    wrong = counter("due", "5", "--from", "whenever")
    assert (wrong.code, "whenever" in wrong.complaint) == (1, True)
    assert counter("due", "nan").code == 1


def test_due_takes_the_opening_hours_of_an_office(made_office: Path) -> None:
    late = counter("due", "1", "--from", "2026-11-23 18:00", "--data", made_office, "--json")
    assert late.json["counted_from"] == "2026-11-25T07:00:00+07:00"


def test_scan_reads_a_card() -> None:
    card = "072195000123||Trần Thị Bưởi|02011995|Nữ|Ấp 3, Tây Ninh|10072023"
    read = counter("scan", "--text", card, "--json").json
    assert (read["kind"], read["name"], read["birth"]) == ("identity-card", "Trần Thị Bưởi", "1995-01-02")
    assert "Trần Thị Bưởi" in counter("scan", "--text", card).out


def test_what_comes_from_people_cannot_steer_the_terminal() -> None:
    out = counter("scan", "--text", "\x1b[31mHồ sơ\x07\u202e [khẩn]\x9b1m").out
    assert "Hồ sơ" in out
    assert not set(out) & set("\x1b\x07\x9b\u202e")


def test_a_terminal_of_another_encoding_is_no_reason_to_stop() -> None:
    assert counter("due", "1", "--from", "2026-11-23 08:00", lang="vi", PYTHONIOENCODING="ascii").code == 0


def test_a_broken_settings_file_is_one_line(office: Path) -> None:
    (office / "counter.toml").write_text("lock_after = 'soon'\n", encoding="utf-8")
    ran = counter("verify", data=office)
    assert (ran.code, "lock_after" in ran.complaint) == (1, True)


def test_version_and_help() -> None:
    assert counter("--version").out.strip()
    assert counter("--help", lang="vi").code == 0


_WATCHED = ("typer", "pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel", "escpos", "PIL", "openpyxl")
_START = f"""
import json, sys
import counter.shell.app, counter.cli
counter.shell.app.CounterApp.run = lambda self, **how: print(json.dumps([m for m in {_WATCHED!r} if m in sys.modules]))
sys.stdin.isatty = sys.stdout.isatty = lambda: True
sys.exit(counter.cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", [(), ("demo",), ("demo", "--lang", "en"), ("--data=DIR", "--lang=vi")])
def test_nothing_heavy_is_loaded_before_the_first_frame(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _START, *(word.replace("DIR", str(tmp_path)) for word in words)],
        capture_output=True,
        text=True,
        env={"TERM": "xterm", "HOME": str(tmp_path)},
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == []
