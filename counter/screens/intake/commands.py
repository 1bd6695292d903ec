"""What can be done on the intake screen."""

from __future__ import annotations

from counter.commands import Command, action, finish
from counter.locale import N_

KEYS = (
    finish(
        id="intake.save",
        action="save",
        label=N_("Save and print"),
        help=N_("Receive the dossier and print its slip."),
    ),
    action(
        id="intake.proxy",
        action="proxy",
        label=N_("Proxy fields"),
        help=N_("Show the fields of the person who submits for the applicant, or hide them."),
    ),
    action(
        id="intake.more",
        action="more",
        label=N_("More fields"),
        help=N_("Show the rare fields: content, sets, channel, shelf, note, received on paper earlier."),
    ),
    action(
        id="intake.next",
        action="next",
        label=N_("Next of this person"),
        help=N_(
            "Receive the dossier and go on with another one of the same person; one receipt is printed for all of them."
        ),
    ),
    action(
        id="intake.discard",
        action="discard",
        label=N_("Throw away"),
        help=N_("Throw away what is typed; what was set aside stays."),
        question=N_("All that is typed here is thrown away for good."),
    ),
    action(
        id="intake.guide",
        action="guide",
        label=N_("Guide (form 02)"),
        help=N_("Send the citizen away for papers that lack, with form 02; no dossier is received."),
    ),
    action(
        id="intake.refuse",
        action="refuse",
        label=N_("Refuse"),
        help=N_("Refuse to receive what is typed, with the reason: no dossier number is taken."),
    ),
    action(
        id="intake.procedure_slip",
        action="procedure_guide(False)",
        label=N_("Procedure guide"),
        help=N_("Print what to bring, how long it takes and how much it costs, as a slip for the citizen."),
    ),
    action(
        id="intake.procedure_page",
        action="procedure_guide(True)",
        label=N_("Procedure guide (page)"),
        help=N_("Print the guide to the procedure as an A5 page; without a page printer it becomes a file."),
    ),
    Command(
        id="intake.aside",
        key="escape",
        action="aside",
        label=N_("Set aside"),
        help=N_(
            "Put what is typed aside and begin an empty intake; on an empty one, list what was set aside to go on "
            "with it."
        ),
        rank=3,
    ),
    Command(
        id="intake.slip_up",
        key="pageup",
        action="turn(-1)",
        label=N_("Slip up"),
        help=N_("Turn the slip back."),
        rank=0,
    ),
    Command(
        id="intake.slip_down",
        key="pagedown",
        action="turn(1)",
        label=N_("Slip down"),
        help=N_("Turn the slip on."),
        rank=0,
    ),
)
