"""The ``counter`` command: straight to the screens for a plain start, everything else through the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from counter import locale
from counter.config.start import INTERRUPTED, Start, data_folder, language, option, read_start


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``counter`` with ``arguments`` (the process's own); returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        locale.use(language(words))
        start = read_start(words)
        if start is not None and _on_a_terminal():
            return _show_screens(start)
        from counter.commandline.app import run

        return run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  (nothing may reach Python, which prints a traceback)
        return _report(error, words)


def _report(error: Exception, words: Sequence[str]) -> int:
    """One sentence for people instead of Python's traceback; the details in a file."""
    from counter.config.crash_report import report_crash

    is_kept = "demo" not in words or option(words, "--data")
    folder = data_folder(option(words, "--data")) if is_kept else None
    sys.stderr.write(report_crash(error, folder) + "\n")
    return 1


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def _show_screens(start: Start) -> int:
    """Show the screens; typer, pydantic and the database stay out of the way until after the first frame."""
    gc.disable()  # a tenth of the time to the first frame; the app turns it on again then
    from counter.shell.launch import start_app

    return start_app(start)


if __name__ == "__main__":
    sys.exit(main())
