"""Clean text and text without accents: one rule for the counter, which paper, displays and the search agree with."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.text import clean, decoded_again, fold, one_line
from db.ledger.search import fold_text
from devices.plain import unaccented
from devices.scanner import _decoded as decoded_by_scanner
from devices.slip import clean as clean_on_paper

LETTERS = "aăâeêioôơuưyđbcdghklmnpqrstvx"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SYLLABLES = st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(MARKS)), min_size=1, max_size=7).map(
    lambda pairs: "".join(letter + mark for letter, mark in pairs)
)
WORDS = st.one_of(
    SYLLABLES, st.integers(0, 10**12).map(str), st.sampled_from(["-", "12/2026", "H56", "(mẫu)"])
)
VIETNAMESE = st.builds(
    lambda words, form, case, space: case(unicodedata.normalize(form, space.join(words))),
    st.lists(WORDS, max_size=8),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from([" ", "  ", "\t", "\r\n", "\u200b ", "\u00a0"]),
)


def _mangled(text: str) -> bytes:
    """What a scanner sends that took the bytes of UTF-8 for letters of Windows-1252 (or Latin-1)."""
    letters = (bytes([byte]) for byte in text.encode())
    return "".join(
        letter.decode("cp1252", "ignore") or letter.decode("latin-1") for letter in letters
    ).encode()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Nguyễn \t Văn\r\nĐức ", "Nguyễn Văn Đức"),
        (unicodedata.normalize("NFD", "Trần Thị Bưởi"), "Trần Thị Bưởi"),
        ("A\x1b[31mB\x00", "A[31mB"),
        ("a\u202eb\u200b\ufeff", "ab"),
        ("\x9b1m\ud800x", "1mx"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_text_becomes_one_clean_line(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text(alphabet=st.characters()))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in once)


@given(VIETNAMESE)
def test_paper_and_counter_clean_vietnamese_alike(text: str) -> None:
    assert clean(text) == " ".join(clean_on_paper(text).split())
    assert clean(text) == " ".join(one_line(text).split())


@given(VIETNAMESE)
def test_counter_search_and_displays_fold_vietnamese_alike(text: str) -> None:
    cleaned = clean(text)
    assert fold(cleaned) == " ".join(fold_text(cleaned).split())
    assert fold(cleaned) == unaccented(cleaned).lower()


LATIN = "".join(map(chr, (*range(0x20, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00))))
HIGHLANDS = "ĂăÂâÊêÔôƠơƯưĐđÐɖƉƀɃBbČčĔĕĬĭŎŏŬŭÑñǍǎƠ̆ơ̆Ư̆ư̆ê̆ô̆"
"""Letters of Vietnamese and of the Ê Đê, Jrai, Ba Na, M'Nông and Chăm, and what looks like Đ."""


def test_counter_and_search_fold_every_latin_letter_alike() -> None:
    wrong = {letter for letter in LATIN if fold(f"a{letter}b") != fold(fold_text(f"a{letter}b"))}
    assert not wrong
    assert [fold(word) for word in ("H'Wen Ƀuôn Yă", "Ð", "ɖ", "ð", "_")] == [
        "h'wen buon ya",
        "d",
        "d",
        "d",
        "",
    ]


def test_displays_fold_the_letters_of_every_people_as_the_search_does() -> None:
    wrong = {letter for letter in HIGHLANDS if unaccented(letter).lower() != fold_text(letter)}
    assert not wrong


@given(st.one_of(st.binary(), VIETNAMESE.map(str.encode), VIETNAMESE.map(_mangled)))
def test_a_scanner_on_a_line_mends_the_same_text_as_the_counter(line: bytes) -> None:
    assert decoded_by_scanner(line) == decoded_again(line.decode("utf-8", "replace"))


@given(VIETNAMESE)
def test_utf_8_whose_bytes_were_taken_for_letters_is_mended(text: str) -> None:
    assert decoded_again(_mangled(text).decode()) == text


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_one_line_keeps_the_spaces_of_a_cell() -> None:
    assert one_line("  a  b\tc ") == "  a  b c "
