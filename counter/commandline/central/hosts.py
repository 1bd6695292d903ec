"""Commands for whoever looks after the centre: make it, enrol hosts, see how it stands, bring it up to date."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.central.access import Access, Ca, InsecureLoopback, Url, at_centre, told_plainly
from counter.commandline.common.options import AsJson, Lang
from counter.commandline.common.output import complain, say, say_json, table
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from db.central.status import CentreStatus, NodeStatus

central_app = typer.Typer(help=_("The centre: the PostgreSQL that holds every office's ledger."))

Unit = Annotated[str, typer.Argument(metavar="OFFICE", help=_("Identification code, such as 000.17.22.H56."))]
Number = Annotated[int, typer.Option("--node", min=0, max=9, help=_("Number of the host in its office."))]


@central_app.command("init", help=_("Make the centre in an empty database, or bring it to this release."))
def central_init(
    url: Annotated[
        str,
        typer.Argument(metavar="URL", envvar="COUNTER_CENTRAL_URL", help=_("The administrator's address.")),
    ],
    deflate: Annotated[
        bool, typer.Option(help=_("Allow compressed batches (needs PostgreSQL's plpython3u)."))
    ] = False,
    shared_server: Annotated[
        bool, typer.Option(help=_("The server has other uses: leave its other databases as they are."))
    ] = False,
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Make the centre."""
    from db.central.administration import fence
    from db.central.install import install

    access = Access(url, ca, insecure_loopback)
    with told_plainly():
        install(access.conninfo(), deflate=deflate)
    with at_centre(access) as connection:
        fence(connection, shared_server=shared_server)
    _tell(access, as_json, _("The centre is ready in the database {database}."))


@central_app.command("migrate", help=_("Bring the centre to this release; do this before the hosts."))
def central_migrate(
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Bring the centre to this release."""
    from db.central.install import migrate

    access = Access(url, ca, insecure_loopback)
    with told_plainly():
        migrate(access.conninfo())
    _tell(access, as_json, _("The centre in {database} is at revision {revision}."))


@central_app.command("enrol", help=_("Let a host in: its login, and one file that it needs once."))
def central_enrol(
    office: Unit,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=_("Where the secret goes, for its owner only."))
    ],
    number: Number = 0,
    name: Annotated[str, typer.Option(help=_("Name of the office."))] = "",
    renew: Annotated[bool, typer.Option(help=_("A new secret for the same host."))] = False,
    host: Annotated[str, typer.Option(help=_("Name of the centre as hosts reach it."))] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help=_("Port of the centre for hosts."))] = 0,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Enrol a host; the secret is in the file and nowhere else."""
    from db.central.enrolment import Address, enrol

    access, unit = Access(url, ca, insecure_loopback), _unit(office)
    if out.exists():
        raise Problem(N_("{file} is there already; nothing was changed."), file=out)
    try:
        with at_centre(access) as connection:
            address = Address(host or connection.info.host, port or connection.info.port, access.authority)
            if address.host.startswith("/"):
                raise Problem(N_("Hosts do not reach a socket of this machine: give --host."))
            enrolment = enrol(connection, unit, name, number, address, renew=renew)
            enrolment.write(out)
    except BaseException:
        # Without the commit the file would open nothing.
        out.unlink(missing_ok=True)
        raise
    if as_json:
        say_json({"node": enrolment.writer, "role": enrolment.role, "file": out})
        return
    done = _("Host {node} is enrolled. {file} holds its secret: take it there, then destroy it here.")
    say(done.format(node=enrolment.writer, file=out))


@central_app.command("revoke", help=_("Let a lost host in no more; what it sent stays."))
def central_revoke(
    office: Unit,
    number: Number = 0,
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Revoke a host: its sessions end at once."""
    from db.central.enrolment import revoke

    unit = _unit(office)
    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        revoke(connection, unit, number)
    if as_json:
        say_json({"node": f"{unit}/{number}"})
    else:
        done = _("Host {node} is revoked; its number can be given to another host from tomorrow on.")
        say(done.format(node=f"{unit}/{number}"))


@central_app.command("status", help=_("How the centre stands: each host, what waits, what is wrong."))
def central_status(
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """How the centre stands."""
    from db.central.status import centre_status

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        found = centre_status(connection)
    if as_json:
        say_json(found)
    else:
        _tell_standing(found)


def _tell_standing(found: CentreStatus) -> None:
    headings = (
        _("host"), _("one-stop office"), _("seen"), _("release"), _("waiting there"), _("events"), _("not folded"),
        _("refused"), "",
    )  # fmt: skip
    rows = [
        (f"{each.office}/{each.node}", each.name, _when(each.seen_at), each.app, each.backlog, each.events,
         each.unfolded, each.quarantined, _remark(each))
        for each in found.nodes
    ]  # fmt: skip
    say(*table(headings, rows, widest=40), "")
    whole = _("Revision {revision}, {dossiers} dossiers, {events} events, {size} MB.")
    say(
        whole.format(
            revision=found.revision, dossiers=found.dossiers, events=found.events, size=found.bytes >> 20
        )
    )
    if found.open_databases:
        warning = _("Hosts can also log in to other databases of this server: {names}.")
        complain(warning.format(names=", ".join(found.open_databases)))


def _remark(node: NodeStatus) -> str:
    if node.revoked_at:
        return _("revoked")
    minutes = round(node.offset / timedelta(minutes=1))
    return _("clock off by {minutes} minutes").format(minutes=minutes) if abs(minutes) >= 2 else ""


def _when(moment: datetime | None) -> str:
    from counter.rules.clock import hour_and_date

    return hour_and_date(moment) if moment else "–"


@central_app.command("retire-events", help=_("Give up old events; rows of dossiers and what is open stay."))
def central_retire(
    before: Annotated[
        datetime,
        typer.Option(
            "--before", formats=["%Y-%m-%d"], help=_("Months before this day, in a year that is over.")
        ),
    ],
    url: Url = "",
    ca: Ca = None,
    insecure_loopback: InsecureLoopback = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Give up the events of months that are over."""
    from db.central.retirement import retire

    with at_centre(Access(url, ca, insecure_loopback)) as connection:
        try:
            report = retire(connection, before.date())
        except ValueError as error:
            raise Problem(N_("Only years that are over can be given up."), field="before") from error
    if as_json:
        say_json(report)
        return
    done = _("{months} months given up: {dropped} events are gone, {kept} were kept as they may be needed.")
    say(done.format(months=len(report.months), dropped=report.dropped, kept=report.kept))


def _unit(text: str) -> str:
    from counter.rules.codes import parse_unit_code

    unit = parse_unit_code(text)
    if unit is None:
        raise Problem(N_("'{unit}' is not the code of a unit"), field="unit", unit=text[:40])
    return unit.in_dossiers


def _tell(access: Access, as_json: bool, sentence: str) -> None:
    from db.central.status import centre_status

    with at_centre(access) as connection:
        found = centre_status(connection)
    if as_json:
        say_json({"database": found.database, "revision": found.revision, "deflates": found.deflates})
        return
    say(sentence.format(database=found.database, revision=found.revision))
    if found.open_databases:
        warning = _("Hosts can also log in to other databases of this server: {names}.")
        complain(warning.format(names=", ".join(found.open_databases)))
