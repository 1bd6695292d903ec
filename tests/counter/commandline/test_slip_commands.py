"""Slips in every form, and the test print, from the command line."""

import json
from pathlib import Path

import pytest

from devices.profile import Profile, Strategy, profile
from devices.virtual.server import TcpPrinterServer
from tests.counter.commandline.conftest import counter

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
    ("words", "told"),
    [((), "--to"), (("--right", "99"), "99"), (("--right", "x"), "x"), (("--to", "lpt:1"), "lpt:1")],
)
def test_mistakes_are_one_line(words: tuple[str, ...], told: str) -> None:
    ran = counter("print-test", *words)
    assert (ran.code, told in ran.complaint) == (1, True)
