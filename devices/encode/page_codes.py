"""CODE128 and QR codes on a page, with the quiet zone that scanners need."""

from __future__ import annotations

from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from devices.encode.code128 import QUIET
from devices.encode.qr import QR_QUIET, qr_rows
from devices.encode.raster import bar_modules

MODULE: Final = 0.27 * mm
LEAST_MODULE: Final = 0.19 * mm
"""Narrower bars are not read by simple scanners."""
BAR_HEIGHT: Final = 8 * mm
QR_MODULE: Final = 0.7 * mm


class Bars(Flowable):  # type: ignore[misc]
    """CODE128 of ``code`` in the middle of ``room`` points, narrower where it must be."""

    def __init__(self, code: str, room: float) -> None:
        super().__init__()
        self._modules = bar_modules(code)
        self.width, self.height = room, BAR_HEIGHT + 5
        self._module: float = min(MODULE, room / (len(self._modules) + 2 * QUIET))

    @property
    def is_legible(self) -> bool:
        """Whether its bars are wide enough; a QR code takes less room."""
        return bool(self._module >= LEAST_MODULE)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the bars."""
        left = (self.width - self._module * len(self._modules)) / 2
        for at, module in enumerate(self._modules):
            if module == "1":
                self.canv.rect(left + at * self._module, 3, self._module, BAR_HEIGHT, stroke=0, fill=1)


class Modules(Flowable):  # type: ignore[misc]
    """A QR code of ``data`` in the middle of ``room`` points."""

    def __init__(self, data: str, room: float) -> None:
        super().__init__()
        self._rows = qr_rows(data)
        self.width, self.height = room, (len(self._rows) + 2 * QR_QUIET) * QR_MODULE

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the modules."""
        left = (self.width - len(self._rows) * QR_MODULE) / 2
        top = self.height - QR_QUIET * QR_MODULE
        for y, row in enumerate(self._rows):
            for x, module in enumerate(row):
                if module == "1":
                    place = (left + x * QR_MODULE, top - (y + 1) * QR_MODULE)
                    self.canv.rect(*place, QR_MODULE, QR_MODULE, stroke=0, fill=1)
