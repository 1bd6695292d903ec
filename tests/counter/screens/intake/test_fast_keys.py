"""Somebody types faster than the program draws: words and Enter in one write never take what stood there before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import offices
from tests.terminal import Terminal


def _counter(folder: Path, place: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tests.faults.at_the_counter", str(folder), place])


@pytest.mark.parametrize(("words", "wanted"), [("khai s", offices.BIRTH.code), ("con d", offices.SEAL.code)])
def test_the_procedure_is_the_one_that_was_typed(tmp_path: Path, words: str, wanted: str) -> None:
    with _counter(tmp_path, "intake") as counter:
        counter.until("Thủ tục")
        counter.read(0.5)
        counter.type("\rTrần Thị Bưởi\r\r\r\r\r")
        counter.until("Bưởi")
        counter.read(0.5)
        counter.type(words + "\r")
        counter.until("Giấy tờ")
        assert wanted in counter.line(" Thủ tục ")


@pytest.mark.parametrize("place", ["search", "returning"])
def test_the_dossier_is_the_one_that_was_typed(tmp_path: Path, place: str) -> None:
    with _counter(tmp_path, "intake") as counter:
        counter.until("Thủ tục")
        for name in ("Lê Văn Cam", "Ngô Thị Quýt", "Đỗ Văn Mít"):
            counter.read(0.5)
            counter.type(f"\r{name}\r\r\r\r\rkhai s\ra\x1b[24~")
            counter.until("Đã nhận")
            counter.read(0.5)
        counter.type({"search": "\x1bOS", "returning": "\x1bOR"}[place])
        counter.until("Mít")
        counter.read(0.5)
        counter.type("quyt\r")
        counter.until("Trạng thái" if place == "returning" else "Chủ hồ sơ")
        counter.read(0.5)
        assert "Quýt" in counter.text
        assert "Mít" not in counter.text
