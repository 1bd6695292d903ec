"""A slip is immutable, clean and survives the spool's JSON unchanged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.slip import (
    Align,
    Barcode,
    Column,
    Cut,
    Feed,
    Item,
    Line,
    Pair,
    QrCode,
    Rule,
    Size,
    Slip,
    SlipError,
    Table,
    clean,
)

texts = st.text(max_size=60)
codes = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    many = draw(st.integers(1, 5))
    column = st.builds(Column, texts, st.integers(0, 8), st.integers(1, 4), st.sampled_from(list(Align)))
    columns = draw(st.lists(column, min_size=many, max_size=many))
    rows = draw(st.lists(st.lists(texts, max_size=many).map(tuple), max_size=4))
    return Table(tuple(columns), tuple(rows), draw(st.booleans()))


items: st.SearchStrategy[Item] = st.one_of(
    st.builds(
        Line,
        texts,
        st.sampled_from(list(Align)),
        st.booleans(),
        st.sampled_from(list(Size)),
        st.integers(0, 9),
    ),
    st.builds(Pair, texts, texts, st.booleans()),
    tables(),
    st.builds(Rule, st.booleans()),
    st.builds(Barcode, codes),
    st.builds(QrCode, codes),
    st.builds(Feed, st.integers(0, 4)),
    st.just(Cut()),
)
slips = st.builds(Slip, texts, st.lists(items, max_size=8).map(tuple), st.integers(0, 9))


@given(slips)
def test_json_gives_the_same_slip_back(slip: Slip) -> None:
    text = slip.to_json()
    again = Slip.from_json(text)
    assert again == slip
    assert again.to_json() == text
    assert "\n" not in text


@given(texts)
def test_text_is_printable_nfc_and_cleaning_twice_changes_nothing(text: str) -> None:
    tidy = clean(text)
    assert tidy.isprintable()
    assert clean(tidy) == tidy


def test_decomposed_names_become_composed() -> None:
    assert Line("Nguye\u0302\u0303n").text == "Nguyễn"


def test_printer_commands_in_a_name_lose_their_escape() -> None:
    pair = Pair("Họ tên", "An\x1b@\x1dV\x00\nBình\u202e\u200b")
    assert pair.value == "An @ V Bình"


def test_every_text_of_a_table_is_cleaned() -> None:
    table = Table((Column("a\x1bb"), Column()), (("x\ty",),))
    assert table.columns[0].head == "a b"
    assert table.rows == (("x y", ""),)


def test_a_row_cannot_have_more_cells_than_the_table() -> None:
    with pytest.raises(ValueError, match="more cells"):
        Table((Column(),), (("a", "b"),))


@pytest.mark.parametrize("code", ["", "Đ1"])
def test_codes_are_ascii(code: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        Barcode(code)
    with pytest.raises(ValueError, match="ASCII"):
        QrCode(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[1]",
        '[1,"t",0,"c",[["?"]]]',
        '[1,"t",0,"c",[["b","Đ"]]]',
        '[1,"t",0,"c",[["l",3,"l",0,1,0]]]',
    ],
)
def test_what_is_not_a_slip_is_refused(text: str) -> None:
    with pytest.raises(SlipError):
        Slip.from_json(text)


def test_a_newer_version_is_refused_by_name() -> None:
    newer = json.dumps([2, "t", 0, "c", []])
    with pytest.raises(SlipError, match="version 2"):
        Slip.from_json(newer)


def test_a_copy_is_the_same_slip_with_its_mark() -> None:
    slip = Slip("Phiếu", (Line("x"),))
    assert slip.mark == ""
    assert slip.as_copy(2).mark == "*** BẢN IN LẠI LẦN 2 ***"
    assert slip.as_copy(2).items == slip.items
