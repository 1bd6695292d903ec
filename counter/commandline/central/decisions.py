"""The command by which a back office without a system of its own tells what became of a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from counter.commandline.central.access import central_access, centre_transaction
from counter.commandline.common import prompts
from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_json, print_lines
from counter.desk.library_errors import Detailed
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean
from db.domain.event_kind import EventKind

decisions_app = typer.Typer()

_KINDS = N_("processing, supplement-asked, duty-asked, stopped or result-arrived.")
_LONGEST = {"result": 200, "number": 60, "signer": 80, "note": 200}
"""How many letters the counter's own screen takes for the same."""


def _known_kind(kind: str) -> str:
    from counter.desk.labels import event_name
    from db.central.back_offices import KINDS

    if kind not in KINDS:
        kinds = ", ".join(f"{known_kind} ({event_name(known_kind)})" for known_kind in KINDS)
        raise typer.BadParameter(
            _("a back office does not record “{text}”, only: {kinds}").format(text=kind[:40], kinds=kinds)
        )
    return kind


@decisions_app.command("act", help=_("Tell, as a back office, what became of a dossier."))
def central_act(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("Code of the dossier."))],
    kind: Annotated[str, typer.Argument(metavar="KIND", callback=_known_kind, help=_(_KINDS))],
    result: Annotated[str, typer.Option(help=_("What the result is, such as a certificate."))] = "",
    number: Annotated[str, typer.Option(help=_("Number of the result."))] = "",
    signer: Annotated[str, typer.Option(help=_("Who signed the result."))] = "",
    date: Annotated[str, typer.Option(help=_("Date of the result, yyyy-mm-dd."))] = "",
    note: Annotated[str, typer.Option(help=_("Note on the result; no names of people."))] = "",
    refused: Annotated[bool, typer.Option("--refused", help=_("The result is a refusal."))] = False,
    missing: Annotated[
        list[str] | None, typer.Option(help=_("A paper that is missing; may be repeated."))
    ] = None,
    fee: Annotated[int | None, typer.Option(min=0, help=_("What is to be paid, in đồng."))] = None,
    due: Annotated[str, typer.Option(help=_("New due date, such as 2026-02-13 16:50."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why; no names of people."))] = "",
    request: Annotated[
        str, typer.Option(help=_("Id of the request; the same again records nothing twice."))
    ] = "",
) -> None:
    """Record a decision; the address is that of a back office."""
    from counter.desk.labels import STATES
    from counter.rules.clock import parse_moment
    from db.central.back_offices import record
    from db.domain.event import instant
    from db.domain.lifecycle import State

    options = common_options(context)
    outcome = _outcome(result, number, signer, date, note, refused=refused)
    if kind == EventKind.RESULT_ARRIVED and not outcome:
        outcome = _outcome(prompts.optional(_("What the result is (Enter: not said)")))
    values = {
        "outcome": outcome,
        "missing": missing or [],
        "due_at": instant(parse_moment(due, "due")) if due else "",
    }
    data = _nonempty(
        {"set": {**_nonempty(values), **({} if fee is None else {"fee": fee})}, "reason": reason}
    )
    request_id = _request(request)
    try:
        with centre_transaction(central_access(context)) as connection:
            answer = record(connection, request_id, code, kind, data)
    except Detailed as problem:
        if getattr(problem.__cause__, "sqlstate", "") is None:
            # The line was cut: nobody knows whether it was recorded.
            retry = Problem(N_("{why} Ask again with --request {id}."), why=problem.sentence, id=request_id)
            raise Detailed(retry, problem.detail) from problem
        raise
    if options.as_json:
        print_json({"request": str(request_id), "event": answer.event, "state": answer.state})
    else:
        sentence = _("Recorded; dossier {code} is now “{state}”.")
        print_lines(sentence.format(code=code, state=_(STATES[State(answer.state)])))


def _outcome(
    result: str, number: str = "", signer: str = "", date: str = "", note: str = "", *, refused: bool = False
) -> dict[str, Any]:
    """The result, by the rules of the counter's own screen: whatever is said may be empty, not unreadable."""
    texts = {"result": result, "number": number, "signer": signer, "note": note}
    texts = {name: clean(text) for name, text in texts.items()}
    for name, most in _LONGEST.items():
        if len(texts[name]) > most:
            raise Problem(N_("--{name} has at most {most} letters."), field=name, name=name, most=most)
    kind = texts.pop("result")
    return _nonempty({"kind": kind, **texts, "date": _day(date), **({"refused": True} if refused else {})})


def _day(text: str) -> str:
    """``text`` as ISO, written year first or as at the counter; raises ``Problem`` for what is no day."""
    written = clean(text)
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(written, form).date().isoformat() if written else ""
        except ValueError:
            continue
    raise Problem(N_("'{text}' is not a day; write it as 2026-02-13"), field="date", text=written[:40])


def _request(text: str) -> UUID:
    try:
        return UUID(text) if text else uuid4()
    except ValueError as error:
        raise Problem(N_("'{text}' is not the id of a request."), field="request", text=text[:60]) from error


def _nonempty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {}, None)}
