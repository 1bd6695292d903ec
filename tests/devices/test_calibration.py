"""A person reads the test print, and the printer's profile is right."""

import pytest

from devices.calibration import SAMPLE, calibrated, calibration_slip, candidates, numbers
from devices.profile import PROFILES, Profile, Strategy
from devices.virtual.machine import Code, Machine, Picture
from tests.devices.test_escpos import NAMES

BASE = Profile()


def lines(machine: Machine) -> list[str]:
    machine.feed(calibration_slip(BASE))
    return machine.text(NAMES)


def test_more_than_64_letters_are_tried() -> None:
    assert len({letter for letter in "".join(SAMPLE) if not letter.isascii()}) >= 64


def test_an_epson_reads_right_where_it_should() -> None:
    machine = Machine()
    printed = lines(machine)
    for number in (1, 2, 5):
        at = next(at for at, line in enumerate(printed) if line.startswith(f"{number}. "))
        assert [line.rstrip() for line in printed[at + 1 : at + 5]] == list(SAMPLE)
    at = next(at for at, line in enumerate(printed) if line.startswith("3. "))
    assert printed[at + 1] != SAMPLE[0]
    assert any(isinstance(part, Picture) for part in machine.paper)
    assert [part.kind for part in machine.paper if isinstance(part, Code)] == ["CODE128", "QR"]


def test_a_clone_that_knows_no_characters_spoils_only_that_part() -> None:
    printed = lines(Machine(deaf_to_definitions=True))
    at = next(at for at, line in enumerate(printed) if line.startswith("6. "))
    assert printed[at - 1] == "-" * 48
    assert printed[-1] == "<cut>"


@pytest.mark.parametrize("name", ["generic-58", "bixolon"])
def test_every_width_can_be_tested(name: str) -> None:
    machine = Machine(columns=PROFILES[name].columns)
    machine.feed(calibration_slip(PROFILES[name]))
    assert machine.unknown == []
    assert machine.accidents == 0


def test_the_fastest_way_that_reads_right_is_kept() -> None:
    barcode, qr = numbers(BASE)
    profile = calibrated(BASE, {2, 5, 6, barcode})
    assert (profile.strategy, profile.pages) == (Strategy.TCVN3, (49, 50))
    assert (profile.native_barcode, profile.native_qr) == (True, False)
    assert calibrated(BASE, {5, 6}).strategy is Strategy.DOWNLOADED
    assert calibrated(BASE, {qr}).strategy is Strategy.ASCII
    assert len(candidates(BASE)) + 1 == barcode


def test_a_number_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no number 9, 12"):
        calibrated(BASE, {1, 9, 12})
