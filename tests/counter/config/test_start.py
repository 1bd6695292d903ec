"""What is looked at before the first frame, and the settings that are read after it."""

from datetime import time
from pathlib import Path

import pytest

from counter.commandline.opening_hours import parse_hours
from counter.config import settings, start
from counter.config.start import Start, read_start
from counter.problems import Problem

NOWHERE = {"COUNTER_DATA": "/nowhere"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], Start("open", Path("/nowhere"), "vi")),
        (["--lang", "en"], Start("open", Path("/nowhere"), "en")),
        (["--data", "x"], Start("open", Path("x"), "vi")),
        (["demo"], Start("demo", None, "vi")),
        (["demo", "--data=y", "--lang=en"], Start("demo", Path("y"), "en")),
        (["--lang", "en", "demo"], Start("demo", None, "en")),
    ],
)
def test_a_plain_start_is_recognised(words: list[str], wanted: Start) -> None:
    assert read_start(words, NOWHERE) == wanted


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--headless"],
        ["--help"],
        ["find"],
        ["demo", "demo"],
        ["--data"],
        ["--lang", "fr"],
        ["demo", "--json"],
    ],
)
def test_anything_else_goes_to_the_full_command_line(words: list[str]) -> None:
    assert read_start(words, NOWHERE) is None


def test_the_language_comes_from_the_flag_then_the_environment_then_the_file(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('lang = "en"\n', encoding="utf-8")
    here = {"COUNTER_DATA": str(tmp_path)}
    assert start.language([], here) == "en"
    assert start.language([], here | {"COUNTER_LANG": "vi"}) == "vi"
    assert start.language(["--lang", "en"], here | {"COUNTER_LANG": "vi"}) == "en"
    assert start.language([], NOWHERE) == "vi"


def test_preferences_leave_out_what_is_not_fit(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('lock_after = "soon"\nkeymap = 3\ntheme = "t"\n', encoding="utf-8")
    found = start.preferences(Start("open", tmp_path, "vi"), {})
    assert (found.theme, found.lock_after, dict(found.keymap)) == ("t", None, {})
    with_environment = start.preferences(Start("open", tmp_path, "vi"), {"COUNTER_LOCK_AFTER": "60"})
    assert with_environment.lock_after == 60


def test_the_environment_goes_over_the_file_over_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'printer = "tcp://10.0.0.9:9100"\ncounter = 2\nkey_file = "k/office.key"\n[keymap]\n"intake.save" = "f9"\n'
    (tmp_path / "counter.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("COUNTER_COUNTER", "3")
    found = settings.load(tmp_path)
    assert (found.printer, found.counter, found.lang) == ("tcp://10.0.0.9:9100", 3, "vi")
    assert found.key_file == tmp_path / "k" / "office.key"
    assert found.keymap == {"intake.save": "f9"}
    assert settings.load(tmp_path / "none").printer == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("printer = 'lpt1'", "printer"),
        ("prnter = ''", "prnter"),
        ("counter = 0", "counter"),
        ("lang = 'fr'", "lang"),
        ("not toml", "counter.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "counter.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=says):
        settings.load(tmp_path)


def test_a_wrong_value_in_the_environment_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTER_KEYMAP", "{")
    with pytest.raises(Problem, match="keymap"):
        settings.load(tmp_path)


def test_opening_hours_are_read_as_they_are_written_in_vietnam() -> None:
    morning, afternoon = (time(7), time(11, 30)), (time(13, 30), time(17))
    assert parse_hours("T2-T6 07:00-11:30 13:30-17:00; T7 7h00-11h30") == {
        **dict.fromkeys(range(5), (morning, afternoon)),
        5: (morning,),
    }
    assert parse_hours("Mon,Wed 07:00-11:30") == {0: (morning,), 2: (morning,)}
    assert parse_hours("") == {}


@pytest.mark.parametrize(
    "text", ["T2", "07:00-11:30", "T9 07:00-11:30", "T2 11:30-07:00", "T2 25:00-26:00", "T2 7-11"]
)
def test_opening_hours_that_cannot_be_are_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        parse_hours(text)
