"""The command about worklists: how many dossiers wait for what, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines, table
from counter.commandline.dossier_commands import line_values
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from db.worklists import Worklist


def work(
    context: typer.Context,
    worklist: Annotated[
        str, typer.Argument(metavar="LIST", help=_("Name of the list; without one, all counts."))
    ] = "",
    text: Annotated[str, typer.Option(help=_("Part of a code, a name without accents, a number."))] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("At most so many."))] = 50,
) -> None:
    """List the dossiers that wait for a piece of work; without a list, how many are in each."""
    from counter.desk.labels import state_name
    from counter.desk.worklists import lists
    from counter.rules.money import owed

    options = common_options(context)
    wanted = _worklist(worklist) if worklist else None
    with staffed_desk(options) as desk:
        counts = lists.counts(desk)
        items = lists.page(desk, wanted, text, limit=limit).items if wanted else ()
        now = desk.clock.now()
    if wanted is None:
        if options.as_json:
            print_json({one.value: counts[one] for one in lists.Worklist})
        else:
            rows = [(one.value, _(lists.NAMES[one]), counts[one]) for one in lists.Worklist]
            print_lines(*table((_("list"), "", _("dossiers")), rows))
        return
    if options.as_json:
        values = [
            line_values(item.line, now)
            | {
                "agency": item.line.agency,
                "accept_until": item.line.accept_until,
                "owed": owed(item.line),
                "handover": item.line.handover,
                "tracking": item.line.posting.tracking if item.line.posting else "",
                "words": item.words,
            }
            for item in items
        ]
        print_json(values)
    elif items:
        headings = (_("code"), _("applicant"), _("procedure"), _("state"), "")
        cells = [
            (
                item.line.code,
                item.line.applicant,
                item.line.procedure_name,
                state_name(item.line.state),
                item.words,
            )
            for item in items
        ]
        print_lines(*table(headings, cells, widest=40))
    else:
        print_lines(_("Nothing was found."))


def _worklist(name: str) -> Worklist:
    from counter.desk.worklists.lists import Worklist

    if name not in tuple(Worklist):
        raise Problem(N_("There is no list {name}; there are {names}."), name=name, names=", ".join(Worklist))
    return Worklist(name)
