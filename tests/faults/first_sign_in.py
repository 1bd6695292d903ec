"""A new office whose counter asks who is there: ``python -m tests.faults.first_sign_in FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from counter.desk.desk import Desk
from counter.shell.app import CounterApp
from tests.offices import MORNING, StillClock, new_office


def main(folder: Path) -> None:
    """The sign-in screen of an office that nobody has worked in yet."""

    def open_it() -> Desk:
        return new_office(folder / "office", StillClock())

    CounterApp(open_it, language="vi", theme="calm", lock_after=0, now=lambda: MORNING).run(mouse=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
