"""From a plain start of ``counter`` to the screens."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.config.crash_report import report_background_errors
from counter.config.start import Start, preferences
from counter.demo.scratch import scratch_folder
from counter.shell.app import CounterApp

if TYPE_CHECKING:
    from counter.desk.desk import Desk


class FirstStart(CounterApp):
    """A counter without an office: asks for one in ``folder``, or for a look at the demo, then goes on with it."""

    DEFAULT_MODE = "first_run"

    def __init__(self, folder: Path, demo: Callable[[], Desk], **options: Any) -> None:
        super().__init__(demo, **options)
        self.folder, self.demo = folder, demo
        self._chosen = asyncio.Event()

    async def _open(self) -> None:
        await self._chosen.wait()
        await super()._open()

    async def on_unmount(self) -> None:
        """Whoever quits without an office leaves nothing waiting."""
        if self._opening is not None and not self._chosen.is_set():
            self._opening.cancel()

    async def open_office(self, opener: Callable[[], Desk]) -> None:
        """Open the office with ``opener``, and let people sign in."""
        self._opener = opener
        self._chosen.set()
        await self.switch_mode("sign_in")


def start_app(start: Start) -> int:
    """Show the screens as ``start`` asks; returns the exit code. Where there is no office yet, ask for one first.

    Raises what ended the screens, once the terminal is as it was.
    """
    chosen = preferences(start)
    with ExitStack() as at_end:
        opener = partial(_open_office, start, at_end)
        first: Callable[..., CounterApp] = CounterApp
        if start.command == "open" and start.data and not (start.data / "office.db").exists():
            demo = Start("demo", None, start.language)
            first, opener = partial(FirstStart, start.data), partial(_open_office, demo, at_end)
        app = first(
            opener,
            language=start.language,
            theme=chosen.theme,
            keymap=chosen.keymap,
            lock_after=chosen.lock_after,
            scanner_prefix=chosen.scanner_prefix,
            scanner_suffix=chosen.scanner_suffix,
            scanner_gap=chosen.scanner_gap,
        )
        with report_background_errors(start.data):
            app.run(mouse=False)
    if app.fatal_error is not None:
        raise app.fatal_error
    return app.return_code or 0


def _open_office(start: Start, at_end: ExitStack) -> Desk:
    """Open the office of ``start``, or make and open the demo's; imports what is slow to import.

    A demo without a folder of its own is removed by ``at_end``.
    """
    folder = start.data or Path(at_end.enter_context(scratch_folder()))
    desk = _demo_desk(folder) if start.command == "demo" else _desk(folder)
    gc.freeze()  # these objects stay: a collection that looks at them all would delay keys by 70 ms
    return desk


def _demo_desk(folder: Path) -> Desk:
    from counter.demo.office import filled_office, sign_in_hint
    from counter.desk.office.opening import open_desk

    if not (folder / "office.db").exists():
        filled_office(folder)
    return replace(open_desk(folder), hint=sign_in_hint())


def _desk(folder: Path) -> Desk:
    from counter.config.tolerant import load_tolerant
    from counter.desk.office.opening import open_desk

    settings = load_tolerant(folder).settings  # wrong devices are shown when they are started
    desk = open_desk(folder, key_file=settings.key_file)
    own = settings.printer if settings.printer in settings.printers else ""
    return replace(
        desk,
        seat=settings.counter or 0,
        printer=own,
        page_printer=settings.page_printer,
        page_copies=settings.page_copies,
    )
