"""Trying a display from the command line."""

from pathlib import Path

import pytest

from devices.displays.drivers import CD5220, Shown
from tests.counter.commandline.conftest import counter
from tests.devices.line import Line
from tests.devices.peers import ResettingPeer
from tests.devices.test_display_modbus import Panel


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
        "answered": True,
    }


def test_only_a_display_that_answered_is_said_to_show() -> None:
    with Line() as line:
        words = ("display", "show", "A042", "--to", f"{line.url}?driver=aedex")
        assert "không bao giờ trả lời" in counter(*words, lang="vi").out
        assert not counter(*words, "--json").json["answered"]
        line.heard()
    panel = Panel()
    panel.start()
    ran = counter("display", "show", "42", "--to", f"tcp://127.0.0.1:{panel.port}?driver=modbus", lang="vi")
    panel.stop()
    assert (ran.code, "đang hiển thị 42" in ran.out) == (0, True)


@pytest.mark.parametrize("driver", ["cd5220", "template&frame=02+{number}+03", "modbus"])
def test_a_peer_that_hangs_up_is_told(driver: str) -> None:
    with ResettingPeer() as url:
        ran = counter("display", "show", "42", "--to", f"{url}?driver={driver}", lang="vi")
    assert (ran.code, ran.out) == (1, "")
    assert url in ran.complaint


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
