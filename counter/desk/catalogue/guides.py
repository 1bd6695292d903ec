"""The guide to a procedure for a citizen: shown, or printed. It is about nobody, and no event notes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.catalogue import procedures
from counter.desk.printing.documents import write_page
from counter.desk.printing.labels import Printed
from counter.desk.printing.spool_store import Subject, queue_document
from counter.locale import N_
from counter.problems import Problem
from counter.rules.procedures import cases_of
from counter.slips.context import SlipContext
from counter.slips.procedure_guide import guide_page, guide_slip
from counter.slips.registry import page_form
from db.domain.codes import FormKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.procedure import Procedure
    from devices.page import Page
    from devices.slip import Slip


def slip_of(desk: Desk, code: str, case: str = "") -> Slip:
    """The guide to the procedure ``code``, in ``case`` or in every one, as a slip. Raises ``Problem``."""
    with desk.read() as connection:
        return guide_slip(_procedure(connection, desk, code, case), _context(desk), case)


def page_of(desk: Desk, code: str, case: str = "") -> Page:
    """As ``slip_of``, but as a page."""
    with desk.read() as connection:
        return guide_page(_procedure(connection, desk, code, case), _context(desk), case)


def print_guide(desk: Desk, code: str, case: str = "", *, as_page: bool = False) -> Printed:
    """Put the guide on the spool; a page of a terminal without page printer becomes a file at once.

    Raises ``Problem`` for a procedure that is not offered, or a case that it has not, ``NotAllowed`` without a shift.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        procedure = _procedure(connection, desk, code, case)
        subject = Subject(id="", code=procedure.code)
        if not as_page:
            slip = guide_slip(procedure, _context(desk), case)
            return Printed(queue_document(connection, desk, subject, FormKind.PROCEDURE, slip, now))
        page = guide_page(procedure, _context(desk), case)
        job = queue_document(connection, desk, subject, page_form(FormKind.PROCEDURE), page, now)
        return (
            Printed(job) if desk.page_printer else Printed(job, write_page(connection, desk, job, page, now))
        )


def _procedure(connection: Connection, desk: Desk, code: str, case: str) -> Procedure:
    procedure = procedures.procedure(connection, desk, code)
    if case and case not in cases_of(procedure):
        raise Problem(N_("The procedure has no case “{case}”."), field="case", case=case[:80])
    return procedure


def _context(desk: Desk) -> SlipContext:
    return SlipContext(office=desk.office, officer_name="", printed_at=desk.clock.now())
