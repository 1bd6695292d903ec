"""Printers on USB without a kernel driver, over pyusb and libusb; loaded only where one is configured."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl

import usb.core
import usb.util

from devices.errors import AddressFault, Trouble, WrongAddress
from devices.ports.base import Port

PRINTER_CLASS: Final = 7
_WRITE_MS: Final = 100
"""Milliseconds that one transfer may take; the bytes taken until then are counted, the rest is sent again."""

_LONGEST_READ_MS: Final = 50
_READ_SIZE: Final = 512
"""A multiple of the packet size: a printer that sends more than was asked for would cause an overflow error."""

_GET_STATUS: Final = (usb.util.CTRL_IN | usb.util.CTRL_TYPE_STANDARD | usb.util.CTRL_RECIPIENT_DEVICE, 0)
_PORT_STATUS: Final = (usb.util.CTRL_IN | usb.util.CTRL_TYPE_CLASS | usb.util.CTRL_RECIPIENT_INTERFACE, 1)
_PAPER_EMPTY: Final = 0x20
_SELECTED: Final = 0x10
_RESERVED: Final = 0xC7


@dataclass(frozen=True, slots=True)
class Address:
    """Vendor and product number of a printer; ``serial`` and ``interface`` tell two of the same model apart."""

    vendor: int
    product: int
    serial: str = ""
    interface: int | None = None

    @property
    def rule(self) -> str:
        """The line for ``/etc/udev/rules.d`` that lets the group ``lp`` use the printer."""
        return (
            f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{self.vendor:04x}", '
            f'ATTR{{idProduct}}=="{self.product:04x}", GROUP="lp", MODE="0660"'
        )


@contextmanager
def _os_errors(address: Address) -> Iterator[None]:
    """Raise pyusb's errors as an OSError whose text says what to do."""
    try:
        yield
    except usb.core.NoBackendError as error:
        raise OSError(errno.ENOSYS, "libusb is not installed (Debian: libusb-1.0-0)") from error
    except usb.core.USBError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise OSError(errno.EACCES, f"not allowed; as a udev rule: {address.rule}") from error
        raise OSError(error.errno or errno.EIO, str(error)) from error
    except ValueError as error:
        raise OSError(errno.EIO, str(error)) from error


class UsbPort(Port):
    """A printer's pair of bulk endpoints. ``backend`` is libusb, or a test's replacement of it."""

    sure = False

    def __init__(self, url: str, address: Address, backend: Any = None) -> None:
        super().__init__(url)
        self._address, self._backend = address, backend
        self._device: Any = None
        self._out: Any = None
        self._in: Any = None
        self._interface = 0
        self._detached_driver = False

    @property
    def two_way(self) -> bool:
        """True until it was opened; then whether the printer has an endpoint for input, which some clones lack."""
        return self._device is None or self._in is not None

    @property
    def is_open(self) -> bool:
        """Whether it was opened and did not fail since."""
        return self._device is not None

    def open(self) -> None:
        """Open unless open. A printer that was unplugged since is noticed here, before bytes are lost."""
        if self.is_open:
            try:
                with _os_errors(self._address):
                    self._device.ctrl_transfer(*_GET_STATUS, 0, 0, 2, _WRITE_MS)
            except OSError as error:
                if error.errno in (errno.ENODEV, errno.ENOENT):
                    self.close()
        super().open()

    def trouble(self) -> Trouble | None:
        """Paper out, where the USB printer class's own status says so beyond doubt."""
        try:
            with _os_errors(self._address):
                answer = self._device.ctrl_transfer(*_PORT_STATUS, 0, self._interface, 1, _WRITE_MS)
        except OSError:
            return None
        status = answer[0] if len(answer) else 0
        plain = status & _SELECTED and not status & _RESERVED
        return Trouble.PAPER_OUT if plain and status & _PAPER_EMPTY else None

    def _open(self) -> None:
        with _os_errors(self._address):
            device = self._find()
            self._device = device
            interface = self._choose(device)
            self._interface = number = interface.bInterfaceNumber
            with suppress(NotImplementedError):
                if device.is_kernel_driver_active(number):
                    device.detach_kernel_driver(number)
                    self._detached_driver = True
            usb.util.claim_interface(device, number)
            self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
            self._in = _endpoint(interface, usb.util.ENDPOINT_IN)

    def _find(self) -> Any:
        address = self._address
        devices = usb.core.find(
            find_all=True, backend=self._backend, idVendor=address.vendor, idProduct=address.product
        )
        for device in devices:
            if not address.serial or usb.util.get_string(device, device.iSerialNumber) == address.serial:
                return device
        raise OSError(errno.ENODEV, "no such printer is plugged in")

    def _choose(self, device: Any) -> Any:
        """The interface of the address, else that of the printer class, else the first with an output endpoint."""
        try:
            configuration = device.get_active_configuration()
        except usb.core.USBError as error:
            if error.errno is not None:
                raise
            device.set_configuration()
            configuration = device.get_active_configuration()
        usable = [item for item in configuration if _endpoint(item, usb.util.ENDPOINT_OUT) is not None]
        if self._address.interface is not None:
            usable = [item for item in usable if item.bInterfaceNumber == self._address.interface]
        usable.sort(key=lambda item: item.bInterfaceClass != PRINTER_CLASS)
        if not usable:
            raise OSError(errno.ENXIO, "it has no interface that takes data")
        return usable[0]

    def close(self) -> None:
        """Release the printer, and attach the kernel's driver again if it was detached."""
        device, self._device = self._device, None
        self._out = self._in = None
        if device is None:
            return
        with suppress(usb.core.USBError):
            usb.util.release_interface(device, self._interface)
        if self._detached_driver:
            self._detached_driver = False
            with suppress(usb.core.USBError, NotImplementedError):
                device.attach_kernel_driver(self._interface)
        with suppress(usb.core.USBError):
            usb.util.dispose_resources(device)

    def _put(self, data: bytes) -> int:
        if self._out is None:
            raise OSError(errno.ENOTCONN, "closed")
        try:
            with _os_errors(self._address):
                return int(self._out.write(data, _WRITE_MS))
        except TimeoutError:
            return 0
        except BrokenPipeError:
            with suppress(usb.core.USBError):
                self._out.clear_halt()
            raise

    def _get(self, timeout: float) -> bytes:
        """libusb takes a timeout of 0 for no timeout, so that every read gets at least a millisecond."""
        if self._device is None:
            raise OSError(errno.ENOTCONN, "closed")
        if self._in is None:
            return b""
        until = time.monotonic() + timeout
        while True:
            left = min(_LONGEST_READ_MS, max(1, int((until - time.monotonic()) * 1000)))
            try:
                with _os_errors(self._address):
                    data = bytes(self._in.read(_READ_SIZE, left))
            except TimeoutError:
                data = b""
            if data or time.monotonic() >= until:
                return data
            time.sleep(0.001)

    def _pending(self) -> int:
        return 0


def _endpoint(interface: Any, direction: int) -> Any:
    for endpoint in interface:
        endpoint_direction = usb.util.endpoint_direction(endpoint.bEndpointAddress)
        kind = usb.util.endpoint_type(endpoint.bmAttributes)
        if endpoint_direction == direction and kind == usb.util.ENDPOINT_TYPE_BULK:
            return endpoint
    return None


def usb_port(url: str, parts: SplitResult, backend: Any = None) -> UsbPort:
    """The printer that ``url`` names: ``usb://0416:5011``, with ``serial`` and ``interface`` as options.

    Raises ``ValueError`` where the numbers are not four hexadecimal digits each.
    """
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    serial, interface = options.pop("serial", ""), options.pop("interface", None)
    if options:
        raise WrongAddress(
            f"a USB printer has no {', '.join(options)}", AddressFault.NO_OPTION, ", ".join(options)
        )
    vendor, _, product = parts.netloc.partition(":")
    if len(vendor) != 4 or len(product) != 4:
        text = "a USB printer is usb://VVVV:PPPP, as lsusb shows it"
        raise WrongAddress(text, AddressFault.RANGE, "usb", "usb://VVVV:PPPP")
    number = None if interface is None else int(interface)
    return UsbPort(url, Address(int(vendor, 16), int(product, 16), serial, number), backend)
