"""Printers on USB: part-written transfers, a plug that is pulled, a stall, a kernel driver, a missing right."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from devices import printer as printer_module
from devices.encode.escpos import encode
from devices.errors import CutOff, DeviceError, NothingSent, NotReady, Trouble
from devices.ports import base
from devices.ports.opening import open_port
from devices.ports.usb import Address, UsbPort
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Status, Strategy
from devices.slip import Line, Slip
from devices.virtual.server import PrinterServer, TcpPrinterServer
from tests.devices.samples import TWENTY_LINES
from tests.devices.usb_printer import SERIAL, URL, UsbBus

TCVN = Profile(strategy=Strategy.TCVN3, proof=Proof.COMPLETION)
SLIP = Slip("", (Line("Đã nhận hồ sơ"),))
WHERE = Address(0x0416, 0x5011)


@pytest.fixture
def server() -> Iterator[PrinterServer]:
    with TcpPrinterServer() as server:
        yield server


def port_on(bus: UsbBus, where: Address = WHERE) -> UsbPort:
    return UsbPort(URL, where, bus)


def printer_on(bus: UsbBus, profile: Profile = TCVN) -> EscposPrinter:
    return EscposPrinter("p", port_on(bus), profile)


@pytest.mark.parametrize("most", [1, 7, 64, 1_000])
def test_every_byte_arrives_whatever_a_transfer_takes(server: PrinterServer, most: int) -> None:
    printer = printer_on(UsbBus(server.url, most=most))
    for _ in range(2):
        printer.check()
        printer.send(SLIP)
        assert printer.confirm()
    printer.close()
    assert server.machine.text() == ["Đã nhận hồ sơ"] * 2


def test_the_kernels_driver_is_sent_away_and_called_back(server: PrinterServer) -> None:
    bus = UsbBus(server.url)
    port = port_on(bus)
    port.open()
    assert (bus.driver, bus.claimed) == (False, {1})
    port.close()
    assert (bus.driver, bus.claimed) == (True, set())
    assert bus.calls == ["detach", "attach"]


def test_the_printer_is_found_by_its_serial_number_and_interface(server: PrinterServer) -> None:
    port = port_on(UsbBus(server.url), Address(0x0416, 0x5011, SERIAL, 1))
    port.open()
    port.close()
    for other in (Address(0x0416, 0x5011, "P999"), Address(0x0416, 0x5012), Address(0x0416, 0x5011, "", 0)):
        with pytest.raises(NothingSent) as caught:
            port_on(UsbBus(server.url), other).open()
        assert caught.value.trouble is Trouble.NOT_CONNECTED


def test_without_the_right_the_rule_to_add_is_told(server: PrinterServer) -> None:
    bus = UsbBus(server.url)
    bus.allowed = False
    with pytest.raises(NothingSent, match=r'ATTR\{idVendor\}=="0416", ATTR\{idProduct\}=="5011"') as caught:
        printer_on(bus).check()
    assert caught.value.trouble is Trouble.NO_PERMISSION
    bus.allowed, bus.taken = True, True
    with pytest.raises(NothingSent) as caught:
        printer_on(bus).check()
    assert caught.value.trouble is Trouble.IN_USE


def test_pulled_out_between_slips_nothing_is_lost_on_it(server: PrinterServer) -> None:
    bus = UsbBus(server.url)
    printer = printer_on(bus, Profile(strategy=Strategy.TCVN3, status=Status.NEVER))
    printer.check()
    printer.send(SLIP)
    bus.unplug()
    with pytest.raises(NothingSent) as caught:
        printer.send(SLIP)
    assert caught.value.trouble is Trouble.NOT_CONNECTED
    bus.plugged = True
    printer.send(SLIP)
    assert server.wait_for(2 * len(encode(SLIP, TCVN)))
    printer.close()
    assert server.machine.text() == ["Đã nhận hồ sơ"] * 2


def test_a_transfer_that_fails_may_have_printed_something(server: PrinterServer) -> None:
    bus = UsbBus(server.url)
    printer = printer_on(bus)
    printer.check()
    bus.stalled = True
    with pytest.raises(CutOff):
        printer.send(SLIP)
    assert not bus.stalled
    printer.check()
    printer.send(SLIP)
    assert printer.confirm()
    printer.close()


def test_one_that_takes_nothing_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "STALL", 0.2)
    with TcpPrinterServer(hangs_at=0) as server:
        bus = UsbBus(server.url, way_back=False)
        big = Slip("", TWENTY_LINES.items * 200)
        with pytest.raises(DeviceError) as caught:
            printer_on(bus, Profile(strategy=Strategy.RASTER)).send(big)
        assert caught.value.trouble is Trouble.NO_ANSWER


def test_a_clone_without_a_way_back_prints_and_proves_nothing(server: PrinterServer) -> None:
    printer = printer_on(UsbBus(server.url, way_back=False))
    printer.check()
    printer.send(SLIP)
    assert not printer.confirm()
    printer.close()


def test_the_usb_ports_own_status_tells_of_paper_where_the_printer_is_mute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printer_module, "PATIENCE", 0.1)
    with TcpPrinterServer(mute=True) as server:
        bus = UsbBus(server.url)
        for status, ready in ((0x18, True), (0x30, False), (0xFF, True), (0x20, True)):
            bus.port_status = status
            printer = printer_on(bus)
            if ready:
                printer.check()
            else:
                with pytest.raises(NotReady) as caught:
                    printer.check()
                assert caught.value.trouble is Trouble.PAPER_OUT
            printer.close()


def test_addresses_of_usb_printers() -> None:
    port = open_port("usb://04b8:0e15?serial=X1&interface=0")
    assert isinstance(port, UsbPort)
    assert port._address == Address(0x04B8, 0x0E15, "X1", 0)
    for bad in ("usb://", "usb://4b8:0e15", "usb://04b8:zzzz", "usb://04b8:0e15?x=1", "usb://04b8"):
        with pytest.raises(DeviceError) as caught:
            open_port(bad)
        assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_pyusb_is_loaded_only_for_usb() -> None:
    script = "import sys, devices.printer; print('usb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"
