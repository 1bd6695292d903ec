"""Commands about hand-overs: the lists that were written, giving dossiers to their agency, taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter.commandline.common import prompts
from counter.commandline.common.doubts import confirmed
from counter.commandline.common.options import PasswordFromInput, common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines, table
from counter.commandline.common.shift import ShiftCounter, ShiftLogin, on_shift
from counter.locale import _
from counter.rules.text import clean

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.desk.handovers.lists import Listed
    from db.domain.progress import Handover

handover_app = typer.Typer(help=_("Hand-overs: lists of dossiers that go to their agency and come back."))


@handover_app.command(name="list", help=_("List the hand-overs that were written, newest first."))
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("At most so many."))] = 20,
) -> None:
    """List the hand-overs."""
    from counter.desk.handovers import history
    from counter.rules.clock import hour_and_date

    options = common_options(context)
    with staffed_desk(options) as desk:
        listed = history.newest(desk, limit=limit)
    if options.as_json:
        print_json([_values(one) for one in listed])
    elif listed:
        cells = [
            (
                one.number,
                _("taken back") if one.is_back else _("handed over"),
                one.agency,
                hour_and_date(one.at),
                len(one.dossiers),
                one.giver,
                one.receiver,
            )
            for one in listed
        ]
        headings = (_("number"), "", _("agency"), _("at"), _("dossiers"), _("given by"), _("taken by"))
        print_lines(*table(headings, cells, widest=40))
    else:
        print_lines(_("Nothing was found."))


@handover_app.command(help=_("Hand dossiers over to their agency, on one list that is printed."))
def give(
    context: typer.Context,
    codes: Annotated[
        list[str], typer.Argument(metavar="CODE...", help=_("Codes of the dossiers, of one agency."))
    ],
    receiver: Annotated[str, typer.Option(help=_("Who of the agency takes them."))],
    counter: ShiftCounter = 0,
    login: ShiftLogin = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Hand dossiers over."""
    from counter.desk.handovers.lists import hand_over

    options = common_options(context)
    login = prompts.answer(login, "--login", _("Account of the officer who does it"))
    with staffed_desk(options, login, password_stdin) as desk, on_shift(desk, counter) as seated:
        listed = hand_over(seated, [_id(seated, code) for code in codes], receiver)
    _show(listed, as_json=options.as_json)


@handover_app.command(help=_("Take dossiers back from their agency, with or without their results."))
def back(
    context: typer.Context,
    codes: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE...",
            help=_("Codes of the dossiers; CODE=NUMBER where the result of that number came."),
        ),
    ],
    giver: Annotated[str, typer.Option(help=_("Who of the agency brings them."))],
    result: Annotated[str, typer.Option(help=_("What the results are, as in Giấy khai sinh."))] = "",
    confirm: Annotated[
        bool, typer.Option("--confirm", help=_("Do it although something is doubted."))
    ] = False,
    counter: ShiftCounter = 0,
    login: ShiftLogin = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Take dossiers back."""
    from counter.desk.handovers.lists import TakenBack, hand_back
    from db.domain.records import Outcome

    options = common_options(context)
    login = prompts.answer(login, "--login", _("Account of the officer who does it"))
    with staffed_desk(options, login, password_stdin) as desk, on_shift(desk, counter) as seated:
        taken = []
        for text in codes:
            code, equals, number = text.partition("=")
            outcome = Outcome(kind=clean(result), number=clean(number)) if equals else None
            taken.append(TakenBack(_id(seated, code), outcome))
        listed = confirmed(lambda keys: hand_back(seated, taken, giver, confirmed=keys), confirm=confirm)
    _show(listed, as_json=options.as_json)


def _id(desk: Desk, code: str) -> str:
    from counter.desk.dossiers.queries import by_code

    return by_code(desk, clean(code)).id


def _values(handover: Handover) -> dict[str, Any]:
    return {
        "number": handover.number,
        "agency": handover.agency,
        "back": handover.is_back,
        "at": handover.at,
        "dossiers": handover.dossiers,
        "giver": handover.giver,
        "receiver": handover.receiver,
        "officer": handover.officer,
    }


def _show(listed: Listed, *, as_json: bool) -> None:
    if as_json:
        print_json(_values(listed.handover) | {"job": listed.job})
        return
    text = _("List {number}: {count} dossiers, {agency}.")
    handover = listed.handover
    print_lines(text.format(number=handover.number, count=len(listed.dossiers), agency=handover.agency))
