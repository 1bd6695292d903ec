"""Trying a display from the command line."""

from pathlib import Path

import pytest

from devices.displays.drivers import CD5220, Shown
from tests.counter.commandline.conftest import counter
from tests.devices.line import Line


def test_a_call_stands_on_the_display_when_the_command_has_ended() -> None:
    with Line() as line:
        ran = counter(
            "display", "show", "A042", "--counter", "3", "--to", f"{line.url}?driver=cd5220", lang="vi"
        )
        assert (ran.code, ran.err) == (0, "")
        assert "A042" in ran.out
        heard = line.heard()
    assert heard.startswith(b"\x0c\x1b@\x1b*\x04")
    assert heard.endswith(CD5220.show(Shown("Moi so A042", "den quay 3")))


def test_json_says_what_stands_there() -> None:
    ran = counter("display", "show", "A042", "--counter", "3", "--to", "virtual:", "--json")
    assert ran.json == {
        "device": "virtual:",
        "number": "A042",
        "counter": 3,
        "lines": ["Number A042         ", "to counter 3        "],
    }


def test_the_display_of_the_settings_is_the_default(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text(f'display = "file://{tmp_path}/shown?driver=aedex"\n', "utf-8")
    assert counter("display", "show", "A042", data=tmp_path).code == 0
    assert (tmp_path / "shown").read_bytes().endswith(b"!#1Number A042         \r!#2to counter 1        \r")


def test_a_display_on_the_printers_line(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text(f'printer = "file://{tmp_path}/printed"\n', "utf-8")
    assert counter("display", "show", "A042", "--to", "printer:?driver=dm-d", data=tmp_path).code == 0
    assert (tmp_path / "printed").read_bytes().endswith(b"\x1f$\x01\x02to counter 1        \x1b=\x01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--to"),
        (("--to", "tcp://127.0.0.1:9?driver=cd5220"), "Display not connected"),
        (("--to", "serial:///dev/ttyUSB0?driver=nixie"), "nixie"),
        (("--to", "printer:?driver=dm-d"), "printer"),
        (("--to", "nonsense"), "nonsense"),
    ],
)
def test_what_does_not_work_is_one_line(words: tuple[str, ...], said: str) -> None:
    ran = counter("display", "show", "A042", "--json", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.complaint


@pytest.mark.parametrize("words", [(), ("show",), ("show", "A042", "--counter", "0")])
def test_wrong_usage_is_told(words: tuple[str, ...]) -> None:
    assert counter("display", *words).code == 2
