"""Commands for whoever looks after the centre: make it, enrol hosts, see how it stands, bring it up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.central.access import Access, central_access, centre_problems, centre_transaction
from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_error, print_json, print_lines, table
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from db.central.status import CentreStatus, NodeStatus

hosts_app = typer.Typer()

Unit = Annotated[str, typer.Argument(metavar="OFFICE", help=_("Identification code, such as 000.17.22.H56."))]
Number = Annotated[int, typer.Option("--node", min=0, max=9, help=_("Number of the host in its office."))]


@hosts_app.command("init", help=_("Make the centre in an empty database, or bring it to this release."))
def central_init(
    context: typer.Context,
    address: Annotated[
        str, typer.Argument(metavar="URL", help=_("The administrator's address."), show_default=False)
    ] = "",
    deflate: Annotated[
        bool, typer.Option(help=_("Allow compressed batches (needs PostgreSQL's plpython3u)."))
    ] = False,
    shared_server: Annotated[
        bool, typer.Option(help=_("The server has other uses: leave its other databases as they are."))
    ] = False,
) -> None:
    """Make the centre."""
    from db.central.administration import fence
    from db.central.install import install

    options = common_options(context)
    access = central_access(context)
    access = replace(access, url=address or access.url)
    if not access.url:
        raise typer.BadParameter(_("{name} is missing").format(name="URL"))
    with centre_problems():
        install(access.conninfo(), deflate=deflate)
    with centre_transaction(access) as connection:
        fence(connection, shared_server=shared_server)
    _print_centre(access, options.as_json, _("The centre is ready in the database {database}."))


@hosts_app.command("migrate", help=_("Bring the centre to this release; do this before the hosts."))
def central_migrate(context: typer.Context) -> None:
    """Bring the centre to this release."""
    from db.central.install import migrate

    options = common_options(context)
    access = central_access(context)
    with centre_problems():
        migrate(access.conninfo())
    _print_centre(access, options.as_json, _("The centre in {database} is at revision {revision}."))


@hosts_app.command("enrol", help=_("Let a host in: its login, and one file that it needs once."))
def central_enrol(
    context: typer.Context,
    office: Unit,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=_("Where the secret goes, for its owner only."))
    ],
    number: Number = 0,
    name: Annotated[str, typer.Option(help=_("Name of the office."))] = "",
    renew: Annotated[bool, typer.Option(help=_("A new secret for the same host."))] = False,
    host: Annotated[str, typer.Option(help=_("Name of the centre as hosts reach it."))] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help=_("Port of the centre for hosts."))] = 0,
) -> None:
    """Enrol a host; the secret is in the file and nowhere else."""
    from db.central.enrolment import Address, enrol

    options = common_options(context)
    access, unit = central_access(context), _unit(office)
    if out.exists():
        raise Problem(N_("{file} is there already; nothing was changed."), file=out)
    try:
        with centre_transaction(access) as connection:
            address = Address(host or connection.info.host, port or connection.info.port, access.authority)
            if address.host.startswith("/"):
                raise Problem(N_("Hosts do not reach a socket of this machine: give --host."))
            enrolment = enrol(connection, unit, name, number, address, renew=renew)
            enrolment.write(out)
    except BaseException:
        # Without the commit the file would open nothing.
        out.unlink(missing_ok=True)
        raise
    if options.as_json:
        print_json({"node": enrolment.writer, "role": enrolment.role, "file": out})
        return
    sentence = _("Host {node} is enrolled. {file} holds its secret: take it there, then destroy it here.")
    print_lines(sentence.format(node=enrolment.writer, file=out))


@hosts_app.command("revoke", help=_("Let a lost host in no more; what it sent stays."))
def central_revoke(
    context: typer.Context,
    office: Unit,
    number: Number = 0,
) -> None:
    """Revoke a host: its sessions end at once."""
    from db.central.enrolment import revoke

    options = common_options(context)
    unit = _unit(office)
    with centre_transaction(central_access(context)) as connection:
        revoke(connection, unit, number)
    if options.as_json:
        print_json({"node": f"{unit}/{number}"})
    else:
        sentence = _("Host {node} is revoked; its number can be given to another host from tomorrow on.")
        print_lines(sentence.format(node=f"{unit}/{number}"))


@hosts_app.command("status", help=_("How the centre stands: each host, what waits, what is wrong."))
def central_status(context: typer.Context) -> None:
    """How the centre stands."""
    from db.central.status import centre_status

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        status = centre_status(connection)
    if options.as_json:
        print_json(status)
    else:
        _print_status(status)


def _print_status(status: CentreStatus) -> None:
    headings = (
        _("host"), _("one-stop office"), _("seen"), _("release"), _("waiting there"), _("events"), _("not folded"),
        _("refused"), "",
    )  # fmt: skip
    rows = [
        (f"{node.office}/{node.node}", node.name, _seen_at(node.seen_at), node.app, node.backlog, node.events,
         node.unfolded, node.quarantined, _remark(node))
        for node in status.nodes
    ]  # fmt: skip
    print_lines(*table(headings, rows, widest=40), "")
    totals = _("Revision {revision}, {dossiers} dossiers, {events} events, {size} MB.")
    print_lines(
        totals.format(
            revision=status.revision, dossiers=status.dossiers, events=status.events, size=status.bytes >> 20
        )
    )
    if status.open_databases:
        warning = _("Hosts can also log in to other databases of this server: {names}.")
        print_error(warning.format(names=", ".join(status.open_databases)))


def _remark(node: NodeStatus) -> str:
    if node.revoked_at:
        return _("revoked")
    minutes = round(node.offset / timedelta(minutes=1))
    return _("clock off by {minutes} minutes").format(minutes=minutes) if abs(minutes) >= 2 else ""


def _seen_at(moment: datetime | None) -> str:
    from counter.rules.clock import hour_and_date

    return hour_and_date(moment) if moment else "–"


@hosts_app.command("retire-events", help=_("Give up old events; rows of dossiers and what is open stay."))
def central_retire(
    context: typer.Context,
    before: Annotated[
        datetime,
        typer.Option(
            "--before", formats=["%Y-%m-%d"], help=_("Months before this day, in a year that is over.")
        ),
    ],
) -> None:
    """Give up the events of months that are over."""
    from db.central.retirement import retire

    options = common_options(context)
    with centre_transaction(central_access(context)) as connection:
        try:
            report = retire(connection, before.date())
        except ValueError as error:
            raise Problem(N_("Only years that are over can be given up."), field="before") from error
    if options.as_json:
        print_json(report)
        return
    sentence = _(
        "{months} months given up: {dropped} events are gone, {kept} were kept as they may be needed."
    )
    print_lines(sentence.format(months=len(report.months), dropped=report.dropped, kept=report.kept))


def _unit(text: str) -> str:
    from counter.rules.codes import parse_unit_code

    unit = parse_unit_code(text)
    if unit is None:
        raise Problem(N_("'{unit}' is not the code of a unit"), field="unit", unit=text[:40])
    return unit.in_dossiers


def _print_centre(access: Access, as_json: bool, sentence: str) -> None:
    from db.central.status import centre_status

    with centre_transaction(access) as connection:
        status = centre_status(connection)
    if as_json:
        print_json({"database": status.database, "revision": status.revision, "deflates": status.deflates})
        return
    print_lines(sentence.format(database=status.database, revision=status.revision))
    if status.open_databases:
        warning = _("Hosts can also log in to other databases of this server: {names}.")
        print_error(warning.format(names=", ".join(status.open_databases)))
