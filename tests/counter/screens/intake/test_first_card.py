"""The first card after a sign-in is taken, on a new office, in a bare terminal, however its keys come."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.counter.screens.officer import CARD
from tests.offices import PASSWORD
from tests.terminal import Terminal


@pytest.mark.parametrize("gap", [0, 0.001, 0.005, 0.010, 0.015])
def test_the_first_card_is_taken_as_soon_as_the_screen_is_there(tmp_path: Path, gap: float) -> None:
    with Terminal([sys.executable, "-m", "tests.faults.first_sign_in", str(tmp_path)]) as counter:
        counter.until("Quầy 4")
        counter.type(f"lan\r{PASSWORD}\r3\r")
        counter.until("Thủ tục")
        if gap:
            for letter in f"{CARD}\r":
                counter.type(letter)
                time.sleep(gap)
        else:
            counter.type(f"{CARD}\r")
        counter.until("đã quét thẻ")
        assert "Trần Thị Bưởi" in counter.line("Họ và tên")
        assert "072195000123" in counter.line("Số định danh")
