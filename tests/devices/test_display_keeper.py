"""The keeper's thread: what is told last is shown, and a dead display holds nobody up."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.displays.display import CustomerDisplay, DisplayTexts, open_display
from devices.displays.drivers import CD5220, Shown
from devices.displays.keeper import DisplayKeeper
from devices.errors import Trouble
from devices.virtual.display import VirtualDisplay
from tests.devices.line import Line

WORDS = DisplayTexts(idle=("Xin chào", ""))


class Kept:
    """A keeper at work, and a way to wait for what it tells."""

    def __init__(self, display: CustomerDisplay | VirtualDisplay) -> None:
        self._changed = threading.Condition()
        self.keeper = DisplayKeeper(display, self._told)

    def _told(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[DisplayKeeper], bool], timeout: float = 3) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: holds(self.keeper), timeout)


@contextmanager
def kept(url: str) -> Iterator[Kept]:
    at_work = Kept(open_display(url, words=WORDS))
    thread = threading.Thread(target=at_work.keeper.run)
    thread.start()
    yield at_work
    at_work.keeper.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_it_begins_idle_shows_what_it_is_told_and_ends_dark() -> None:
    display = VirtualDisplay(idle=WORDS.idle)
    seen: list[str] = []
    display.subscribe(lambda lines: seen.append(lines[0].strip()))
    at_work = Kept(display)
    thread = threading.Thread(target=at_work.keeper.run)
    thread.start()
    assert at_work.until(lambda keeper: keeper.lines[0].startswith("Xin chao"))
    at_work.keeper.show("A042", 3)
    assert at_work.until(lambda keeper: keeper.lines[0].startswith("A042"))
    at_work.keeper.stop()
    thread.join(5)
    assert seen == ["Xin chao", "A042", ""]


def test_unplugging_is_told_within_three_seconds_and_the_number_comes_back(tmp_path: Path) -> None:
    with Line(tmp_path) as line, kept(f"{line.url}?driver=cd5220&keep=0.5") as at_work:
        at_work.keeper.text("A042")
        assert at_work.until(lambda keeper: keeper.lines[0].startswith("A042"))
        line.unplug()
        assert at_work.until(lambda keeper: keeper.trouble is Trouble.NOT_CONNECTED)
        line.plug()
        assert at_work.until(lambda keeper: keeper.trouble is None)
        assert CD5220.show(Shown("A042")) in line.heard()


def test_nobody_waits_for_a_display_that_is_away() -> None:
    with kept("tcp://127.0.0.1:9?driver=cd5220") as at_work:
        started = time.monotonic()
        for number in range(100):
            at_work.keeper.show(f"A{number:03}", 3)
        assert time.monotonic() - started < 0.5
        assert at_work.until(lambda keeper: keeper.trouble is not None, 5)
