"""Each device with wrong settings is left out alone, and named."""

from pathlib import Path

import pytest

from counter.config.settings import load
from counter.config.tolerant import WrongDevices, load_tolerant
from counter.problems import Problem


def left_out(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "counter.toml").write_text(text, "utf-8")
    return [(device.kind, device.name) for device in load_tolerant(folder).wrong.devices]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", []),
        ('printer = "virtual:"\ndisplay = "virtual:"', []),
        ('printer = "nonsense"', [("printer", "")]),
        ('display = "nonsense"', [("display", "")]),
        ('scanner = "nonsense"\nprinter = "virtual:"', [("scanner", "")]),
        ('printer = "x"\ndisplay = "y"\nscanner = "z"', [("printer", ""), ("display", ""), ("scanner", "")]),
        ('display = "virtual:"\ndisplay_idle = ["a", "b", "c"]', [("display", "")]),
        ('[printers]\na = "virtual:"\nb = "x"\nc = 3', [("printer", "b"), ("printer", "c")]),
        ('printer = "b"\n[printers]\na = "virtual:"\nb = "x"', [("printer", "b")]),
        ('printer = "y"\n[printers]\na = "virtual:"\nb = "x"', [("printer", "b"), ("printer", "")]),
        ("printers = 3", [("printer", "")]),
        ('page_printer = "pdf+cups://laser"\npage_copies = 2', []),
        ('page_printer = "cups://laser"', [("page-printer", "")]),
        ('page_printer = "a"\n[printers]\na = "virtual:"', [("page-printer", "")]),
        ('printer = "a"\n[printers]\na = "pdf+cups://laser"', [("printer", "")]),
        ('page_copies = 3\nprinter = "virtual:"', [("page-printer", "")]),
        ('page_printer = "a"\n[printers]\na = "pdf+"', [("printer", "a")]),
        ('display = "pdf+cups://laser"', [("display", "")]),
    ],
)
def test_a_wrong_device_is_found_alone(tmp_path: Path, text: str, wrong: list[tuple[str, str]]) -> None:
    assert left_out(tmp_path, text) == wrong


def test_the_other_printers_and_settings_stay(tmp_path: Path) -> None:
    text = 'counter = 3\nprinter = "a"\nscanner = "x"\n[printers]\na = "virtual:"\nb = "y"'
    assert left_out(tmp_path, text) == [("printer", "b"), ("scanner", "")]
    settings = load_tolerant(tmp_path).settings
    assert (settings.counter, settings.printer, settings.scanner) == (3, "a", "")
    assert settings.all_printers == {"a": "virtual:"}


def test_a_wrong_device_in_the_environment_is_left_out_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_SCANNER", "nonsense")
    assert left_out(tmp_path, 'printer = "virtual:"') == [("scanner", "")]


def test_the_environment_goes_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "counter.toml").write_text('counter = 3\nprinter = "a"\n[printers]\na = "virtual:1"', "utf-8")
    monkeypatch.setenv("COUNTER_COUNTER", "4")
    monkeypatch.setenv("COUNTER_PRINTERS", '{"b": "virtual:2"}')
    for settings in (load(tmp_path), load_tolerant(tmp_path).settings):
        assert settings.counter == 4
        assert settings.printers == {"a": "virtual:1", "b": "virtual:2"}


@pytest.mark.parametrize("text", ["counters = 3", 'counter = 0\nprinter = "x"', "not toml"])
def test_another_wrong_setting_is_a_problem(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem):
        left_out(tmp_path, text)


def test_the_first_problem_of_a_device_counts() -> None:
    wrong = WrongDevices()

    def fail(message: str) -> None:
        raise Problem(message)

    for name in ("", "", "b"):
        assert wrong.open("printer", lambda: fail("first"), name) is None
    assert [(device.kind, device.name) for device in wrong.devices] == [("printer", ""), ("printer", "b")]
    assert wrong.open("printer", lambda: 3) == 3


def test_printers_for_pages_stand_among_the_others_and_apart(tmp_path: Path) -> None:
    text = 'printer = "a"\npage_printer = "c"\n[printers]\nb = "virtual:2"\nc = "pdf+cups://c"\na = "virtual:1"\nd = "pdf+tcp://d"'
    (tmp_path / "counter.toml").write_text(text, "utf-8")
    settings = load(tmp_path)
    assert list(settings.receipt_printers) == ["a", "b"]
    assert list(settings.page_printers) == ["c", "d"]
    assert list(settings.all_printers) == ["a", "b", "c", "d"]
    assert (settings.page_copies, settings.page_printers["c"]) == (1, "pdf+cups://c")
