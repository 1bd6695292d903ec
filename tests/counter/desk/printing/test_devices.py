"""The settings' devices are opened by their URL, and a wrong one is told in a sentence."""

import pytest

from counter.desk.printing.devices import open_display, open_printer
from counter.problems import Problem
from devices.displays.display import CustomerDisplay
from devices.printer import EscposPrinter
from devices.virtual.printer import VirtualPrinter


def test_no_device_is_none() -> None:
    assert open_printer("") is None
    assert open_display("") is None


def test_devices_are_opened_by_url_and_profile() -> None:
    assert isinstance(open_printer("virtual:"), VirtualPrinter)
    printer = open_printer("tcp://192.0.2.1:9100", "epson-42")
    assert isinstance(printer, EscposPrinter)
    assert printer.profile.columns == 42
    assert isinstance(open_display("serial:///dev/ttyUSB0?driver=dm-d"), CustomerDisplay)


@pytest.mark.parametrize(
    ("url", "profile"), [("usb://nonsense", ""), ("tcp://h:x", ""), ("virtual:", "none")]
)
def test_what_cannot_be_driven_is_told(url: str, profile: str) -> None:
    with pytest.raises(Problem):
        open_printer(url, profile)
    if not profile:
        with pytest.raises(Problem):
            open_display(url)
