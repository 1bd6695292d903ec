"""The devices that the settings name, opened by their URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from counter.locale import N_
from counter.problems import Problem

if TYPE_CHECKING:
    from devices.spool import Printer


_CANNOT = N_("The device {device} cannot be used: {why}.")


class Display(Protocol):
    """A customer display: two lines of twenty letters."""

    @property
    def lines(self) -> tuple[str, str]:
        """What stands there now."""
        ...

    def text(self, upper: str, lower: str = "") -> None:
        """Put two lines up."""
        ...

    def clear(self) -> None:
        """Go dark."""
        ...


def open_printer(url: str, profile: str = "") -> Printer | None:
    """The printer at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven.

    ``profile`` is the name of its profile, empty for a generic printer of 80 mm. Nothing is sent yet.
    """
    if not url:
        return None
    from devices.errors import DeviceError
    from devices.printer import open_printer as at_address
    from devices.profile import PROFILES, UnknownProfile
    from devices.profile import profile as profile_called

    try:
        return at_address(url, url, profile_called(profile) if profile else PROFILES["generic-80"])
    except UnknownProfile as error:
        known = ", ".join(PROFILES)
        raise Problem(
            N_("There is no printer profile {name}; known are {known}."), name=profile, known=known
        ) from error
    except DeviceError as error:
        raise Problem(_CANNOT, device=url, why=str(error)) from error


def open_display(url: str) -> Display | None:
    """The display at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven."""
    if not url:
        return None
    from devices.display import open_display as at_address
    from devices.errors import DeviceError

    try:
        return at_address(url)
    except DeviceError as error:
        raise Problem(_CANNOT, device=url, why=str(error)) from error
