"""The commands of ``counter central``, put together."""

from __future__ import annotations

import typer

from counter.commandline.central.decisions import decisions_app
from counter.commandline.central.hosts import hosts_app
from counter.commandline.central.logins import back_office_app, reader_app
from counter.commandline.central.publishing import catalogue_app, holidays_app, staff_app
from counter.locale import _

central_app = typer.Typer(help=_("The centre: the PostgreSQL that holds every office's ledger."))
central_app.add_typer(hosts_app)
central_app.add_typer(decisions_app)
for _name, _group in (
    ("catalogue", catalogue_app),
    ("holidays", holidays_app),
    ("staff", staff_app),
    ("back-office", back_office_app),
    ("reader", reader_app),
):
    central_app.add_typer(_group, name=_name)
