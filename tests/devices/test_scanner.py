"""Scanners on a serial line: whole scans, whatever the pieces, and back again after the cable was out."""

import pytest

from devices import scanner as scanner_module
from devices.errors import DeviceError, Trouble
from devices.scanner import Scanner, open_scanner
from tests.devices.line import Line

CARD = "072195000123|272123456|Trần Thị Bưởi|01021995|Nữ|Ấp 3, Châu Thành, Tây Ninh|11052021"


def scan(scanner: Scanner, timeout: float = 0.2) -> list[str]:
    return list(scanner.scans(timeout))


def test_scans_arrive_whole_in_any_pieces() -> None:
    with Line() as line:
        scanner = open_scanner(line.url)
        assert scan(scanner, 0.01) == []
        data = f"{CARD}\r\n".encode()
        line.say(data[:25])
        assert scan(scanner) == []
        line.say(data[25:] + b"000.17.22.H56-261123-0007\r")
        found: list[str] = []
        while len(found) < 2:
            found += scan(scanner)
        assert found == [CARD, "000.17.22.H56-261123-0007"]
        scanner.close()


def test_a_scanner_without_line_ends_is_ended_by_silence() -> None:
    with Line() as line:
        scanner = open_scanner(line.url)
        scan(scanner, 0.01)
        line.say(b"A042")
        found = scan(scanner)
        while not found:
            found = scan(scanner, scanner_module.PAUSE)
        assert found == ["A042"]
        scanner.close()


def test_what_the_scanner_adds_is_taken_off_and_noise_is_harmless() -> None:
    with Line() as line:
        scanner = open_scanner(line.url, prefix="]C1", suffix="#")
        scan(scanner, 0.01)
        line.say(b"]C1A042#\n\xff\x1b[A\n\n")
        found: list[str] = []
        while len(found) < 2:
            found += scan(scanner)
        assert found == ["A042", "\ufffd [A"]
        scanner.close()


def test_an_unplugged_scanner_is_trouble_until_it_is_back() -> None:
    line = Line()
    scanner = open_scanner(line.url)
    assert scan(scanner, 0.01) == []
    line.unplug()
    assert scan(scanner) == []
    assert scan(scanner) == []
    assert scanner.trouble is Trouble.NOT_CONNECTED


def test_a_scanner_needs_a_line() -> None:
    with pytest.raises(DeviceError):
        open_scanner("virtual:")
