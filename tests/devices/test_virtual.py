"""The printer and the display without hardware, and letters without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import NotReady, Trouble
from devices.plain import unaccented
from devices.slip import Line, Slip
from devices.virtual.display import VirtualDisplay
from devices.virtual.printer import VirtualPrinter

SLIP = Slip("Phiếu", (Line("Xin chào"),))


def test_the_printer_keeps_what_it_printed_and_tells_listeners() -> None:
    printer = VirtualPrinter()
    seen: list[Slip] = []
    end = printer.subscribe(seen.append)
    printer.send(SLIP)
    end()
    printer.send(SLIP)
    assert seen == [SLIP]
    assert printer.slips == (SLIP, SLIP)
    assert printer.paper == ["Xin chào"] * 2


def test_the_printer_refuses_while_in_trouble() -> None:
    printer = VirtualPrinter()
    printer.trouble = Trouble.PAPER_OUT
    with pytest.raises(NotReady) as caught:
        printer.check()
    assert caught.value.trouble is Trouble.PAPER_OUT
    printer.trouble = None
    printer.check()
    assert printer.confirm()


def test_the_display_shows_two_lines_without_accents() -> None:
    display = VirtualDisplay()
    seen: list[tuple[str, str]] = []
    end = display.subscribe(seen.append)
    display.show_text("Mời số A042", "đến quầy số 3 – cảm ơn quý khách")
    display.show_text("Mời số A042", "đến quầy số 3 – cảm ơn quý khách")
    assert display.lines == ("Moi so A042".ljust(20), "den quay so 3 - cam ")
    display.clear()
    assert seen == [("Moi so A042".ljust(20), "den quay so 3 - cam "), (" " * 20, " " * 20)]
    end()
    display.show_text("x")
    assert len(seen) == 2


@given(st.text())
def test_unaccented_is_printable_ascii(text: str) -> None:
    plain = unaccented(text)
    assert plain.isascii()
    assert plain.isprintable()


def test_unaccented_vietnamese() -> None:
    assert unaccented("ĐẶNG THỊ NGUYỆT – đường Lê Lợi … 東") == "DANG THI NGUYET - duong Le Loi ... _"
