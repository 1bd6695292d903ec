"""Page printers: a queue of CUPS or a printer on the network that takes PDF, or a folder that keeps the files."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from devices.document import Document, as_page
from devices.errors import AddressFault, DeviceError, NothingSent, Trouble, Unprintable, WrongAddress
from devices.page import Page
from devices.ports.base import Port, trouble_of
from devices.ports.cups import CupsPort
from devices.ports.network import TcpPort

PREFIX: Final = "pdf+"
"""How the URL of a page printer begins: ``pdf+cups://laser``, ``pdf+tcp://192.168.1.60:9100``, ``pdf+file:///pages``."""

_OPTION: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*=[a-zA-Z0-9._-]+")
_ODD: Final = re.compile(r"[^\w.-]+")
_TEST: Final = "Bản in thử"


class PagePrinter:
    """Sends pages as PDF through a port, a job at a time; nobody tells whether they came out."""

    def __init__(self, name: str, port: Port, options: tuple[str, ...] = ()) -> None:
        self.name = name
        self._port, self._options = port, options

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def check(self) -> None:
        """Raises ``NothingSent`` where the printer cannot be reached."""
        self._port.open()

    def send(self, document: Document) -> None:
        """Send ``document`` as a PDF and hang up, which ends the job."""
        page = as_page(document)
        pdf = _pdf(page)
        if isinstance(self._port, CupsPort):
            self._port.options = _cups_options(page, self._options)
        try:
            self._port.write(pdf)
            self._port.drain()
        finally:
            self._port.close()

    def print_calibration(self) -> bool:
        """Print one page with the printer's name; false, since it gives no proof."""
        self.check()
        self.send(Page(title=f"{_TEST}: {self.name}"))
        return False

    def after_crash(self) -> None:
        """Nothing to do: a job that was cut off ends with its connection."""

    def confirm(self) -> bool:
        """Always false: a page printer gives no proof."""
        return False


class PageFolder:
    """A folder in which every page becomes a file of its own, for its owner alone."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def close(self) -> None:
        """Nothing to do: no file stays open."""

    def check(self) -> None:
        """Make the folder; raises ``NothingSent`` where that cannot be done."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "the folder cannot be written to")
        except OSError as error:
            raise NothingSent(trouble_of(error), f"{self._folder}: {error}") from error

    def send(self, document: Document) -> None:
        """Write ``document`` into a new file, durably."""
        self.write(document)

    def write(self, document: Document) -> Path:
        """Write ``document`` into a new file, durably; returns its path. Raises ``NothingSent`` or ``Unprintable``."""
        page = as_page(document)
        pdf = _pdf(page)
        self.check()
        try:
            return self._write(page, pdf)
        except OSError as error:
            raise NothingSent(trouble_of(error), f"{self._folder}: {error}") from error

    def _write(self, page: Page, pdf: bytes) -> Path:
        stem = _ODD.sub("-", "-".join(filter(None, (page.code, page.title)))).strip("-")[:100] or "page"
        for number in range(1, 10_000):
            path = self._folder / (f"{stem}.pdf" if number == 1 else f"{stem}-{number}.pdf")
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            except FileExistsError:
                continue
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(pdf)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                path.unlink(missing_ok=True)
                raise
            return path
        raise FileExistsError(errno.EEXIST, "too many files of that name")

    def print_calibration(self) -> bool:
        """Write one page with the folder's name; true, since it is on the disk then."""
        self.send(Page(title=f"{_TEST}: {self.name}"))
        return True

    def after_crash(self) -> None:
        """Nothing to do: a file is whole or is not there."""

    def confirm(self) -> bool:
        """Always true: the file is on the disk."""
        return True


def open_page_printer(name: str, url: str) -> PagePrinter | PageFolder:
    """The page printer at ``url``, whose query has options for ``lp`` (``?media=A4``). Raises ``DeviceError``."""
    parts = urlsplit(url.removeprefix(PREFIX))
    options = tuple(f"{key}={value}" for key, value in parse_qsl(parts.query))
    try:
        if wrong := [option for option in options if not _OPTION.fullmatch(option)]:
            raise WrongAddress(f"no option: {wrong[0]}", AddressFault.NO_OPTION, wrong[0])
        if parts.scheme == "file" and parts.path and not parts.netloc:
            return PageFolder(name, Path(unquote(parts.path)))
        if parts.scheme == "cups" and parts.netloc:
            return PagePrinter(name, CupsPort(url, unquote(parts.netloc)), options)
        if parts.scheme == "tcp" and parts.hostname:
            return PagePrinter(name, TcpPort(url, parts.hostname, parts.port or 9100))
    except ValueError as error:
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {error}") from error
    text = "no such kind of page printer"
    raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {text}") from WrongAddress(
        text, AddressFault.KIND, PREFIX + parts.scheme, "pdf+cups, pdf+tcp, pdf+file"
    )


def _cups_options(page: Page, options: tuple[str, ...]) -> tuple[str, ...]:
    """What ``lp`` is asked for, unless ``options`` say otherwise: the page's paper, and no other page on its back."""
    named = {option.partition("=")[0] for option in options}
    usual = (f"media={page.size.partition('-')[0]}", "sides=one-sided")
    return (*(option for option in usual if option.partition("=")[0] not in named), *options)


def _pdf(page: Page) -> bytes:
    from reportlab.platypus.doctemplate import LayoutError

    from devices.encode.pdf import render_pdf

    try:
        return render_pdf(page)
    except (LayoutError, ValueError) as error:
        raise Unprintable(Trouble.UNPRINTABLE, str(error)) from error
