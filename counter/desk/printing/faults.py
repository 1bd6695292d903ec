"""What is wrong with a device of the settings, or stopped it, as a sentence for people."""

from __future__ import annotations

from counter.desk.library_errors import Detailed
from counter.desk.printing.labels import TROUBLES
from counter.locale import N_, _
from counter.problems import Problem
from devices.errors import (
    AddressFault,
    CutOff,
    DeviceError,
    ProfileFault,
    Trouble,
    UnknownProfile,
    WrongAddress,
)

_ADDRESS_FAULTS: dict[AddressFault, str] = {
    AddressFault.KIND: N_("“{setting}” is no kind of connection; known are {known}"),
    AddressFault.ONE_OF: N_("“{setting}” is one of {known}"),
    AddressFault.RANGE: N_("“{setting}” is {known}"),
    AddressFault.NO_OPTION: N_("there is no setting “{setting}”"),
    AddressFault.MISSING: N_("“{setting}” is missing"),
    AddressFault.NO_LINE: N_("no printer has a line of its own"),
}
_CANNOT = N_("The device {device} cannot be used: {why}.")

_PROFILE_FAULTS: dict[ProfileFault, str] = {
    ProfileFault.UNREADABLE: N_("the file cannot be read ({detail})"),
    ProfileFault.NOT_JSON: N_("the file is not JSON at {detail}"),
    ProfileFault.NO_SETTING: N_("there is no setting “{setting}”"),
    ProfileFault.VALUE: N_("“{setting}” cannot be {detail}"),
    ProfileFault.MISSING: N_("“{setting}” is missing"),
    ProfileFault.NO_PAGES: N_("“{setting}” names no code page"),
    ProfileFault.TOO_WIDE: N_("“{setting}”: a line of letters is wider than the paper ({detail} dots)"),
    ProfileFault.TOO_NARROW: N_(
        "“{setting}”: a line of letters fills less than half of the paper ({detail} dots)"
    ),
    ProfileFault.BEYOND_LIMITS: N_("“{setting}” needs what the printer cannot do ({detail})"),
}


def wrong_profile(error: UnknownProfile, printer: str = "") -> Problem:
    """The sentence about a profile that cannot be used, with the ``printer`` that is left out because of it."""
    from devices.profile import PROFILES

    known = ", ".join(PROFILES)
    if error.fault is ProfileFault.UNKNOWN:
        message = N_("There is no printer profile {name}; known are {known}.")
        with_printer = N_(
            "The printer {printer} is left out: there is no printer profile {name}; known are {known}."
        )
        return Problem(with_printer if printer else message, printer=printer, name=error.name, known=known)
    why = _(_PROFILE_FAULTS[error.fault]).format(setting=error.setting, detail=error.detail)
    message = N_("The printer profile {name} cannot be used: {why}.")
    with_printer = N_("The printer {printer} is left out: its profile {name} cannot be used: {why}.")
    return Problem(with_printer if printer else message, printer=printer, name=error.name, why=why)


def wrong_device(url: str, error: DeviceError) -> Problem:
    """The sentence about a device that cannot be driven."""
    cause = error.__cause__
    if isinstance(cause, WrongAddress):
        why = _(_ADDRESS_FAULTS[cause.fault]).format(setting=cause.setting, known=cause.known)
        return Problem(_CANNOT, device=url, why=why)
    if error.trouble is Trouble.BAD_ADDRESS:
        return Detailed(Problem(_CANNOT, device=url, why=_("its address is wrong")), str(cause or ""))
    return Problem(_CANNOT, device=url, why=_(TROUBLES[error.trouble]))


def print_stopped(url: str, error: DeviceError) -> Problem:
    """The sentence about a printer that did not print, or not to the end."""
    if error.trouble is Trouble.BAD_ADDRESS:
        return wrong_device(url, error)
    message = N_("{device}: {trouble}; nothing was printed.")
    broke_off = N_("{device}: {trouble}; it broke off, look at the paper.")
    return Problem(
        broke_off if isinstance(error, CutOff) else message, device=url, trouble=_(TROUBLES[error.trouble])
    )
