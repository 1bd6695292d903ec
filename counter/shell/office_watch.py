"""Notices in print reports that any process of the office committed something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter.services.print_service import PrintReport


class OfficeWatch:
    """``on_facts`` is called when facts changed that an open desk keeps in memory, ``on_commit`` after any commit."""

    def __init__(self, *, on_facts: Callable[[], object], on_commit: Callable[[], object]) -> None:
        self._on_facts, self._on_commit = on_facts, on_commit
        self._facts, self._version = "", -1

    def compare(self, report: PrintReport) -> None:
        """Compare ``report`` with the one before; the first one is only remembered as far as facts go."""
        before, self._facts = self._facts, report.office
        if before and report.office != before:
            self._on_facts()
        if report.version != self._version:
            self._version = report.version
            self._on_commit()
