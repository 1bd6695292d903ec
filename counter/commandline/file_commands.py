"""Commands for the office file as a file: its proof, its copies, and putting one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import common_options, office_desk
from counter.commandline.common.output import json_value, print_error, print_json, print_lines
from counter.locale import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counter.desk.desk import Desk
    from counter.desk.office.verification import Name, VerificationResult
    from db.ledger.witness import Head


def verify(
    context: typer.Context,
    rebuild: Annotated[
        bool,
        typer.Option(help=_("Fold every row anew, compare, and put right what the ledger accounts for.")),
    ] = False,
    head: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help=_("Also look for this head of the ledger, as a slip shows it.")),
    ] = None,
    drop_unaccounted: Annotated[
        bool,
        typer.Option(
            "--drop-unaccounted", help=_("Copy the file aside, then take out what is reported as lost.")
        ),
    ] = False,
) -> None:
    """Prove the ledger."""
    from counter.desk.office import verification

    options = common_options(context)
    was_damaged = rebuild and _write_anew_if_damaged(options.folder)
    with office_desk(options) as desk:
        heads = [_head(desk, text) for text in head or ()]
        if drop_unaccounted:
            copy, result = verification.drop_unaccounted(desk)
            print_error(_("What was there before is kept in {file}.").format(file=copy))
        else:
            result = verification.verify(desk, rebuild=rebuild, printed=heads)
    if options.as_json:
        print_json({**json_value(result), "holds": result.holds})
    if not options.as_json or not result.holds:
        print_verification(result)
    if was_damaged or not result.holds:
        raise typer.Exit(1)


def _write_anew_if_damaged(data: Path) -> bool:
    """Write the file anew where a page of it is bad; whether that was so."""
    from counter.config.settings import load
    from counter.desk.office.copies import file_damage, write_new_file

    key_file = load(data).key_file
    damage = file_damage(data, key_file)
    if not damage:
        return False
    print_error(_("The office's file is damaged on its disk: {what}.").format(what="; ".join(damage[:3])))
    kept, lacking = write_new_file(data, key_file)
    print_error(_("A new file was written from the events; the old one is kept in {file}.").format(file=kept))
    if lacking:
        print_error(_("Not all of these could be read: {names}.").format(names=", ".join(lacking)))
    return True


def _head(desk: Desk, text: str) -> Head:
    from db.ledger.witness import parse_head

    head = parse_head(text, desk.office.unit)
    if head is None:
        raise typer.BadParameter(_("a head looks like: 0/1/123 1a2b3c4d5e6f"), param_hint="--head")
    return head


def print_verification(result: VerificationResult) -> None:
    """Say what a verification found; what is wrong goes to the error output, one line a kind."""
    for line in _wrong(result):
        print_error(line)
    if result.holds:
        print_lines(_("The ledger holds: {events} events, without a gap.").format(events=result.events))
        if result.rebuilt:
            print_lines(_("Folded anew, all {rows} rows are as they were.").format(rows=result.rows))
    if result.centre == "compared" and not result.heads:
        print_lines(_("It has every event of this host that the centre has."))
    elif result.centre == "unreachable":
        print_lines(_("The centre could not be asked what it has of this host: not compared."))


def _wrong(result: VerificationResult) -> Iterator[str]:
    if result.damage:
        pages = _("The office's file is damaged on its disk: {what}.")
        yield pages.format(what="; ".join(result.damage[:3]))
    if bad := result.bad:
        first = _("The ledger does not hold: first bad event {seq} of {node}: {reason}.")
        yield first.format(seq=bad.seq, node=bad.node, reason=bad.reason)
    if result.differing:
        right = _("{count} rows were not what the ledger says and were put right; first: {first}.")
        asked = _(
            "{count} parts of the file are not as they should be ('--rebuild' puts them right); first: {first}."
        )
        yield (right if result.rebuilt else asked).format(**_counted(result.differing))
    if result.lost:
        lost = _(
            "LOST: the ledger no longer accounts for {count} things, which are left as they are; first: {first}."
        )
        yield lost.format(**_counted(result.lost))
    if result.heads:
        cut = _(
            "LOST: the ledger had events that are not in it now, up to {heads}: its end was cut off, or a copy was put"
            " back."
        )
        yield cut.format(heads=", ".join(result.heads))
    if result.slips:
        slips = _("LOST: {count} slips of the print list were changed or deleted; first: {first}.")
        yield slips.format(**_counted(result.slips))


def _counted(names: Sequence[Name]) -> dict[str, object]:
    return {"count": len(names), "first": " ".join(names[0])}


def backup(
    context: typer.Context,
    target: Annotated[Path | None, typer.Argument(metavar="FILE", help=_("Where to."))] = None,
) -> None:
    """Copy the office file, checked, while the counters work on."""
    from counter.desk.office.copies import make_backup

    options = common_options(context)
    with office_desk(options) as desk:
        copy = make_backup(desk, target)
    if options.as_json:
        print_json({"backup": copy, "bytes": copy.stat().st_size})
    else:
        print_lines(_("The copy is {file}; it needs the same key file.").format(file=copy))


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help=_("A copy that 'counter backup' made."))],
) -> None:
    """Put a copy in the place of the office file; what it replaces is kept."""
    from counter.config.settings import load
    from counter.desk.office.copies import restore_backup

    options = common_options(context)
    done = restore_backup(options.folder, source, load(options.folder).key_file)
    if options.as_json:
        print_json(done)
        return
    print_lines(_("The office is again as in {file}, up to {when}.").format(file=source, when=done.newest_at))
    if done.kept is not None:
        print_lines(_("What was there before is kept in {file}.").format(file=done.kept))
    print_lines(
        _(
            "Run 'counter sync --once' before the first intake where the office has a centre; otherwise its numbers"
            " skip ahead, so that none is given out twice."
        )
    )
