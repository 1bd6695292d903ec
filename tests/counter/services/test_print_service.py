"""Behind the screens: one process prints, tells the truth, survives its death, and costs nothing while idle."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from counter.config.settings import Settings
from counter.desk.desk import Desk
from counter.desk.office.opening import open_desk
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.printing.labels import job_note
from counter.desk.printing.spool_store import OfficeSpool
from counter.services import print_service
from counter.services.print_service import PrintReport, PrintService
from counter.shell.indicators import printer_indicator
from counter.widgets.status import Light
from db import spool
from db.errors import Busy, DiskFull
from db.ledger import reading
from devices import printer as printer_module
from devices.errors import Trouble
from devices.profile import Proof
from devices.spool import JobAction, JobNote
from devices.virtual.machine import Machine
from devices.virtual.printer import VirtualPrinter
from devices.virtual.server import TcpPrinterServer
from tests.counter.services import printing_process
from tests.db.crowd import PROCESSES
from tests.devices.ending import EndingMachine
from tests.offices import received
from tests.read_only_disk import read_only


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A healthy printer may take as long as a busy machine does."""
    monkeypatch.setattr(printer_module, "PATIENCE", 20.0)


@pytest.fixture
def reports() -> list[PrintReport]:
    return []


@contextmanager
def working(desk: Desk, reports: list[PrintReport], **settings: str) -> Iterator[PrintService]:
    made = PrintService(desk.store, desk.clock.now, Settings(**settings), reports.append)  # type: ignore[arg-type]
    yield made
    made.close()


def states(desk: Desk) -> list[str]:
    return [job.state for job in sorted(queue.jobs(desk), key=lambda job: job.id)]


def paper(made: PrintService) -> VirtualPrinter:
    assert isinstance(made._printer, VirtualPrinter)
    return made._printer


def test_a_counter_that_closes_hangs_up_the_printer(desk: Desk, reports: list[PrintReport]) -> None:
    received(desk)
    with TcpPrinterServer(Machine()) as server, working(desk, reports, printer=server.url) as made:
        made.once()
        line = made.port
        assert line is not None
        assert line.is_open
        made.stop()
        made.run()
        assert not line.is_open


@pytest.mark.parametrize("profile", ["AF-240", "NT-80-V-UL", "none", "broken.json"])
def test_a_printer_with_a_wrong_profile_is_left_out_and_the_others_print(
    profile: str, desk: Desk, reports: list[PrintReport]
) -> None:
    (desk.store.data / "broken.json").write_text('{"dots": 0}')
    profile = str(desk.store.data / profile) if profile.endswith(".json") else profile
    both = {"quầy 1": "tcp://192.0.2.1:9100", "kho": "virtual:"}
    settings = Settings(printer="quầy 1", printers=both, printer_profile=profile)
    made = PrintService(desk.store, desk.clock.now, settings, reports.append)
    assert list(made._printers) == ["kho"]
    (wrong,) = made.wrong.devices
    assert (wrong.kind, wrong.name) == ("printer", "quầy 1")
    received(desk)
    (job,) = queue.jobs(desk)
    queue.move_to(desk, job.id, "kho")
    made.once()
    assert states(desk) == ["confirmed"]
    made.close()


def test_what_was_received_is_printed_and_the_lamp_is_calm(desk: Desk, reports: list[PrintReport]) -> None:
    received(desk)
    with working(desk, reports, printer="virtual:") as made:
        made.once()
        assert states(desk) == ["confirmed"]
        assert [slip.title for slip in paper(made).slips] == ["Giấy tiếp nhận hồ sơ và hẹn trả kết quả"]
    assert printer_indicator(reports[-1]).text == "Máy in sẵn sàng"


def test_a_printer_that_proves_nothing_is_told_once_and_known_by_the_next_process(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SILENCE", 0.5), ("RECHECK", 0.1), ("PATIENCE", 1.0)):
        monkeypatch.setattr(printer_module, name, value)
    for _ in range(2):
        received(desk)
    with TcpPrinterServer(Machine(proves_queued=False)) as server:
        with working(desk, reports, printer=server.url) as made:
            made.once()
        assert states(desk) == ["sent", "sent"]
        notes = [job.note for job in sorted(queue.jobs(desk), key=lambda job: job.id)]
        assert notes == [JobNote.NO_PROOF, ""]
        assert "không báo phiếu đã ra" in job_note(notes[0])
        assert printer_indicator(reports[-1]).text == "Máy in sẵn sàng"
        received(desk)
        with working(desk, reports, printer=server.url) as made:
            made.once()
            (printer,) = made._escpos_printers
            assert printer.learned is Proof.NONE
    assert [job.note for job in queue.jobs(desk) if job.note] == [JobNote.NO_PROOF]


def test_without_a_printer_slips_wait_and_the_lamp_says_so(desk: Desk, reports: list[PrintReport]) -> None:
    received(desk)
    with working(desk, reports) as made:
        made.once()
        made.once()
    assert states(desk) == ["queued"]
    lamp = printer_indicator(reports[-1])
    assert (lamp.text, lamp.light) == ("Chưa có máy in, 1 chờ in", Light.OFF)
    assert len(reports) == 1


def test_trouble_is_told_and_the_slip_comes_when_it_is_over(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_service, "RETRY", 0.0)
    with working(desk, reports, printer="virtual:") as made:
        paper(made).trouble = Trouble.PAPER_OUT
        received(desk)
        made.once()
        assert printer_indicator(reports[-1]).text == "Máy in hết giấy, 1 chờ in"
        paper(made).trouble = None
        made.once()
        assert states(desk) == ["confirmed"]
        assert printer_indicator(reports[-1]).light is Light.GOOD


def test_each_printer_has_its_own_trouble(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_service, "RETRY", 0.0)
    names = {"cửa 1": "virtual:1", "kho": "virtual:2"}
    settings = Settings(printer="cửa 1", printers=names)
    made = PrintService(desk.store, desk.clock.now, settings, reports.append)
    first, second = made._printers.values()
    assert isinstance(first, VirtualPrinter)
    assert isinstance(second, VirtualPrinter)
    first.trouble, second.trouble = Trouble.PAPER_OUT, Trouble.COVER_OPEN
    for number, name in enumerate(names, 1):
        received(desk)
        queue.move_to(desk, number, name)
    made.once()
    text = "cửa 1: Máy in hết giấy, kho: Nắp máy in đang mở, 2 chờ in"
    assert printer_indicator(reports[-1]).text == text
    first.trouble = None
    made.once()
    assert states(desk) == ["confirmed", "queued"]
    assert printer_indicator(reports[-1]).text == "kho: Nắp máy in đang mở, 1 chờ in"
    second.trouble = None
    made.once()
    assert printer_indicator(reports[-1]).text == "Máy in sẵn sàng"
    made.close()


def test_another_process_knows_of_the_trouble_and_takes_over(desk: Desk, reports: list[PrintReport]) -> None:
    others: list[PrintReport] = []
    with (
        working(desk, reports, printer="virtual:") as first,
        working(desk, others, printer="virtual:") as second,
    ):
        paper(first).trouble = Trouble.COVER_OPEN
        received(desk)
        first.once()
        second.once()
        assert states(desk) == ["queued"]
        assert printer_indicator(others[-1]).text == "Nắp máy in đang mở, 1 chờ in"
        first._lock.release()
        second.once()
        assert states(desk) == ["confirmed"]
        assert printer_indicator(others[-1]).text == "Máy in sẵn sàng"


def test_an_idle_look_writes_nothing_and_tells_nothing(desk: Desk, reports: list[PrintReport]) -> None:
    received(desk)
    with working(desk, reports, printer="virtual:") as made:
        made.once()
        made.once()
        before, told = desk.store.data_version(), len(reports)
        for _ in range(5):
            made.once()
        assert (desk.store.data_version(), len(reports)) == (before, told)


def test_a_file_that_does_not_answer_is_told_and_tried_again(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> int:
        raise Busy("the office file is held by another program")

    received(desk)
    with working(desk, reports, printer="virtual:") as made:
        with monkeypatch.context() as patched:
            patched.setattr(desk.store, "data_version", busy)
            made.once()
        assert printer_indicator(reports[-1]).light is Light.BAD
        made.once()
        assert printer_indicator(reports[-1]).text == "Máy in sẵn sàng"


def test_a_slip_whose_proof_found_no_room_is_not_left_sending(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    received(desk)
    move = spool.move

    def full_after_printing(
        connection: Any, number: int, action: JobAction, *more: Any, **options: Any
    ) -> bool:
        if action is JobAction.PROVE:
            raise DiskFull("no room")
        return move(connection, number, action, *more, **options)

    with working(desk, reports, printer="virtual:") as made:
        with monkeypatch.context() as patched:
            patched.setattr(spool, "move", full_after_printing)
            made.once()
            assert states(desk) == ["sending"]
            assert printer_indicator(reports[-1]).light is Light.BAD
        received(desk)
        made.once()
        assert states(desk) == ["confirmed", "confirmed"]
        assert len(paper(made).slips) == 2


def test_jobs_of_a_dead_process_are_settled_once_there_is_room_for_it(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> bool:
        raise DiskFull("no room")

    received(desk)
    job = OfficeSpool(desk.store, desk.clock.now).next_queued("virtual:")
    assert job is not None
    assert OfficeSpool(desk.store, desk.clock.now).move(job.id, JobAction.SEND)
    with working(desk, reports, printer="virtual:") as made:
        with monkeypatch.context() as patched:
            patched.setattr(spool, "move", full)
            made.once()
        made.once()
        assert states(desk) == ["unsure"]


def test_on_a_read_only_disk_nothing_is_printed_and_the_lamp_says_why(
    desk: Desk, reports: list[PrintReport]
) -> None:
    received(desk)
    desk.store.close()
    with read_only(desk.store.data):
        opened = open_desk(desk.store.data)
        with working(opened, reports, printer="virtual:") as made:
            made.once()
            assert not paper(made).slips
        assert reports[-1].queue.waiting == 1
        assert printer_indicator(reports[-1]).text == "Ổ đĩa chỉ đọc"
        opened.store.close()


def test_paper_out_in_the_middle_gives_a_whole_marked_copy_that_the_ledger_knows(
    desk: Desk, reports: list[PrintReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_service, "RETRY", 0.0)
    machine = EndingMachine(ends_at=400)
    dossier = received(desk)
    with TcpPrinterServer(machine) as server, working(desk, reports, printer=server.url) as made:
        made.once()
        first, copy = sorted(queue.jobs(desk), key=lambda job: job.id)
        assert (first.state, first.note) == ("cancelled", "resumed-paper-out")
        assert (copy.state, copy.copy_number, copy.printer) == ("queued", 1, server.url)
        assert "BẢN IN LẠI LẦN 1" in "\n".join(queue.preview(desk, copy.id, 42))
        assert printer_indicator(reports[-1]).text == "Máy in hết giấy, 1 chờ in"
        machine.paper_out = False
        made.once()
        assert states(desk) == ["cancelled", "confirmed"]
        assert printer_indicator(reports[-1]).text == "Máy in sẵn sàng"
        assert made._printer is not None
        made._printer.close()  # type: ignore[attr-defined]
    assert sum("<cut>" in line for line in machine.text()) == 2
    with desk.store.read() as connection:
        event, _person = reading.read_stream(connection, "dossier", dossier)[-1]
    assert (event.kind, event.actor, event.data["copy"]) == ("reprinted", "system", 1)
    assert verify(desk, rebuild=True).holds


# -- real processes, and the plug pulled -------------------------------------------------------------------------------


@contextmanager
def neighbour(
    work: Callable[[Path, Connection], None], folder: Path
) -> Iterator[tuple[BaseProcess, Connection]]:
    """Another process of the office at ``work``, and a line to talk to it; killed at the end."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(folder, there))
    process.start()
    try:
        yield process, here
    finally:
        kill(process)
        here.close()
        there.close()


def kill(process: BaseProcess) -> None:
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def test_a_slip_cut_off_by_a_power_cut_is_unsure_and_never_printed_by_itself(
    desk: Desk, reports: list[PrintReport]
) -> None:
    received(desk)
    received(desk)
    with neighbour(printing_process.print_and_hang, desk.store.data) as (process, talk):
        assert talk.poll(30)
        assert talk.recv() == "first byte"
        assert states(desk) == ["sending", "queued"]
        kill(process)
        with working(desk, reports, printer="virtual:") as made:
            made.once()
            made.once()
            assert states(desk) == ["unsure", "confirmed"]
            assert len(paper(made).slips) == 1
    assert printer_indicator(reports[-1]).text == "Chưa rõ đã in: 1 phiếu"


def test_the_spool_moves_on_when_its_owner_is_killed(desk: Desk, reports: list[PrintReport]) -> None:
    with (
        neighbour(printing_process.own_and_wait, desk.store.data) as (process, talk),
        working(desk, reports, printer="virtual:") as made,
    ):
        assert talk.poll(30)
        assert talk.recv() == "mine"
        received(desk)
        made.once()
        assert states(desk) == ["queued"]
        kill(process)
        made.once()
        assert states(desk) == ["confirmed"]


def test_without_a_printer_a_crash_is_still_settled_and_the_spool_left_to_others(
    desk: Desk, reports: list[PrintReport]
) -> None:
    received(desk)
    with neighbour(printing_process.print_and_hang, desk.store.data) as (process, talk):
        assert talk.poll(30)
        kill(process)
    with working(desk, reports) as made:
        made.once()
        assert states(desk) == ["unsure"]
        assert not made._lock.owned
