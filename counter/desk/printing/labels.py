"""Devices in words: the states of print jobs, what a printer suffers from."""

from __future__ import annotations

from counter.locale import N_, _
from db.spool import Job as Job
from devices.errors import Trouble
from devices.spool import JobState as JobState

JOBS: dict[JobState, str] = {
    JobState.QUEUED: N_("Waiting"),
    JobState.SENDING: N_("Printing"),
    JobState.SENT: N_("Sent, not confirmed"),
    JobState.CONFIRMED: N_("Printed"),
    JobState.FAILED: N_("Failed"),
    JobState.UNSURE: N_("Unsure"),
    JobState.DONE: N_("Done"),
    JobState.CANCELLED: N_("Cancelled"),
}

TROUBLES: dict[Trouble, str] = {
    Trouble.NOT_CONNECTED: N_("Printer not connected"),
    Trouble.NO_PERMISSION: N_("No permission to use the printer"),
    Trouble.IN_USE: N_("Another program uses the printer"),
    Trouble.NO_ANSWER: N_("Printer does not answer"),
    Trouble.OFFLINE: N_("Printer is offline"),
    Trouble.COVER_OPEN: N_("Printer cover is open"),
    Trouble.PAPER_OUT: N_("Printer is out of paper"),
    Trouble.CUTTER: N_("Printer's knife is jammed"),
    Trouble.FAULT: N_("Printer fault"),
    Trouble.BAD_ADDRESS: N_("The printer's address is wrong"),
    Trouble.UNPRINTABLE: N_("The slip cannot be printed on this printer"),
}

_DISPLAY_TROUBLES: dict[Trouble, str] = {
    Trouble.NOT_CONNECTED: N_("Display not connected"),
    Trouble.NO_PERMISSION: N_("No permission to use the display"),
    Trouble.IN_USE: N_("Another program uses the display"),
    Trouble.NO_ANSWER: N_("Display does not answer"),
    Trouble.FAULT: N_("Display answers wrongly"),
}

_SCANNER_TROUBLES: dict[Trouble, str] = {
    Trouble.NOT_CONNECTED: N_("Scanner not connected"),
    Trouble.NO_PERMISSION: N_("No permission to use the scanner"),
    Trouble.IN_USE: N_("Another program uses the scanner"),
}

_NOTES: dict[str, str] = {
    "crash": N_("The program ended while the slip was being sent."),
    "seen": N_("Somebody looked: the slip is there."),
    "again": N_("Printed again as a marked copy."),
    "resumed-paper-out": N_("The paper ran out in the middle: a whole, marked copy is printed instead."),
    "moved": N_("Moved to another printer."),
    "retried": N_("Tried again."),
    "cancelled": N_("Cancelled at the counter."),
}


def display_trouble(trouble: Trouble) -> str:
    """Why a display shows nothing."""
    return _(_DISPLAY_TROUBLES.get(trouble, N_("Display does not work")))


def scanner_trouble(trouble: Trouble) -> str:
    """Why a scanner does not read."""
    return _(_SCANNER_TROUBLES.get(trouble, N_("Scanner does not work")))


def job_state(state: str) -> str:
    """What the state of a job is called."""
    return _(JOBS[JobState(state)])


def job_note(note: str) -> str:
    """Why a job is in its state, in a sentence; a note that is none of ours is shown as it is."""
    if note in set(Trouble):
        return f"{_(TROUBLES[Trouble(note)])}."
    why, _colon, login = note.partition(":")
    if why not in _NOTES:
        return note
    return f"{_(_NOTES[why])} ({login})" if login else _(_NOTES[why])


def short_code(code: str) -> str:
    """A dossier code without the unit, which is the same all over the office (``261123-0007``)."""
    return code.partition("-")[2] or code
