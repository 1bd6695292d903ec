"""Display and scanner of a counter at work: a lamp when one is gone, scans where the focus is, calls on the display."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual import on

from counter.config.settings import Settings
from counter.config.tolerant import WrongDevices
from counter.desk.desk import Desk
from counter.problems import Problem
from counter.services.peripherals import Peripherals, PeripheralStates
from counter.shell.app import CounterApp
from counter.shell.indicators import display_indicator, scanner_indicator
from counter.widgets.field import Field, Scanned
from counter.widgets.status import Light
from db.store.lock import OwnerLock
from devices.displays.drivers import CD5220, DM_D, Shown
from devices.errors import NothingSent, Trouble
from tests.counter.widgets.form import Form, made
from tests.devices.line import Line
from tests.notices import notices

CARD = "072195000123|272123456|Trần Thị Bưởi|01021995|Nữ|Ấp 3, Châu Thành, Tây Ninh|11052021"


class ScannedForm(Form):
    """A form that keeps what was scanned."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, str | None]] = []

    @on(Scanned)
    def note_scan(self, message: Scanned) -> None:
        message.stop()
        self.heard.append((message.text, message.field.id if message.field else None))


class Terminal(CounterApp):
    """The app with that form in front."""

    MODES = {"sign_in": ScannedForm}  # noqa: RUF012

    def __init__(self, desk: Desk) -> None:
        super().__init__(lambda: desk, language="en", theme="calm")

    @property
    def indicators(self) -> dict[str, str]:
        return {indicator.text: indicator.light.name for indicator in self.status.indicators}

    @property
    def _front(self) -> ScannedForm:
        assert isinstance(self.screen, ScannedForm)
        return self.screen

    @property
    def heard(self) -> list[tuple[str, str | None]]:
        """What was scanned, but for the scans that only tried whether the line is open."""
        return [scan for scan in self._front.heard if scan[0] != "?"]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(90):
            while not holds():
                await asyncio.sleep(0.02)

    async def listening(self, line: Line) -> None:
        """Wait until a scan gets through: what comes before the line is open, is lost."""

        def gets_through() -> bool:
            line.say(b"?\n")
            return bool(self._front.heard)

        await self.until(gets_through)


@asynccontextmanager
async def at_work(desk: Desk, settings: str) -> AsyncIterator[Terminal]:
    (desk.store.data / "counter.toml").write_text(settings, "utf-8")
    app = Terminal(desk)
    async with app.run_test():
        await app.opened()
        yield app


async def test_a_scan_from_the_line_comes_to_the_field_that_has_the_focus(desk: Desk, tmp_path: Path) -> None:
    with Line(tmp_path) as line:
        async with at_work(desk, f'scanner = "{line.url}"\nscanner_prefix = "]Q3"\n') as app:
            await app.listening(line)
            line.say(f"]Q3{CARD}\r\n".encode())
            await app.until(lambda: bool(app.heard))
            assert app.heard == [(CARD, "first")]
            app.screen.set_focus(None)
            line.say(b"A042\n")
            await app.until(lambda: len(app.heard) == 2)
            assert app.heard[1] == ("A042", None)
            assert app.screen.query_one("#first", Field).value == ""


async def test_a_scanner_that_is_gone_has_a_lamp_until_it_is_back(desk: Desk, tmp_path: Path) -> None:
    with Line(tmp_path) as line:
        async with at_work(desk, f'scanner = "{line.url}"\n') as app:
            await app.listening(line)
            assert "Scanner not connected" not in app.indicators
            line.unplug()
            await app.until(lambda: app.indicators.get("Scanner not connected") == "BAD")
            line.plug()
            await app.until(lambda: "Scanner not connected" not in app.indicators)


async def test_the_display_shows_what_it_is_told_and_ends_dark(desk: Desk, tmp_path: Path) -> None:
    settings = 'display_idle = ["UBND xã Tân Hòa"]\ndisplay = '
    with Line(tmp_path) as line:
        async with at_work(desk, f'{settings}"{line.url}?driver=cd5220"\n') as app:
            await app.until(lambda: "Display: UBND xa Tan Hoa" in app.indicators)
            app.customer.welcome(3)
            await app.until(lambda: "Display: Counter 3 / Welcome" in app.indicators)
            assert app.devices.peripherals is not None
            app.devices.peripherals.call("A042", 3)
            await app.until(lambda: "Display: Number A042 / to counter 3" in app.indicators)
            app.customer.clear()
            await app.until(lambda: "Display: UBND xa Tan Hoa" in app.indicators)
        assert line.heard().endswith(CD5220.show(Shown()))


async def test_an_unplugged_display_has_a_lamp_and_fills_again(desk: Desk, tmp_path: Path) -> None:
    with Line(tmp_path) as line:
        async with at_work(desk, f'display = "{line.url}?driver=cd5220&keep=0.5"\n') as app:
            app.customer.welcome(3)
            await app.until(lambda: "Display: Counter 3 / Welcome" in app.indicators)
            line.unplug()
            await app.until(lambda: app.indicators.get("Display not connected") == "BAD")
            line.plug()
            await app.until(lambda: "Display: Counter 3 / Welcome" in app.indicators)
            assert CD5220.show(Shown("Counter 3", "Welcome")) in line.heard()


async def test_a_display_on_the_printers_line_is_lit_by_the_process_that_prints(
    desk: Desk, tmp_path: Path
) -> None:
    with Line(tmp_path) as line:
        other = OwnerLock(desk.store.data / "spool.lock")
        assert other.try_own()
        both = f'printer = "{line.url}"\ndisplay = "printer:?driver=dm-d&keep=0.5"\n'
        async with at_work(desk, both) as app:
            await app.until(lambda: app.indicators.get("Another program uses the display") == "BAD")
            other.release()
            app.customer.welcome(3)
            await app.until(lambda: "Display: Counter 3 / Welcome" in app.indicators)
            assert DM_D.show(Shown("Counter 3", "Welcome")) in line.heard()
        assert line.heard().endswith(DM_D.show(Shown()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"display": "serial:///dev/ttyUSB0?driver=none"},
        {"display": "printer:?driver=dm-d"},
        {"scanner": "virtual:"},
    ],
)
def test_a_device_that_cannot_be_driven_is_left_out_and_noted(wrong: dict[str, str]) -> None:
    made, noted = peripherals(**wrong)
    assert made.loops == ()
    assert [device.kind for device in noted.devices] == list(wrong)


@pytest.mark.parametrize(
    ("wrong", "indicator", "message"),
    [
        ('printer = "nonsense"', "Wrong settings: printer", "must begin with one of"),
        ('printer = "tcp://:x"\nscanner = ""', "Wrong settings: printer", "tcp://:x"),
        ('printer_profile = "none"\nprinter = "virtual:"', "Wrong settings: printer", "none"),
        ('display = "printer:?driver=dm-d"', "Wrong settings: display", "printer:"),
        ('printer = "x"\nscanner = "y"', "Wrong settings: printer, scanner", "printer"),
        ('display = "printer:?driver=dm-d"\nscanner = "y"', "Wrong settings: display, scanner", "printer:"),
        (
            '[printers]\na = "virtual:"\nb = "tcp://:x"\nc = "y"',
            "Wrong settings: printer c, printer b",
            "tcp://:x",
        ),
    ],
)
async def test_a_wrong_device_is_told_and_people_work_on(
    desk: Desk, wrong: str, indicator: str, message: str
) -> None:
    async with at_work(desk, wrong) as app:
        assert app.indicators[indicator] == "BAD"
        assert app.devices.printing is not None
        assert any(message in notice for notice in notices(app))


async def test_other_wrong_settings_are_told_as_before(desk: Desk) -> None:
    with pytest.raises(Problem, match="counters"):
        async with at_work(desk, "counters = 3"):
            raise AssertionError


@contextmanager
def no_turn() -> Iterator[None]:
    raise NothingSent(Trouble.IN_USE, "in use")
    yield


def peripherals(**settings: str) -> tuple[Peripherals, WrongDevices]:
    wrong = WrongDevices()
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return Peripherals(chosen, print, print, shared=None, turn=no_turn, wrong=wrong), wrong


def test_without_devices_nothing_runs() -> None:
    none, _ = peripherals()
    none.show_text("a", "b")
    none.call("A042", 3)
    none.stop()
    assert none.loops == ()
    assert display_indicator(none.states) is None
    assert scanner_indicator(none.states) is None


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_its_sentence(trouble: Trouble) -> None:
    states = PeripheralStates(shown=("", ""), display=trouble, scanner=trouble)
    for lamp, name in ((display_indicator(states), "ảng"), (scanner_indicator(states), "áy quét")):
        assert lamp is not None
        assert lamp.light is Light.BAD
        assert name in lamp.text


async def test_what_a_keyboard_scanner_adds_is_set_up_in_the_settings() -> None:
    app = made(scanner_prefix="~", scanner_suffix="#\t")
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press(*"~A042#", "tab")
        await pilot.pause()
        front = app.screen
        assert isinstance(front, Form)
        assert front.told == ["scan:A042"]
        assert app.focused is front.query_one("#first", Field)
