"""The background thread that prints the office's queue, and reports changes of the office file.

Only one process of an office prints at a time: the one that holds a lock file, which the kernel frees when it dies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from counter.config.settings import Settings
from counter.config.tolerant import DeviceKind, WrongDevices
from counter.desk.centre.status import CentreLink, centre_link, office_version
from counter.desk.printing.calibration import CalibrationRequests, CalibrationState, profile_of
from counter.desk.printing.devices import line_of, open_printer, profile_file, profile_name
from counter.desk.printing.spool_store import LOCK, OfficeSpool, QueueCounts, queue_counts
from db.errors import StoreError
from db.store.engine import Store
from db.store.lock import OwnerLock
from devices.errors import DeviceError, NothingSent, NotReady, Trouble, UnknownProfile
from devices.page_printer import PREFIX, PagePrinter
from devices.ports.base import Port
from devices.printer import EscposPrinter
from devices.spool import JobState, Printer, Spool

POLL = 1.0
"""Seconds between two checks of the office file, which cost some microseconds and write nothing."""

RETRY = 5.0
"""Seconds until a printer that had trouble is asked again."""

LINK = 20.0
"""Seconds between two reports of how long the centre has been silent, although nobody wrote anything."""

GIVE_WAY = 0.2
"""Most seconds between two slips in which a display that waits for the port may take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReport:
    """The state of queue, printers, centre and office file.

    ``printers`` is how many printers the settings name, 0 where none of them prints slips; ``link`` is the connection
    to the centre, None where the office has none. ``version`` changes when anybody committed, ``office`` when that
    changed what an open desk has in its memory; ``broken`` is true while the office file does not answer,
    ``is_read_only`` where its disk takes nothing.
    """

    queue: QueueCounts = field(default_factory=QueueCounts)
    printers: int = 0
    link: CentreLink | None = None
    version: int = 0
    office: str = ""
    broken: bool = False
    is_read_only: bool = False


class PrintService:
    """The work of the thread. ``now`` returns the time (UTC); ``on_report`` gets each report that differs, there.

    A printer that cannot be driven is left out and noted in ``wrong``.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        settings: Settings,
        on_report: Callable[[PrintReport], None],
        wrong: WrongDevices | None = None,
    ) -> None:
        self._store, self._now, self._on_report = store, now, on_report
        self._settings = settings
        self.wrong = wrong or WrongDevices()
        self._printers = _open_printers(settings, store.data, self.wrong)
        self._printer: Printer | None = self._printers.get(settings.printer)
        self._jobs = OfficeSpool(store, now, {name for name in self._printers if name != settings.printer})
        self._spools = {name: Spool(self._jobs) for name in self._printers}
        self._calibrations = CalibrationRequests(store)
        self._profiles = self._stamps()
        self._lock = OwnerLock(store.data / LOCK)
        self._wake = threading.Event()
        self._port_lock, self._port_wanted = threading.Lock(), threading.Event()
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
        """Close the printers' ports, and release the spool to the next process."""
        with self._port_lock:
            for printer in self._printers.values():
                if isinstance(printer, EscposPrinter | PagePrinter):
                    printer.close()
        self._lock.release()

    def wake(self) -> None:
        """Check the office file at once, since the desk has changed it."""
        self._wake.set()

    def stop(self) -> None:
        """End after the slip that is being printed."""
        self._stopping = True
        self.wake()

    def read_report(self) -> PrintReport:
        """The state of spool and office file now; prints nothing."""
        self._link_at = monotonic() + LINK
        version = self._store.data_version()
        with self._store.read() as connection:
            return PrintReport(
                queue=queue_counts(connection),
                printers=len(self._printers) if self._has_receipt_printer else 0,
                link=centre_link(connection, self._now()),
                version=version,
                office=office_version(connection),
                is_read_only=self._store.is_read_only,
            )

    @property
    def _has_receipt_printer(self) -> bool:
        return any(name in self._settings.receipt_printers for name in self._printers)

    def once(self) -> None:
        """Look once: print what waits, report what changed."""
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
            self._report(replace(self.read_report(), version=version))
        elif self.report.link is not None and monotonic() >= self._link_at:
            self._report(replace(self.read_report(), version=version))

    @property
    def _must_retry(self) -> bool:
        return bool(self._troubles) and monotonic() >= self._retry_at

    @property
    def _troubles(self) -> dict[str, Trouble]:
        """The trouble of each printer that has any, by its name."""
        return {name: spool.trouble for name, spool in self._spools.items() if spool.trouble}

    def _own(self) -> bool:
        """Whether this process prints. One without a printer only settles the jobs that a crashed one left."""
        if self._recovered and (self._lock.owned or not self._printers):
            return self._lock.owned
        if self._store.is_read_only:
            return False
        if not self._lock.try_own():
            return False
        for name in self._jobs.printers():
            self._spools.get(name, Spool(self._jobs)).recover(name)
        self._recovered = True
        self._load_proofs()
        if not self._printers:
            self._lock.release()
        return self._lock.owned

    def _drain_all(self) -> None:
        for printer in self._printers.values():
            self._drain(printer, self._spools[printer.name])
        self._retry_at = monotonic() + RETRY
        self._jobs.store_troubles(self._troubles)
        self._store_proofs()

    def _drain(self, printer: Printer, spool: Spool) -> None:
        spool.settle()
        if spool.trouble is None or self._answers(printer, spool):
            while not self._stopping and self._print(printer, spool) is not None:
                if spool.trouble is not None:
                    break

    def _print(self, printer: Printer, spool: Spool) -> JobState | None:
        self._give_way()
        with self._port_lock:
            return spool.run_once(printer)

    def _load_proofs(self) -> None:
        """Know what was learned of the printers before, in this process or in another."""
        known = self._jobs.proofs()
        for printer in self._escpos_printers:
            printer.learned = known.get(printer.port.url)

    def _store_proofs(self) -> None:
        self._jobs.store_proofs(
            {printer.port.url: printer.learned for printer in self._escpos_printers if printer.learned}
        )

    @property
    def _escpos_printers(self) -> Iterator[EscposPrinter]:
        return (printer for printer in self._printers.values() if isinstance(printer, EscposPrinter))

    def _give_way(self) -> None:
        """Let a display that waits for the port have it: else the printer would get the lock back every time."""
        until = monotonic() + GIVE_WAY
        while self._port_wanted.is_set() and monotonic() < until:
            sleep(0.001)

    def _answers(self, printer: Printer, spool: Spool) -> bool:
        try:
            with self._port_lock:
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
                    with suppress(
                        UnknownProfile
                    ):  # it goes on as before; at the next start it is left out and named
                        printer.profile = profile_of(self._settings, self._store.data, name)
        if name := self._calibrations.take():
            self._calibrations.finish(self._print_calibration(name))

    def _stamps(self) -> list[int]:
        """The modification times of the calibrated profiles; 0 for one that does not exist."""
        return [_modified(profile_file(self._settings, self._store.data, name)) for name in self._printers]

    def _print_calibration(self, name: str) -> CalibrationState | Trouble:
        printer = self._printers.get(name)
        if printer is None:
            return Trouble.NOT_CONNECTED
        try:
            with self._port_lock:
                proven = printer.print_calibration()
        except DeviceError as error:
            return error.trouble
        return CalibrationState.PRINTED if proven else CalibrationState.SENT

    # -- a display on the printer's port ------------------------------------------------------------------------------

    @property
    def port(self) -> Port | None:
        """The printer's port; None where it has none that could be shared."""
        return line_of(self._printer)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the printer's port, between two slips. Raises ``NothingSent`` while another process prints."""
        if not self._lock.owned:
            raise NothingSent(Trouble.IN_USE, "another process prints")
        self._port_wanted.set()
        with self._port_lock:
            self._port_wanted.clear()
            yield

    def _report(self, report: PrintReport) -> None:
        if report != self.report:
            self.report = report
            self._on_report(report)


def _modified(file: Path) -> int:
    """When ``file`` was modified (ns); 0 where it does not exist, or the disk does not say."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _open_printers(settings: Settings, data: Path, wrong: WrongDevices) -> dict[str, Printer]:
    """The printers of the settings by name, this terminal's own first; nothing is sent to them yet."""
    printers: dict[str, Printer] = {}
    for name, url in settings.all_printers.items():
        opening = partial(open_printer, url, profile_name(settings, data, name), name)
        kind: DeviceKind = "page-printer" if url.startswith(PREFIX) else "printer"
        if printer := wrong.open(kind, opening, name if name in settings.printers else ""):
            printers[name] = printer
    return printers
