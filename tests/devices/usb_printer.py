"""A USB bus with one printer on it, at pyusb's own backend interface; behind the printer is a virtual one on TCP."""

import errno
import socket
import time
from array import array
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

URL = "usb://0416:5011"
SERIAL = "P123"
PACKET = 64
IN, OUT = 0x81, 0x02


def gone() -> USBError:
    return USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)


class UsbBus(IBackend):  # type: ignore[misc]
    """``most`` bytes go in one transfer at best; ``plugged``, ``allowed`` and ``taken`` are what may be wrong."""

    def __init__(
        self, server: str = "", *, most: int = 1_000, way_back: bool = True, driver: bool = True
    ) -> None:
        self.server, self.most, self.way_back, self.driver = server, most, way_back, driver
        self.plugged = self.allowed = True
        self.taken = self.stalled = False
        self.port_status = 0x18
        self.claimed: set[int] = set()
        self.line: socket.socket | None = None
        self.calls: list[str] = []

    def unplug(self) -> None:
        """Pull it out."""
        self.plugged = False
        self.hang_up()

    def hang_up(self) -> None:
        """End the way to the printer behind."""
        if self.line is not None:
            self.line.close()
        self.line = None

    def _finalize_object(self) -> None:
        self.hang_up()

    def enumerate_devices(self) -> Iterator["UsbBus"]:
        return iter([self] if self.plugged else [])

    def get_device_descriptor(self, dev: Any) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x0416, idProduct=0x5011, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=3, bNumConfigurations=1, address=7, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> SimpleNamespace:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=55, bNumInterfaces=2, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf > 1 or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=len(self._endpoints(intf)),
            bInterfaceClass=(3, 7)[intf], bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self._endpoints(intf)[ep],
            bmAttributes=3 if intf == 0 else 2, wMaxPacketSize=PACKET, bInterval=0, bRefresh=0,
            bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    def _endpoints(self, interface: int) -> list[int]:
        return ([0x83], [OUT, IN] if self.way_back else [OUT])[interface]

    def open_device(self, dev: Any) -> "UsbBus":
        self._must_be_there()
        if not self.allowed:
            raise USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        if self.server:
            parts = urlsplit(self.server)
            try:
                self.line = socket.create_connection((parts.hostname or "", parts.port or 0), 2)
            except OSError as error:
                raise gone() from error
        return self

    def close_device(self, dev_handle: Any) -> None:
        self.hang_up()

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        self.calls.append("set_configuration")

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self._must_be_there()
        if self.taken:
            raise USBError("Resource busy", -6, errno.EBUSY)
        assert not (self.driver and intf == 1), "the kernel's usblp has it"
        self.claimed.add(intf)

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed.discard(intf)

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.driver and intf == 1

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.driver = False
        self.calls.append("detach")

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._must_be_there()
        self.driver = True
        self.calls.append("attach")

    def clear_halt(self, dev_handle: Any, ep: int) -> None:
        self.stalled = False

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: "array[int]", timeout: int) -> int:
        assert ep == OUT
        assert intf in self.claimed
        assert 0 < timeout <= 1_000, "milliseconds; 0 is for ever"
        line = self._line()
        if self.stalled:
            raise USBError("Pipe error", -9, errno.EPIPE)
        whole, sent = bytes(data), 0
        line.settimeout(timeout / 1_000)
        with suppress(TimeoutError):
            while sent < min(len(whole), self.most):
                try:
                    sent += line.send(whole[sent : min(sent + PACKET, self.most)])
                except (BrokenPipeError, ConnectionResetError) as error:
                    raise gone() from error
        if not sent:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return sent

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: "array[int]", timeout: int) -> int:
        assert ep == IN
        assert len(buff) % PACKET == 0
        assert 0 < timeout <= 1_000
        line = self._line()
        line.settimeout(timeout / 1_000)
        try:
            data = line.recv(len(buff))
        except TimeoutError as error:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from error
        except ConnectionResetError as error:
            raise gone() from error
        if not data:
            raise gone()
        buff[: len(data)] = array("B", data)
        return len(data)

    def ctrl_transfer(
        self, dev_handle: Any, bmRequestType: int, bRequest: int, wValue: int, wIndex: int, data: Any, timeout: int  # noqa: N803
    ) -> int:  # fmt: skip
        line = self._line()
        answers = {(0x80, 0): b"\1\0", (0xA1, 1): bytes([self.port_status]), (0x80, 6): self._string(wValue)}
        if self.server:
            line.settimeout(0.001)
            with suppress(TimeoutError):
                if not line.recv(1, socket.MSG_PEEK):
                    raise gone()
        answer = answers[bmRequestType, bRequest][: len(data)]
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def _string(self, value: int) -> bytes:
        text = SERIAL.encode("utf-16-le") if value & 0xFF else b"\x09\x04"
        return bytes([len(text) + 2, 3]) + text

    def _must_be_there(self) -> None:
        if not self.plugged:
            raise gone()

    def _line(self) -> socket.socket:
        self._must_be_there()
        if self.line is None:
            time.sleep(0.001)
            raise gone()
        return self.line
