"""From a plain start of ``counter`` to the screens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from counter.app import CounterApp
from counter.startup import Start, preferences

if TYPE_CHECKING:
    from counter.desk.desk import Desk


def start_app(start: Start) -> int:
    """Show the screens as ``start`` asks; returns the exit code."""
    chosen = preferences(start)
    with TemporaryDirectory(prefix="counter-demo-", ignore_cleanup_errors=True) as throw_away:
        app = CounterApp(
            partial(_open_office, start, start.data or Path(throw_away)),
            language=start.language,
            theme=chosen.theme,
            keymap=chosen.keymap,
            lock_after=chosen.lock_after,
            scanner_prefix=chosen.scanner_prefix,
        )
        app.run(mouse=False)
    return app.return_code or 0


def _open_office(start: Start, folder: Path) -> Desk:
    """Open the office in ``folder``, making the demo's where it is wanted; imports all that is heavy."""
    from counter.desk.opening import open_desk

    if start.command == "demo":
        from counter.demo.office import filled_office, sign_in_hint

        if not (folder / "office.db").exists():
            filled_office(folder)
        return replace(open_desk(folder), hint=sign_in_hint())
    from counter.settings import load

    settings = load(folder)
    return replace(open_desk(folder, key_file=settings.key_file), seat=settings.counter or 0)
