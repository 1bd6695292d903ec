"""Printers on real lines: what they say before and after, and what every fault leaves behind."""

import socket
import threading
from pathlib import Path

import pytest

from devices import printer as printer_module
from devices.answers import Answers
from devices.encode.escpos import encode
from devices.encode.text import render_text
from devices.errors import CutOff, DeviceError, NothingSent, NotReady, Trouble
from devices.ports import base
from devices.ports.base import STALL
from devices.ports.opening import open_port
from devices.printer import EscposPrinter, open_printer
from devices.profile import Profile, Proof, Status, Strategy
from devices.slip import Line, Slip
from devices.virtual.machine import Machine
from devices.virtual.printer import VirtualPrinter
from devices.virtual.server import PrinterServer, PtyPrinterServer, TcpPrinterServer
from tests.devices.rfc2217_server import Rfc2217Server
from tests.devices.samples import TICKET, TWENTY_LINES

TCVN = Profile(strategy=Strategy.TCVN3, proof=Proof.COMPLETION)
SLIP = Slip("", (Line("Đã nhận hồ sơ"),))
SERVERS = [TcpPrinterServer, PtyPrinterServer]


def printer_at(server: PrinterServer, profile: Profile = TCVN) -> EscposPrinter:
    return EscposPrinter("p", open_port(server.url), profile)


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("proof", [Proof.COMPLETION, Proof.QUEUED])
def test_a_slip_is_printed_and_proven(kind: type[PrinterServer], proof: Proof) -> None:
    with kind() as server:
        printer = printer_at(server, Profile(strategy=Strategy.TCVN3, proof=proof))
        for _ in range(3):
            printer.check()
            printer.send(SLIP)
            assert printer.confirm()
        printer.close()
        assert server.machine.text() == ["Đã nhận hồ sơ"] * 3


def test_without_proof_it_is_only_sent() -> None:
    with TcpPrinterServer() as server:
        printer = printer_at(server, Profile(strategy=Strategy.TCVN3, proof=Proof.NONE))
        printer.check()
        printer.send(SLIP)
        assert not printer.confirm()
        assert server.wait_for(10)
        printer.close()


def test_a_mute_printer_prints_unless_it_is_known_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer_module, "PATIENCE", 0.1)
    with TcpPrinterServer(mute=True) as server:
        printer = printer_at(server)
        printer.check()
        printer.send(SLIP)
        assert not printer.confirm()
        strict = printer_at(server, Profile(status=Status.ALWAYS))
        printer.close()
        with pytest.raises(NotReady) as caught:
            strict.check()
        assert caught.value.trouble is Trouble.NO_ANSWER
        strict.close()


@pytest.mark.parametrize(
    ("fault", "trouble"), [("paper_out", Trouble.PAPER_OUT), ("cover_open", Trouble.COVER_OPEN)]
)
def test_it_says_what_is_wrong_before_the_first_byte(fault: str, trouble: Trouble) -> None:
    with TcpPrinterServer() as server:
        printer = printer_at(server)
        setattr(server.machine, fault, True)
        with pytest.raises(NotReady) as caught:
            printer.check()
        assert caught.value.trouble is trouble
        setattr(server.machine, fault, False)
        server.machine.paper_near_end = True
        printer.check()
        assert printer.near_end
        printer.close()


def test_paper_that_runs_out_in_the_middle_is_told() -> None:
    class Short(Machine):
        def feed(self, data: bytes) -> bytes:
            if len(data) > 20:
                self.paper_out = True
            return super().feed(data)

    with TcpPrinterServer(Short()) as server:
        printer = printer_at(server)
        printer.check()
        printer.send(TWENTY_LINES)
        with pytest.raises(CutOff) as caught:
            printer.confirm()
        assert caught.value.trouble is Trouble.PAPER_OUT
        printer.close()


def test_unplugged_in_the_middle_is_a_cut_and_it_prints_when_back() -> None:
    with TcpPrinterServer(dies_at=300) as server:
        printer = printer_at(server)
        printer.check()
        with pytest.raises(CutOff):
            printer.send(TWENTY_LINES)
            printer.confirm()
        server.machine.paper.clear()
        printer.check()
        printer.send(SLIP)
        assert printer.confirm()
        printer.close()


def test_a_printer_that_hangs_is_known_after_one_stall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "STALL", 0.3)
    job = len(encode(TWENTY_LINES, Profile(strategy=Strategy.RASTER)))
    with TcpPrinterServer(hangs_at=2_000, pace=100_000) as server:
        printer = printer_at(server, Profile(strategy=Strategy.RASTER))
        printer.check()
        assert job > 10_000
        with pytest.raises(CutOff) as caught:
            printer.send(TWENTY_LINES)
            printer.confirm()
        assert caught.value.trouble is Trouble.NO_ANSWER
        assert STALL <= 3


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", "serial:///dev/no-such-line", "file:///no/such/folder/lp0"):
        with pytest.raises(NothingSent) as caught:
            EscposPrinter("p", open_port(url), TCVN).check()
        assert caught.value.trouble is Trouble.NOT_CONNECTED


def test_a_peer_that_closed_is_noticed_before_bytes_are_lost() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = open_port(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        port.open()
        first, _ = listener.accept()
        first.close()
        received = bytearray()

        def second() -> None:
            line, _ = listener.accept()
            with line:
                received.extend(line.recv(10))

        thread = threading.Thread(target=second)
        thread.start()
        while port.is_open:
            pass
        port.write(b"whole")
        port.drain()
        thread.join(60)
        port.close()
        assert received == b"whole"


def test_one_owner_for_a_serial_line() -> None:
    with PtyPrinterServer() as server:
        one, two = open_port(server.url), open_port(server.url)
        one.open()
        with pytest.raises(NothingSent) as caught:
            two.open()
        assert caught.value.trouble is Trouble.IN_USE
        one.close()
        two.open()
        two.close()


def test_a_file_keeps_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "job.bin"
    printer = EscposPrinter("p", open_port(f"file://{file}"), Profile())
    printer.check()
    printer.send(TICKET)
    assert not printer.confirm()
    printer.close()
    assert file.read_bytes() == encode(TICKET, Profile())


@pytest.mark.parametrize(
    "url", ["", "lpt:1", "tcp://", "tcp://h:x", "serial:///dev/x?flow=wish", "serial:///dev/x?x=1"]
)
def test_bad_addresses_are_told(url: str) -> None:
    with pytest.raises(DeviceError) as caught:
        open_port(url)
    assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_a_printer_is_opened_by_its_url() -> None:
    assert isinstance(open_printer("p", "virtual:", TCVN), VirtualPrinter)
    assert isinstance(open_printer("p", "tcp://127.0.0.1", TCVN), EscposPrinter)


def test_answers_are_sorted_whatever_the_pieces() -> None:
    answers = Answers()
    for byte in b"\x12\x14\x00\x00\x00\x37\x220042\x00\x1e\x00":
        answers.add(bytes([byte]))
    assert answers.status == [0x12, 0x1E]
    assert answers.proofs == [b"0042", b"queued"]


def test_a_slow_printer_is_waited_for() -> None:
    with TcpPrinterServer(pace=4_000) as server:
        printer = printer_at(server, Profile(proof=Proof.COMPLETION))
        printer.check()
        printer.send(TICKET)
        assert printer.confirm()
        printer.close()
        assert len(server.machine.paper) > len(render_text(TICKET, 48)) - 2


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own thread
def test_a_printer_behind_a_terminal_server() -> None:
    with PtyPrinterServer() as server, Rfc2217Server(server.url.removeprefix("serial://")) as terminal:
        printer = EscposPrinter("p", open_port(terminal.url), Profile(proof=Proof.COMPLETION))
        for _ in range(2):
            printer.check()
            printer.send(TWENTY_LINES)
            assert printer.confirm()
        printer.close()
        assert [line for line in server.machine.text() if line == "<cut>"] == ["<cut>"] * 2
