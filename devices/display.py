"""A customer display or number panel on a port: shows what it was last told, also after it lost power."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from devices.display_drivers import Driver, Shown, driver
from devices.errors import DeviceError, Trouble
from devices.ports import Port, open_port
from devices.virtual.display import VirtualDisplay

PATIENCE: Final = 0.5
"""Seconds that a panel which answers has to do so."""

_OURS: Final = ("driver", "brightness", "unit", "frame", "checksum")


class CustomerDisplay:
    """Never raises for a display that is away: ``trouble`` says so, and ``refresh`` brings the lines back."""

    def __init__(self, port: Port, its_driver: Driver, brightness: int = 4) -> None:
        self._port, self._driver, self._brightness = port, its_driver, brightness
        self._shown = Shown()
        self.trouble: Trouble | None = None

    @property
    def lines(self) -> tuple[str, str]:
        """What should stand there now, as a display of two lines has it."""
        upper, lower = self._shown.lines()
        return upper.decode("ascii"), lower.decode("ascii")

    def show(self, upper: str, lower: str = "", *, number: str = "", counter: int = 0) -> None:
        """Show two lines, or on a panel the number."""
        self._shown = Shown(upper, lower, number, counter)
        self.refresh(start=not self._port.is_open or self.trouble is not None)

    def clear(self) -> None:
        """Go dark."""
        self.show("", "")

    def refresh(self, *, start: bool = True) -> None:
        """Send the present lines once more, set up anew: a display that lost power says nothing of it."""
        try:
            frame = self._driver.start(self._brightness) if start else b""
            self._port.write(frame + self._driver.show(self._shown))
            self.trouble = None if self._acknowledged() else Trouble.NO_ANSWER
        except DeviceError as error:
            self.trouble = error.trouble

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()

    def _acknowledged(self) -> bool:
        answer = b""
        while len(answer) < self._driver.answers:
            part = self._port.read(PATIENCE)
            if not part:
                return False
            answer += part
        return True


def open_display(url: str) -> CustomerDisplay | VirtualDisplay:
    """The display at ``url``, not opened yet: a port's URL with ``driver=`` and, where wanted, ``brightness=`` (1-4),
    ``unit=`` (modbus), ``frame=`` and ``checksum=`` (template); ``virtual:`` is one in memory. Raises ``DeviceError``.
    """
    if url.startswith("virtual:"):
        return VirtualDisplay()
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    ours = {key: options.pop(key) for key in _OURS if key in options}
    port = open_port(urlunsplit(parts._replace(query=urlencode(options))))
    try:
        brightness = int(ours.pop("brightness", "4"))
        unit = int(ours.pop("unit", "1"))
        return CustomerDisplay(port, driver(ours.pop("driver", "cd5220"), unit=unit, **ours), brightness)
    except ValueError as error:
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {error}") from error
