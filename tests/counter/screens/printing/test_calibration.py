"""Finding out at the counter how a printer prints Vietnamese: print, look, type the numbers, save."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from counter.config.settings import load
from counter.desk.desk import Desk
from counter.desk.printing import calibration, queue
from counter.desk.printing.spool_store import OfficeSpool
from counter.problems import Problem
from counter.screens.printing.calibration import Calibration
from counter.services.print_service import PrintService
from devices import printer
from devices.errors import Trouble
from devices.printer import EscposPrinter
from devices.profile import Proof, Strategy
from devices.virtual.machine import Machine
from devices.virtual.server import TcpPrinterServer
from tests.notices import notices
from tests.offices import received, seated
from tests.snapshots.stage import settled, stage


def written(desk: Desk, *lines: str) -> None:
    (desk.store.data / "counter.toml").write_text("\n".join(lines) + "\n", "utf-8")


def background(desk: Desk) -> PrintService:
    return PrintService(desk.store, desk.clock.now, load(desk.store.data), lambda report: None)


def said(pilot: Pilot[None], where: str) -> str:
    return str(pilot.app.screen.query_one(where, Static).content)


@pytest.fixture
def seat(desk: Desk) -> Desk:
    return seated(desk)


async def test_from_the_queue_to_a_printer_that_is_used_at_once(tmp_path: Path) -> None:
    machine = Machine()
    with TcpPrinterServer(machine) as server:
        app = stage(tmp_path, place="prints", fill=lambda desk: written(desk, f'printer = "{server.url}"'))
        async with app.run_test() as pilot:
            await settled(pilot)
            await pilot.press("ctrl+t", "6")
            await settled(pilot)
            assert isinstance(app.screen, Calibration)
            assert "chữ được gửi vào máy in; 48 chữ mỗi dòng" in said(pilot, "#now")
            await pilot.press("ctrl+t", "1")
            await settled(pilot)
            assert server.wait_for(5_000)
            while "Đã gửi phiếu thử" not in said(pilot, "#state"):
                await pilot.pause()
            await pilot.press("1", ",", "7", "f12")
            await settled(pilot)
            assert not isinstance(app.screen, Calibration)
            received(app.desk)
            app.devices.wake()
            while queue.counts(app.desk).get("confirmed") != 1:
                await pilot.pause()
    kept = json.loads(next((tmp_path / "office").glob("printer-*.json")).read_text())
    assert (kept["strategy"], kept["native_barcode"], kept["native_qr"]) == ("tcvn3", True, False)
    paper = "\n".join(machine.text())
    assert "6. pictures" in paper
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in paper


async def test_wrong_numbers_stay_to_be_mended(tmp_path: Path) -> None:
    app = stage(tmp_path, place="prints", fill=lambda desk: written(desk, 'printer = "virtual:"'))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "6")
        await settled(pilot)
        await pilot.press("9", "9")
        await settled(pilot)
        await pilot.press("f12")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, Calibration)
        assert "99" in screen.right.problem
        await pilot.press("escape")
        await settled(pilot)
        assert type(app.screen).__name__ == "PrintQueue"
    assert not list((tmp_path / "office").glob("printer-*.json"))


async def test_without_a_printer_it_says_so(tmp_path: Path) -> None:
    app = stage(tmp_path, place="prints")
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "6")
        await settled(pilot)
        await pilot.press("ctrl+t", "1", "1", "f12")
        await settled(pilot)
        assert any("Chưa cấu hình máy in" in notice for notice in notices(app))


def test_a_printer_that_cannot_print_is_told(seat: Desk) -> None:
    with TcpPrinterServer(Machine(cover_open=True)) as server:
        written(seat, f'printer = "{server.url}"')
        working = background(seat)
        assert calibration.calibration_state(seat) is None
        calibration.request_calibration(seat, server.url)
        assert calibration.calibration_state(seat) is calibration.CalibrationState.REQUESTED
        working.once()
        assert calibration.calibration_state(seat) is Trouble.COVER_OPEN
        working.stop()
        working.run()
        for device in working._printers.values():
            assert isinstance(device, EscposPrinter)
            device.close()


@pytest.mark.parametrize(
    ("machine", "mute", "state"),
    [
        (Machine(), False, calibration.CalibrationState.PRINTED),
        (Machine(proves_queued=False), False, calibration.CalibrationState.SENT),
        (Machine(), True, calibration.CalibrationState.SENT),
    ],
)
def test_a_test_print_without_an_answer_is_only_sent(
    machine: Machine,
    mute: bool,
    state: calibration.CalibrationState,
    seat: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printer, "SILENCE", 1.0)
    monkeypatch.setattr(printer, "PATIENCE", 0.2 if mute else 20.0)
    with TcpPrinterServer(machine, mute=mute) as server:
        written(seat, f'printer = "{server.url}"')
        working = background(seat)
        calibration.request_calibration(seat, server.url)
        working.once()
        assert calibration.calibration_state(seat) is state
        proofs = OfficeSpool(seat.store, seat.clock.now).proofs()
        assert proofs == ({} if mute else {server.url: Proof.QUEUED if machine.proves_queued else Proof.NONE})
        working.close()


async def test_the_screen_tells_that_no_answer_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "SILENCE", 1.0)
    with TcpPrinterServer(Machine(proves_queued=False)) as server:
        app = stage(tmp_path, place="prints", fill=lambda desk: written(desk, f'printer = "{server.url}"'))
        async with app.run_test() as pilot:
            await settled(pilot)
            await pilot.press("ctrl+t", "6")
            await settled(pilot)
            await pilot.press("ctrl+t", "1")
            while "không trả lời" not in said(pilot, "#state"):
                await pilot.pause()
            await pilot.press("1", "f12")
            await settled(pilot)
            assert not isinstance(app.screen, Calibration)


def test_each_printer_has_its_own_profile_and_the_other_process_reads_it(seat: Desk) -> None:
    written(
        seat,
        'printer = "quầy 1"',
        "[printers]",
        '"quầy 1" = "tcp://192.0.2.1:9100"',
        'kho = "tcp://192.0.2.2:9100"',
    )
    working = background(seat)
    assert calibration.printers(seat) == ["quầy 1", "kho"]
    assert calibration.save_profile(seat, "kho", "2 8").strategy is Strategy.TCVN3
    working._apply_calibration()
    first, second = working._printers.values()
    assert isinstance(first, EscposPrinter)
    assert isinstance(second, EscposPrinter)
    assert (first.profile.strategy, second.profile.pages) == (Strategy.DOWNLOADED, (49, 50))
    assert (seat.store.data / "printer-kho.json").exists()
    with pytest.raises(Problem):
        calibration.save_profile(seat, "ngoài", "1")


def test_a_profile_that_the_settings_name_is_the_one_that_is_written(seat: Desk) -> None:
    written(seat, 'printer = "virtual:"', 'printer_profile = "mine.json"')
    calibration.save_profile(seat, "virtual:", "4")
    assert json.loads((seat.store.data / "mine.json").read_text())["strategy"] == "viscii"
    for wrong in ("", "x", "5 x"):
        with pytest.raises(Problem) as told:
            calibration.save_profile(seat, "virtual:", wrong)
        assert told.value.field == "right"
