"""``counter demo --central``: what happened between two offices and their centre, told as a readable table."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from counter.commandline.common.output import json_value, print_error, print_json, print_lines, table
from counter.demo.scratch import scratch_folder
from counter.locale import _

if TYPE_CHECKING:
    from counter.demo.central import Story


def show(data: Path | None, *, as_json: bool) -> None:
    """Play it in ``data``, or in a folder that goes again, and tell it; exit 1 where the two sides do not agree."""
    from counter.demo.central import play

    with nullcontext(data) if data else scratch_folder() as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        story = play(Path(folder))
    if as_json:
        print_json({**json_value(story), "true": story.true})
    else:
        _print_story(story)
    if not story.true:
        print_error(_("The two sides do not agree."))
        raise typer.Exit(1)


def _print_story(story: Story) -> None:
    from counter.desk.centre.labels import failure_name

    print_lines(_("The centre: {server}, two offices, a back office").format(server=story.server), "")
    headings = (_("moment"), _("office"), _("sent"), _("came"), _("still waiting"), "")
    rows = [
        (
            _(moment.what),
            moment.office,
            str(moment.run.sent),
            str(moment.run.received),
            str(moment.waiting),
            failure_name(moment.run.failure) if moment.run.failure else "",
        )
        for moment in story.moments
    ]
    print_lines(*table(headings, rows), "")
    sides = [
        (moment.office, str(moment.here), str(moment.there), str(moment.differing), str(moment.decided))
        for moment in story.sides
    ]
    kinds = (_("dossiers of"), _("office"), _("centre"), _("differing"), _("decided by the back office"))
    print_lines(*table(kinds, sides), "")
    print_lines(_("The play took {seconds} s.").format(seconds=f"{story.seconds:.1f}"))
