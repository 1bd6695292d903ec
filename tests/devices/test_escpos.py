"""Whatever the strategy, the paper says what the slip says, and no byte is a command that nobody meant."""

import re
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.encode.escpos import encode
from devices.encode.glyphs import glyphs
from devices.encode.text import render_text
from devices.plain import unaccented
from devices.profile import PROFILES, Pictures, Profile, Strategy
from devices.slip import Barcode, Cut, Feed, Line, Pair, QrCode, Slip
from devices.virtual.machine import Cell, Code, Machine, Picture
from tests.devices.samples import CODE, TICKET, TWENTY_LINES, VIETNAMESE, VIETNAMESE_LETTERS
from tests.devices.test_slip import slips

NAMES = {
    dots.rstrip(b"\0").ljust(-(-len(dots.rstrip(b"\0")) // 3) * 3, b"\0"): name
    for name, dots in glyphs().items()
}
TEXT_STRATEGIES = [Strategy.TCVN3, Strategy.VISCII, Strategy.DOWNLOADED]
SIX_CAPITALS = set("ẲẴẪỶỸỴ")
"""Capitals that VISCII has at control codes: a row with one is drawn."""

LETTERS = Slip(
    "", (*(Line(VIETNAMESE_LETTERS[at : at + 30]) for at in range(0, 134, 30)), Line("ABC xyz 0189"))
)
names = st.text(
    st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + " 0123456789%&~!-"), min_size=1, max_size=90
)


def printed(slip: Slip, profile: Profile, machine: Machine | None = None) -> list[str]:
    machine = machine or Machine(columns=profile.columns)
    machine.feed(encode(slip, profile))
    assert machine.accidents == 0
    assert machine.unknown == []
    return [line.rstrip() for line in machine.text(NAMES)]


@pytest.mark.parametrize("strategy", TEXT_STRATEGIES)
def test_all_134_letters_reach_the_paper(strategy: Strategy) -> None:
    expected = render_text(LETTERS, 48)
    if strategy is Strategy.VISCII:
        expected = ["<picture>" if SIX_CAPITALS & set(line) else line for line in expected]
    assert printed(LETTERS, Profile(strategy=strategy)) == expected


@pytest.mark.parametrize("strategy", [Strategy.TCVN3, Strategy.VISCII])
def test_a_row_with_letters_that_the_page_lacks_is_drawn(strategy: Strategy) -> None:
    slip = Slip("", (Line("Y Ƀhăm Êñuôl", bold=True), Line("Nguyễn Văn Đức")))
    assert printed(slip, Profile(strategy=strategy)) == ["<picture>", "Nguyễn Văn Đức"]


def test_letters_of_the_highlands_are_defined_where_the_printer_takes_characters() -> None:
    slip = Slip("", (Line("Y Ƀhăm Êñuôl, Ƀuôn Čư Ŏ, Rơ Mah ŭ"),))
    assert printed(slip, Profile(strategy=Strategy.DOWNLOADED)) == render_text(slip, 48)


def test_what_looks_like_the_vietnamese_letter_is_it() -> None:
    slip = Slip("", (Line("Ðặng Ɖức"),))
    assert printed(slip, Profile(strategy=Strategy.TCVN3)) == ["Đặng Đức"]


def test_without_accents_as_the_last_resort() -> None:
    assert printed(LETTERS, Profile(strategy=Strategy.ASCII)) == [
        unaccented(x) for x in render_text(LETTERS, 48)
    ]


@pytest.mark.parametrize("name", ["bixolon", "epson-42", "generic-58"])
def test_profiles_print_the_twenty_lines(name: str) -> None:
    profile = PROFILES[name]
    lines = [line for line in printed(TWENTY_LINES, profile) if not line.startswith("<") and line]
    wanted = [line for line in render_text(TWENTY_LINES, profile.columns) if line]
    wanted = [line for line in wanted if not re.fullmatch(r"[ |]+|\s*\[QR\].*|[- ]+-", line) or "---" in line]
    assert [line.strip() for line in lines] == [line.strip() for line in wanted]


@pytest.mark.parametrize("encoding", ["TCVN", "VISCII"])
def test_our_tables_agree_with_iconv(encoding: str) -> None:
    """glibc's tables are nobody's copy of ours; TCVN's capitals with tones stand elsewhere on a printer's page 31."""
    letters = VIETNAMESE_LETTERS if encoding == "VISCII" else VIETNAMESE_LETTERS[:67]
    strategy = Strategy.VISCII if encoding == "VISCII" else Strategy.TCVN3
    for letter in letters:
        theirs = subprocess.run(
            ["iconv", "-f", "UTF-8", "-t", encoding], input=letter.encode(), capture_output=True
        )
        if theirs.stdout[0] >= 0x80:
            job = encode(Slip("", (Line(letter),)), Profile(strategy=strategy))
            assert job.endswith(theirs.stdout + b"\n")


def test_capital_d_with_stroke_is_a7_of_page_31() -> None:
    job = encode(Slip("", (Line("Đ"),)), Profile(strategy=Strategy.TCVN3))
    assert job.endswith(b"\x1bt\x1f\xa7\n")


def test_kanji_mode_is_switched_off_and_cannot_hurt_drawn_characters() -> None:
    slip = Slip("", (Line("Đặng Thị Ngọc Diễm"),))
    tcvn = Profile(strategy=Strategy.TCVN3)
    assert printed(slip, tcvn, Machine(kanji=True)) == ["Đặng Thị Ngọc Diễm"]
    assert "�" in printed(slip, replace(tcvn, kanji_off=False), Machine(kanji=True))[0]
    drawn = Profile(strategy=Strategy.DOWNLOADED, kanji_off=False)
    assert printed(slip, drawn, Machine(kanji=True)) == ["Đặng Thị Ngọc Diễm"]


@pytest.mark.parametrize("limit", [20, 40, 94, 200])
def test_characters_are_planned_anew_when_a_slip_needs_more_than_codes(limit: int) -> None:
    lines = tuple(Line(VIETNAMESE_LETTERS[at : at + 15]) for at in range(0, 134, 15))
    slip = Slip("", (*lines, Line("0123456789"), *lines))
    profile = Profile(strategy=Strategy.DOWNLOADED, downloaded=limit)
    assert printed(slip, profile) == render_text(slip, 48)


def test_a_line_with_more_letters_than_codes_is_drawn_or_loses_only_accents() -> None:
    slip = Slip("", (Line(VIETNAMESE_LETTERS[:48]),))
    few = Profile(strategy=Strategy.DOWNLOADED, downloaded=20)
    assert printed(slip, few) == ["<picture>"]
    line = printed(slip, replace(few, pictures=Pictures.NONE))[0]
    assert line[:20] == VIETNAMESE_LETTERS[:20]
    assert line[20:] == unaccented(VIETNAMESE_LETTERS[20:48])


@given(st.lists(names, min_size=1, max_size=6), st.sampled_from(TEXT_STRATEGIES), st.integers(0, 95))
@settings(max_examples=60)
def test_names_come_out_as_they_are(people: list[str], strategy: Strategy, limit: int) -> None:
    slip = Slip("", tuple(Pair("Tên", name) for name in people))
    lines = printed(slip, Profile(strategy=strategy, downloaded=limit))
    expected = render_text(slip, 48)
    if strategy is Strategy.VISCII:
        expected = ["<picture>" if SIX_CAPITALS & set(line) else line for line in expected]
    if strategy is Strategy.DOWNLOADED:
        expected = ["<picture>" if len({x for x in line if x > "~"}) > limit else line for line in expected]
    assert [unaccented(line) for line in lines] == [unaccented(line) for line in expected]
    if strategy is Strategy.TCVN3 or (strategy is Strategy.DOWNLOADED and limit >= 60):
        assert lines == render_text(slip, 48)


@given(slips, st.sampled_from(list(Strategy)), st.sampled_from(["generic-80", "generic-58", "raster-80"]))
@settings(max_examples=80)
def test_no_slip_breaks_out_of_its_text(slip: Slip, strategy: Strategy, name: str) -> None:
    machine = Machine()
    job = encode(slip, replace(PROFILES[name], strategy=strategy))
    assert not re.search(rb"\x10[\x04\x05\x14]", job)
    assert machine.feed(job) == b""
    assert machine.unknown == []


def test_commands_in_a_name_are_only_letters() -> None:
    slip = Slip("", (Line("A\x1b@\x10\x04\x01\x1dV\x00B"),))
    machine = Machine()
    machine.feed(encode(slip, Profile(strategy=Strategy.ASCII)))
    assert machine.text() == ["A @ VB".replace("VB", "V B")]


def test_sizes_and_bold_reach_the_paper() -> None:
    machine = Machine()
    machine.feed(encode(TICKET, Profile()))
    number = next(
        row for row in machine.paper if isinstance(row, tuple) and any(c.letter == "A" for c in row)
    )
    shown = [cell for cell in number if cell.letter != " "]
    assert {(cell.wide, cell.tall, cell.bold) for cell in shown} == {(2, 2, True)}


def test_codes_are_native_where_they_fit_and_a_qr_code_where_not() -> None:
    for name, code, kind in (
        ("generic-80", CODE, "CODE128"),
        ("generic-80", "000.17.22.H56-261123-0007", "QR"),
        ("generic-58", CODE, "QR"),
    ):
        slip = Slip("", (Barcode(code), QrCode("H56"), Cut()))
        machine = Machine()
        machine.feed(encode(slip, PROFILES[name]))
        assert [x for x in machine.paper if isinstance(x, Code)] == [Code(kind, code), Code("QR", "H56")]
        assert ("cut" in machine.paper) == (name == "generic-80")
    machine = Machine()
    machine.feed(encode(slip, PROFILES["raster-80"]))
    assert not any(isinstance(x, Code) for x in machine.paper)


def test_raster_is_cropped_and_split() -> None:
    machine = Machine()
    machine.feed(encode(Slip("", (Line("i"), Feed(3), Line("Ậ"))), Profile(strategy=Strategy.RASTER)))
    pictures = [x for x in machine.paper if isinstance(x, Picture)]
    assert [picture.octets for picture in pictures] == [2, 2]
    for picture in pictures:
        lines = [picture.data[at : at + picture.octets] for at in range(0, len(picture.data), picture.octets)]
        assert any(lines[0])
        assert any(lines[-1])


def test_a_printer_deaf_to_definitions_prints_rubbish() -> None:
    machine = Machine(deaf_to_definitions=True)
    machine.feed(encode(TICKET, Profile()))
    assert machine.text(NAMES) != render_text(TICKET, 48)
    assert all(isinstance(cell, Cell) for row in machine.paper if isinstance(row, tuple) for cell in row)


def test_slips_are_small() -> None:
    """Twenty lines with 59 different accented letters, a barcode and a QR code; a queue ticket."""
    sizes = {strategy: len(encode(TWENTY_LINES, Profile(strategy=strategy))) for strategy in Strategy}
    assert sizes[Strategy.DOWNLOADED] <= 3_300
    assert sizes[Strategy.TCVN3] <= 1_100
    assert len(encode(TICKET, Profile(strategy=Strategy.DOWNLOADED))) <= 800
