"""Labels of print jobs and of the troubles of devices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counter.locale import N_, _
from db.spool import Job as Job
from devices.errors import Trouble
from devices.spool import JobAction as JobAction
from devices.spool import JobNote
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

_SLIPS: dict[JobState, str] = {
    JobState.QUEUED: N_("{slip} waits for the printer"),
    JobState.SENDING: N_("{slip} is being printed"),
    JobState.SENT: N_("{slip} was sent to the printer"),
    JobState.CONFIRMED: N_("{slip} is printed"),
    JobState.DONE: N_("{slip} is printed"),
    JobState.FAILED: N_("{slip} could not be printed"),
    JobState.UNSURE: N_("{slip}: unsure whether it was printed"),
    JobState.CANCELLED: N_("{slip} was taken off the queue"),
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

_NOTES: dict[JobNote, str] = {
    JobNote.CRASH: N_("The program ended while the slip was being sent."),
    JobNote.UNREADABLE: N_("This slip cannot be read."),
    JobNote.NO_PROOF: N_(
        "The printer answers, but does not tell that a slip came out: look whether it is there."
        " Its slips are only “sent” from now on."
    ),
    JobNote.SEEN: N_("Somebody looked: the slip is there."),
    JobNote.AGAIN: N_("Printed again as a marked copy."),
    JobNote.PAPER_OUT: N_("The paper ran out in the middle: a whole, marked copy is printed instead."),
    JobNote.MOVED: N_("Moved to another printer."),
    JobNote.RETRIED: N_("Tried again."),
    JobNote.CANCELLED: N_("Cancelled at the counter."),
    JobNote.REPLACED: N_("Replaced: what it says was corrected, and a new one printed."),
}


def slip_state(slip: str, state: JobState) -> str:
    """How ``slip`` (its name in a sentence, translated) is, in part of a sentence."""
    return _(_SLIPS[state]).format(slip=slip)


def display_trouble(trouble: Trouble) -> str:
    """The trouble of a display, in words."""
    return _(_DISPLAY_TROUBLES.get(trouble, N_("Display does not work")))


def scanner_trouble(trouble: Trouble) -> str:
    """The trouble of a scanner, in words."""
    return _(_SCANNER_TROUBLES.get(trouble, N_("Scanner does not work")))


def job_state(state: str) -> str:
    """The label of a job's state."""
    return _(JOBS[JobState(state)])


def job_note(note: str) -> str:
    """Why a job is in its state, in a sentence, with the login or the detail that the note has after a colon.

    Notes of earlier releases that have no code are shown as they are.
    """
    code, _colon, detail = note.partition(":")
    if code in set(Trouble):
        sentence = f"{_(TROUBLES[Trouble(code)])}."
    elif code in set(JobNote):
        sentence = _(_NOTES[JobNote(code)])
    else:
        return note
    return f"{sentence} ({detail})" if detail else sentence


@dataclass(frozen=True, slots=True)
class Printed:
    """A document on the spool: the job's number, and the file that it became where no printer takes pages."""

    job: int
    file: Path | None = None


def printed_text(printed: Printed) -> str:
    """What became of a page, in a sentence."""
    if printed.file is None:
        return _("The form waits for the page printer.")
    return _("There is no page printer: the form is in the file {file}.").format(file=printed.file)


def printer_trouble(printer: str, trouble: Trouble, *, named: bool) -> str:
    """The trouble of a printer in words, with its name where there is more than one (``named``)."""
    sentence = _(TROUBLES[trouble])
    return _("{printer}: {trouble}").format(printer=printer, trouble=sentence) if named else sentence
