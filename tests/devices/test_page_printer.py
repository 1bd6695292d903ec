"""Printers for pages: what lp is asked for, a job of its own on the network, files that only their owner reads."""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.errors import DeviceError, NothingSent, Trouble, Unprintable
from devices.page import Page, PageSize
from devices.page_printer import PageFolder, PagePrinter, open_page_printer
from devices.printer import open_printer
from devices.profile import Profile
from devices.spool import JobState, Spool
from tests.devices.page_samples import CODE, EVERYTHING
from tests.devices.pdf_reader import Reader
from tests.devices.samples import TICKET
from tests.devices.test_spool import MemoryStore, job

LP = '#!/bin/sh\nprintf "%s\\n" "$*" >> {folder}/asked; cat > {folder}/job\n'


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ``lp`` of ours first on the path; it writes what it was asked for."""
    program = tmp_path / "lp"
    program.write_text(LP.format(folder=tmp_path))
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def printed(url: str, page: Page, lp: Path) -> list[str]:
    printer = open_page_printer("p", url)
    printer.check()
    printer.send(page)
    assert not printer.confirm()
    assert (lp / "job").read_bytes().startswith(b"%PDF-")
    return (lp / "asked").read_text().split()


@pytest.mark.parametrize(
    ("url", "size", "options"),
    [
        ("pdf+cups://laser", PageSize.A5, "-o media=A5 -o sides=one-sided"),
        ("pdf+cups://laser", PageSize.A4_WIDE, "-o media=A4 -o sides=one-sided"),
        (
            "pdf+cups://laser?media=A4&fit-to-page=true",
            PageSize.A5,
            "-o sides=one-sided -o media=A4 -o fit-to-page=true",
        ),
        (
            "pdf+cups://laser?sides=two-sided-long-edge",
            PageSize.A5,
            "-o media=A5 -o sides=two-sided-long-edge",
        ),
    ],
)
def test_cups_is_asked_for_the_paper_and_for_one_side(
    url: str, size: PageSize, options: str, lp: Path
) -> None:
    asked = printed(url, replace(EVERYTHING, size=size), lp)
    assert asked == f"-s -d laser {options} -- -".split()


def test_a_page_goes_through_the_spool_and_stays_unproved(lp: Path) -> None:
    store = MemoryStore(job(slip=EVERYTHING.to_json()))
    printer = open_printer("p1", "pdf+cups://laser", Profile())
    assert Spool(store).run_once(printer) is JobState.SENT
    assert len(Reader((lp / "job").read_bytes()).sheets) == 2 * len(
        Reader(_pdf(replace(EVERYTHING, counterparts=()))).sheets
    )


def _pdf(page: Page) -> bytes:
    from devices.encode.pdf import render_pdf

    return render_pdf(page)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A printer on the network: its URL, and each job that it took until the line was hung up."""
    jobs: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    data = b""
                    while chunk := line.recv(65_536):
                        data += chunk
                    jobs.append(data)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"pdf+tcp://127.0.0.1:{server.getsockname()[1]}", jobs


def test_each_job_on_the_network_ends_with_its_line(listener: tuple[str, list[bytes]]) -> None:
    url, jobs = listener
    printer = open_page_printer("p", url)
    assert isinstance(printer, PagePrinter)
    for _ in range(2):
        printer.check()
        printer.send(EVERYTHING)
    for _ in range(200):
        if len(jobs) == 2:
            break
        threading.Event().wait(0.02)
    assert [data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF") for data in jobs] == [True, True]


def test_a_printer_that_is_off_took_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NothingSent):
        open_page_printer("p", f"pdf+tcp://127.0.0.1:{port}").check()


def test_a_folder_keeps_each_page_in_a_file_of_its_owners(tmp_path: Path) -> None:
    folder = open_page_printer("p", f"pdf+file://{tmp_path}/new/pages")
    assert isinstance(folder, PageFolder)
    first, second = folder.write(EVERYTHING), folder.write(EVERYTHING.as_copy(1))
    assert folder.confirm()
    assert first.name == f"{CODE}-Giấy-tiếp-nhận-hồ-sơ-và-hẹn-trả-kết-quả.pdf"
    assert second.name == f"{CODE}-Giấy-tiếp-nhận-hồ-sơ-và-hẹn-trả-kết-quả-2.pdf"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (first, first.parent)] == [0o600, 0o700]
    assert "BẢN IN LẠI LẦN 1" in Reader(second.read_bytes()).sheets[0].text


def test_a_name_leads_to_no_other_folder_and_follows_no_link(tmp_path: Path) -> None:
    folder = PageFolder("p", tmp_path / "pages")
    folder.check()
    page = Page(title="../../x/y\\z", code="../1")
    path = folder.write(page)
    assert path.parent == tmp_path / "pages"
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert folder.write(page).name != path.name
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        os, "access", lambda path, mode: False
    )  # as for another account: root writes everywhere
    with pytest.raises(NothingSent) as caught:
        PageFolder("p", tmp_path / "pages").check()
    assert caught.value.trouble is Trouble.NO_PERMISSION


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("x")
    with pytest.raises(NothingSent):
        PageFolder("p", tmp_path / "pages").write(EVERYTHING)


def test_a_slip_can_go_to_a_page_printer(lp: Path) -> None:
    printer = open_page_printer("p", "pdf+cups://laser")
    printer.send(TICKET)
    (sheet,) = Reader((lp / "job").read_bytes()).sheets
    assert "A042" in sheet.text


def test_the_test_print_is_one_page(lp: Path) -> None:
    open_page_printer("máy A5", "pdf+cups://laser").print_calibration()
    assert len(Reader((lp / "job").read_bytes()).sheets) == 1


@pytest.mark.parametrize(
    "url",
    [
        "pdf+cups://",
        "pdf+tcp://",
        "pdf+tcp://a:b",
        "pdf+file://host/x",
        "pdf+file:",
        "pdf+usb://1:2",
        "pdf+",
        "pdf+cups://laser?media=A4;rm",
        "pdf+cups://laser?-d=x",
    ],
)
def test_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(DeviceError) as caught:
        open_page_printer("p", url)
    assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_a_page_that_cannot_be_laid_out_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(page: Page) -> bytes:
        raise ValueError("no room")

    monkeypatch.setattr("devices.encode.pdf.render_pdf", fail)
    with pytest.raises(Unprintable, match="no room"):
        PageFolder("p", tmp_path).send(EVERYTHING)
