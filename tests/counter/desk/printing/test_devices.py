"""The settings' devices are opened by their URL, and a wrong one is told in a sentence."""

from pathlib import Path

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


@pytest.mark.parametrize(
    ("profile", "parts"),
    [
        ("AF-240", ("quầy 1", "AF-240", "“columns”", "20 × 12 > 100")),
        ("NT-80-V-UL", ("quầy 1", "NT-80-V-UL", "“columns”", "12 × 12 < 576")),
        ("none", ("quầy 1", "none", "generic-80")),
        ("missing.json", ("quầy 1", "missing.json", "ENOENT")),
    ],
)
def test_a_profile_that_cannot_be_is_one_line_with_device_and_setting(
    profile: str, parts: tuple[str, ...]
) -> None:
    with pytest.raises(Problem) as caught:
        open_printer("tcp://192.0.2.1:9100", profile, "quầy 1")
    for language in ("vi", "en"):
        sentence = caught.value.say(language)
        assert "\n" not in sentence
        assert all(part in sentence for part in parts), sentence


def test_a_profile_without_dots_does_not_end_the_program() -> None:
    printer = open_printer("tcp://192.0.2.1:9100", "TUP500")
    assert isinstance(printer, EscposPrinter)
    assert printer.profile.dots == 504


def test_what_is_wrong_in_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "printer.json"
    for text, part in (
        ('{"dots": 0}', "“dots”"),
        ('{"pages": []}', "“pages”"),
        ('{"colour": 1}', "“colour”"),
        ('{"dots": ', "1:"),
        ("[]", "1:1"),
        ('{"strategy": "raster", "pictures": "none"}', "“strategy”"),
    ):
        file.write_text(text)
        with pytest.raises(Problem) as caught:
            open_printer("tcp://192.0.2.1:9100", str(file))
        assert part in str(caught.value)
        assert str(file) in str(caught.value)
