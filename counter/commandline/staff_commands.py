"""Commands for the accounts of an office: opened, listed, closed, and given a new password."""

from __future__ import annotations

from typing import Annotated

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import AsJson, Data, Lang, Login, PasswordFromInput, acting, opened
from counter.commandline.common.output import complain, say, say_json, table
from counter.locale import _
from db.domain.records import Role, Staff

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
    new: Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login of the new account."))],
    name: Annotated[str, typer.Option(help=_("Name of the person."))],
    role: Annotated[Role, typer.Option(help=_("What the person may do."))] = Role.OFFICER,
    agency: Annotated[
        list[str] | None, typer.Option(help=_("Only procedures of this agency; may be repeated."))
    ] = None,
    login: Login = "",
    password_stdin: Passwords = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Open an account."""
    from counter.desk.office.accounts import add_staff

    member = Staff(login=new, name=name, role=role, agencies=tuple(agency or ()))
    with acting(data, login, password_stdin) as desk:
        add_staff(desk, member, _new_password(login, password_stdin))
    if as_json:
        say_json(member)
    else:
        say(_("The account {login} is open.").format(login=member.login))


@staff_app.command("list", help=_("Show the accounts."))
def staff_list(data: Data = None, as_json: AsJson = False, lang: Lang = "") -> None:
    """Show the accounts."""
    from counter.desk.desk import ROLE_NAMES
    from counter.desk.office.accounts import staff

    with opened(data) as desk:
        everyone = staff(desk)
    if as_json:
        say_json(everyone)
        return
    headings = (_("login"), _("name"), _("role"), _("agencies"), _("in use"))
    yes_no = (_("no"), _("yes"))
    rows = [
        (each.login, each.name, _(ROLE_NAMES[each.role]), ", ".join(each.agencies), yes_no[each.active])
        for each in everyone
    ]
    say(*table(headings, rows))


@staff_app.command("password", help=_("Give an account a new password."))
def staff_password(
    whose: Whose,
    login: Login = "",
    password_stdin: Passwords = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Give an account a new password; that also ends a lock-out."""
    from counter.desk.office.accounts import set_password

    with acting(data, login, password_stdin) as desk:
        set_password(desk, whose, _new_password(login, password_stdin))
    _done(whose, _("The account {login} has a new password."), as_json)


@staff_app.command("close", help=_("Close an account: nobody signs in with it any more."))
def staff_close(
    whose: Whose,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Close an account; what was done with it stays."""
    from counter.desk.office.accounts import set_active

    with acting(data, login, password_stdin) as desk:
        set_active(desk, whose, False)
    _done(whose, _("The account {login} is closed."), as_json)


@staff_app.command("reopen", help=_("Open a closed account again."))
def staff_reopen(
    whose: Whose,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Open a closed account again."""
    from counter.desk.office.accounts import set_active

    with acting(data, login, password_stdin) as desk:
        set_active(desk, whose, True)
    _done(whose, _("The account {login} is open."), as_json)


def _new_password(login: str, from_input: bool) -> str:
    if login and not from_input:
        complain(_("Now the new password of the account."))
    return prompts.password(from_input, twice=True)


def _done(login: str, sentence: str, as_json: bool) -> None:
    if as_json:
        say_json({"login": login})
    else:
        say(sentence.format(login=login))
