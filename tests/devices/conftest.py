"""Fixtures and settings for the tests of devices: no verdict may depend on how busy the machine is."""

import pytest
from hypothesis import settings

from devices import printer
from devices.displays import display
from devices.ports import base, cups, network

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")

PATIENCE = 20.0
"""Seconds that a healthy device may take in a test; a test whose device is silent sets less."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (printer, "PATIENCE"),
        (printer, "SILENCE"),
        (display, "PATIENCE"),
        (base, "STALL"),
        (cups, "STALL"),
        (network, "STALL"),
    ):
        monkeypatch.setattr(module, name, PATIENCE)
