"""A book of the register: a line a dossier, closed when its year ends, its paper the same to the byte from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import endings, returns, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.handovers.lists import hand_over
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.printing.documents import page_of
from counter.desk.register import books
from counter.problems import Problem
from counter.rules.books import BookName, parse_book
from db.domain.book import book_id
from db.domain.records import Outcome
from devices.encode.render import render
from devices.page import Page
from devices.profile import PROFILES
from tests.offices import COPY, NAM, SEAL, StillClock, intake, received, seated

BOOK = "2026/Hộ tịch"
YEAR_END = StillClock(at=datetime(2027, 1, 4, 2, 0, tzinfo=UTC))


def boss_of(desk: Desk, login: str = "hoa", counter: int = 4) -> Desk:
    return seated(replace(desk, shift=None, staff=None), login, counter)


def at_year_end(desk: Desk) -> Desk:
    return replace(boss_of(desk), clock=YEAR_END)


def pdf(page: Page) -> bytes:
    return render(page, "pdf", PROFILES["generic-80"])


def text_of(page: Page) -> str:
    return " ".join(render(page, "text", PROFILES["generic-80"]).decode().split())


def paper(desk: Desk, book: str = BOOK) -> Page:
    return page_of(desk, book_id(book), "register")


def three(desk: Desk) -> list[str]:
    ids = [received(desk), received(desk, applicant=NAM), received(desk)]
    received(desk, COPY)
    received(desk, SEAL)
    hand_over(desk, ids[:2], "Trần Văn Nhận")
    endings.void(boss_of(desk), ids[2], "Nhập nhầm hai lần cùng một hồ sơ")
    return ids


@given(st.integers(2000, 2099), st.text("Hộ tịch/-2026", max_size=12), st.integers(0, 9))
def test_two_hosts_years_or_fields_never_have_one_book(year: int, field: str, host: int) -> None:
    name = BookName(year, field or "-", host)
    assert parse_book(str(name)) == name


@given(
    st.tuples(st.integers(2000, 2099), st.text(max_size=8), st.integers(0, 9)),
    st.tuples(st.integers(2000, 2099), st.text(max_size=8), st.integers(0, 9)),
)
def test_names_differ_where_books_do(one: tuple[int, str, int], other: tuple[int, str, int]) -> None:
    parts = [(year, field or "-", host) for year, field, host in (one, other)]
    assert (str(BookName(*one)) == str(BookName(*other))) == (parts[0] == parts[1])


@pytest.mark.parametrize(
    "text", ["", "2026", "2026/", "x/Hộ tịch", "2026-/Hộ tịch", "2026-a/Hộ tịch", "26/Hộ tịch"]
)
def test_what_is_no_name_of_a_book(text: str) -> None:
    assert parse_book(text) is None


def test_each_host_of_an_office_writes_a_book_of_its_own(desk: Desk) -> None:
    assert receive(desk, intake()).dossier.book == BOOK
    other = replace(desk, node=f"{desk.node.rpartition('/')[0]}/2")
    dossier = receive(other, intake()).dossier
    assert (dossier.book, dossier.book_number) == ("2026-2/Hộ tịch", 1)


def test_the_books_and_their_lines_page_by_page(desk: Desk) -> None:
    ids = three(desk)
    listed = books.books(desk)
    assert [(one.book, one.lines, one.last, one.closed) for one in listed] == [
        ("2026/Chứng thực", 1, 1, None), ("2026/Con dấu", 1, 1, None), (BOOK, 3, 3, None)
    ]  # fmt: skip
    first, end = books.lines(desk, BOOK, limit=2)
    rest, over = books.lines(desk, BOOK, after=end, limit=2)
    assert [line.id for line in (*first, *rest)] == ids
    assert (over, [line.is_struck for line in (*first, *rest)]) == (None, [False, False, True])
    assert first[0].phone == "0912••••78" or "•" in first[0].phone
    found, _end = books.lines(desk, BOOK, "nam")
    assert [line.applicant for line in found] == ["Lê Văn Nam"]
    police = boss_of(desk, "congan", 2)
    assert [one.book for one in books.books(police)] == ["2026/Con dấu"]
    with pytest.raises(Problem):
        paper(police, "2026/Con dấu")


def test_a_book_is_closed_by_a_supervisor_when_its_year_is_over_and_once(desk: Desk) -> None:
    three(desk)
    with pytest.raises(NotAllowed):
        books.close(desk, BOOK)
    boss = boss_of(desk)
    with pytest.raises(Problem, match="31/12/2026"):
        books.close(boss, BOOK)
    boss = replace(boss, clock=YEAR_END)
    with pytest.raises(Problem, match="2026/Đất đai"):
        books.close(boss, "2026/Đất đai")
    closed = books.close(boss, BOOK)
    assert (closed.lines, closed.closed_by, closed.office) == (3, "Đặng Thị Hoa", "UBND xã Tân Hòa")
    assert books.book_of(boss, BOOK).closed == closed
    with pytest.raises(Problem):
        books.close(boss, BOOK)
    elsewhere = replace(boss, node=f"{boss.node.rpartition('/')[0]}/2")
    with pytest.raises(Problem):
        books.close(elsewhere, "2026/Chứng thực")
    assert verify(boss, rebuild=True).holds


def test_what_is_typed_later_goes_into_the_book_of_its_day_while_that_is_open(desk: Desk) -> None:
    three(desk)
    boss = at_year_end(desk)
    december = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)
    before = receive(boss, replace(intake(), received_at=december, paper_number="G-1")).dossier
    assert (before.book, before.book_number) == (BOOK, 4)
    books.close(boss, BOOK)
    after = receive(boss, replace(intake(), received_at=december, paper_number="G-2")).dossier
    assert (after.book, after.book_number) == ("2027/Hộ tịch", 1)
    assert "-261230-" in after.code
    assert verify(boss, rebuild=True).holds


def test_the_paper_of_a_closed_book_stays_the_same_to_the_byte(desk: Desk) -> None:
    ids = three(desk)
    boss = at_year_end(desk)
    books.close(boss, BOOK)
    first = pdf(paper(boss))
    later = replace(boss, clock=StillClock(at=datetime(2027, 2, 1, 2, 0, tzinfo=UTC)))
    transitions.result_arrived(later, ids[0], Outcome(kind="Giấy khai sinh", number="118"))
    returns.return_result(later, ids[0], Return())
    endings.void(later, ids[1], "Nhập nhầm người đăng ký")
    renamed = replace(later, office=replace(later.office, name="UBND phường Mới", place="Mới"))
    assert pdf(paper(renamed)) == first
    printed = [queue.print_page(renamed, book_id(BOOK), "register").file for _each in range(2)]
    assert [file.read_bytes() for file in printed if file] == [first, first]
    assert verify(later, rebuild=True).holds


def test_the_paper_says_what_is_struck_and_by_whom_it_was_closed(desk: Desk) -> None:
    three(desk)
    text = text_of(paper(desk))
    assert "SỔ THEO DÕI HỒ SƠ" in text
    assert "đã gạch" in text
    assert "NGƯỜI KHÓA SỔ" not in text
    boss = at_year_end(desk)
    closed = books.close(boss, BOOK)
    page = paper(boss)
    text = text_of(page)
    for said in ("NGƯỜI KHÓA SỔ", "Đặng Thị Hoa", closed.hash[:20]):
        assert said in text
    assert page.head is not None
    assert (page.head.form, page.head.number) == ("Mẫu số 07", f"Số: {BOOK}")


def test_lines_that_are_not_those_that_were_closed_are_said_on_the_paper(desk: Desk) -> None:
    three(desk)
    boss = at_year_end(desk)
    books.close(boss, BOOK)
    with boss.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM event_person")
    assert "khác với nội dung lúc khóa sổ" in text_of(paper(boss))
