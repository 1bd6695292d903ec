"""The folder of a demo that keeps nothing."""

from __future__ import annotations

from tempfile import TemporaryDirectory


def scratch_folder() -> TemporaryDirectory[str]:
    """A temporary folder, removed when the demo ends."""
    return TemporaryDirectory(prefix="counter-demo-", ignore_cleanup_errors=True)
