"""Commands for whoever looks after an office: make it, its catalogue, its proof and its copies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import (
    Login,
    PasswordFromInput,
    common_options,
    office_desk,
    staffed_desk,
)
from counter.commandline.common.output import (
    json_value,
    print_error,
    print_json,
    print_lines,
    print_row_notes,
    print_row_problems,
    row_problem_values,
    table,
)
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean
from db.domain.codes import Role
from db.domain.records import Office, Staff

catalogue_app = typer.Typer(help=_("The catalogue of procedures."))


def init(
    context: typer.Context,
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
) -> None:
    """Make the office of the data folder: key, file, first account."""
    from counter.commandline.opening_hours import parse_hours
    from counter.config.settings import load
    from counter.desk.office.opening import make_office

    options = common_options(context)
    folder = options.folder
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
    _print_office(desk.office, admin, folder, options.as_json)


def _print_office(office: Office, admin: Staff, folder: Path, as_json: bool) -> None:
    if as_json:
        print_json({"data": folder, "office": office.name, "unit": office.unit, "login": admin.login})
        return
    keep = N_(
        "Keep a copy of the key file office.key in a safe place: without it nobody can read the office."
    )
    print_lines(_("The office {name} is in {folder}.").format(name=office.name, folder=folder), _(keep))


@catalogue_app.command("import", help=_("Take in a catalogue from CSV, XLSX or JSON: all of it, or nothing."))
def catalogue_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv, .xlsx or .json file."))],
    login: Login = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Take in a catalogue: all of it, or nothing."""
    from counter.desk.catalogue.procedures import publish
    from counter.desk.imports.catalogue_file import read_catalogue

    options = common_options(context)
    catalogue = read_catalogue(file)
    if catalogue.problems:
        if options.as_json:
            print_json({"problems": row_problem_values(catalogue.problems)})
        else:
            print_row_problems(catalogue.problems)
        print_error(
            _("Nothing was taken in: {count} cells or rows are wrong.").format(count=len(catalogue.problems))
        )
        raise typer.Exit(1)
    with staffed_desk(options, login, password_stdin) as desk:
        change = publish(desk, catalogue.procedures)
    if options.as_json:
        notes = {"notes": row_problem_values(catalogue.notes)} if catalogue.notes else {}
        print_json({**json_value(change), **notes})
        return
    print_row_notes(catalogue.notes)
    sentence = _("{added} new, {changed} changed, {unchanged} as they were.")
    print_lines(sentence.format(added=change.added, changed=change.changed, unchanged=change.unchanged))


@catalogue_app.command("guide", help=_("Show the guide to a procedure: what to bring, how long, how much."))
def catalogue_guide(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("Code of the procedure."))],
    case: Annotated[str, typer.Option(help=_("Only this case of the procedure."))] = "",
    as_: Annotated[
        Literal["text", "escpos", "png", "pdf"],
        typer.Option("--as", help=_("text, escpos (a printer's bytes), png or pdf (A5).")),
    ] = "text",
    columns: Annotated[int, typer.Option(min=0, max=132, help=_("Width of the paper in letters."))] = 0,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write it into this file."))] = None,
) -> None:
    """Show the guide to a procedure."""
    from counter.commandline.slip_commands import abilities_of
    from counter.desk.catalogue import guides
    from devices.encode.render import render

    options = common_options(context)
    if out is None and as_ != "text":
        raise Problem(N_("Bytes are not for a terminal: name a file with --out."), field="out")
    with office_desk(options) as desk:
        build = guides.page_of if as_ == "pdf" else guides.slip_of
        output = render(build(desk, clean(code), clean(case)), as_, abilities_of("", None, columns))
    if out is not None:
        out.write_bytes(output)
        values = {"code": code, "file": str(out), "bytes": len(output)}
        print_json(values) if options.as_json else print_lines(_("{file}: {bytes} bytes.").format(**values))
    elif options.as_json:
        print_json({"code": code, "text": output.decode().rstrip("\n")})
    else:
        print_lines(output.decode().rstrip("\n"))


@catalogue_app.command("list", help=_("Show the procedures in force."))
def catalogue_list(context: typer.Context) -> None:
    """Show the procedures in force."""
    from counter.desk.catalogue.procedures import procedures

    options = common_options(context)
    with office_desk(options) as desk:
        catalogue = procedures(desk)
    if options.as_json:
        print_json(catalogue)
        return
    headings = (_("code"), _("procedure"), _("field"), _("agency"))
    rows = [(entry.code, entry.name, entry.field, entry.agency) for entry in catalogue]
    print_lines(*table(headings, rows))
