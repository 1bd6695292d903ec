"""Takes print jobs to the state that a test begins with."""

from counter.desk.desk import Desk
from db import spool
from devices.spool import JobAction


def advance(desk: Desk, number: int, *actions: JobAction, note: str = "", printer: str | None = None) -> None:
    """Let ``actions`` happen to job ``number``, each as the table of moves allows it; the last leaves ``note``."""
    with desk.store.write() as connection:
        for action in actions:
            reason = note if action is actions[-1] else ""
            assert spool.move(connection, number, action, desk.clock.now(), note=reason, printer=printer), (
                action
            )
