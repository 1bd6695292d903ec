"""A meeting with the centre, over a line on which nothing goes wrong."""

from __future__ import annotations

from pathlib import Path

from tests.sync.hosts import at_centre, host_at


def test_what_was_noted_here_is_at_the_centre_and_said_to_be(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive(3)
    run = host.synced()
    assert at_centre(centre) == host.events()
    assert run.sent == len(host.events())
    print(run)
    again = host.synced()
    print(again)
