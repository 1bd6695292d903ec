"""A customer display or number panel on a port: shows what it was last told, also after it lost power."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from devices.displays.drivers import DARK, TEXT_DRIVERS, Driver, Shown
from devices.displays.panels import ModbusDriver, TemplateDriver
from devices.errors import DeviceError, Trouble
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.virtual.display import VirtualDisplay

PATIENCE: Final = 0.5
"""Seconds that a panel which answers has to do so."""

KEEP: Final = 2.0
"""Seconds after which the same is sent again: it notices an unplugged display, and fills one that lost power."""

BLINKS: Final = 3
"""How often a call goes dark and comes back, before it stands still."""

BLINK: Final = 0.35
"""Seconds of dark, and of light between."""

SHARED: Final = "printer"
"""The scheme of a display that hangs on the printer's own line."""

PASSED_THROUGH: Final = ("dm-d",)
"""Drivers that select the display before their text, and the printer after it."""

_MOST_READS: Final = 16

Turn = Callable[[], AbstractContextManager[object]]
"""Waits until nobody else talks on the line, which is then ours for the ``with``. May raise ``DeviceError``."""


@dataclass(frozen=True, slots=True)
class DisplayTexts:
    """What displays of two lines say for a call, and while nobody is called."""

    call: tuple[str, str] = ("{number}", "{counter}")
    idle: tuple[str, str] = ("", "")


class CustomerDisplay:
    """Never raises for a display that is away: ``trouble`` says so, and ``beat`` brings the text back.

    Every call talks to the device and may take some seconds; ``devices.displays.keeper`` does it in a thread.
    """

    def __init__(
        self,
        port: Port,
        driver: Driver,
        *,
        brightness: int = 4,
        keep: float = KEEP,
        words: DisplayTexts | None = None,
        turn: Turn = nullcontext,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port, self._driver, self._turn, self._clock = port, driver, turn, clock
        self._brightness, self._keep, self._words = brightness, keep, words or DisplayTexts()
        self._shown = DARK
        self._phases = 0
        self._due = self._clock() + keep
        self._ready = False
        self.trouble: Trouble | None = None

    @property
    def lines(self) -> tuple[str, str]:
        """What should stand there now, as a display of two lines has it."""
        upper, lower = self._shown.lines()
        return upper.decode("ascii"), lower.decode("ascii")

    @property
    def blinking(self) -> bool:
        """Whether the last call still goes dark and comes back."""
        return self._phases > 0

    def show(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``; ``beat`` makes it blink a few times."""
        upper, lower = (line.format(number=number, counter=counter or "") for line in self._words.call)
        self._put(Shown(upper, lower, number, counter), 2 * BLINKS if self._driver.reads_text else 0)

    def text(self, upper: str, lower: str = "") -> None:
        """Show two lines; a panel that knows only numbers keeps its number."""
        if self._driver.reads_text:
            self._put(Shown(upper, lower))

    def idle(self) -> None:
        """Show what stands there while nobody is called."""
        self._put(Shown(*self._words.idle) if self._driver.reads_text else DARK)

    def clear(self) -> None:
        """Go dark."""
        self._put(DARK)

    def beat(self) -> float:
        """Do what is due: blink, notice that the display is away or back, send again. Seconds until the next time."""
        left = self._due - self._clock()
        if left > 0:
            return left
        self._phases = max(0, self._phases - 1)
        self._send()
        return max(0.0, self._due - self._clock())

    def close(self, *, dark: bool = True) -> None:
        """Go ``dark``, if it is there, and let go of the port; a line that is the printer's stays open."""
        if dark and self._ready and self.trouble is None:
            self.clear()
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
        """One frame, with the setting up that it needs."""
        try:
            with self._turn():
                self._talk()
            self.trouble = None
        except DeviceError as error:
            self.trouble = error.trouble
            self._ready, self._phases = False, 0
        self._due = self._clock() + self._pause

    @property
    def _pause(self) -> float:
        if self._phases:
            return BLINK
        return self._keep if self._driver.repeats or self.trouble else float("inf")

    def _talk(self) -> None:
        frame = self._driver.show(DARK if self._phases % 2 else self._shown)
        starts = not self._ready or not self._port.is_open
        data = self._driver.reset() if starts else b""
        data += self._driver.settings(self._brightness) + frame
        answer = self._driver.answer(frame)
        if self._owns_line:
            self._forget_what_was_said()
        self._port.write(data)
        self._port.drain()
        if answer:
            self._hear(answer)
        self._ready = True

    def _forget_what_was_said(self) -> None:
        """What lies there unread would hide the end of the line, or pass for an answer."""
        self._port.open()
        for _ in range(_MOST_READS):
            if not self._port.read(0):
                return

    def _hear(self, answer: bytes) -> None:
        """Wait for ``answer``; an adapter that hears itself says our own frame before it."""
        heard = b""
        until = self._clock() + PATIENCE
        while answer not in heard:
            part = self._port.read(max(0.0, until - self._clock()))
            heard += part
            if not part and self._clock() >= until:
                raise DeviceError(
                    Trouble.FAULT if heard else Trouble.NO_ANSWER, f"{self._port.url}: {heard!r}"
                )


def open_display(
    url: str, *, words: DisplayTexts | None = None, shared: Port | None = None, turn: Turn = nullcontext
) -> CustomerDisplay | VirtualDisplay:
    """The display at ``url``, not opened yet: a port's URL with ``driver=`` and, where wanted, ``brightness=`` (1-4),
    ``keep=`` (seconds), ``unit=`` and ``width=`` (modbus), ``frame=`` and ``checksum=`` (template).

    ``virtual:`` is one in memory; ``printer:?driver=dm-d`` hangs on the printer's line, which is ``shared`` and used
    in ``turn``. Raises ``DeviceError``.
    """
    if url.startswith("virtual:"):
        return VirtualDisplay(words=(words or DisplayTexts()).call, idle=(words or DisplayTexts()).idle)
    try:
        parts = urlsplit(url)
        options, rest = _split(parts)
        driver = _driver(options)
        if parts.scheme != SHARED:
            return CustomerDisplay(open_port(rest), driver, words=words, **_manner(options))
        if options.get("driver") not in PASSED_THROUGH:
            raise ValueError(f"only {', '.join(PASSED_THROUGH)} hangs on a printer's line")
        if shared is None:
            raise ValueError("there is no printer on a line of its own")
        return CustomerDisplay(shared, driver, words=words, turn=turn, **_manner(options))
    except ValueError as error:
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {error}") from error


_OURS: Final[tuple[str, ...]] = ("driver", "brightness", "keep", "unit", "width", "frame", "checksum")


def _split(parts: SplitResult) -> tuple[dict[str, str], str]:
    """The display's own options, and the URL of its port without them."""
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    ours = {key: options.pop(key) for key in _OURS if key in options}
    return ours, urlunsplit(parts._replace(query=urlencode(options)))


def _manner(options: dict[str, str]) -> dict[str, Any]:
    keep = float(options.get("keep", KEEP))
    if not 0.5 <= keep <= 3600:
        raise ValueError("keep is 0.5 to 3600 seconds")
    return {"brightness": int(options.get("brightness", "4")), "keep": keep}


def _driver(options: dict[str, str]) -> Driver:
    name = options.get("driver", "cd5220")
    if name == "modbus":
        return ModbusDriver(int(options.get("unit", "1")), int(options.get("width", "4")))
    if name == "template":
        repeats = "keep" in options
        return TemplateDriver(options.get("frame", ""), options.get("checksum", "none"), repeats=repeats)
    if name not in TEXT_DRIVERS:
        known = ", ".join((*TEXT_DRIVERS, "modbus", "template"))
        raise ValueError(f"no display driver {name!r}; there are {known}")
    return TEXT_DRIVERS[name]
