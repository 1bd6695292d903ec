"""``counter demo`` without a terminal: the scripted month, told as readable tables."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import common_options
from counter.commandline.common.output import json_value, print_error, print_json, print_lines, table
from counter.demo.scratch import WORKING_DAYS, scratch_folder
from counter.locale import _

if TYPE_CHECKING:
    from counter.demo.headless import Story
    from db.domain.records import Dossier


def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help=_("Work through a month by script."))] = False,
    central: Annotated[
        bool, typer.Option("--central", help=_("Two offices and a centre, with the line cut for a while."))
    ] = False,
    days: Annotated[
        int, typer.Option("--days", min=1, max=60, help=_("How many working days the month has."))
    ] = WORKING_DAYS,
) -> None:
    """A throw-away office; without a terminal, a scripted month. ``--data DIR`` keeps the office."""
    options = common_options(context)
    kept = options.folder if options.data else None
    if central:
        from counter.commandline.demo_central import show

        show(kept, as_json=options.as_json)
        return
    from counter.demo.headless import PLAN, play

    with nullcontext(kept) if kept else scratch_folder() as folder:
        story = play(Path(folder), replace(PLAN, days=days))
    if options.as_json:
        print_json(_story_values(story))
    else:
        _print_story(story, kept=kept is not None)
    if not story.true:
        print_error(_("Not everything of the scripted month came out as it should."))
        raise typer.Exit(1)


def _story_values(story: Story) -> dict[str, object]:
    from counter.desk.labels import event_name

    return {
        "office": story.office,
        "data": story.folder,
        "days": story.days,
        "seconds": round(story.seconds, 2),
        "checks": [{**json_value(check), "what": _(check.what), "ok": check.ok} for check in story.checks],
        "kinds": [
            {
                **json_value(count),
                "what": event_name(count.kind, count.stream),
                "why": _(count.why) if count.why else "",
                "ok": count.ok,
            }
            for count in story.kinds
        ],
        "refusals": [
            {**json_value(refusal), "what": _(refusal.what), "right": refusal.right}
            for refusal in story.refusals
        ],
        "verdict": {**json_value(story.verdict), "holds": story.verdict.holds},
        "true": story.true,
    }


def _print_story(story: Story, *, kept: bool) -> None:
    print_lines(story.office, "")
    _print_dossiers(story.dossiers)
    _print_log(story)
    _print_refusals(story)
    _print_kinds(story)
    headings = (_("the month, counted from the office file"), _("meant"), _("found"), "")
    rows = [(_(check.what), check.wanted, check.counted, _mark(check.ok)) for check in story.checks]
    print_lines(*table(headings, rows), "")
    _print_result(story)
    if kept:
        print_lines(_("The office stays in {folder}.").format(folder=story.folder))


def _print_dossiers(dossiers: tuple[Dossier, ...], shown: int = 12) -> None:
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
            dossier.code,
            short_time(dossier.received_at),
            dossier.applicant.name,
            dossier.procedure_name,
            hour_and_date(dossier.due_at) if dossier.due_at else "–",
            state_name(dossier.state),
        )
        for dossier in dossiers[:: max(len(dossiers) // shown, 1)][:shown]
    ]
    print_lines(*table(headings, rows, widest=34))
    print_lines(_("… {shown} of {count} dossiers").format(shown=len(rows), count=len(dossiers)), "")


def _print_log(story: Story, shown: int = 8) -> None:
    from counter.desk.labels import sentence
    from counter.rules.clock import short_time

    lines = story.log[: shown // 2] + story.log[-shown // 2 :]
    headings = (_("at"), _("by"), _("dossier"), _("shift log of counter 1"))
    rows = [
        (short_time(line.event.at), line.event.actor_name, line.code, sentence(line.event)) for line in lines
    ]
    print_lines(*table(headings, rows))
    print_lines(_("… {shown} of {count} lines").format(shown=len(rows), count=len(story.log)), "")


def _print_kinds(story: Story) -> None:
    from counter.desk.labels import event_name

    headings = (_("events, counted from the office file"), _("in the ledger"), _("meant"), _("found"), "")
    rows = [
        (
            event_name(count.kind, count.stream),
            f"{count.stream} {count.kind}",
            count.wanted,
            count.counted,
            _(count.why) if count.why and count.ok else _mark(count.ok),
        )
        for count in story.kinds
    ]
    print_lines(*table(headings, rows), "")


def _print_refusals(story: Story, shown: int = 16) -> None:
    every = max(len(story.refusals) // shown, 1)
    shown_refusals = [
        refusal for number, refusal in enumerate(story.refusals) if number % every == 0 or not refusal.right
    ]
    headings = (_("typed wrong on purpose"), _("input"), _("the answer"), "")
    rows = [
        (_(refusal.what), refusal.field, refusal.answer, _mark(refusal.right)) for refusal in shown_refusals
    ]
    print_lines(*table(headings, rows, widest=64))
    print_lines(
        _("… {shown} of {count} wrong inputs").format(shown=len(shown_refusals), count=len(story.refusals)),
        "",
    )


def _print_result(story: Story) -> None:
    from counter.commandline.file_commands import print_verification

    print_verification(story.verdict)
    right = sum(refusal.right for refusal in story.refusals)
    print_lines(
        _("{right} of {count} wrong inputs were refused at the right field.").format(
            right=right, count=len(story.refusals)
        ),
        _("The month of {days} working days took {seconds} s.").format(
            days=story.days, seconds=f"{story.seconds:.1f}"
        ),
    )


def _mark(ok: bool) -> str:
    return _("ok") if ok else _("WRONG")
