"""The worker's thread: what is told last is shown, and a dead display holds nobody up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.displays.display import REPEAT, CustomerDisplay, DisplayTexts, open_display
from devices.displays.drivers import CD5220, Shown
from devices.displays.worker import DisplayWorker
from devices.errors import Trouble
from devices.virtual.display import VirtualDisplay
from tests.devices.line import Line

TEXTS = DisplayTexts(idle=("Xin chào", ""))


class Kept:
    """A worker in its thread, and a way to wait for what it tells."""

    def __init__(self, display: CustomerDisplay | VirtualDisplay) -> None:
        self._changed = threading.Condition()
        self.worker = DisplayWorker(display, self._notify)

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[DisplayWorker], bool], timeout: float = 60) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: holds(self.worker), timeout)


@contextmanager
def kept(url: str) -> Iterator[Kept]:
    at_work = Kept(open_display(url, texts=TEXTS))
    thread = threading.Thread(target=at_work.worker.run)
    thread.start()
    yield at_work
    at_work.worker.stop()
    thread.join(60)
    assert not thread.is_alive()


def test_it_begins_idle_shows_what_it_is_told_and_ends_dark() -> None:
    display = VirtualDisplay(idle=TEXTS.idle)
    seen: list[str] = []
    display.subscribe(lambda lines: seen.append(lines[0].strip()))
    at_work = Kept(display)
    thread = threading.Thread(target=at_work.worker.run)
    thread.start()
    assert at_work.until(lambda worker: worker.lines[0].startswith("Xin chao"))
    at_work.worker.call("A042", 3)
    assert at_work.until(lambda worker: worker.lines[0].startswith("A042"))
    at_work.worker.stop()
    thread.join(60)
    assert seen == ["Xin chao", "A042", ""]


def test_unplugging_is_told_with_the_next_frame_and_the_number_comes_back(tmp_path: Path) -> None:
    assert REPEAT <= 3
    with Line(tmp_path) as line, kept(f"{line.url}?driver=cd5220&keep=0.5") as at_work:
        at_work.worker.show_text("A042")
        assert at_work.until(lambda worker: worker.lines[0].startswith("A042"))
        line.unplug()
        assert at_work.until(lambda worker: worker.trouble is Trouble.NOT_CONNECTED)
        line.plug()
        assert at_work.until(lambda worker: worker.trouble is None)
        assert CD5220.show(Shown("A042")) in line.heard()


class BlockedDisplay(VirtualDisplay):
    """Takes no call before ``free`` is set, as one on a line that hangs."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.calls: list[str] = []

    def call(self, number: str, counter: int) -> None:
        self.calls.append(number)
        assert self.free.wait(60)
        super().call(number, counter)


def test_nobody_waits_for_a_display_that_takes_nothing() -> None:
    """A hundred calls return while the first still hangs; of those that came meanwhile the last is shown."""
    display = BlockedDisplay()
    at_work = Kept(display)
    thread = threading.Thread(target=at_work.worker.run)
    thread.start()
    for number in range(100):
        at_work.worker.call(f"A{number:03}", 3)
    assert len(display.calls) <= 1
    display.free.set()
    assert at_work.until(lambda worker: worker.lines[0].startswith("A099"))
    at_work.worker.stop()
    thread.join(60)
    assert display.calls[-1] == "A099"
    assert len(display.calls) <= 2


def test_a_display_that_is_away_is_told() -> None:
    with kept("tcp://127.0.0.1:9?driver=cd5220") as at_work:
        assert at_work.until(lambda worker: worker.trouble is not None)
