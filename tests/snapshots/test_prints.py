"""How the print queue looks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from counter.desk.desk import Desk
from db import spool
from tests.snapshots.filled import fill, newest
from tests.snapshots.stage import SIZES, settled, stage


def worked_through(desk: Desk) -> None:
    """A morning at the printer: most came out, one is unsure, one was sent, the newest wait."""
    fill(desk)
    newest(desk)
    with desk.store.write() as connection:
        for number in range(1, 15):
            ends = {7: ("unsure", "crash"), 11: ("sent", "")}
            last, note = ends.get(number, ("confirmed", ""))
            states = ["queued", "sending", *(["sent"] if last != "sent" else []), last]
            for before, after in pairwise(states):
                why = note if after == last else ""
                spool.move(connection, number, before, after, desk.clock.now(), note=why, printer="virtual:")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_queue(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = stage(tmp_path, fill=worked_through, place="prints")
    assert snap_compare(app, terminal_size=size, run_before=settled)
