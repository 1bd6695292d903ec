"""The virtual printer does what the manuals say, byte by byte, with the habits and the faults of cheap ones."""

import time

import pytest

from devices.ports.opening import open_port
from devices.virtual import server as served
from devices.virtual.machine import Code, Machine, Picture
from devices.virtual.server import PtyPrinterServer, TcpPrinterServer

A_LETTER = b"\x1b&\x03AA\x01\xff\x00\xff"
"""``ESC &``: A as one column of dots."""


def test_text_pages_and_the_kanji_mode_of_chinese_clones() -> None:
    machine = Machine(kanji=True)
    machine.feed(b"\x1b@\x1bt\x1e\xb8\xb8\n\x1c.\xb8\xb8\n")
    assert machine.text() == ["�", "áá"]
    machine.feed(b"\x1b@\xb8\xb8\n")
    assert machine.text()[-1] == "�", "ESC @ puts the mode back that it was switched on with"


def test_downloaded_characters_and_clones_that_ignore_them() -> None:
    machine = Machine()
    machine.feed(A_LETTER + b"A\x1b%\x01A\x1b%\x00A\n")
    assert machine.text({b"\xff\x00\xff": "ế"}) == ["AếA"]
    machine.feed(b"\x1b@\x1b%\x01A\n")
    assert machine.text()[-1] == "A", "ESC @ forgets them"
    deaf = Machine(deaf_to_definitions=True)
    deaf.feed(A_LETTER + b"\x1b%\x01A\n")
    assert deaf.text()[0].startswith("AA")


def test_a_command_that_is_out_of_range_is_dropped_and_printing_goes_on() -> None:
    machine = Machine()
    machine.feed(b"\x1b&\x03AA\x20\nafter\n")
    assert machine.text()[-1] == "after"
    assert machine.unknown


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        ("", b"\x12\x12\x12\x12"),
        ("paper_out", b"\x1a\x32\x12\x7e"),
        ("cover_open", b"\x1a\x16\x12\x12"),
        ("paper_near_end", b"\x12\x12\x12\x1e"),
    ],
)
def test_status_is_answered_at_once(fault: str, answers: bytes) -> None:
    machine = Machine()
    if fault:
        setattr(machine, fault, True)
    assert machine.feed(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04") == answers
    assert machine.feed(b"\x1dv0\x00\x01\x00\x05\x00\x10\x04") == b""
    assert machine.feed(b"\x01") == answers[:1], "even inside a picture"


def test_out_of_paper_or_open_it_keeps_bytes_and_prints_them_later() -> None:
    for fault in ("paper_out", "cover_open"):
        machine = Machine()
        setattr(machine, fault, True)
        assert machine.feed(b"late\n\x1d(H\x06\x00000001") == b""
        assert machine.text() == []
        setattr(machine, fault, False)
        assert machine.feed(b"") == b"\x37\x220001\x00"
        assert machine.text() == ["late"]


def test_proof_is_in_the_order_of_the_bytes_and_some_have_none() -> None:
    assert Machine().feed(b"A\n\x1d(H\x06\x0000ABCD") == b"\x37\x22ABCD\x00"
    assert Machine(proves_completion=False).feed(b"\x1d(H\x06\x0000ABCD\x1dr\x01") == b"\x00"
    assert Machine(paper_near_end=True).feed(b"\x1dr\x01") == b"\x0c"


def test_pictures_codes_and_the_knife() -> None:
    machine = Machine()
    machine.feed(
        b"\x1dv0\x00\x01\x00\x02\x00\xf0\x0f\x1dkI\x06{BH56-\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0\x1dV\x01"
    )
    assert machine.paper == [Picture(1, b"\xf0\x0f"), Code("CODE128", "H56-"), Code("QR", "abc"), "cut"]


def test_a_power_cycle_forgets_everything_but_the_paper() -> None:
    machine = Machine()
    machine.feed(A_LETTER + b"kept\n\x1b%\x01lost \x1dv0\x00")
    machine.power_cycle()
    machine.feed(b"A\n")
    assert machine.text() == ["kept", "A"]


def test_it_drains_at_its_pace() -> None:
    with TcpPrinterServer(pace=2_000) as server:
        port = open_port(server.url)
        started = time.monotonic()
        port.write(b"x" * 400)
        port.drain()
        assert server.wait_for(400)
        assert time.monotonic() - started >= 0.18
        port.close()


@pytest.mark.parametrize("kind", [TcpPrinterServer, PtyPrinterServer])
def test_it_crashes_hangs_and_restarts_at_the_byte_that_was_asked_for(kind: type) -> None:
    for fault in ("dies_at", "hangs_at", "resets_at"):
        with kind(**{fault: 7}) as server:
            port = open_port(server.url)
            port.write(b"0123456789")
            assert server.wait_for(7)
            if fault != "resets_at":
                assert not server.wait_for(8, 0.05)
            assert getattr(server, fault) == (7 if fault == "hangs_at" else -1)
            port.close()
    assert served.BOOT < 1
