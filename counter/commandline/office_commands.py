"""Commands for whoever looks after an office: make it, its catalogue, its proof and its copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import AsJson, Data, Lang, Login, PasswordFromInput, acting, opened
from counter.commandline.common.output import complain, plain, report_rows, row_data, say, say_json, table
from counter.config.start import data_folder
from counter.locale import N_, _
from counter.rules.text import clean
from db.domain.records import Office, Role, Staff

if TYPE_CHECKING:
    from counter.desk.office.verification import VerificationResult

catalogue_app = typer.Typer(help=_("The catalogue of procedures."))


def init(
    name: Annotated[str, typer.Option(help=_("Name of the office, as slips head it."))] = "",
    unit: Annotated[str, typer.Option(help=_("Identification code, such as 000.17.22.H56."))] = "",
    level: Annotated[str, typer.Option(help=_("commune, district or province."))] = "commune",
    rule_set: Annotated[
        str, typer.Option(help=_("The rules in force: nd118-2025 or nd61-2018."))
    ] = "nd118-2025",
    hours: Annotated[
        str, typer.Option(help=_("Opening hours: T2-T6 07:00-11:30 13:30-17:00; T7 07:00-11:30"))
    ] = "",
    counters: Annotated[int, typer.Option(min=1, max=99, help=_("How many counters there are."))] = 3,
    parent: Annotated[str, typer.Option(help=_("The unit above, as slips head it."))] = "",
    place: Annotated[str, typer.Option(help=_("The place that slips are dated at."))] = "",
    address: Annotated[str, typer.Option(help=_("Address of the office."))] = "",
    phone: Annotated[str, typer.Option(help=_("Telephone of the office."))] = "",
    website: Annotated[str, typer.Option(help=_("Where citizens look up their dossiers."))] = "",
    node: Annotated[
        int, typer.Option(min=0, max=9, help=_("Number of this host; 0 where it is the only one."))
    ] = 0,
    admin_name: Annotated[str, typer.Option(help=_("Name of the first administrator."))] = "",
    login: Annotated[str, typer.Option(help=_("Login of the first administrator."))] = "",
    password_stdin: PasswordFromInput = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Make the office of the data folder: key, file, first account."""
    from counter.commandline.opening_hours import parse_hours
    from counter.config.settings import load
    from counter.desk.office.opening import make_office

    folder = data_folder(data)
    office = Office(
        name=prompts.answer(name, "--name", _("Name of the office")),
        unit=prompts.answer(unit, "--unit", _("Identification code of the office")),
        level=level,
        rule_set=rule_set,
        hours=parse_hours(hours),
        counters=counters,
        parent=clean(parent),
        place=clean(place),
        address=clean(address),
        phone=clean(phone),
        website=clean(website),
    )
    admin = Staff(
        login=prompts.answer(login, "--login", _("Login of the first administrator")),
        name=prompts.answer(admin_name, "--admin-name", _("Name of the first administrator")),
        role=Role.ADMIN,
    )
    secret = prompts.password(password_stdin, twice=True)
    desk = make_office(folder, office, admin, secret, node=node, key_file=load(folder).key_file)
    desk.store.close()
    _tell_made(desk.office, admin, folder, as_json)


def _tell_made(office: Office, admin: Staff, folder: Path, as_json: bool) -> None:
    if as_json:
        say_json({"data": folder, "office": office.name, "unit": office.unit, "login": admin.login})
        return
    keep = N_(
        "Keep a copy of the key file office.key in a safe place: without it nobody can read the office."
    )
    say(_("The office {name} is in {folder}.").format(name=office.name, folder=folder), _(keep))


@catalogue_app.command("import", help=_("Take in a catalogue from CSV or XLSX: all of it, or nothing."))
def catalogue_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    login: Login = "",
    password_stdin: PasswordFromInput = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Take in a catalogue: all of it, or nothing."""
    from counter.desk.catalogue.procedures import publish
    from counter.desk.imports.catalogue_file import read_catalogue

    found = read_catalogue(file)
    if found.problems:
        if as_json:
            say_json({"problems": row_data(found.problems)})
        else:
            report_rows(found.problems)
        complain(
            _("Nothing was taken in: {count} cells or rows are wrong.").format(count=len(found.problems))
        )
        raise typer.Exit(1)
    with acting(data, login, password_stdin) as desk:
        change = publish(desk, found.procedures)
    if as_json:
        say_json(change)
        return
    done = _("{added} new, {changed} changed, {unchanged} as they were.")
    say(done.format(added=change.added, changed=change.changed, unchanged=change.unchanged))


@catalogue_app.command("list", help=_("Show the procedures in force."))
def catalogue_list(data: Data = None, as_json: AsJson = False, lang: Lang = "") -> None:
    """Show the procedures in force."""
    from counter.desk.catalogue.procedures import procedures

    with opened(data) as desk:
        known = procedures(desk)
    if as_json:
        say_json(known)
        return
    headings = (_("code"), _("procedure"), _("field"), _("agency"))
    say(*table(headings, [(each.code, each.name, each.field, each.agency) for each in known]))


def verify(
    rebuild: Annotated[bool, typer.Option(help=_("Fold every row anew and compare."))] = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Prove the ledger."""
    from counter.desk.office.verification import verify as proven

    with opened(data) as desk:
        verdict = proven(desk, rebuild=rebuild)
    if as_json:
        say_json({**plain(verdict), "holds": verdict.holds})
    if not as_json or not verdict.holds:
        tell_verdict(verdict)
    if not verdict.holds:
        raise typer.Exit(1)


def tell_verdict(verdict: VerificationResult) -> None:
    """Say what a verification found; what is wrong goes, in one line, to the error output."""
    if bad := verdict.bad:
        first = _("The ledger does not hold: first bad event {seq} of {node}: {reason}.")
        complain(first.format(seq=bad.seq, node=bad.node, reason=bad.reason))
    elif verdict.differing:
        stream, stream_id = verdict.differing[0]
        wrong = _("{count} rows were not what the ledger says and were put right; first: {stream} {id}.")
        complain(wrong.format(count=len(verdict.differing), stream=stream, id=stream_id))
    else:
        say(_("The ledger holds: {events} events, without a gap.").format(events=verdict.events))
        if verdict.rebuilt:
            say(_("Folded anew, all {rows} rows are as they were.").format(rows=verdict.rows))


def backup(
    target: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_("Where to."))] = None,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Copy the office file, checked, while the counters work on."""
    from db.store import backup as copies

    with opened(data) as desk:
        now = desk.clock.now()
        made = copies.backup(desk.store, target) if target else copies.backup_now(desk.store, now)
    if as_json:
        say_json({"backup": made, "bytes": made.stat().st_size})
    else:
        say(_("The copy is {file}; it needs the same key file.").format(file=made))
