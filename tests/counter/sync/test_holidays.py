"""The holidays that an office announced itself travel to the centre like its other events."""

from __future__ import annotations

from pathlib import Path

from counter.desk.office.holidays import announce
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from tests import offices
from tests.counter.desk.office.test_own_holidays import FLOOD
from tests.counter.sync.hosts import at_centre, host_at


def test_they_reach_the_centre(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one", login="hoa")
    announce(sign_in(host.desk, "admin", offices.PASSWORD), FLOOD)
    host.synced()
    assert at_centre(centre) == host.events()
    assert verify(host.desk, rebuild=True).holds
