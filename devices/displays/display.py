"""A customer display or number panel on a port: the last text is sent again after a fault or a loss of power."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from devices.displays.drivers import DARK, TEXT_DRIVERS, Driver, Shown
from devices.displays.panels import ModbusDriver, TemplateDriver
from devices.errors import AddressFault, DeviceError, Trouble, WrongAddress
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.virtual.display import VirtualDisplay

PATIENCE: Final = 0.5
"""Seconds that a panel has to answer, of the kind that does."""

REPEAT: Final = 2.0
"""Seconds after which the same text is sent again: it detects an unplugged display, and fills one that lost power."""

BLINKS: Final = 3
"""How often a call goes dark and comes back."""

BLINK: Final = 0.35
"""Seconds of dark, and of text between."""

SHARED: Final = "printer"
"""The scheme of a display that is connected through the printer."""

PASSED_THROUGH: Final = ("dm-d",)
"""Drivers that select the display before their text, and the printer after it."""

_MOST_READS: Final = 16

Turn = Callable[[], AbstractContextManager[object]]
"""Gives a context in which nobody else uses the line; may wait for it. May raise ``DeviceError``."""


@dataclass(frozen=True, slots=True)
class DisplayTexts:
    """The two lines of a text display for a call, and while nobody is called."""

    call: tuple[str, str] = ("{number}", "{counter}")
    idle: tuple[str, str] = ("", "")


class CustomerDisplay:
    """Never raises for a missing display: ``trouble`` has the reason, and ``refresh`` sends the text again.

    ``hung_up`` tells whether the other end ever closed the line.
    Every method uses the device and may take some seconds; ``devices.displays.worker`` calls them in a thread.
    """

    def __init__(
        self,
        port: Port,
        driver: Driver,
        *,
        brightness: int = 4,
        repeat: float = REPEAT,
        texts: DisplayTexts | None = None,
        turn: Turn = nullcontext,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port, self._driver, self._turn, self._clock = port, driver, turn, clock
        self._brightness, self._repeat, self._texts = brightness, repeat, texts or DisplayTexts()
        self._shown = DARK
        self._phases = 0
        self._due = self._clock() + repeat
        self._ready = False
        self.trouble: Trouble | None = None
        self.hung_up = False

    @property
    def answers(self) -> bool:
        """Whether displays of this kind answer, so that what was sent is known to be shown."""
        return bool(self._driver.answer(self._driver.show(self._shown)))

    @property
    def lines(self) -> tuple[str, str]:
        """What a display of two lines should show now."""
        upper, lower = self._shown.lines()
        return upper.decode("ascii"), lower.decode("ascii")

    @property
    def blinking(self) -> bool:
        """Whether the last call still goes dark and comes back."""
        return self._phases > 0

    def call(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``; ``refresh`` makes it blink a few times."""
        upper, lower = (line.format(number=number, counter=counter or "") for line in self._texts.call)
        self._put(Shown(upper, lower, number, counter), 2 * BLINKS if self._driver.reads_text else 0)

    def show_text(self, upper: str, lower: str = "") -> None:
        """Show two lines; a panel that knows only numbers keeps its number."""
        if self._driver.reads_text:
            self._put(Shown(upper, lower))

    def show_idle(self) -> None:
        """Show the text for when nobody is called."""
        self._put(Shown(*self._texts.idle) if self._driver.reads_text else DARK)

    def clear(self) -> None:
        """Show nothing."""
        self._put(DARK)

    def refresh(self) -> float:
        """Do what is due: blink, detect a display that is gone or back, send again. Seconds until the next time."""
        left = self._due - self._clock()
        if left > 0:
            return left
        self._phases = max(0, self._phases - 1)
        self._send()
        return max(0.0, self._due - self._clock())

    def close(self, *, dark: bool = True) -> None:
        """Clear a connected display if ``dark``, and close the port; a line of the printer stays open."""
        if dark and self._ready and self.trouble is None:
            self.clear()
        self.hung_up |= self._ready and self._owns_line and not self._port.is_open
        self._ready = False
        if self._owns_line:
            self._port.close()

    @property
    def _owns_line(self) -> bool:
        return self._turn is nullcontext

    def _put(self, shown: Shown, phases: int = 0) -> None:
        self._shown, self._phases = shown, phases
        self._send()

    def _send(self) -> None:
        """Send one frame, after the set-up that the display needs."""
        try:
            with self._turn():
                self._transmit()
            self.trouble = None
        except DeviceError as error:
            self.trouble = error.trouble
            self._ready, self._phases = False, 0
        self._due = self._clock() + self._pause

    @property
    def _pause(self) -> float:
        if self._phases:
            return BLINK
        return self._repeat if self._driver.repeats or self.trouble else float("inf")

    def _transmit(self) -> None:
        frame = self._driver.show(DARK if self._phases % 2 else self._shown)
        starts = not self._ready or not self._port.is_open
        self.hung_up |= self._ready and starts
        data = self._driver.reset() if starts else b""
        data += self._driver.settings(self._brightness) + frame
        answer = self._driver.answer(frame)
        if self._owns_line:
            self._discard_input()
        self._port.write(data)
        self._port.drain()
        if answer:
            self._await_answer(answer)
        self._ready = True

    def _discard_input(self) -> None:
        """Unread input would hide the end of the connection, or be taken for an answer."""
        self._port.open()
        for _ in range(_MOST_READS):
            if not self._port.read(0):
                return

    def _await_answer(self, answer: bytes) -> None:
        """Wait for ``answer``; some adapters echo the sent frame before it."""
        received = b""
        until = self._clock() + PATIENCE
        while answer not in received:
            part = self._port.read(max(0.0, until - self._clock()))
            received += part
            if not part and self._clock() >= until:
                trouble = Trouble.FAULT if received else Trouble.NO_ANSWER
                raise DeviceError(trouble, f"{self._port.url}: {received!r}")


def open_display(
    url: str, *, texts: DisplayTexts | None = None, shared: Port | None = None, turn: Turn = nullcontext
) -> CustomerDisplay | VirtualDisplay:
    """The display at ``url``, not opened yet: a port's URL with ``driver=`` and, where wanted, ``brightness=`` (1-4),
    ``keep=`` (seconds), ``unit=`` and ``width=`` (modbus), ``frame=`` and ``checksum=`` (template).

    ``virtual:`` is one in memory; ``printer:?driver=dm-d`` is connected through the printer, whose line is ``shared``
    and used in ``turn``. Raises ``DeviceError``.
    """
    if url.startswith("virtual:"):
        return VirtualDisplay(call=(texts or DisplayTexts()).call, idle=(texts or DisplayTexts()).idle)
    try:
        parts = urlsplit(url)
        options, port_url = _split(parts)
        driver = _driver(options)
        if parts.scheme != SHARED:
            return CustomerDisplay(open_port(port_url), driver, texts=texts, **_settings(options))
        if options.get("driver") not in PASSED_THROUGH:
            known = ", ".join(PASSED_THROUGH)
            text = f"only {known} works on a printer's line"
            raise WrongAddress(text, AddressFault.ONE_OF, "driver", known)
        if shared is None:
            raise WrongAddress("there is no printer on a line of its own", AddressFault.NO_LINE)
        return CustomerDisplay(shared, driver, texts=texts, turn=turn, **_settings(options))
    except ValueError as error:
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {error}") from error


_OPTIONS: Final[tuple[str, ...]] = ("driver", "brightness", "keep", "unit", "width", "frame", "checksum")


def _split(parts: SplitResult) -> tuple[dict[str, str], str]:
    """The display's own options, and the URL of its port without them."""
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    display_options = {key: options.pop(key) for key in _OPTIONS if key in options}
    return display_options, urlunsplit(parts._replace(query=urlencode(options)))


def _settings(options: dict[str, str]) -> dict[str, Any]:
    repeat = float(options.get("keep", REPEAT))
    if not 0.5 <= repeat <= 3600:
        raise WrongAddress("keep is 0.5 to 3600 seconds", AddressFault.RANGE, "keep", "0.5-3600")
    return {"brightness": int(options.get("brightness", "4")), "repeat": repeat}


def _driver(options: dict[str, str]) -> Driver:
    name = options.get("driver", "cd5220")
    if name == "modbus":
        return ModbusDriver(int(options.get("unit", "1")), int(options.get("width", "4")))
    if name == "template":
        repeats = "keep" in options
        return TemplateDriver(options.get("frame", ""), options.get("checksum", "none"), repeats=repeats)
    if name not in TEXT_DRIVERS:
        known = ", ".join((*TEXT_DRIVERS, "modbus", "template"))
        raise WrongAddress(
            f"no display driver {name!r}; there are {known}", AddressFault.ONE_OF, "driver", known
        )
    return TEXT_DRIVERS[name]
