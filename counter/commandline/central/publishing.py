"""Commands by which the centre tells its offices: catalogue, holidays, staff, and what back offices decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter.commandline.central.access import Access, Ca, InsecureLoopback, Url, at_centre
from counter.commandline.central.hosts import central_app as central_app
from counter.commandline.common.options import AsJson, Lang
from counter.commandline.common.output import complain, report_rows, row_data, say, say_json, table
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from counter.desk.imports.spreadsheet import RowProblem
    from counter.rules.holidays import HolidayYear
    from db.central.logins import Login
    from db.central.publishing import Published
    from db.domain.records import Staff

_catalogue = typer.Typer(help=_("The catalogue that every office receives."))
_holidays = typer.Typer(help=_("The holidays that every office counts by."))
_staff = typer.Typer(help=_("Accounts that hold in every office of a province."))
_back_office = typer.Typer(help=_("Other systems and deciding agencies that record what became of dossiers."))
_reader = typer.Typer(help=_("Logins that read the overviews."))
for _name, _app in (
    ("catalogue", _catalogue),
    ("holidays", _holidays),
    ("staff", _staff),
    ("back-office", _back_office),
    ("reader", _reader),
):
    central_app.add_typer(_app, name=_name)

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the login, such as so-tu-phap."))]
Province = Annotated[str, typer.Option(help=_("Only this province, such as H56."))]
Agency = Annotated[str, typer.Option(help=_("Only dossiers of this agency."))]
Renew = Annotated[
    bool, typer.Option("--renew", help=_("A new secret, and this scope, for one that is there."))
]


@_catalogue.command("push", help=_("Publish a catalogue from CSV or XLSX: all of it, or nothing."))
def catalogue_push(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Publish a catalogue to every office."""
    from counter.desk.imports.catalogue_file import read_catalogue
    from db.central.publishing import publish_procedures

    found = read_catalogue(file)
    _stop_at(found.problems, as_json)
    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        done = publish_procedures(connection, found.procedures)
    _tell_published(done, as_json)


@_holidays.command("push", help=_("Publish holidays: those of the release, or of a file."))
def holidays_push(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help=_("JSON, a year each: notice, confirmed, days."))
    ] = None,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Publish holidays to every office."""
    from counter.rules.holidays import packaged, read_holidays
    from db.central.publishing import publish_holidays

    try:
        known = read_holidays(file.read_text("utf-8")) if file else packaged()
    except UnicodeDecodeError as error:
        raise Problem(N_("The file {file} cannot be read."), file=file) from error
    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        done = publish_holidays(connection, {year: _written(its) for year, its in known.years.items()})
    _tell_published(done, as_json, _OTHERS)


def _written(year: HolidayYear) -> Mapping[str, Any]:
    def sure(day: Any) -> Mapping[str, bool]:
        return {} if day.confirmed == year.confirmed else {"confirmed": day.confirmed}

    return {
        "notice": year.notice,
        "confirmed": year.confirmed,
        "days": [{"day": each.day.isoformat(), "name": each.name, **sure(each)} for each in year.days],
        "make_up": [
            {"day": each.day.isoformat(), "instead_of": each.instead_of.isoformat(), **sure(each)}
            for each in year.make_up
        ],
    }


@_staff.command("push", help=_("Publish accounts from CSV or XLSX: login, name, role, agencies."))
def staff_push(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    province: Annotated[str, typer.Option(help=_("The province whose offices know them, such as H56."))],
    ask_passwords: Annotated[
        bool, typer.Option(help=_("Ask for the password of each new account; without, they are made up."))
    ] = False,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Publish accounts to the offices of a province."""
    from counter.desk.imports.staff_file import read_staff
    from counter.desk.office.accounts import hash_password
    from db.central.publishing import Account, publish_staff, published, staff_chain

    found = read_staff(file)
    _stop_at(found.problems, as_json)
    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        known = published(connection, staff_chain(province))
        new = _passwords([each for each in found.staff if each.login not in known], ask_passwords)
        hashes = {login: hash_password(password) for login, password in new.items()}
        accounts = [Account(each, hashes.get(each.login, "")) for each in found.staff]
        done = publish_staff(connection, province, accounts)
    made_up = {} if ask_passwords else new
    if as_json:
        say_json(
            {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "passwords": made_up}
        )
        return
    _tell_published(done, as_json, _OTHERS)
    if made_up:
        say("", *table((_("login"), _("first password")), list(made_up.items())))
        complain(_("These passwords are shown once and kept nowhere: hand them out now."))


def _passwords(new: Sequence[Staff], ask: bool) -> dict[str, str]:
    import secrets

    from counter.commandline.common import prompts

    passwords: dict[str, str] = {}
    for member in new:
        if ask:
            complain(_("Password of {login}:").format(login=member.login))
        passwords[member.login] = prompts.password(False, twice=True) if ask else secrets.token_urlsafe(9)
    return passwords


def _stop_at(problems: Sequence[RowProblem], as_json: bool) -> None:
    if not problems:
        return
    if as_json:
        say_json({"problems": row_data(problems)})
    else:
        report_rows(problems)
    complain(_("Nothing was taken in: {count} cells or rows are wrong.").format(count=len(problems)))
    raise typer.Exit(1)


_PROCEDURES = N_("{added} new, {changed} changed, {unchanged} as they were.")
_OTHERS = N_("Published: {added} new, {changed} changed, {unchanged} as they were.")


def _tell_published(done: Published, as_json: bool, sentence: str = _PROCEDURES) -> None:
    if as_json:
        say_json(done)
        return
    say(_(sentence).format(added=done.added, changed=done.changed, unchanged=done.unchanged))


@_back_office.command("add", help=_("Let a back office record; shows its secret once."))
def back_office_add(
    name: Name,
    province: Province = "",
    office: Annotated[str, typer.Option(help=_("Only this office, such as 000.17.22.H56."))] = "",
    agency: Agency = "",
    renew: Renew = False,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Let a back office record within a scope."""
    from db.central.back_offices import Scope, add_back_office

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        login = add_back_office(
            connection, name, Scope(province=province, office=office, agency=agency), renew=renew
        )
    _tell_login(login, as_json)


@_back_office.command("remove", help=_("Let a back office record no more; what it recorded stays."))
def back_office_remove(
    name: Name,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Let a back office record no more."""
    from db.central.back_offices import remove_back_office

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        remove_back_office(connection, name)
    _tell_removed(name, as_json)


@_reader.command("add", help=_("Let somebody read the overviews; shows the secret once."))
def reader_add(
    name: Name,
    province: Province = "",
    agency: Agency = "",
    renew: Renew = False,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Let somebody read the overviews of a scope."""
    from db.central.back_offices import Scope, add_reader

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        login = add_reader(connection, name, Scope(province=province, agency=agency), renew=renew)
    _tell_login(login, as_json)


@_reader.command("remove", help=_("Let somebody read no more."))
def reader_remove(
    name: Name,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Let somebody read no more."""
    from db.central.back_offices import remove_reader

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        remove_reader(connection, name)
    _tell_removed(name, as_json)


def _tell_login(login: Login, as_json: bool) -> None:
    if as_json:
        say_json({"role": login.role, "secret": login.secret})
        return
    say(*table((_("login"), _("secret")), [(login.role, login.secret)], widest=80))
    complain(_("The secret is shown once and kept nowhere."))


def _tell_removed(name: str, as_json: bool) -> None:
    if as_json:
        say_json({"login": name})
    else:
        say(_("The login {login} is closed.").format(login=name))
