"""A page is immutable, clean and survives the spool's JSON unchanged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.document import DocumentError, as_page, as_slip, read_document
from devices.encode.text import render_text
from devices.page import (
    Entry,
    EntryRow,
    Page,
    PageColumn,
    PageError,
    PageHead,
    PageItem,
    PageSize,
    PageTable,
    Paragraph,
    Signatory,
    Signatures,
    TextSize,
)
from devices.slip import Align, Slip
from tests.devices.page_samples import EVERYTHING
from tests.devices.samples import TWENTY_LINES
from tests.devices.test_slip import codes, texts

aligns = st.sampled_from(list(Align))
entries = st.builds(
    Entry, texts, texts, st.integers(0, 9), st.booleans(), st.integers(1, 4), st.sampled_from(["", "(bộ)"])
)


@st.composite
def tables(draw: st.DrawFn) -> PageTable:
    many = draw(st.integers(1, 6))
    group = st.sampled_from(["", "", "Nhận và trả"])
    column = st.builds(PageColumn, texts, st.integers(0, 30), st.integers(1, 4), aligns, group)
    columns = draw(st.lists(column, min_size=many, max_size=many))
    cell = st.one_of(texts, st.lists(texts, max_size=3).map("\n".join))
    rows = draw(st.lists(st.lists(cell, max_size=many).map(tuple), max_size=4))
    return PageTable(tuple(columns), tuple(rows), draw(st.booleans()))


signatories = st.builds(Signatory, texts, texts, texts, st.lists(texts, max_size=3).map(tuple))
items: st.SearchStrategy[PageItem] = st.one_of(
    st.builds(
        Paragraph,
        texts,
        aligns,
        st.booleans(),
        st.booleans(),
        st.sampled_from(list(TextSize)),
        st.integers(0, 30),
    ),
    entries,
    st.builds(EntryRow, st.lists(entries, min_size=1, max_size=3).map(tuple)),
    tables(),
    st.builds(Signatures, st.lists(signatories, min_size=1, max_size=3).map(tuple)),
)
heads = st.builds(
    PageHead,
    form=texts,
    agencies=st.lists(texts, max_size=3).map(tuple),
    section=texts,
    number=texts,
    state=texts,
    motto=texts,
    place_date=texts,
)
pages = st.builds(
    Page,
    title=texts,
    items=st.lists(items, max_size=8).map(tuple),
    head=st.none() | heads,
    size=st.sampled_from(list(PageSize)),
    code=st.just("") | codes,
    foot=texts,
    counterparts=st.lists(texts, max_size=2).map(tuple),
    copy=st.integers(0, 9),
)


@given(pages)
def test_json_gives_the_same_page_back(page: Page) -> None:
    text = page.to_json()
    again = read_document(text)
    assert again == page
    assert again.to_json() == text
    assert "\n" not in text


def test_a_page_of_every_item_survives() -> None:
    assert Page.from_json(EVERYTHING.to_json()) == EVERYTHING


def test_texts_are_cleaned_and_a_cell_keeps_its_lines() -> None:
    page = Page(title="a\x1bb", items=(PageTable((PageColumn(),), (("Ð 1\r\n2\x07",),)),))
    assert page.title == "a b"
    (table,) = page.items
    assert isinstance(table, PageTable)
    assert table.rows == (("Đ 1\n2 ",),)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "x",
        '{"version":2,"kind":"Page","title":""}',
        '{"version":1,"kind":"Table","title":""}',
        '{"version":1,"kind":"Entry","label":""}',
        '{"version":1,"kind":"Page","title":7}',
        '{"version":1,"kind":"Page","title":"","copy":"x"}',
        '{"version":1,"kind":"Page","title":"","size":"A3"}',
        '{"version":1,"kind":"Page","title":"","items":[{"kind":"Barcode","code":"ữ"}]}',
    ],
)
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(PageError):
        Page.from_json(text)
    with pytest.raises(DocumentError):
        read_document(text)


def test_a_reprint_is_marked() -> None:
    assert (EVERYTHING.mark, EVERYTHING.as_copy(2).mark) == ("", "*** BẢN IN LẠI LẦN 2 ***")


def test_a_slip_is_read_as_a_slip_and_both_become_the_other() -> None:
    assert read_document(TWENTY_LINES.to_json()) == TWENTY_LINES
    assert as_page(EVERYTHING) is EVERYTHING
    assert as_slip(TWENTY_LINES) is TWENTY_LINES
    assert as_page(TWENTY_LINES.as_copy(3)).copy == 3
    slip = as_slip(EVERYTHING.as_copy(1))
    assert Slip.from_json(slip.to_json()) == slip
    text = " ".join(" ".join(render_text(slip, 100)).split())
    for part in (
        "Mẫu số 01",
        "BẢN IN LẠI LẦN 1",
        "Liên 2 (giao người nộp)",
        "Trần Thị Bưởi",
        "- Lưu: VT.",
        "01 (bộ)",
    ):
        assert part in text


@given(pages, st.sampled_from([24, 32, 42]))
def test_any_page_can_be_shown_beside_a_screen(page: Page, columns: int) -> None:
    assert all(len(line) <= 2 * columns for line in render_text(as_slip(page), columns))


def test_defaults_are_left_out_of_the_stored_form() -> None:
    assert json.loads(Page(title="x").to_json()) == {"version": 1, "kind": "Page", "title": "x"}
