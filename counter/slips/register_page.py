"""A book of the register as pages in A4 across: the same to the byte each time once it was closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from counter.locale import speaking
from counter.rules.books import number_of_line, parse_book
from counter.rules.clock import local, paper_moment, short_time
from counter.rules.rulesets import Form, known_rule_set
from counter.slips.context import SlipContext
from counter.slips.form_page import form_page
from counter.slips.layouts import register
from counter.slips.layouts.layout import FormValues
from db.domain.book import Book, RegisterLine
from devices.page import Page

_STRUCK: Final = "đã gạch"
_BY_POST: Final = "Bưu chính"
_IN_PERSON: Final = "Trực tiếp"
_DIFFERS: Final = "Nội dung đang có ở máy này khác với nội dung lúc khóa sổ."


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBook:
    """A book with its lines. ``closed`` is how it was closed, None while it goes on; ``is_whole`` is whether its lines
    are those that were closed.
    """

    book: str
    lines: tuple[RegisterLine, ...]
    closed: Book | None = None
    is_whole: bool = True


def register_page(subject: RegisterBook, context: SlipContext) -> Page:
    """The book, always in Vietnamese. A copy bears no mark: an open book says when it was printed, a closed one is the
    same each time.
    """
    closed = subject.closed
    rules = context.office.rule_set
    at = context.printed_at
    if closed is not None:
        office = replace(context.office, name=closed.office, parent=closed.parent, place=closed.place)
        context, rules, at = replace(context, office=office), closed.rule_set, closed.closed_at
    with speaking("vi"):
        page = form_page(
            register.CLOSED if closed else register.OPEN,
            _values(subject, context.office.name),
            replace(context, copy=0, counterparts=1),
            code="",
            at=at,
            form=known_rule_set(rules).forms[Form.BOOK],
            number=subject.book,
        )
    return replace(page, copy_label="", foot="" if closed else page.foot)


def _values(subject: RegisterBook, office: str) -> FormValues:
    name, lines, closed = parse_book(subject.book), subject.lines, subject.closed
    texts = {
        "book": subject.book,
        "year": str(name.year) if name else "",
        "field": name.field if name else "",
        "opened_on": _day(lines[0].received_at) if lines else "",
        "first": number_of_line(lines[0].number) if lines else "",
    }
    if closed:
        texts |= {
            "last": number_of_line(lines[-1].number) if lines else "",
            "count": str(closed.lines),
            "struck": str(sum(line.is_struck for line in lines)),
            "closed_at": paper_moment(closed.closed_at),
            "hash": closed.hash,
            "closed_by": closed.closed_by,
        }
    return FormValues(
        texts=texts,
        tables={"lines": tuple(_row(line, office) for line in lines)},
        remarks={} if subject.is_whole else {"differs": (_DIFFERS,)},
    )


def _row(line: RegisterLine, office: str) -> tuple[str, ...]:
    place = "" if line.return_place == office else line.return_place
    return (
        number_of_line(line.number),
        f"{line.code}\n({_STRUCK})" if line.is_struck else line.code,
        line.procedure,
        line.applicant,
        "\n".join(filter(None, (line.address, line.phone))),
        line.agency,
        _moment(line.received_at),
        _moment(line.due_at),
        _moment(line.returned_at),
        _BY_POST if line.is_by_post else "\n".join(filter(None, (_IN_PERSON, place))),
        line.receiver,
    )


def _day(at: datetime) -> str:
    day = local(at)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _moment(at: datetime | None) -> str:
    return f"{short_time(at)}\n{_day(at)}" if at else ""
