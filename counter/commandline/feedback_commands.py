"""The commands about feedback of citizens."""

from __future__ import annotations

from typing import Annotated

import typer

from counter.commandline.common.options import common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines, table
from counter.locale import _

feedback_app = typer.Typer(help=_("Feedback of citizens."), no_args_is_help=True)


@feedback_app.command(
    "list", help=_("List feedback with which something is still to be done, what is due first.")
)
def list_feedback(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help=_("All of it, the newest first."))] = False,
) -> None:
    """List feedback; numbers of people are masked."""
    from counter.desk.feedback.feedback import listed
    from counter.rules.clock import hour_and_date
    from counter.rules.identity import mask
    from counter.rules.labels import FEEDBACK_STATES, FEEDBACK_SUBJECTS

    options = common_options(context)
    with staffed_desk(options) as desk:
        items = listed(desk, everything=everything)
    if options.as_json:
        print_json(
            [
                {
                    "id": item.feedback.id,
                    "number": item.feedback.number,
                    "name": item.feedback.person.name,
                    "phone": mask(item.feedback.person.phone),
                    "subject": item.feedback.subject,
                    "content": item.feedback.content,
                    "agency": item.feedback.agency,
                    "handed_to": item.feedback.handed_to,
                    "state": item.feedback.state,
                    "received_at": item.feedback.received_at,
                    "answered_at": item.feedback.answered_at,
                    "due_at": item.due_at,
                    "late": item.is_late,
                }
                for item in items
            ]
        )
    elif items:
        headings = (_("no."), _("received"), _("name"), _("about"), _("state"), _("due"))
        rows = [
            (
                item.feedback.number,
                hour_and_date(item.feedback.received_at),
                item.feedback.person.name,
                _(FEEDBACK_SUBJECTS.get(item.feedback.subject, item.feedback.subject)),
                _(FEEDBACK_STATES.get(item.feedback.state, item.feedback.state)),
                hour_and_date(item.due_at) if item.due_at else "–",
            )
            for item in items
        ]
        print_lines(*table(headings, rows, widest=40))
    else:
        print_lines(_("Nothing was found."))
