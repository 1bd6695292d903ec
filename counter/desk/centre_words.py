"""How the office stands with its centre, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter.desk.centre import Failure, Link
from counter.locale import N_, _
from counter.rules.clock import local, short_date, short_time

NOT_THERE = N_("not at the centre yet")
"""What a dossier shows until the centre has all of it."""

PRESSING: dict[Failure, str] = {
    Failure.REFUSED: N_("The centre does not let this host in"),
    Failure.CERTIFICATE: N_("The centre cannot be trusted"),
    Failure.TOO_OLD: N_("This version is too old for the centre"),
    Failure.TOO_NEW: N_("The centre is older than this version"),
    Failure.CENTRE: N_("Something at the centre is wrong"),
    Failure.BROKEN: N_("What came from the centre is damaged"),
    Failure.FORK: N_("The ledger differs from the centre's"),
    Failure.SNAPSHOT: N_("This host has to join the centre anew"),
}
"""What does not mend itself when the line is back, in few words."""


def length(time: timedelta) -> str:
    """About how long, in the largest unit that fits: at least a minute."""
    minutes = max(1, int(abs(time).total_seconds() // 60))
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    if minutes < 24 * 60:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} days").format(count=minutes // (24 * 60))


def when(moment: datetime, now: datetime) -> str:
    """``08:41`` today, else with the date."""
    time = short_time(moment)
    return time if local(moment).date() == local(now).date() else f"{time} {short_date(moment)[:5]}"


def reach(link: Link, now: datetime) -> str:
    """What the centre has, or for how long it could not be reached and how much waits."""
    waits = _("{count} waiting to be sent").format(count=link.waiting) if link.waiting else ""
    if link.away is None and link.has_until is not None:
        stands = _("Centre has up to {time}").format(time=when(link.has_until, now))
    elif link.away:
        stands = _("Offline {time}").format(time=length(link.away))
    else:
        stands = _("Centre not reached yet")
    return ", ".join(filter(None, (stands, waits)))


def trouble(link: Link) -> str:
    """What somebody has to see to, the most pressing; empty where all is well, or only the line is cut."""
    if link.skew:
        return _("Clock off by {time}").format(time=length(link.skew))
    if link.failure in PRESSING:
        return _(PRESSING[link.failure])
    if link.refused:
        return _("Refused by the centre: {count}").format(count=link.refused)
    return ""


def speed(bits: float) -> str:
    """``512 kbit/s``."""
    return f"{bits / 1e6:.1f} Mbit/s" if bits >= 1e6 else f"{max(1, round(bits / 1e3))} kbit/s"


def size(count: int) -> str:
    """``12 kB``."""
    return (
        f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1e3)) if count else 0} kB"
    )
