"""``counter demo`` without a terminal: the scripted day, told as a readable table."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import AsJson, Data, Lang
from counter.commandline.common.output import complain, plain, say, say_json, table
from counter.locale import _

if TYPE_CHECKING:
    from counter.demo.headless import Story
    from db.domain.records import Dossier


def demo(
    headless: Annotated[bool, typer.Option("--headless", help=_("Work through the day by script."))] = False,
    central: Annotated[
        bool, typer.Option("--central", help=_("Two offices and a centre, with the line cut for a while."))
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """A throw-away office; without a terminal, a scripted working day. ``--data DIR`` keeps the office."""
    if central:
        from counter.commandline.demo_central import show

        show(data, as_json=as_json)
        return
    from counter.demo.headless import play

    with nullcontext(data) if data else throw_away() as folder:
        story = play(Path(folder))
    if as_json:
        say_json(_as_data(story))
    else:
        _tell(story, kept=data is not None)
    if not story.true:
        complain(_("Not everything of the scripted day came out as it should."))
        raise typer.Exit(1)


def throw_away() -> TemporaryDirectory[str]:
    """A folder that goes when the demo ends."""
    return TemporaryDirectory(prefix="counter-demo-", ignore_cleanup_errors=True)


def _as_data(story: Story) -> dict[str, object]:
    return {
        "office": story.office,
        "data": story.folder,
        "seconds": round(story.seconds, 2),
        "checks": [{**plain(check), "what": _(check.what), "ok": check.ok} for check in story.checks],
        "refusals": [{**plain(each), "what": _(each.what), "right": each.right} for each in story.refusals],
        "verdict": {**plain(story.verdict), "holds": story.verdict.holds},
        "true": story.true,
    }


def _tell(story: Story, *, kept: bool) -> None:
    say(story.office, "")
    _tell_dossiers(story.dossiers)
    _tell_log(story)
    _tell_refusals(story)
    headings = (_("the day, counted from the office file"), _("meant"), _("found"), "")
    rows = [(_(check.what), check.wanted, check.found, _mark(check.ok)) for check in story.checks]
    say(*table(headings, rows), "")
    _tell_verdict(story)
    if kept:
        say(_("The office stays in {folder}.").format(folder=story.folder))


def _tell_dossiers(dossiers: tuple[Dossier, ...], shown: int = 12) -> None:
    from counter.desk.labels import state_name
    from counter.rules.clock import hour_and_date, short_time

    headings = (
        _("code"),
        _("received"),
        _("applicant"),
        _("procedure"),
        _("due"),
        _("state"),
    )
    rows = [
        (
            each.code,
            short_time(each.received_at),
            each.applicant.name,
            each.procedure_name,
            hour_and_date(each.due_at) if each.due_at else "–",
            state_name(each.state),
        )
        for each in dossiers[:: max(len(dossiers) // shown, 1)][:shown]
    ]
    say(*table(headings, rows, widest=34))
    say(_("… {shown} of {count} dossiers").format(shown=len(rows), count=len(dossiers)), "")


def _tell_log(story: Story, shown: int = 8) -> None:
    from counter.desk.labels import sentence
    from counter.rules.clock import short_time

    ends = story.log[: shown // 2] + story.log[-shown // 2 :]
    headings = (_("at"), _("by"), _("dossier"), _("shift log of counter 1"))
    rows = [
        (short_time(line.event.at), line.event.actor_name, line.code, sentence(line.event)) for line in ends
    ]
    say(*table(headings, rows))
    say(_("… {shown} of {count} lines").format(shown=len(rows), count=len(story.log)), "")


def _tell_refusals(story: Story) -> None:
    headings = (_("typed wrong on purpose"), _("input"), _("the answer"), "")
    rows = [(_(each.what), each.field, each.said, _mark(each.right)) for each in story.refusals]
    say(*table(headings, rows, widest=64), "")


def _tell_verdict(story: Story) -> None:
    from counter.commandline.office_commands import tell_verdict

    tell_verdict(story.verdict)
    right = sum(each.right for each in story.refusals)
    say(
        _("{right} of {count} wrong inputs were refused at the right field.").format(
            right=right, count=len(story.refusals)
        ),
        _("The day took {seconds} s.").format(seconds=f"{story.seconds:.1f}"),
    )


def _mark(ok: bool) -> str:
    return _("ok") if ok else _("WRONG")
