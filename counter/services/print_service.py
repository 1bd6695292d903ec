"""The background thread that prints the office's queue, and reports changes of the office file.

Only one process of an office prints at a time: the one that holds a lock file, which the kernel frees when it dies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic, sleep

from counter.config.settings import Settings
from counter.desk.centre.status import CentreLink, centre_link, office_version
from counter.desk.printing.calibration import CalibrationRequests, profile_of
from counter.desk.printing.devices import line_of, open_printers, profile_file
from counter.desk.printing.spool_store import LOCK, OfficeSpool, QueueCounts, queue_counts
from db.errors import StoreError
from db.store.engine import Store
from db.store.lock import OwnerLock
from devices.errors import DeviceError, NothingSent, NotReady, Trouble
from devices.ports.base import Port
from devices.printer import EscposPrinter
from devices.spool import JobState, Printer, Spool

POLL = 1.0
"""Seconds between two checks of the office file, which cost some microseconds and write nothing."""

RETRY = 5.0
"""Seconds until a printer that had trouble is asked again."""

LINK = 20.0
"""Seconds after which the silence of the centre is measured again, although nobody wrote anything."""

GIVE_WAY = 0.2
"""Longest pause in seconds between two slips, for a display that waits for the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReport:
    """The state of queue, printers, centre and office file.

    ``printers`` is how many printers the settings name; ``link`` is the connection to the centre, None where the
    office has none. ``version`` changes when anybody committed, ``office`` when that changed what an open desk has in
    its memory; ``broken`` is true while the office file does not answer.
    """

    queue: QueueCounts = field(default_factory=QueueCounts)
    printers: int = 0
    link: CentreLink | None = None
    version: int = 0
    office: str = ""
    broken: bool = False


class PrintService:
    """The work of the thread. ``now`` returns the time (UTC); ``tell`` is called there with each report that differs.

    Raises ``Problem`` for a device that cannot be driven.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        settings: Settings,
        tell: Callable[[PrintReport], None],
    ) -> None:
        self._store, self._now, self._tell = store, now, tell
        self._settings = settings
        self._printers = open_printers(settings, store.data)
        self._printer: Printer | None = self._printers.get(settings.printer)
        self._jobs = OfficeSpool(store, now, {name for name in self._printers if name != settings.printer})
        self._spools = {name: Spool(self._jobs) for name in self._printers}
        self._calibrations = CalibrationRequests(store)
        self._profiles = self._stamps()
        self._lock = OwnerLock(store.data / LOCK)
        self._wake = threading.Event()
        self._line, self._asked = threading.Lock(), threading.Event()
        self._stopping = self._recovered = False
        self._version = -1
        self._retry_at = self._link_at = 0.0
        self.report = PrintReport()

    def run(self) -> None:
        """Work until ``stop``; call it in a thread."""
        try:
            while not self._stopping:
                self.once()
                self._wake.wait(POLL)
                self._wake.clear()
        finally:
            self.close()

    def close(self) -> None:
        """Close the printers' lines, and release the spool to the next process."""
        with self._line:
            for printer in self._printers.values():
                if isinstance(printer, EscposPrinter):
                    printer.close()
        self._lock.release()

    def wake(self) -> None:
        """Check the office file at once, since the desk has changed it."""
        self._wake.set()

    def stop(self) -> None:
        """End after the slip that is being printed."""
        self._stopping = True
        self.wake()

    def glance(self) -> PrintReport:
        """How things stand, without doing anything about it."""
        self._link_at = monotonic() + LINK
        version = self._store.data_version()
        with self._store.read() as connection:
            return PrintReport(
                queue=queue_counts(connection),
                printers=len(self._printers),
                link=centre_link(connection, self._now()),
                version=version,
                office=office_version(connection),
            )

    def once(self) -> None:
        """One look: print, tell."""
        try:
            self._look()
        except StoreError:
            self._version = -1
            self._report(replace(self.report, broken=True))

    def _look(self) -> None:
        version, was_owner = self._store.data_version(), self._lock.owned
        owner = self._own()
        if version != self._version or owner != was_owner or self._must_retry:
            self._version = version
            if owner:
                self._apply_calibration()
                self._drain_all()
            self._report(replace(self.glance(), version=version))
        elif self.report.link is not None and monotonic() >= self._link_at:
            self._report(replace(self.glance(), version=version))

    @property
    def _must_retry(self) -> bool:
        return bool(self._troubles) and monotonic() >= self._retry_at

    @property
    def _troubles(self) -> dict[str, Trouble]:
        """The trouble of each printer that has any, by its name."""
        return {name: spool.trouble for name, spool in self._spools.items() if spool.trouble}

    def _own(self) -> bool:
        """Whether this process prints. One without a printer only settles what a dead one left, and lets go."""
        if self._lock.owned or (not self._printers and self._recovered):
            return self._lock.owned
        if not self._lock.try_own():
            return False
        for name in self._jobs.printers():
            self._spools.get(name, Spool(self._jobs)).recover(name)
        self._recovered = True
        if not self._printers:
            self._lock.release()
        return self._lock.owned

    def _drain_all(self) -> None:
        for printer in self._printers.values():
            self._drain(printer, self._spools[printer.name])
        self._retry_at = monotonic() + RETRY
        self._jobs.store_troubles(self._troubles)

    def _drain(self, printer: Printer, spool: Spool) -> None:
        if spool.trouble is None or self._is_well(printer, spool):
            while not self._stopping and self._print(printer, spool) is not None:
                if spool.trouble is not None:
                    break

    def _print(self, printer: Printer, spool: Spool) -> JobState | None:
        self._give_way()
        with self._line:
            return spool.run_once(printer)

    def _give_way(self) -> None:
        """A thread that releases a lock mostly gets it again at once; the display would wait for the whole queue."""
        until = monotonic() + GIVE_WAY
        while self._asked.is_set() and monotonic() < until:
            sleep(0.001)

    def _is_well(self, printer: Printer, spool: Spool) -> bool:
        try:
            with self._line:
                printer.check()
        except (NotReady, NothingSent) as error:
            spool.trouble = error.trouble
        else:
            spool.trouble = None
        return spool.trouble is None

    # -- calibration --------------------------------------------------------------------------------------------------

    def _apply_calibration(self) -> None:
        """Read profiles that were saved meanwhile, and print the calibration slip that somebody requested."""
        if self._profiles != (stamps := self._stamps()):
            self._profiles = stamps
            for name, printer in self._printers.items():
                if isinstance(printer, EscposPrinter):
                    printer.profile = profile_of(self._settings, self._store.data, name)
        if name := self._calibrations.take():
            self._calibrations.finish(self._print_calibration(name))

    def _stamps(self) -> list[int]:
        """The modification times of the calibrated profiles; 0 for one that does not exist."""
        files = [profile_file(self._settings, self._store.data, name) for name in self._printers]
        return [file.stat().st_mtime_ns if file.exists() else 0 for file in files]

    def _print_calibration(self, name: str) -> Trouble | None:
        printer = self._printers.get(name)
        if printer is None:
            return Trouble.NOT_CONNECTED
        try:
            with self._line:
                printer.print_calibration()
        except DeviceError as error:
            return error.trouble
        return None

    # -- a display on the printer's line ------------------------------------------------------------------------------

    @property
    def line(self) -> Port | None:
        """The printer's line; None where it has none that could be shared."""
        return line_of(self._printer)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The printer's line, between two slips. Raises ``NothingSent`` while another process prints on it."""
        if not self._lock.owned:
            raise NothingSent(Trouble.IN_USE, "another process prints")
        self._asked.set()
        with self._line:
            self._asked.clear()
            yield

    def _report(self, report: PrintReport) -> None:
        if report != self.report:
            self.report = report
            self._tell(report)
