"""Slips in every form, and the test print, from the command line."""

import json
from pathlib import Path

import pytest

from devices.profile import Profile, Strategy, profile
from devices.virtual.machine import Machine
from devices.virtual.server import TcpPrinterServer
from tests.counter.commandline.conftest import counter
from tests.devices.ending import EndingMachine
from tests.devices.pdf_reader import Reader
from tests.devices.peers import ResettingPeer, SilentPeer

STARTS = {"escpos": b"\x1b@", "png": b"\x89PNG", "pdf": b"%PDF-"}


def code_of(office: Path) -> str:
    (dossier,) = counter("find", "buoi", "--json", data=office).json
    return str(dossier["code"])


@pytest.mark.parametrize("kind", STARTS)
def test_a_slip_is_written_as_bytes(kind: str, made_office: Path, tmp_path: Path) -> None:
    file = tmp_path / "slip"
    ran = counter("slip", code_of(made_office), "--as", kind, "--out", file, "--json", data=made_office)
    assert (ran.code, ran.err) == (0, "")
    assert file.read_bytes().startswith(STARTS[kind])
    assert ran.json["bytes"] == file.stat().st_size


def test_strategy_profile_and_width_are_obeyed(made_office: Path, tmp_path: Path) -> None:
    code = code_of(made_office)
    sizes = {}
    for strategy in ("ascii", "raster"):
        file = tmp_path / strategy
        counter("slip", code, "--as", "escpos", "--strategy", strategy, "--out", file, data=made_office)
        sizes[strategy] = file.stat().st_size
    assert sizes["raster"] > 10 * sizes["ascii"]
    narrow = counter("slip", code, "--profile", "generic-58", data=made_office, lang="vi").out
    assert max(map(len, narrow.splitlines())) <= 32
    wide = counter("slip", code, "--columns", "64", data=made_office, lang="vi").out
    assert 48 < max(map(len, wide.splitlines())) <= 64


def test_bytes_do_not_go_into_json_and_unknown_profiles_are_told(made_office: Path) -> None:
    code = code_of(made_office)
    assert "--out" in counter("slip", code, "--as", "pdf", "--json", data=made_office).complaint
    assert "no printer profile x" in counter("slip", code, "--profile", "x", data=made_office).complaint


def test_a_printer_is_tested_and_its_profile_kept(tmp_path: Path) -> None:
    file = tmp_path / "printer.json"
    with TcpPrinterServer() as server:
        ran = counter("print-test", "--to", server.url)
        assert (ran.code, "--right" in ran.out) == (0, True)
        assert server.wait_for(1_000)
    ran = counter("print-test", "--right", "2,5,7", "--save", file)
    assert (ran.code, str(file) in ran.out) == (0, True)
    kept = profile(str(file))
    assert (kept.strategy, kept.pages, kept.native_barcode) == (Strategy.TCVN3, (49, 50), True)
    assert Profile.from_mapping(json.loads(file.read_text())) == kept


@pytest.mark.parametrize(
    ("machine", "said", "proof"),
    [
        (Machine(), "báo phiếu thử đã in xong", "queued"),
        (Machine(proves_queued=False), "không báo phiếu đã ra", "none"),
    ],
)
def test_the_test_print_tells_what_the_printer_proves(
    machine: Machine, said: str, proof: str, tmp_path: Path
) -> None:
    file = tmp_path / "printer.json"
    with TcpPrinterServer(machine) as server:
        ran = counter("print-test", "--to", server.url, "--right", "1", "--save", file, lang="vi")
        assert (ran.code, ran.err) == (0, "")
        assert said in ran.out
        assert json.loads(file.read_text())["proof"] == proof
        url = server.url
        ran = counter("print-test", "--to", url, "--json")
    assert ran.json == {"device": url, "printed": proof != "none", "answers": True, "proof": proof}
    assert machine.text()[-1] == "<cut>"


@pytest.mark.parametrize(
    ("fault", "said"),
    [("paper_out", "Máy in hết giấy; chưa in gì"), ("cover_open", "Nắp máy in đang mở; chưa in gì")],
)
def test_the_test_print_asks_first(fault: str, said: str) -> None:
    machine = Machine()
    setattr(machine, fault, True)
    with TcpPrinterServer(machine) as server:
        ran = counter("print-test", "--to", server.url, lang="vi")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.complaint
    assert machine.paper == []


def test_a_printer_that_is_reset_in_the_test_print_is_told() -> None:
    with TcpPrinterServer(resets_at=3_000) as server:
        ran = counter("print-test", "--to", server.url, lang="vi")
    assert (ran.code, ran.out) == (1, "")
    assert "đang in thì đứt" in ran.complaint


def test_paper_that_runs_out_in_the_test_print_is_told() -> None:
    with TcpPrinterServer(EndingMachine(ends_at=3_000)) as server:
        ran = counter("print-test", "--to", server.url, lang="vi")
    assert (ran.code, ran.out) == (1, "")
    assert "Máy in hết giấy; đang in thì đứt" in ran.complaint


@pytest.mark.parametrize(
    ("peer", "said"), [(SilentPeer, "không có trả lời"), (ResettingPeer, "Chưa nối máy in")]
)
def test_a_peer_that_is_no_printer_is_told(peer: type[SilentPeer], said: str) -> None:
    with peer() as url:
        ran = counter("print-test", "--to", url, "--json", lang="vi")
    assert (ran.code, ran.out) == (1, "")
    assert url in ran.complaint
    assert said in ran.complaint


def test_a_printer_that_never_answers_is_only_sent_to(tmp_path: Path) -> None:
    file = tmp_path / "mute.json"
    file.write_text('{"status": "never"}')
    with TcpPrinterServer(mute=True) as server:
        ran = counter("print-test", "--to", server.url, "--profile", file, lang="vi")
        assert (ran.code, "không trả lời được" in ran.out) == (0, True)
        assert server.wait_for(1_000)
        ran = counter("print-test", "--to", server.url, lang="vi")
        assert (ran.code, "không có trả lời" in ran.complaint) == (1, True)
    ran = counter("print-test", "--to", f"file://{tmp_path}/job", lang="vi")
    assert (ran.code, "không trả lời được" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("lpt:1", "không có kiểu nối “lpt”"),
        ("usb://1:2", "mục “usb” phải là usb://VVVV:PPPP"),
        ("serial:///dev/x?flow=x", "mục “flow” phải là một trong: none, rtscts"),
        ("serial:///dev/x?colour=x", "không có mục “colour”"),
        ("tcp://127.0.0.1:1", "Chưa nối máy in; chưa in gì"),
    ],
)
def test_a_wrong_device_is_told_in_the_users_language(url: str, said: str) -> None:
    ran = counter("print-test", "--to", url, lang="vi")
    assert (ran.code, said in ran.complaint) == (1, True), ran.complaint


@pytest.mark.parametrize(
    ("words", "told"),
    [((), "--to"), (("--right", "99"), "99"), (("--right", "x"), "x"), (("--to", "lpt:1"), "lpt:1")],
)
def test_mistakes_are_one_line(words: tuple[str, ...], told: str) -> None:
    ran = counter("print-test", *words)
    assert (ran.code, told in ran.complaint) == (1, True)


def test_a_pdf_is_the_form_of_the_circular_masked_with_its_counterparts(
    made_office: Path, tmp_path: Path
) -> None:
    file = tmp_path / "form.pdf"
    ran = counter(
        "slip", code_of(made_office), "--as", "pdf", "--counterparts", "2", "--out", file, data=made_office
    )
    assert (ran.code, ran.err) == (0, "")
    first, second = Reader(file.read_bytes()).sheets
    assert "Mẫu số 01" in first.text
    assert "0721••••0123" in first.text
    assert "Liên 2 (giao người nộp)" in second.text
