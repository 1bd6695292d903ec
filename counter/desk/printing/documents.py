"""The documents of a dossier: slips for receipt printers, pages for page printers, and how each is put on the spool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from counter.desk.dossiers.queries import masked
from counter.desk.dossiers.transitions import load, move
from counter.desk.printing.labels import TROUBLES, Printed
from counter.desk.printing.spool_store import queue_document
from counter.locale import N_, _
from counter.problems import Problem
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_PAGES, DOSSIER_SLIPS, is_page, plain_form
from db import accounts, spool, spool_check
from db.domain.codes import FormKind
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from devices.errors import DeviceError
from devices.page import Page
from devices.page_printer import PREFIX, PageFolder
from devices.spool import JobAction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier
    from devices.slip import Slip

FOLDER: Final = "pages"
"""The folder in the data folder that takes the pages of a terminal without a page printer."""


def forms_of(dossier: Dossier) -> list[FormKind]:
    """The forms that ``dossier`` has by now, the newest first."""
    has = {
        FormKind.RETURN: dossier.state is State.RETURNED,
        FormKind.APOLOGY: dossier.apologised_at is not None,
        FormKind.SUPPLEMENT: bool(dossier.requests),
        FormKind.INTAKE: True,
    }
    return [form for form, there in has.items() if there]


_LACKS = {
    FormKind.RETURN: N_("The result of this dossier was not returned yet."),
    FormKind.SUPPLEMENT: N_("No papers were asked for."),
    FormKind.APOLOGY: N_("There was no apology yet."),
}
"""Why a dossier has not this form."""


def signer(dossier: Dossier, form: str) -> str:
    """The login of who signs ``form`` of ``dossier`` at the counter; empty where somebody elsewhere does."""
    if form == FormKind.RETURN and dossier.handed_back:
        return dossier.handed_back.officer
    if form == FormKind.SUPPLEMENT and dossier.requests:
        asked = dossier.requests[-1].by
        return "" if ":" in asked else asked  # a back office
    return "" if form == FormKind.APOLOGY else dossier.received_by


def slip_of(desk: Desk, dossier_id: str, form: str, *, mask: bool = False) -> Slip:
    """``form`` of a dossier as it would be printed for the first time; nothing is printed or stored.

    ``mask`` hides the identity numbers and phones of its people. Raises ``Problem`` for a form that it has not.
    """
    with desk.read() as connection:
        dossier = _dossier(connection, desk, dossier_id, mask=mask)
        return DOSSIER_SLIPS[form](dossier, _context(connection, desk, dossier, form, desk.clock.now()))


def page_of(desk: Desk, dossier_id: str, form: str, *, mask: bool = False, counterparts: int = 1) -> Page:
    """``form`` of a dossier as ``slip_of``, but as a page with so many counterparts."""
    with desk.read() as connection:
        dossier = _dossier(connection, desk, dossier_id, mask=mask)
        context = _context(connection, desk, dossier, form, desk.clock.now(), counterparts=counterparts)
        return DOSSIER_PAGES[form](dossier, context)


def print_document(connection: Connection, desk: Desk, dossier_id: str, form: str) -> Printed:
    """Queue ``form`` of a dossier, marked as a reprint with its number where it was printed before.

    A page of a terminal without page printer becomes a file at once. Raises ``Problem``; nothing is stored then.
    """
    now = desk.clock.now()
    dossier = load(connection, desk, dossier_id)
    copy = spool.next_copy(connection, dossier.id, form)
    plain = plain_form(form)
    context = _context(connection, desk, dossier, plain, now, copy, counterparts=desk.page_copies)
    document = (DOSSIER_PAGES if is_page(form) else DOSSIER_SLIPS)[plain](dossier, context)
    facts = {"form": form, "copy": copy} | spool_check.fact(form, document.to_json(), copy)
    kind = EventKind.PRINTED if isinstance(document, Page) and not copy else EventKind.REPRINTED
    move(connection, desk, dossier, kind, now, facts=facts)
    job = queue_document(connection, desk, dossier, form, document, now, copy)
    if isinstance(document, Page) and not desk.page_printer:
        return Printed(job, _write(connection, desk, job, document, now))
    return Printed(job)


def _dossier(connection: Connection, desk: Desk, dossier_id: str, *, mask: bool) -> Dossier:
    desk.require()
    dossier = load(connection, desk, dossier_id)
    return masked(dossier) if mask else dossier


def _context(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    form: str,
    now: datetime,
    copy: int = 0,
    *,
    counterparts: int = 1,
) -> SlipContext:
    """Who prints ``form`` of ``dossier``, where and when. Raises ``Problem`` for a form that it has not."""
    if form not in DOSSIER_SLIPS:
        raise Problem(N_("There is no form {form}."), field="form", form=form)
    if form not in forms_of(dossier):
        raise Problem(_LACKS.get(FormKind(form), N_("This dossier has no such form.")), field="form")
    login = signer(dossier, form)
    return SlipContext(
        office=desk.office,
        officer_name=accounts.names(connection).get(login, login),
        printed_at=now,
        copy=copy,
        counterparts=counterparts,
    )


def _write(connection: Connection, desk: Desk, job: int, page: Page, now: datetime) -> Path:
    path = desk.store.data / FOLDER
    folder = PageFolder(FOLDER, path)
    url = f"{PREFIX}file://{quote(str(path.resolve()))}"
    spool.move(connection, job, JobAction.SEND, now, printer=url)
    try:
        file = folder.write(page)
    except DeviceError as error:
        raise Problem(
            N_("The page cannot be written into {folder}: {why}."),
            folder=path,
            why=_(TROUBLES[error.trouble]),
        ) from error
    spool.move(connection, job, JobAction.PROVE, now)
    return file
