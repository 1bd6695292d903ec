"""The keys of the screen of feedback."""

from __future__ import annotations

from counter.commands import action, list_filter
from counter.locale import N_

KEYS = (
    list_filter(
        id="feedback.view",
        action="view",
        help=N_("Show what is still to be done, or all feedback."),
    ),
    action(
        id="feedback.new",
        action="new",
        label=N_("Take in feedback"),
        help=N_("Note what somebody says of rules or of how they were treated; the receipt is printed."),
    ),
    action(
        id="feedback.hand_over",
        action="step('hand_over')",
        label=N_("Pass on"),
        help=N_("Hand it over to the agency that handles it."),
    ),
    action(
        id="feedback.ask",
        action="step('ask')",
        label=N_("Ask for more"),
        help=N_("Ask the citizen for what lacks, within five working days."),
    ),
    action(
        id="feedback.complete",
        action="step('complete')",
        label=N_("More came"),
        help=N_("Add what the citizen gave."),
    ),
    action(
        id="feedback.answer",
        action="step('answer')",
        label=N_("Answer"),
        help=N_("Note what was answered, within fifteen working days."),
    ),
    action(
        id="feedback.publish",
        action="publish",
        label=N_("Answer published"),
        help=N_("Note that the answer was published, within two working days."),
    ),
    action(
        id="feedback.refuse",
        action="step('refuse')",
        label=N_("Do not accept"),
        help=N_("Do not accept it, with the reason, within two working days."),
    ),
    action(
        id="feedback.reprint",
        action="reprint",
        label=N_("Print again"),
        help=N_("Print its receipt again, marked as a copy."),
    ),
    action(
        id="feedback.page",
        action="page",
        label=N_("Print the form (A5)"),
        help=N_("Print its receipt on A5."),
    ),
)
