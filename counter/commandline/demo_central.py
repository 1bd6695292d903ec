"""``counter demo --central``: what happened between two offices and their centre, told as a readable table."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from counter.commandline.common.output import complain, plain, say, say_json, table
from counter.commandline.demo_commands import throw_away
from counter.locale import _

if TYPE_CHECKING:
    from counter.demo.central import Story


def show(data: Path | None, *, as_json: bool) -> None:
    """Play it in ``data``, or in a folder that goes again, and tell it; exit 1 where the two sides do not agree."""
    from counter.demo.central import play

    with nullcontext(data) if data else throw_away() as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        story = play(Path(folder))
    if as_json:
        say_json({**plain(story), "true": story.true})
    else:
        _tell(story)
    if not story.true:
        complain(_("The two sides do not agree."))
        raise typer.Exit(1)


def _tell(story: Story) -> None:
    from counter.desk.centre.labels import failure_name

    say(_("The centre: {server}, two offices, a back office").format(server=story.server), "")
    headings = (_("moment"), _("office"), _("sent"), _("came"), _("still waiting"), "")
    rows = [
        (
            _(each.what),
            each.office,
            str(each.run.sent),
            str(each.run.received),
            str(each.waiting),
            failure_name(each.run.failure) if each.run.failure else "",
        )
        for each in story.moments
    ]
    say(*table(headings, rows), "")
    sides = [
        (each.office, str(each.here), str(each.there), str(each.differing), str(each.decided))
        for each in story.sides
    ]
    kinds = (_("dossiers of"), _("office"), _("centre"), _("differing"), _("decided by the back office"))
    say(*table(kinds, sides), "")
    say(_("The play took {seconds} s.").format(seconds=f"{story.seconds:.1f}"))
