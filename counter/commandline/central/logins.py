"""Commands for the logins at the centre that are no host: back offices, which record, and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.central.access import central_access, centre_transaction
from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_error, print_json, print_lines, table
from counter.locale import _

if TYPE_CHECKING:
    from db.central.logins import Login

back_office_app = typer.Typer(
    help=_("Other systems and deciding agencies that record what became of dossiers.")
)
reader_app = typer.Typer(help=_("Logins that read the overviews."))

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the login, such as so-tu-phap."))]
Province = Annotated[str, typer.Option(help=_("Only this province, such as H56."))]
Agency = Annotated[str, typer.Option(help=_("Only dossiers of this agency."))]
Renew = Annotated[
    bool, typer.Option("--renew", help=_("A new secret, and this scope, for one that is there."))
]


@back_office_app.command("add", help=_("Let a back office record; shows its secret once."))
def back_office_add(
    context: typer.Context,
    name: Name,
    province: Province = "",
    office: Annotated[str, typer.Option(help=_("Only this office, such as 000.17.22.H56."))] = "",
    agency: Agency = "",
    renew: Renew = False,
) -> None:
    """Let a back office record within a scope."""
    from db.central.back_offices import Scope, add_back_office

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        login = add_back_office(
            connection, name, Scope(province=province, office=office, agency=agency), renew=renew
        )
    _print_login(login, options.as_json)


@back_office_app.command("remove", help=_("Let a back office record no more; what it recorded stays."))
def back_office_remove(
    context: typer.Context,
    name: Name,
) -> None:
    """Let a back office record no more."""
    from db.central.back_offices import remove_back_office

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        remove_back_office(connection, name)
    _print_removed(name, options.as_json)


@reader_app.command("add", help=_("Let somebody read the overviews; shows the secret once."))
def reader_add(
    context: typer.Context,
    name: Name,
    province: Province = "",
    agency: Agency = "",
    renew: Renew = False,
) -> None:
    """Let somebody read the overviews of a scope."""
    from db.central.back_offices import Scope, add_reader

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        login = add_reader(connection, name, Scope(province=province, agency=agency), renew=renew)
    _print_login(login, options.as_json)


@reader_app.command("remove", help=_("Let somebody read no more."))
def reader_remove(
    context: typer.Context,
    name: Name,
) -> None:
    """Let somebody read no more."""
    from db.central.back_offices import remove_reader

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        remove_reader(connection, name)
    _print_removed(name, options.as_json)


def _print_login(login: Login, as_json: bool) -> None:
    if as_json:
        print_json({"role": login.role, "secret": login.secret})
        return
    print_lines(*table((_("login"), _("secret")), [(login.role, login.secret)], widest=80))
    print_error(_("The secret is shown once and kept nowhere."))


def _print_removed(name: str, as_json: bool) -> None:
    if as_json:
        print_json({"login": name})
    else:
        print_lines(_("The login {login} is closed.").format(login=name))
