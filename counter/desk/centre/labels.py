"""How the office stands with its centre, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from counter.desk.centre.status import CentreLink, Failure, PastRun, RefusedEvent, SyncStatus
from counter.desk.labels import event_name
from counter.locale import N_, _, tenths
from counter.rules.clock import local, short_date, short_time
from counter.rules.text import fold

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

FAILURES: dict[Failure, tuple[str, str]] = {
    Failure.NO_NETWORK: (
        N_("The line is cut"),
        N_("Nothing to do: it is tried again by itself. If it lasts, look at the office's network."),
    ),
    Failure.NO_ANSWER: (
        N_("No answer came in time"),
        N_("Nothing to do: it is tried again by itself. If it lasts, look at the office's network."),
    ),
    Failure.REFUSED: (
        N_("The centre does not let this host in"),
        N_(
            "Ask the centre's administrator whether this host is still enrolled; 'counter join FILE' enrols it anew."
        ),
    ),
    Failure.CERTIFICATE: (
        N_("The centre did not prove that it is the centre"),
        N_(
            "Nothing was sent. Tell the centre's administrator: the certificate, or this host's clock, is wrong."
        ),
    ),
    Failure.TOO_OLD: (
        N_("This version is too old for the centre"),
        N_("Install the new version; until then what is done here still goes up."),
    ),
    Failure.TOO_NEW: (
        N_("The centre is older than this version"),
        N_(
            "Tell the centre's administrator: the centre has to be upgraded. Everything is kept here until then."
        ),
    ),
    Failure.BUSY: (N_("The centre is busy"), N_("Nothing to do: it is tried again by itself.")),
    Failure.CENTRE: (
        N_("Something at the centre is wrong"),
        N_("Tell the centre's administrator. Everything is kept here and tried again by itself."),
    ),
    Failure.BROKEN: (
        N_("What came is damaged, or the ledger here is"),
        N_("Run 'counter verify', then 'counter sync --verify', and tell the centre's administrator."),
    ),
    Failure.FORK: (
        N_("The centre has other events than this host"),
        N_("Tell the centre's administrator: was an old backup restored, or does this host run twice?"),
    ),
    Failure.SNAPSHOT: (
        N_("The centre does not keep what is missing here any more"),
        N_("Have this host joined anew: see 'counter join'."),
    ),
    Failure.STOPPED: (N_("The program was ended"), N_("Nothing to do: it goes on by itself.")),
}
"""Why a run did not come to its end, and what to do about it."""

REASONS: dict[str, str] = {
    "size": N_("It is larger than the centre takes"),
    "text": N_("It cannot be read"),
    "place": N_("It does not stand where it says"),
    "clock": N_("It is more than a day ahead of the centre's clock"),
    "version": N_("It is of a newer version than the centre knows"),
    "stream": N_("It is about something that the centre does not know"),
    "values": N_("It holds values that no office could read"),
    "kind": N_("It does something that the centre does not know"),
    "person": N_("The personal values are not those that were noted"),
}
"""Why the centre refused an event, by its word for programs."""


def failure_name(failure: Failure) -> str:
    """Why a run did not come to its end."""
    return _(FAILURES[failure][0])


def failure_todo(failure: Failure) -> str:
    """What to do about ``failure``."""
    return _(FAILURES[failure][1])


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


def reach(link: CentreLink, now: datetime) -> str:
    """What the centre has, or for how long it could not be reached and how much waits."""
    waits = _("{count} waiting to be sent").format(count=link.waiting) if link.waiting else ""
    if link.away is None and link.has_until is not None:
        status = _("Centre has up to {time}").format(time=when(link.has_until, now))
    elif link.away:
        status = _("Offline {time}").format(time=length(link.away))
    else:
        status = _("Centre not reached yet")
    return ", ".join(filter(None, (status, waits)))


def trouble(link: CentreLink) -> str:
    """What somebody has to see to, the most pressing; empty where all is well, or only the line is cut."""
    if link.skew:
        return _("Clock off by {time}").format(time=length(link.skew))
    if link.failure in PRESSING:
        return _(PRESSING[link.failure])
    if link.refused:
        return _("Refused by the centre: {count}").format(count=link.refused)
    return ""


def who(actor: str, known: Iterable[str] = ()) -> str:
    """Who ``actor`` is, for an event whose actor has no account here; an account's name comes back as it is.

    A back office is called by the one of ``known`` (agencies) that its login spells, where there is one.
    """
    place, _colon, login = actor.partition(":")
    if actor == "system":
        return _("the program")
    if place == "console" and login:
        return _("this machine, {login}").format(login=login)
    if place != "centre":
        return actor
    named = _("administrator") if login == "administrator" else login
    spelt = next((name for name in known if "-".join(fold(name).split()) == login), named)
    return " · ".join(filter(None, (_("Centre"), spelt)))


def size(count: int) -> str:
    """``12 kB``, ``1,4 MB``."""
    if count >= 1_000_000:
        return f"{tenths(count / 1e6)} MB"
    return f"{max(1, round(count / 1e3)) if count else 0} kB"


def seconds(time: timedelta) -> str:
    """``1,4 s``."""
    return f"{tenths(time.total_seconds())} s"


# -- the sync page ----------------------------------------------------------------------------------------------------


def about_line(
    status: SyncStatus, link: CentreLink | None, last: PastRun | None, now: datetime
) -> list[tuple[str, str]]:
    """How the line is, a sentence a line, each with its look ("strong", "bad", "dim" or "")."""
    if link is None:
        return [(_("This office has no centre; everything is kept here."), "dim")]
    text = [(reach(replace(link, waiting=status.waiting), now), "strong")]
    if status.failure:
        text += [(f"{failure_name(status.failure)}.", "bad"), (failure_todo(status.failure), "")]
    if link.skew:
        off = _("This machine's clock is off by {time}: set it right, best from the network (NTP).")
        text.append((off.format(time=length(link.skew)), "bad"))
    if status.forked_at:
        again = _(
            "A restored backup was noticed {time}: what it lacked came back from the centre, all numbers go on."
        )
        text.append((again.format(time=when(status.forked_at, now)), ""))
    if status.clock_corrected_at:
        corrected = _(
            "This machine's clock was ahead, as was noticed {time}: what was noted then has the centre's time now,"
            " nothing is lost."
        )
        text.append((corrected.format(time=when(status.clock_corrected_at, now)), ""))
    if status.message:
        text.append((_("The centre says: {text}").format(text=status.message), ""))
    if line := _line(status, last, now):
        text.append((line, "dim"))
    return text


def about_try(began: datetime, run: PastRun | None, *, is_long: bool) -> tuple[str, str]:
    """What came of going to the centre at once, asked for at ``began``, and its look.

    ``run`` is the first that ended since, or a newer one; None while there is none, after a while ``is_long``.
    """
    if run is not None:
        text = _("Tried at {time}: {outcome}.")
        look = "bad" if run.failure else "good"
        return text.format(time=_exactly(run.ended_at), outcome=run_outcome(run)), look
    if is_long:
        text = _("Asked for at {time}, no answer yet. If it lasts, run 'counter doctor'.")
        return text.format(time=_exactly(began)), "bad"
    return _("Going to the centre, asked for at {time}…").format(time=_exactly(began)), ""


def _exactly(moment: datetime) -> str:
    """To the second: two tries within a minute are told apart."""
    return f"{local(moment):%H:%M:%S}"


def _line(status: SyncStatus, last: PastRun | None, now: datetime) -> str:
    speed = _("Line {speed}/s").format(speed=size(status.speed_bps)) if status.speed_bps else ""
    rtt = round(last.rtt.total_seconds() * 1000) if last else 0
    answer = _("Answers in {time} ms").format(time=rtt) if rtt else ""
    again = _("Next at {time}").format(time=when(status.next_at, now)) if status.next_at else ""
    return " · ".join(filter(None, (speed, answer, again)))


def reason(refused: RefusedEvent) -> str:
    """Why the centre refused it; the centre's own sentence where this release does not know the reason."""
    return _(REASONS[refused.code]) if refused.code in REASONS else refused.reason


def run_outcome(run: PastRun) -> str:
    """How a run went."""
    return failure_name(run.failure) if run.failure else _("all is there")


def about_run(run: PastRun) -> list[str]:
    """A run in two sentences: what it carried; what to do."""
    out, back = size(run.bytes_out), size(run.bytes_in)
    carried = _("{sent} up ({out}), {received} down ({back})").format(
        sent=run.sent, out=out, received=run.received, back=back
    )
    return [run_outcome(run), failure_todo(run.failure) if run.failure else carried]


def about_refused(refused: RefusedEvent) -> list[str]:
    """What was refused, why, and what to do."""
    what = " · ".join(filter(None, (event_name(refused.kind), refused.dossier_code)))
    if refused.settled_by and refused.settled_at:
        by, date = refused.settled_by, short_date(refused.settled_at)
        todo = _("Seen to by {name} on {date}.").format(name=by, date=date)
    else:
        todo = _("Correct the dossier, or ask the centre's administrator; then note it as seen to.")
    return [what, reason(refused), todo]
