"""Commands for the accounts of an office: opened, listed, closed, and given a new password."""

from __future__ import annotations

from typing import Annotated

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import (
    Login,
    PasswordFromInput,
    common_options,
    office_desk,
    staffed_desk,
)
from counter.commandline.common.output import print_error, print_json, print_lines, table
from counter.locale import _
from db.domain.codes import Role
from db.domain.records import Staff

staff_app = typer.Typer(help=_("Accounts of the staff."))

Whose = Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login of the account."))]
Passwords = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help=_("Passwords, one a line: yours where --login is given, then the new one."),
    ),
]


@staff_app.command("add", help=_("Open an account; the password is asked for or read from the input."))
def staff_add(
    context: typer.Context,
    new: Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login of the new account."))],
    name: Annotated[str, typer.Option(help=_("Name of the person."))],
    role: Annotated[Role, typer.Option(help=_("What the person may do."))] = Role.OFFICER,
    agency: Annotated[
        list[str] | None, typer.Option(help=_("Only procedures of this agency; may be repeated."))
    ] = None,
    login: Login = "",
    password_stdin: Passwords = False,
) -> None:
    """Open an account."""
    from counter.desk.office.accounts import add_staff

    options = common_options(context)
    member = Staff(login=new, name=name, role=role, agencies=tuple(agency or ()))
    with staffed_desk(options, login, password_stdin) as desk:
        add_staff(desk, member, _new_password(login, password_stdin))
    if options.as_json:
        print_json(member)
    else:
        print_lines(_("The account {login} is open.").format(login=member.login))


@staff_app.command("list", help=_("Show the accounts."))
def staff_list(context: typer.Context) -> None:
    """Show the accounts."""
    from counter.desk.desk import ROLE_NAMES
    from counter.desk.office.accounts import staff

    options = common_options(context)
    with office_desk(options) as desk:
        everyone = staff(desk)
    if options.as_json:
        print_json(everyone)
        return
    headings = (_("login"), _("name"), _("role"), _("agencies"), _("in use"))
    yes_no = (_("no"), _("yes"))
    rows = [
        (
            member.login,
            member.name,
            _(ROLE_NAMES[member.role]),
            ", ".join(member.agencies),
            yes_no[member.active],
        )
        for member in everyone
    ]
    print_lines(*table(headings, rows))


@staff_app.command("password", help=_("Give an account a new password."))
def staff_password(
    context: typer.Context,
    whose: Whose,
    login: Login = "",
    password_stdin: Passwords = False,
) -> None:
    """Give an account a new password; that also ends a lock-out."""
    from counter.desk.office.accounts import set_password

    options = common_options(context)
    with staffed_desk(options, login, password_stdin) as desk:
        set_password(desk, whose, _new_password(login, password_stdin))
    _print_done(whose, _("The account {login} has a new password."), options.as_json)


@staff_app.command("close", help=_("Close an account: nobody signs in with it any more."))
def staff_close(
    context: typer.Context,
    whose: Whose,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Close an account; what was done with it stays."""
    from counter.desk.office.accounts import set_active

    options = common_options(context)
    with staffed_desk(options, login, password_stdin) as desk:
        set_active(desk, whose, False)
    _print_done(whose, _("The account {login} is closed."), options.as_json)


@staff_app.command("reopen", help=_("Open a closed account again."))
def staff_reopen(
    context: typer.Context,
    whose: Whose,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Open a closed account again."""
    from counter.desk.office.accounts import set_active

    options = common_options(context)
    with staffed_desk(options, login, password_stdin) as desk:
        set_active(desk, whose, True)
    _print_done(whose, _("The account {login} is open."), options.as_json)


def _new_password(login: str, from_input: bool) -> str:
    if login and not from_input:
        print_error(_("Now the new password of the account."))
    return prompts.password(from_input, twice=True)


def _print_done(login: str, sentence: str, as_json: bool) -> None:
    if as_json:
        print_json({"login": login})
    else:
        print_lines(sentence.format(login=login))
