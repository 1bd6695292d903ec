"""What a demo begins with: the folder of one that keeps nothing, and how long its month is."""

from __future__ import annotations

from tempfile import TemporaryDirectory

WORKING_DAYS = 22
"""The working days of the month of ``counter demo --headless``."""


def scratch_folder() -> TemporaryDirectory[str]:
    """A temporary folder, removed when the demo ends."""
    return TemporaryDirectory(prefix="counter-demo-", ignore_cleanup_errors=True)
