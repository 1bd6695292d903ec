"""Number panels on a Modbus server that is not ours, and panels that answer wrongly or not at all."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
from pymodbus import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from devices.displays import display as display_module
from devices.displays.display import CustomerDisplay, open_display
from devices.displays.drivers import Shown
from devices.displays.panels import ModbusDriver
from devices.errors import Trouble
from tests.devices.line import Line

A042 = ModbusDriver().show(Shown(number="A042"))
ANSWER = bytes.fromhex("01 10 00 00 00 04 C1 CA")


class Panel:
    """A pymodbus server in a thread; RTU frames over TCP, as serial converters carry them."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(5)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(5)
        self._thread.join(5)

    async def _shut(self) -> None:
        await self._server.shutdown()  # type: ignore[no-untyped-call]

    def registers(self, first: int, count: int) -> list[int]:
        """What stands in the panel's registers."""
        read = self._server.context.async_getValues(1, 3, first, count)
        values = asyncio.run_coroutine_threadsafe(read, self._loop).result(5)
        assert isinstance(values, list)
        return [int(value) for value in values]

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        device = SimDevice(1, [SimData(0, values=[0] * 16, datatype=DataType.REGISTERS)])
        self._server = ModbusTcpServer(device, framer=FramerType.RTU, address=("127.0.0.1", self.port))
        await self._server.listen()
        self._ready.set()
        await self._server.serving


@pytest.fixture
def panel() -> Iterator[Panel]:
    served = Panel()
    served.start()
    yield served
    served.stop()


def driven(url: str) -> CustomerDisplay:
    display = open_display(f"{url}?driver=modbus")
    assert isinstance(display, CustomerDisplay)
    return display


def test_a_panel_shows_the_numbers_that_it_is_told(panel: Panel) -> None:
    display = driven(f"tcp://127.0.0.1:{panel.port}")
    display.call("A042", 3)
    assert display.trouble is None
    assert bytes(panel.registers(0, 4)) == b"A042"
    display.show_text("Đã nhận", "261123-0007")
    assert bytes(panel.registers(0, 4)) == b"A042"
    display.call("42", 3)
    assert display.trouble is None
    assert panel.registers(7, 1) == [42]
    display.show_idle()
    assert panel.registers(7, 1) == [0]
    display.close()


def test_another_unit_is_not_addressed(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display_module, "PATIENCE", 0.1)
    display = open_display(f"tcp://127.0.0.1:{panel.port}?driver=modbus&unit=9")
    display.call("42", 3)
    assert display.trouble is not None
    assert panel.registers(7, 1) == [0]
    display.close()


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (ANSWER, None),
        (A042 + ANSWER, None),
        (b"", Trouble.NO_ANSWER),
        (ANSWER[:5], Trouble.FAULT),
        (bytes.fromhex("01 90 02 CD C1"), Trouble.FAULT),
        (ANSWER[:7] + b"\x00", Trouble.FAULT),
    ],
)
def test_what_a_panel_answers_is_checked(
    answer: bytes, trouble: Trouble | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display_module, "PATIENCE", 0.3)
    with Line() as line:
        display = driven(line.url)

        def tell() -> None:
            line.heard(len(A042))
            line.say(answer)

        telling = threading.Thread(target=tell)
        telling.start()
        display.call("A042", 3)
        telling.join()
        assert display.trouble is trouble
        display.close()


def test_an_old_answer_is_not_taken_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display_module, "PATIENCE", 0.1)
    with Line() as line:
        display = driven(line.url)
        display.call("A042", 3)
        line.say(ANSWER)
        display.call("A042", 3)
        assert display.trouble is Trouble.NO_ANSWER
