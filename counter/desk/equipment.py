"""The devices that the settings name, opened by their URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from counter.locale import N_
from counter.problems import Problem

if TYPE_CHECKING:
    from devices.spool import Printer


class Display(Protocol):
    """A customer display: two lines of twenty letters."""

    @property
    def lines(self) -> tuple[str, str]:
        """What stands there now."""
        ...

    def show(self, upper: str, lower: str = "") -> None:
        """Put two lines up."""
        ...

    def clear(self) -> None:
        """Go dark."""
        ...


def open_printer(url: str) -> Printer | None:
    """The printer at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven."""
    if not url:
        return None
    _only_virtual(url)
    from devices.virtual.printer import VirtualPrinter

    return VirtualPrinter(url)


def open_display(url: str) -> Display | None:
    """The display at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven."""
    if not url:
        return None
    _only_virtual(url)
    from devices.virtual.display import VirtualDisplay

    return VirtualDisplay()


def _only_virtual(url: str) -> None:
    if url.partition(":")[0] != "virtual":
        raise Problem(
            N_("This release cannot drive {device} yet: set “virtual:” or leave it empty."), device=url
        )
