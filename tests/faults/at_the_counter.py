"""A counter for a test to kill: ``python -m tests.faults.at_the_counter FOLDER [PLACE]``."""

from __future__ import annotations

import sys
from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.office.opening import open_desk
from tests.offices import StillClock, new_office, seated
from tests.snapshots.stage import Staged


def main(folder: Path, place: str = "intake") -> None:
    """Lan on shift at counter 3 of the office in ``folder``, which is made where there is none."""

    def open_it() -> Desk:
        office = folder / "office"
        desk = open_desk(office, clock=StillClock()) if office.exists() else new_office(office)
        return seated(desk)

    Staged(open_it, place=place, language="vi").run(mouse=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
