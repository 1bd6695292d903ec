"""Which office the screens open; the heavy work waits until the desk thread calls for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counter.startup import Start

if TYPE_CHECKING:
    from counter.desk.desk import Desk

Opener = Callable[[], "Desk"]


@contextmanager
def opener(start: Start) -> Iterator[Opener]:
    """What opens the office of ``start`` when it is called; a throw-away office goes away at the end."""
    if start.command == "open":
        folder = start.data or Path()
        yield lambda: open_office(folder)
    elif start.data is not None:
        kept = start.data
        yield lambda: open_demo(kept)
    else:
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="counter-demo-", ignore_cleanup_errors=True) as throw_away:
            yield lambda: open_demo(Path(throw_away))


def open_office(folder: Path) -> Desk:
    """The desk of the office in ``folder``, as its settings say. Raises ``Problem``."""
    from counter.desk.opening import open_desk
    from counter.settings import load

    return open_desk(folder, key_file=load(folder).key_file)


def open_demo(folder: Path) -> Desk:
    """The desk of a demo office in ``folder``: made and filled where there is none yet. Raises ``Problem``."""
    if not (folder / "office.db").exists():
        from counter.demo.office import filled_office

        filled_office(folder)
    return open_office(folder)
