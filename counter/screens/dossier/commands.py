"""What can be done with a dossier: an action either opens the dialog of its name, or is a method of the screen."""

from __future__ import annotations

from counter.commands import Command, action
from counter.locale import N_

KEYS = (
    Command(
        id="dossier.close",
        key="escape",
        action="close",
        label=N_("Back"),
        help=N_("Close the dossier."),
        rank=1,
    ),
    action(
        id="dossier.return",
        action="return",
        label=N_("Return a result"),
        help=N_("Hand its result back."),
    ),
    action(
        id="dossier.post",
        action="dialog('post')",
        label=N_("Send by post"),
        help=N_("Give its result to the post, with the tracking number; the address label is printed."),
    ),
    action(
        id="dossier.tracking",
        action="dialog('tracking')",
        label=N_("Tracking number"),
        help=N_("Note the number that the post gave it afterwards, or correct it."),
    ),
    action(
        id="dossier.deliver",
        action="dialog('deliver')",
        label=N_("Delivered"),
        help=N_("Note when the post delivered it, and to whom."),
    ),
    action(
        id="dossier.post_back",
        action="dialog('post_back')",
        label=N_("Back from the post"),
        help=N_("Note that the post brought it back, with the reason: it can be sent anew, or collected."),
    ),
    action(
        id="dossier.processing",
        action="processing",
        label=N_("Hand over"),
        help=N_(
            "Put it on the list for its agency; of one without papers, note that the agency works on it."
        ),
    ),
    action(
        id="dossier.result",
        action="dialog('result')",
        label=N_("Result arrived"),
        help=N_("Note that its result is at the counter."),
    ),
    action(
        id="dossier.ask",
        action="ask",
        label=N_("Ask for papers"),
        help=N_("Ask for everything that lacks, with form 02; a second request needs the supervisor."),
    ),
    action(
        id="dossier.supplement",
        action="supplement",
        label=N_("Papers came"),
        help=N_("Take in the papers that were asked for; the due date follows, form 01 is printed again."),
    ),
    action(
        id="dossier.apology",
        action="dialog('apology')",
        label=N_("Apologise"),
        help=N_("Apologise for a result that will be late, and appoint it anew, once, with form 04."),
    ),
    action(
        id="dossier.pay",
        action="dialog('pay')",
        label=N_("Take a payment"),
        help=N_("Take what is owed, all or a part; a temporary receipt is printed."),
    ),
    action(
        id="dossier.duty",
        action="dialog('duty')",
        label=N_("Ask for a payment"),
        help=N_("Ask for money that must be paid before the dossier goes on."),
    ),
    action(
        id="dossier.refund",
        action="dialog('refund')",
        label=N_("Refund"),
        help=N_("Give back money that was taken by mistake, with the reason."),
        role="supervisor",
    ),
    action(
        id="dossier.refuse",
        action="dialog('refuse')",
        label=N_("Refuse"),
        help=N_("Refuse what was registered, with the reason; the refusal takes a number of its own."),
    ),
    action(
        id="dossier.withdraw",
        action="dialog('withdraw')",
        label=N_("Withdraw"),
        help=N_("Note that the citizen takes the dossier back, and which originals are given back."),
    ),
    action(
        id="dossier.stop",
        action="dialog('stop')",
        label=N_("Stop"),
        help=N_("Stop the settlement, with the reason."),
    ),
    action(
        id="dossier.papers",
        action="dialog('papers')",
        label=N_("Give papers back"),
        help=N_("Give originals back to the citizen, counted."),
    ),
    action(
        id="dossier.shelve",
        action="dialog('shelve')",
        label=N_("Shelf"),
        help=N_("Note on which shelf it lies."),
    ),
    action(
        id="dossier.transfer",
        action="dialog('transfer')",
        label=N_("Other agency or place"),
        help=N_("Let another agency decide it, or let the result be returned at another place."),
    ),
    action(
        id="dossier.correct",
        action="correct",
        label=N_("Correct"),
        help=N_("Correct a mistake, with the reason."),
    ),
    action(
        id="dossier.void",
        action="dialog('void')",
        label=N_("Strike through"),
        help=N_("Strike through a dossier that was entered by mistake: it counts nowhere any more."),
        role="supervisor",
    ),
    action(
        id="dossier.reprint",
        action="dialog('reprint')",
        label=N_("Print again"),
        help=N_("Print one of its slips again, marked as a copy."),
    ),
    action(
        id="dossier.reveal",
        action="reveal",
        label=N_("Numbers"),
        help=N_("Show identity numbers and phones in full; this is noted."),
    ),
    action(
        id="dossier.page",
        action="page",
        label=N_("Print the form (A5)"),
        help=N_("Print a form of the dossier on A5 as the law has it, with every number in full."),
    ),
    action(
        id="dossier.settle",
        action="settle",
        label=N_("Settle"),
        help=N_("Settle a dossier that needs attention, with the reason."),
        role="supervisor",
    ),
)
