"""The command that does with a dossier what the counter does with it: every move, by the desk's own functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from counter.commandline.common import prompts
from counter.commandline.common.doubts import confirmed
from counter.commandline.common.options import PasswordFromInput, common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines
from counter.commandline.common.shift import ShiftCounter, ShiftLogin, on_shift
from counter.commandline.moves import OPTION_OF, Kind, Move, Order, check_options, option
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean

if TYPE_CHECKING:
    from db.domain.records import Dossier


def act(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help=_("Code of the dossier, or its id where several share a code.")),
    ],
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="KIND", help=_("What is done: {kinds}").format(kinds=f"<{'|'.join(get_args(Kind))}>")
        ),
    ],
    reason: Annotated[str, typer.Option(help=_("Why."))] = "",
    paper: Annotated[
        list[str] | None,
        typer.Option(help=_("A paper; behind = how many originals of it. May be given several times.")),
    ] = None,
    until: Annotated[
        str, typer.Option(metavar="DAY", help=_("Supplement: the last day for the papers."))
    ] = "",
    at: Annotated[
        str,
        typer.Option(metavar="MOMENT", help=_("Apology: the new appointment; post: when it was delivered.")),
    ] = "",
    days: Annotated[
        int, typer.Option(min=0, max=999, help=_("Apology: so many working days after the due date."))
    ] = 0,
    amount: Annotated[
        int, typer.Option(min=0, help=_("Money in đồng; a payment without it takes all that is owed."))
    ] = 0,
    method: Annotated[
        Literal["cash", "transfer", "online"] | None, typer.Option(help=_("How it is paid."))
    ] = None,
    serial: Annotated[str, typer.Option(help=_("Number of the fee receipt, as it is printed there."))] = "",
    name: Annotated[str, typer.Option(help=_("Duty: what the money is for."))] = "",
    result: Annotated[str, typer.Option(help=_("Result: what it is, as in Giấy khai sinh."))] = "",
    number: Annotated[str, typer.Option(help=_("Result: its number."))] = "",
    signer: Annotated[str, typer.Option(help=_("Result: who signed it."))] = "",
    date: Annotated[str, typer.Option(metavar="DAY", help=_("Result: its day."))] = "",
    refused: Annotated[bool, typer.Option("--refused", help=_("Result: it is a refusal."))] = False,
    by: Annotated[str, typer.Option(help=_("Return, post: who takes it, if not the applicant."))] = "",
    identity: Annotated[str, typer.Option(help=_("Return: identity number of who takes it."))] = "",
    proof: Annotated[
        Literal["slip", "identity", "authorisation"] | None, typer.Option(help=_("Return: what was shown."))
    ] = None,
    proxy_paper: Annotated[str, typer.Option(help=_("Return: the paper that authorises who takes it."))] = "",
    tracking: Annotated[str, typer.Option(help=_("Post: its tracking number."))] = "",
    shelf: Annotated[str, typer.Option(help=_("Shelf: where the papers lie."))] = "",
    agency: Annotated[str, typer.Option(help=_("Transfer: the agency that decides."))] = "",
    place: Annotated[str, typer.Option(help=_("Transfer: where the result is returned."))] = "",
    confirm: Annotated[
        bool, typer.Option("--confirm", help=_("Do it although something is doubted."))
    ] = False,
    counter: ShiftCounter = 0,
    login: ShiftLogin = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Do with a dossier what the counter does with it."""
    values = {
        "reason": reason, "paper": paper, "until": until, "at": at, "days": days, "amount": amount,
        "method": method, "serial": serial, "name": name, "result": result, "number": number, "signer": signer,
        "date": date, "refused": refused, "by": by, "identity": identity, "proof": proof,
        "proxy_paper": proxy_paper, "tracking": tracking, "shelf": shelf, "agency": agency, "place": place,
    }  # fmt: skip
    given = {key: value for key, value in values.items() if value}
    move = check_options(kind, given)
    options = common_options(context)
    login = prompts.answer(login, "--login", _("Account of the officer who does it"))
    with staffed_desk(options, login, password_stdin) as desk, on_shift(desk, counter) as seated:
        done = _made(
            move, kind, clean(code), Order(seated, _dossier(seated, clean(code)), given), confirm=confirm
        )
        after, job = getattr(done, "dossier", done), getattr(done, "job", 0)
        _show(after, job, as_json=options.as_json)


def _dossier(desk: Any, code: str) -> Dossier:
    from counter.desk.dossiers.queries import by_code

    return by_code(desk, code)


def _made(move: Move, kind: str, code: str, order: Order, *, confirm: bool) -> Any:
    """What the desk's function gives. Raises ``Problem`` that names the option at which something is wrong."""
    from dataclasses import replace

    from counter.desk.dossiers.actions import refusals

    if refusal := refusals(order.desk, order.dossier).get(kind):
        raise Problem(N_("{kind} of {code}: {why}"), field="kind", kind=kind, code=code, why=refusal)
    try:
        return confirmed(lambda keys: move.make(replace(order, confirmed=keys)), confirm=confirm)
    except Problem as problem:
        name = OPTION_OF.get(problem.field, problem.field)
        if name not in move.options:
            raise
        raise Problem(N_("{option}: {why}"), field=name, option=option(name), why=str(problem)) from problem


def _show(dossier: Dossier, job: int, *, as_json: bool) -> None:
    from counter.desk.labels import shown_code, state_name
    from counter.rules.money import owed

    if as_json:
        print_json(
            {
                "id": dossier.id,
                "code": dossier.code,
                "state": dossier.state,
                "state_code": int(dossier.state),
                "due_at": dossier.due_at,
                "missing": dossier.missing,
                "owed": owed(dossier),
                "shelf": dossier.shelf,
                "job": job or None,
            }
        )
    else:
        print_lines(
            _("{code} is now “{state}”.").format(code=shown_code(dossier), state=state_name(dossier.state))
        )
