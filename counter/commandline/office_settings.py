"""Commands that show and change what an office is: the head of its slips, its opening hours, its counters."""

from __future__ import annotations

from typing import Annotated

import typer

from counter.commandline.common.options import (
    Login,
    PasswordFromInput,
    common_options,
    office_desk,
    staffed_desk,
)
from counter.commandline.common.output import json_value, print_json, print_lines, table
from counter.locale import N_, _
from db.domain.records import Office

office_app = typer.Typer(help=_("What the office is: the head of its slips, opening hours, counters."))

_LABELS = {
    "unit": N_("identification code"),
    "name": N_("name of the office"),
    "parent": N_("unit above"),
    "level": N_("level"),
    "rule_set": N_("rules in force"),
    "place": N_("place on slips"),
    "address": N_("address"),
    "phone": N_("telephone"),
    "website": N_("website"),
    "bank_bin": N_("bank (BIN)"),
    "bank_account": N_("account for fees"),
    "bank_account_name": N_("name of the account"),
    "counters": N_("counters"),
    "accepts_incomplete": N_("accepts incomplete dossiers"),
    "hours": N_("opening hours"),
}


@office_app.command("show", help=_("Show the office as it is now."))
def office_show(context: typer.Context) -> None:
    """Show the office as it is now."""
    options = common_options(context)
    with office_desk(options) as desk:
        _print_office(desk.office, options.as_json)


@office_app.command(
    "set", help=_("Change the office; an option that is left out stays, an empty text is empty.")
)
def office_set(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help=_("Name of the office, as slips head it."))] = None,
    parent: Annotated[str | None, typer.Option(help=_("The unit above, as slips head it."))] = None,
    place: Annotated[str | None, typer.Option(help=_("The place that slips are dated at."))] = None,
    address: Annotated[str | None, typer.Option(help=_("Address of the office."))] = None,
    phone: Annotated[str | None, typer.Option(help=_("Telephone of the office."))] = None,
    website: Annotated[str | None, typer.Option(help=_("Where citizens look up their dossiers."))] = None,
    bank_bin: Annotated[
        str | None, typer.Option(help=_("Number of the bank (BIN, six digits) of the account for fees."))
    ] = None,
    bank_account: Annotated[
        str | None, typer.Option(help=_("Number of the account for fees, which slips show as a VietQR code."))
    ] = None,
    bank_account_name: Annotated[
        str | None, typer.Option(help=_("Name of the account for fees, as the bank has it."))
    ] = None,
    counters: Annotated[int | None, typer.Option(help=_("How many counters there are."))] = None,
    accept_incomplete: Annotated[
        bool | None,
        typer.Option(help=_("Whether a dossier may be received although a required paper lacks.")),
    ] = None,
    hours: Annotated[
        str | None, typer.Option(help=_("Opening hours: T2-T6 07:00-11:30 13:30-17:00; T7 07:00-11:30"))
    ] = None,
    level: Annotated[str | None, typer.Option(help=_("commune, district or province."))] = None,
    rule_set: Annotated[
        str | None, typer.Option(help=_("The rules in force: nd118-2025 or nd61-2018."))
    ] = None,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Change what is given, for every host of the office."""
    from counter.commandline.opening_hours import parse_hours
    from counter.desk.office.facts import change_office

    options = common_options(context)
    given = {
        "name": name, "parent": parent, "place": place, "address": address, "phone": phone, "website": website,
        "bank_bin": bank_bin, "bank_account": bank_account, "bank_account_name": bank_account_name,
        "counters": counters, "level": level, "rule_set": rule_set,
        "accepts_incomplete": accept_incomplete,
        "hours": None if hours is None else parse_hours(hours),
    }  # fmt: skip
    values = {field: value for field, value in given.items() if value is not None}
    if not values:
        raise typer.BadParameter(_("give what is to be changed, such as --phone"))
    with staffed_desk(options, login, password_stdin) as desk:
        office, changed = change_office(desk, values)
    if not options.as_json:
        print_lines(
            _("Changed: {fields}.").format(fields=", ".join(_(_LABELS[field]) for field in changed))
            if changed
            else _("Nothing was changed: it is so already.")
        )
    _print_office(office, options.as_json)


def _print_office(office: Office, as_json: bool) -> None:
    from counter.commandline.opening_hours import hours_text
    from counter.rules.rulesets import known_rule_set
    from counter.slips.pages import unchecked_forms

    if as_json:
        print_json(
            {**{field: getattr(office, field) for field in _LABELS}, "hours": json_value(office.hours)}
        )
        return
    values = {field: getattr(office, field) for field in _LABELS} | {
        "hours": hours_text(office.hours),
        "accepts_incomplete": _("yes") if office.accepts_incomplete else _("no"),
    }
    rules = known_rule_set(office.rule_set)
    rows = [(_(label), values[field]) for field, label in _LABELS.items()]
    rows += [
        (_("form {number}, not compared yet").format(number=rules.forms[form]), _(rules.titles[form]))
        for form in unchecked_forms(rules.id)
    ]
    print_lines(*table((_("setting"), _("value")), rows))
