"""Commands by which the centre tells its offices: catalogue, holidays, staff, and what back offices decided."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.central.access import central_access, centre_transaction
from counter.commandline.common.options import common_options
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

if TYPE_CHECKING:
    from counter.desk.imports.sheet import RowProblem
    from db.central.publishing import Published
    from db.domain.records import Staff

catalogue_app = typer.Typer(help=_("The catalogue that every office receives."))
holidays_app = typer.Typer(help=_("The holidays that every office counts by."))
staff_app = typer.Typer(help=_("Accounts that hold in every office of a province."))


@catalogue_app.command("push", help=_("Publish a catalogue from CSV, XLSX or JSON: all of it, or nothing."))
def catalogue_push(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv, .xlsx or .json file."))],
) -> None:
    """Publish a catalogue to every office."""
    from counter.desk.imports.catalogue_file import read_catalogue
    from db.central.publishing import publish_procedures

    options = common_options(context)
    table_file = read_catalogue(file)
    _stop_on_problems(table_file.problems, options.as_json)
    with centre_transaction(central_access(context)) as connection:
        change = publish_procedures(connection, table_file.procedures)
    _print_published(change, options.as_json, notes=table_file.notes)


@holidays_app.command("push", help=_("Publish holidays: those of the release, or of a file."))
def holidays_push(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=_("JSON, a year each: notice, confirmed, days."))
    ] = None,
) -> None:
    """Publish holidays to every office."""
    from counter.desk.office.holidays import read_file
    from counter.rules.holidays import packaged, year_values
    from db.central.publishing import publish_holidays

    options = common_options(context)
    known = read_file(file) if file else packaged()
    with centre_transaction(central_access(context)) as connection:
        change = publish_holidays(
            connection, {year: year_values(holiday_year) for year, holiday_year in known.years.items()}
        )
    _print_published(change, options.as_json, _OTHERS)


@staff_app.command("push", help=_("Publish accounts from CSV or XLSX: login, name, role, agencies."))
def staff_push(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    province: Annotated[str, typer.Option(help=_("The province whose offices know them, such as H56."))],
    ask_passwords: Annotated[
        bool, typer.Option(help=_("Ask for the password of each new account; without, they are made up."))
    ] = False,
) -> None:
    """Publish accounts to the offices of a province."""
    from counter.desk.imports.staff_file import read_staff
    from counter.desk.office.accounts import hash_password
    from db.central.publishing import Account, publish_staff, published, staff_chain

    options = common_options(context)
    table_file = read_staff(file)
    _stop_on_problems(table_file.problems, options.as_json)
    with centre_transaction(central_access(context)) as connection:
        known = published(connection, staff_chain(province))
        new = _passwords([entry for entry in table_file.staff if entry.login not in known], ask_passwords)
        hashes = {login: hash_password(password) for login, password in new.items()}
        accounts = [Account(entry, hashes.get(entry.login, "")) for entry in table_file.staff]
        change = publish_staff(connection, province, accounts)
    made_up = {} if ask_passwords else new
    if options.as_json:
        print_json(
            {
                "added": change.added,
                "changed": change.changed,
                "unchanged": change.unchanged,
                "passwords": made_up,
                "notes": row_problem_values(table_file.notes),
            }
        )
        return
    _print_published(change, options.as_json, _OTHERS, table_file.notes)
    if made_up:
        print_lines("", *table((_("login"), _("first password")), list(made_up.items())))
        print_error(_("These passwords are shown once and kept nowhere: hand them out now."))


def _passwords(new: Sequence[Staff], ask: bool) -> dict[str, str]:
    import secrets

    from counter.commandline.common import prompts

    passwords: dict[str, str] = {}
    for member in new:
        if ask:
            print_error(_("Password of {login}:").format(login=member.login))
        passwords[member.login] = prompts.password(False, twice=True) if ask else secrets.token_urlsafe(9)
    return passwords


def _stop_on_problems(problems: Sequence[RowProblem], as_json: bool) -> None:
    if not problems:
        return
    if as_json:
        print_json({"problems": row_problem_values(problems)})
    else:
        print_row_problems(problems)
    print_error(_("Nothing was taken in: {count} cells or rows are wrong.").format(count=len(problems)))
    raise typer.Exit(1)


_PROCEDURES = N_("{added} new, {changed} changed, {unchanged} as they were.")
_OTHERS = N_("Published: {added} new, {changed} changed, {unchanged} as they were.")


def _print_published(
    change: Published, as_json: bool, sentence: str = _PROCEDURES, notes: Sequence[RowProblem] = ()
) -> None:
    if as_json:
        print_json({**json_value(change), **({"notes": row_problem_values(notes)} if notes else {})})
        return
    print_row_notes(notes)
    print_lines(_(sentence).format(added=change.added, changed=change.changed, unchanged=change.unchanged))
