"""The command that shows the holidays of an office and takes in those of a year, for an office without a centre."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import (
    Login,
    PasswordFromInput,
    common_options,
    office_desk,
    staffed_desk,
)
from counter.commandline.common.output import json_value, print_json, print_lines
from counter.commandline.office_settings import office_app as office_app
from counter.locale import _

if TYPE_CHECKING:
    from counter.rules.holidays import Holidays, HolidayYear


@office_app.command(
    "holidays", help=_("Show the holidays by which due dates are counted, or take in those of a year.")
)
def office_holidays(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=_("JSON, a year each: notice, confirmed, days."))
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=2000, max=2200, help=_("The year of the days given below."))
    ] = None,
    notice: Annotated[str, typer.Option(help=_("Number and day of the notice that announces them."))] = "",
    day: Annotated[
        list[str] | None,
        typer.Option(metavar="DAYS", help=_("Days off, such as 2027-02-06..2027-02-12=Tết; once for each.")),
    ] = None,
    worked: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAYS", help=_("A rest day that is worked instead of another: 2027-02-20=2027-02-08.")
        ),
    ] = None,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help=_("They are only proposed yet."))
    ] = False,
    replace_year: Annotated[
        bool, typer.Option("--replace", help=_("The days given are all of the year: those known of it go."))
    ] = False,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Show the holidays; or take in a file, or days of one year, which are added to those that are known."""
    options = common_options(context)
    if file is None and year is None:
        with office_desk(options) as desk:
            _print_years(desk.calendar.holidays, options.as_json)
        return
    from counter.desk.office.holidays import announce, read_file
    from counter.rules.holidays import Holidays

    known = read_file(file) if file else _typed(year or 0, notice, day or [], worked or [], not unconfirmed)
    with staffed_desk(options, login, password_stdin) as desk:
        before = desk.calendar.holidays.years.get(year or 0)
        if before and not replace_year:
            known = Holidays({before.year: before.with_days(known.years[before.year])})
        change = announce(desk, known)
    if options.as_json:
        print_json(json_value(change))
        return
    sentence = _("{added} new, {changed} changed, {unchanged} as they were.")
    print_lines(sentence.format(added=change.added, changed=change.changed, unchanged=change.unchanged))


def _typed(year: int, notice: str, days: list[str], worked: list[str], is_confirmed: bool) -> Holidays:
    from counter.rules.holidays import Holidays, announced_year

    if not days:
        raise typer.BadParameter(_("give the days off, each with --day"))
    entries = []
    for text in days:
        span, _equals, name = text.partition("=")
        first, _dots, last = span.partition("..")
        entries.append(
            {"day": first.strip(), "until": (last or first).strip(), "name": name.strip() or span.strip()}
        )
    make_up = []
    for text in worked:
        one, _equals, other = text.partition("=")
        make_up.append({"day": one.strip(), "instead_of": other.strip()})
    values = {"notice": notice, "confirmed": is_confirmed, "days": entries, "make_up": make_up}
    return Holidays({year: announced_year(year, values)})


def _print_years(known: Holidays, as_json: bool) -> None:
    from counter.rules.holidays import year_values

    years = sorted(known.years.items())
    if as_json:
        print_json({str(year): json_value(dict(year_values(announced))) for year, announced in years})
        return
    for _year, announced in years:
        print_lines(*_lines(announced))


def _lines(announced: HolidayYear) -> list[str]:
    state = "" if announced.confirmed else _("not confirmed")
    head = " · ".join(filter(None, (str(announced.year), announced.notice, state)))
    days = [f"  {entry.day:%d/%m/%Y} {entry.title}" for entry in announced.days]
    work = [
        "  "
        + _("{day} is worked instead of {other}").format(
            day=f"{entry.day:%d/%m/%Y}", other=f"{entry.instead_of:%d/%m/%Y}"
        )
        for entry in announced.make_up
    ]
    return [head, *days, *work]
