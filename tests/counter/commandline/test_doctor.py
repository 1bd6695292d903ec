"""The doctor as a technician calls it: one line each, what to do, and an exit code that a script can use."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import Any

from devices.virtual.machine import Machine
from devices.virtual.server import TcpPrinterServer
from tests.counter.commandline.conftest import Ran, counter
from tests.devices.line import Line

TERMINAL = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def examine(data: Path, lang: str = "en", **settings: str) -> tuple[Ran, dict[str, Any]]:
    """The doctor's findings by subject."""
    lines = [f'{name} = "{value}"' for name, value in settings.items()]
    (data / "counter.toml").write_text("\n".join(lines) + "\n", "utf-8")
    ran = counter("doctor", "--json", data=data, lang=lang, **TERMINAL)
    assert ran.err == ""
    return ran, {each["subject"]: each for each in ran.json["findings"]}


def test_a_sound_office_is_well(office: Path) -> None:
    with TcpPrinterServer() as server:
        ran, found = examine(office, printer=server.url)
    assert (ran.code, ran.json["ok"]) == (0, True), ran.out
    assert [each["level"] for each in found.values() if each["level"] == "wrong"] == []
    assert found["printer"]["level"] == "good"
    assert found["centre"] == {
        "subject": "centre",
        "level": "info",
        "said": "Not connected to a centre yet; everything is kept here.",
        "todo": "",
    }
    assert list(found) == [
        "settings", "key", "sqlite", "office-file", "pages", "disk", "clock", "fonts",
        "printer", "display", "scanner", "centre", "letters", "colours", "terminal",
    ]  # fmt: skip


def test_a_printer_without_paper_is_one_line_with_what_to_do(office: Path) -> None:
    with TcpPrinterServer(Machine(paper_out=True)) as server:
        (office / "counter.toml").write_text(f'printer = "{server.url}"\n', "utf-8")
        ran = counter("doctor", data=office, lang="vi", **TERMINAL)
    assert (ran.code, ran.err) == (1, "")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("!!")]
    assert "Máy in hết giấy. → Lắp cuộn giấy mới" in line


def test_a_near_end_is_told_and_is_no_fault(office: Path) -> None:
    with TcpPrinterServer(Machine(paper_near_end=True)) as server:
        ran, found = examine(office, printer=server.url)
    assert (ran.code, found["printer"]["level"]) == (0, "info")
    assert "nearly used up" in found["printer"]["said"]


def test_a_printer_that_says_nothing_or_refuses_is_told_apart(office: Path) -> None:
    with TcpPrinterServer(mute=True) as server:
        ran, found = examine(office, printer=server.url)
    assert (ran.code, "nothing answers" in found["printer"]["said"]) == (1, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ran, found = examine(office, printer=f"tcp://127.0.0.1:{port}")
    assert (ran.code, found["printer"]["said"]) == (1, "Printer not connected.")
    assert f"127.0.0.1:{port}" in found["printer"]["todo"]


def test_serial_devices_that_are_not_there(office: Path) -> None:
    ran, found = examine(
        office,
        printer="serial:///dev/ttyNOT1",
        display="serial:///dev/ttyNOT2?driver=cd5220",
        scanner="serial:///dev/ttyNOT3",
    )
    assert ran.code == 1
    for subject in ("printer", "display", "scanner"):
        assert found[subject]["level"] == "wrong"
        assert "/dev/ttyNOT" in found[subject]["said"]
        assert "/dev/serial/by-id" in found[subject]["todo"]


def test_display_and_scanner_on_real_lines(office: Path) -> None:
    with Line() as display, Line() as scanner:
        ran, found = examine(office, display=f"{display.url}?driver=cd5220", scanner=scanner.url)
        heard = display.heard()
    assert ran.code == 0, ran.out
    assert heard.startswith(b"\x0c\x1b@")
    assert (found["display"]["level"], found["scanner"]["level"]) == ("good", "good")


def test_wrong_settings_do_not_stop_the_rest(office: Path) -> None:
    ran, found = examine(office, printer="nonsense")
    assert ran.code == 1
    assert (found["settings"]["level"], found["office-file"]["level"]) == ("wrong", "good")
    assert "counter.toml" in found["settings"]["todo"]
    assert "printer" not in found


def test_a_key_that_others_can_read_and_one_that_is_missing(office: Path) -> None:
    key = office / "office.key"
    key.chmod(0o644)
    ran, found = examine(office)
    assert (ran.code, found["key"]["level"], found["office-file"]["level"]) == (1, "wrong", "good")
    assert found["key"]["todo"] == f"chmod 600 {key}"
    key.unlink()
    ran, found = examine(office)
    assert (found["key"]["level"], found["office-file"]["level"]) == ("wrong", "wrong")


def test_no_office_and_a_damaged_one(office: Path, tmp_path: Path) -> None:
    ran = counter("doctor", data=tmp_path / "nowhere", **TERMINAL)
    assert (ran.code, "counter init" in ran.out) == (1, True)
    for name in ("office.db-wal", "office.db-shm"):
        (office / name).unlink(missing_ok=True)
    shutil.copy(os.devnull, office / "office.db")
    (office / "office.db").write_bytes(b"\x00" * 8192)
    ran, found = examine(office)
    assert (ran.code, found["office-file"]["level"]) == (1, "wrong")


def test_a_terminal_of_another_encoding(office: Path) -> None:
    ran = counter("doctor", "--json", data=office, LC_ALL="en_US.ISO-8859-1", TERM="dumb")
    found = {each["subject"]: each for each in ran.json["findings"]}
    assert (found["letters"]["level"], found["letters"]["todo"]) == ("wrong", "export LANG=C.UTF-8")
    assert found["colours"]["level"] == "wrong"
