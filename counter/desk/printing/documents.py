"""The documents of the desk: slips for receipt printers, pages for page printers, and how each is put on the spool."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from counter.desk.dossiers.queries import masked
from counter.desk.dossiers.transitions import check_still_open, load, of_visit
from counter.desk.feedback.feedback import load_feedback
from counter.desk.guidance.visits import load_guidance
from counter.desk.handovers.control import control_steps
from counter.desk.handovers.history import form_of, load_list
from counter.desk.printing import page_files
from counter.desk.printing.labels import TROUBLES, Printed
from counter.desk.printing.prints import prints_of
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.books import load_book
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.feedback import limits
from counter.rules.money import last_payment
from counter.rules.rulesets import Form, has_form
from counter.slips.context import SlipContext
from counter.slips.feedback_receipt import FeedbackPaper
from counter.slips.registry import (
    DOSSIER_PAGES,
    DOSSIER_SLIPS,
    FEEDBACK_PAGES,
    FEEDBACK_SLIPS,
    GUIDANCE_PAGES,
    GUIDANCE_SLIPS,
    HANDOVER_PAGES,
    HANDOVER_SLIPS,
    REGISTER_PAGES,
    is_page,
    page_form,
    plain_form,
    stream_of,
)
from counter.slips.replacement import CORRECTED, as_replacement
from db import accounts, spool, spool_check
from db.domain.book import book_id
from db.domain.codes import FormKind
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.lifecycle import State
from db.ledger import ledger
from devices.errors import DeviceError
from devices.page import Page
from devices.slip import Slip
from devices.spool import JobAction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier
    from devices.document import Document


def forms_of(dossier: Dossier) -> list[FormKind]:
    """The forms that ``dossier`` has by now, the newest first."""
    has = {
        FormKind.RETURN: dossier.state is State.RETURNED and dossier.delivered_at is None,
        FormKind.POST_LABEL: dossier.posting is not None
        or (dossier.return_by_post and dossier.state is State.FINISHED),
        FormKind.APOLOGY: dossier.apologised_at is not None,
        FormKind.SUPPLEMENT: bool(dossier.requests),
        FormKind.PAYMENT: last_payment(dossier) is not None,
        FormKind.REFUSAL: dossier.state is State.REFUSED and dossier.closing is not None,
        FormKind.STOP: dossier.state is State.STOPPED and has_form(dossier.rule_set, Form.STOP),
        FormKind.PAPERS: bool(dossier.papers_back),
        FormKind.VISIT: bool(dossier.visit),
        FormKind.INTAKE: dossier.state not in (State.REGISTERED, State.REFUSED),
        FormKind.CONTROL: bool(dossier.handover),
    }
    return [form for form, there in has.items() if there]


_LACKS = {
    FormKind.RETURN: N_("The result of this dossier was not returned yet."),
    FormKind.SUPPLEMENT: N_("No papers were asked for."),
    FormKind.APOLOGY: N_("There was no apology yet."),
    FormKind.PAYMENT: N_("There is no receipt for a payment of it."),
    FormKind.REFUSAL: N_("This dossier was not refused."),
    FormKind.STOP: N_("There is no notice of a stop of this dossier."),
    FormKind.PAPERS: N_("No papers were given back."),
    FormKind.VISIT: N_("No other dossier was handed in before it at its visit."),
    FormKind.CONTROL: N_("This dossier was not handed over yet."),
    FormKind.POST_LABEL: N_("The result of this dossier does not go by post."),
}
"""Why a dossier has not this form."""


def signer(dossier: Dossier, form: str) -> str:
    """The login of who signs ``form`` of ``dossier`` at the counter; empty where somebody elsewhere does."""
    if form == FormKind.RETURN and dossier.handed_back:
        return dossier.handed_back.officer
    if form == FormKind.SUPPLEMENT and dossier.requests:
        asked = dossier.requests[-1].by
        return "" if ":" in asked else asked  # a back office
    if form == FormKind.PAYMENT and (payment := last_payment(dossier)):
        return payment.officer
    if form in (FormKind.REFUSAL, FormKind.STOP) and dossier.closing:
        return "" if ":" in dossier.closing.by else dossier.closing.by
    if form == FormKind.PAPERS and dossier.papers_back:
        return dossier.papers_back[-1].by
    return "" if form == FormKind.APOLOGY else dossier.received_by


def slip_of(desk: Desk, subject_id: str, form: str, *, mask: bool = False) -> Slip:
    """``form`` of a dossier, or of a list, as it would be printed for the first time; nothing is printed or stored.

    ``mask`` hides the identity numbers and phones of its people. Raises ``Problem`` for a form that it has not.
    """
    desk.require()
    with desk.read() as connection:
        context = _context(desk, desk.clock.now())
        document, _subject = _build(connection, desk, subject_id, plain_form(form), context, mask=mask)
    assert isinstance(document, Slip)
    return document


def page_of(desk: Desk, subject_id: str, form: str, *, mask: bool = False, counterparts: int = 1) -> Page:
    """``form`` of a dossier, or of a list, as ``slip_of``, but as a page with so many counterparts."""
    desk.require()
    with desk.read() as connection:
        context = _context(desk, desk.clock.now(), counterparts=counterparts)
        document, _subject = _build(connection, desk, subject_id, page_form(form), context, mask=mask)
    assert isinstance(document, Page)
    return document


def print_document(
    connection: Connection, desk: Desk, subject_id: str, form: str, *, replaces: datetime | None = None
) -> Printed:
    """Queue ``form`` of a dossier or of a list, marked as a reprint with its number where it was printed before.

    ``replaces`` is when the print came out that says what was corrected since: the new one is no copy of it, and bears
    another mark, which its own copies bear too. A page of a terminal without page printer becomes a file at once.
    Raises ``Problem``; nothing is stored then.
    """
    now = desk.clock.now()
    copy = spool.next_copy(connection, subject_id, form)
    context = _context(desk, now, 0 if replaces else copy, counterparts=desk.page_copies)
    document, subject = _build(connection, desk, subject_id, form, context)
    if at := replaces or _replaced(connection, subject_id, form):
        document = as_replacement(document, at)
    job = _queue(connection, desk, subject, form, document, copy, now, corrected=replaces is not None)
    if isinstance(document, Page) and not desk.page_printer:
        return Printed(job, write_page(connection, desk, job, document, now))
    return Printed(job)


@dataclass(frozen=True, slots=True)
class SetBook:
    """A book of the register that is set: its page, what it is about, when, and the file it was written into."""

    page: Page
    subject: Subject
    at: datetime
    file: Path | None = None


def print_book(desk: Desk, book: str) -> Printed:
    """As :func:`print_document`, of a book of the register, by its name or the id of its stream: its many sheets take
    a while, so that a file is written before the transaction begins.
    """
    return queue_book(desk, write_book(desk, set_book(desk, book)))


def set_book(desk: Desk, book: str) -> SetBook:
    """The first step of :func:`print_book`: read the book. Raises ``Problem``, ``NotAllowed`` without a shift."""
    desk.require_shift()
    now = desk.clock.now()
    with desk.read() as connection:
        page, subject = _build(connection, desk, book, page_form(FormKind.REGISTER), _context(desk, now))
    assert isinstance(page, Page)
    return SetBook(page, subject, now)


def write_book(desk: Desk, ready: SetBook) -> SetBook:
    """The second step: where there is no page printer, write the file. Looks at no database: for any thread."""
    return ready if desk.page_printer else replace(ready, file=_file(desk, ready.page, ready.at))


def queue_book(desk: Desk, ready: SetBook) -> Printed:
    """The last step: note that it is printed, and queue it."""
    form = page_form(FormKind.REGISTER)
    with desk.write() as connection:
        copy = spool.next_copy(connection, ready.subject.id, form)
        job = _queue(connection, desk, ready.subject, form, ready.page, copy, ready.at)
        if ready.file is not None:
            _note_file(connection, desk, job, ready.at)
    return Printed(job, ready.file)


def _queue(
    connection: Connection,
    desk: Desk,
    subject: Subject,
    form: str,
    document: Document,
    copy: int,
    now: datetime,
    *,
    corrected: bool = False,
) -> int:
    """Append the event of a print, and queue ``document``; returns the job's number."""
    facts = {"form": form, "copy": copy} | spool_check.fact(form, document.to_json(), copy)
    kind = EventKind.REPRINTED if copy else EventKind.PRINTED
    if corrected:
        kind, facts = EventKind.REPRINTED, {**facts, "why": CORRECTED}
    check_still_open(connection, desk)
    event = NewEvent(stream=stream_of(form), stream_id=subject.id, kind=kind, data=facts)
    ledger.append(connection, desk.context(now), event)
    return queue_document(connection, desk, subject, form, document, now, copy)


def _replaced(connection: Connection, subject_id: str, form: str) -> datetime | None:
    """When the print of ``form`` came out that another one replaced for good; None where none was."""
    if stream_of(form) is not Stream.DOSSIER:
        return None
    prints = prints_of(connection, subject_id).get(form)
    return prints.replaced if prints else None


def check_visible(connection: Connection, desk: Desk, subject_id: str, form: str) -> None:
    """Raise ``Problem`` where what ``form`` is about is gone, or another agency's."""
    if stream_of(form) is Stream.HANDOVER:
        load_list(connection, desk, subject_id)
    elif stream_of(form) is Stream.REGISTER:
        load_book(connection, desk, subject_id)
    elif stream_of(form) is Stream.GUIDANCE:
        load_guidance(connection, desk, subject_id)
    elif stream_of(form) is Stream.FEEDBACK:
        load_feedback(connection, subject_id)
    else:
        load(connection, desk, subject_id)


def _context(desk: Desk, now: datetime, copy: int = 0, *, counterparts: int = 1) -> SlipContext:
    return SlipContext(
        office=desk.office, officer_name="", printed_at=now, copy=copy, counterparts=counterparts
    )


def _build(
    connection: Connection,
    desk: Desk,
    subject_id: str,
    form: str,
    context: SlipContext,
    *,
    mask: bool = False,
) -> tuple[Document, Subject]:
    """``form``, and what it is about. Raises ``Problem`` for a form that this has not."""
    if stream_of(form) is Stream.HANDOVER:
        return _of_list(connection, desk, subject_id, form, context)
    if stream_of(form) is Stream.REGISTER:
        return _of_book(connection, desk, subject_id, form, context)
    if stream_of(form) is Stream.GUIDANCE:
        return _of_guidance(connection, desk, subject_id, form, context)
    if stream_of(form) is Stream.FEEDBACK:
        return _of_feedback(connection, desk, subject_id, form, context)
    plain = plain_form(form)
    if plain not in DOSSIER_SLIPS:
        raise Problem(N_("There is no form {form}."), field="form", form=plain)
    dossier = load(connection, desk, subject_id)
    if plain not in forms_of(dossier):
        raise Problem(_LACKS.get(FormKind(plain), N_("This dossier has no such form.")), field="form")
    visit = of_visit(connection, desk, dossier)
    context = replace(context, visit=tuple(map(masked, visit)) if mask else visit)
    shown = masked(dossier) if mask else dossier
    return _of_dossier(connection, desk, shown, form, context), Subject.of(dossier)


def document_of(
    connection: Connection, desk: Desk, dossier: Dossier, form: str, printed_at: datetime
) -> Document:
    """``form`` of ``dossier`` as it is given, stored or not; ``printed_at`` is aware."""
    context = replace(_context(desk, printed_at), visit=of_visit(connection, desk, dossier))
    return _of_dossier(connection, desk, dossier, form, context)


def _of_dossier(
    connection: Connection, desk: Desk, dossier: Dossier, form: str, context: SlipContext
) -> Document:
    if plain_form(form) == FormKind.CONTROL:
        context = replace(context, steps=control_steps(connection, desk, dossier))
    login = signer(dossier, plain_form(form))
    context = replace(context, officer_name=accounts.names(connection).get(login, login))
    return (DOSSIER_PAGES if is_page(form) else DOSSIER_SLIPS)[plain_form(form)](dossier, context)


def _of_list(
    connection: Connection, desk: Desk, subject_id: str, form: str, context: SlipContext
) -> tuple[Document, Subject]:
    written = load_list(connection, desk, subject_id)
    plain, handover = plain_form(form), written.handover
    if plain != form_of(handover):
        raise Problem(N_("There is no form {form}."), field="form", form=plain)
    document = (HANDOVER_PAGES if is_page(form) else HANDOVER_SLIPS)[plain](written, context)
    return document, Subject(id=handover.id, code=handover.number)


def _of_book(
    connection: Connection, desk: Desk, subject_id: str, form: str, context: SlipContext
) -> tuple[Document, Subject]:
    if not is_page(form):
        raise Problem(N_("The register is printed as a page."), field="form")
    subject = load_book(connection, desk, subject_id)
    document = REGISTER_PAGES[plain_form(form)](subject, context)
    return document, Subject(id=book_id(subject.book), code=subject.book)


def _of_guidance(
    connection: Connection, desk: Desk, subject_id: str, form: str, context: SlipContext
) -> tuple[Document, Subject]:
    guidance = load_guidance(connection, desk, subject_id)
    request = guidance.requests[-1]
    context = replace(context, officer_name=accounts.names(connection).get(request.by, request.by))
    document = (GUIDANCE_PAGES if is_page(form) else GUIDANCE_SLIPS)[plain_form(form)](guidance, context)
    return document, Subject(id=guidance.id, code=request.number)


def write_page(connection: Connection, desk: Desk, job: int, page: Page, now: datetime) -> Path:
    """Write ``page``, which waits as ``job``, into a file of the office; returns it. Raises ``Problem``."""
    file = _file(desk, page, now)
    _note_file(connection, desk, job, now)
    return file


def _of_feedback(
    connection: Connection, desk: Desk, subject_id: str, form: str, context: SlipContext
) -> tuple[Document, Subject]:
    feedback = load_feedback(connection, subject_id)
    login = feedback.received_by
    context = replace(context, officer_name=accounts.names(connection).get(login, login))
    # the receipt says what was promised when it was given out
    first = replace(feedback, completed_at=None)
    paper = FeedbackPaper(feedback=feedback, handle_until=limits(first, desk.calendar).handle)
    document = (FEEDBACK_PAGES if is_page(form) else FEEDBACK_SLIPS)[plain_form(form)](paper, context)
    return document, Subject(id=feedback.id, code=feedback.number)


def _note_file(connection: Connection, desk: Desk, job: int, now: datetime) -> None:
    spool.move(connection, job, JobAction.SEND, now, printer=page_files.url(desk.store.data))
    spool.move(connection, job, JobAction.PROVE, now)


def _file(desk: Desk, page: Page, now: datetime) -> Path:
    data = desk.store.data
    try:
        return page_files.write(data, page, now)
    except DeviceError as error:
        raise Problem(
            N_("The page cannot be written into {folder}: {why}."),
            folder=page_files.folder(data),
            why=_(TROUBLES[error.trouble]),
        ) from error
