"""No printer gets a command that its profile says it lacks, and no letter is cut at the edge of its paper."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.calibration import calibration_slip, candidates, numbers
from devices.encode.dots import picture
from devices.encode.escpos import encode, lost_letters
from devices.encode.glyphs import HEIGHT, WIDTH, glyphs, rows
from devices.encode.raster import LINE, Band, page
from devices.plain import unaccented
from devices.profile import PROFILES, Pictures, Profile, Strategy, profile
from devices.slip import Align, Barcode, Cut, Line, QrCode, Size, Slip
from devices.virtual.machine import Code, Machine, Picture
from tests.devices.samples import CODE, TWENTY_LINES, VIETNAMESE, VIETNAMESE_LETTERS
from tests.devices.test_escpos import NAMES
from tests.devices.test_slip import slips

NEEDLES = ("TM-U220", "TM-U220B", "epson-u220")
NO_PICTURES = Profile(
    pictures=Pictures.NONE, strategy=Strategy.ASCII, downloaded=0, native_barcode=False, native_qr=False
)
COLUMN = Profile(pictures=Pictures.COLUMN, strategy=Strategy.RASTER)


def machine_of(made: Profile) -> Machine:
    """A printer that can do what ``made`` says, and nothing else."""
    return Machine(
        columns=made.columns,
        dots=made.dots,
        takes_raster=made.pictures is Pictures.RASTER,
        has_needles=made.has_needles,
    )


def allowed(made: Profile) -> list[Profile]:
    """``made`` with each strategy, also those that it cannot do."""
    return [replace(made, strategy=strategy) for strategy in Strategy]


@pytest.mark.parametrize("name", NEEDLES)
@given(slip=slips)
@settings(max_examples=40)
def test_a_printer_of_needles_gets_no_raster_and_no_letters(name: str, slip: Slip) -> None:
    for made in allowed(profile(name)):
        job, machine = encode(slip, made), machine_of(made)
        machine.feed(job)
        assert b"\x1dv0" not in job
        assert b"\x1b&" not in job
        assert (machine.unknown, machine.accidents, machine.beyond) == ([], 0, 0)


@pytest.mark.parametrize("name", NEEDLES)
def test_the_test_print_of_a_printer_of_needles_is_no_rubbish(name: str) -> None:
    base = profile(name)
    machine, slip = machine_of(base), calibration_slip(base)
    machine.feed(slip)
    assert b"\x1dv0" not in slip
    assert b"\x1b&" not in slip
    assert (machine.unknown, machine.accidents, machine.beyond) == ([], 0, 0)
    assert Strategy.DOWNLOADED not in {part.profile.strategy for part in candidates(base)}
    assert numbers(base) == ()


@given(slips, st.sampled_from(list(Strategy)))
@settings(max_examples=60)
def test_a_printer_without_pictures_gets_text_alone(slip: Slip, strategy: Strategy) -> None:
    made = replace(NO_PICTURES, strategy=strategy)
    machine = machine_of(made)
    machine.feed(encode(slip, made))
    assert machine.unknown == []
    assert not any(isinstance(part, Picture | Code) for part in machine.paper)


def test_a_code_is_text_where_there_are_no_pictures() -> None:
    machine = machine_of(NO_PICTURES)
    machine.feed(encode(Slip("", (Barcode(CODE), QrCode("H56"), Cut())), NO_PICTURES))
    assert [line.strip() for line in machine.text()][:2] == [CODE, "H56"]


def lines_of(octets: int, data: bytes) -> list[str]:
    """Each line of dots as ones and zeros, without the white at its right."""
    lines = (int.from_bytes(data[at : at + octets], "big") for at in range(0, len(data), octets))
    return [f"{line:0{octets * 8}b}".rstrip("0") for line in lines]


@given(st.integers(1, 72), st.binary(min_size=1, max_size=3_000), st.booleans())
@settings(max_examples=100)
def test_columns_print_the_same_dots_as_raster(octets: int, dots: bytes, has_needles: bool) -> None:
    data = dots.ljust(-(-len(dots) // octets) * octets, b"\x00")
    made = replace(COLUMN, cell=(12, 9) if has_needles else (12, 24))
    machine = machine_of(made)
    machine.feed(b"".join(command.data for command in picture(octets, data, made)))
    assert (machine.unknown, machine.beyond) == ([], 0)
    printed = [
        line
        for part in machine.paper
        if isinstance(part, Picture)
        for line in lines_of(part.octets, part.data)
    ]
    assert [line for line in printed if line] == [line for line in lines_of(octets, data) if line]


@given(slips)
@settings(max_examples=60)
def test_a_slip_by_columns_breaks_no_command(slip: Slip) -> None:
    machine = machine_of(COLUMN)
    machine.feed(encode(slip, COLUMN))
    assert (machine.unknown, machine.accidents, machine.beyond) == ([], 0, 0)


def test_letters_of_a_picture_by_columns_are_the_fonts() -> None:
    machine = machine_of(COLUMN)
    machine.feed(encode(Slip("", (Line("Ậy"),)), COLUMN))
    (part,) = (part for part in machine.paper if isinstance(part, Picture))
    black = [int(line.ljust(24, "0"), 2) for line in lines_of(part.octets, part.data) if line]
    letters = [first << WIDTH | second for first, second in zip(rows("Ậ"), rows("y"), strict=True)]
    assert black == [row for row in letters if row]


def test_needles_print_eight_lines_at_a_time_and_step_by_them() -> None:
    made = replace(profile("TM-U220"), strategy=Strategy.RASTER)
    job = encode(Slip("", (Line("Ậ"),)), made)
    assert job.count(b"\x1b*\x01") == 3
    assert b"\x1bJ\x10" in job


# -- what does not fit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [0, 5, 20])
def test_a_row_with_more_letters_than_the_printer_stores_is_drawn(limit: int) -> None:
    slip = Slip("", (Line(VIETNAMESE_LETTERS[:30]), Line("Đỗ")))
    made = Profile(strategy=Strategy.DOWNLOADED, downloaded=limit)
    machine = machine_of(made)
    machine.feed(encode(slip, made))
    assert [line.rstrip() for line in machine.text(NAMES)] == ["<picture>", "Đỗ" if limit else "<picture>"]
    assert lost_letters(slip, made) == ()


def test_without_pictures_such_a_row_loses_marks_and_that_is_known() -> None:
    slip = Slip("", (Line(VIETNAMESE_LETTERS[:30]),))
    made = Profile(strategy=Strategy.DOWNLOADED, downloaded=20, pictures=Pictures.NONE)
    machine = machine_of(made)
    machine.feed(encode(slip, made))
    assert machine.text(NAMES)[0] == VIETNAMESE_LETTERS[:20] + unaccented(VIETNAMESE_LETTERS[20:30])
    assert lost_letters(slip, made) == tuple(VIETNAMESE_LETTERS[20:30])


@pytest.mark.parametrize(
    ("made", "text", "lost"),
    [
        (Profile(strategy=Strategy.ASCII), "Đỗ Ỷ – “Bé”", "ĐỗỶé"),
        (Profile(strategy=Strategy.TCVN3), "Đỗ Y Ƀlô", ""),
        (Profile(strategy=Strategy.TCVN3, pictures=Pictures.NONE), "Đỗ Y Ƀlô", "Ƀ"),
        (Profile(strategy=Strategy.VISCII, pictures=Pictures.NONE), "Ỷ ỷ", "Ỷ"),
        (Profile(strategy=Strategy.DOWNLOADED), "Đỗ 東", "東"),
        (Profile(strategy=Strategy.RASTER), "Đỗ Ñ 東", "東"),
        (Profile(strategy=Strategy.RASTER), "x\u030c", "x\u030c"),
    ],
)
def test_letters_that_a_printer_cannot_give_are_named(made: Profile, text: str, lost: str) -> None:
    assert "".join(lost_letters(Slip("", (Line(text),)), made)) == lost
    machine = machine_of(made)
    machine.feed(encode(Slip("", (Line(text),)), made))
    assert "?" not in "".join(machine.text(NAMES))


def test_a_slip_in_vietnamese_loses_nothing_on_printers_that_draw() -> None:
    for name, made in PROFILES.items():
        assert bool(lost_letters(TWENTY_LINES, made)) == (made.strategy is Strategy.ASCII), name


# -- the edge of the paper --------------------------------------------------------------------------------------------

SHAPES = {rows(letter): letter for letter in glyphs()} | {
    rows(letter, bold=True): letter for letter in glyphs()
}
words = st.lists(
    st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + "ƀČŎñ0123456789"), min_size=1, max_size=40),
    min_size=1,
    max_size=8,
)


def read(picture: Band) -> list[str]:
    """The letters of a picture of lines in normal size, by the shapes of the font."""
    lines = [
        int.from_bytes(picture.data[at : at + picture.octets], "big")
        for at in range(0, len(picture.data), picture.octets)
    ]
    across = picture.octets * 8 // WIDTH
    text = []
    for top in range(0, len(lines), LINE):
        cells = (
            tuple(line >> picture.octets * 8 - WIDTH * (at + 1) & 0xFFF for line in lines[top : top + HEIGHT])
            for at in range(across)
        )
        text.append("".join(SHAPES[cell] for cell in cells).rstrip())
    return text


@given(words, st.integers(96, 700), st.integers(8, 132), st.sampled_from(Align), st.booleans())
@settings(max_examples=150)
def test_no_letter_is_cut_from_a_picture(
    text: list[str], dots: int, columns: int, align: Align, bold: bool
) -> None:
    """Whatever the columns say: a line has the dots that there are."""
    slip = Slip("", (Line(" ".join(text), align, bold=bold),))
    paper = page(slip, Profile(dots=dots, columns=columns))
    assert paper.octets == -(-dots // 8)
    assert "".join("".join(read(paper)).split()) == "".join(text)


@given(words, st.integers(96, 700), st.integers(8, 132), st.sampled_from(Size), st.sampled_from(Pictures))
@settings(max_examples=100)
def test_no_dot_is_beyond_the_paper(
    text: list[str], dots: int, columns: int, size: Size, pictures: Pictures
) -> None:
    slip = Slip(
        "", (Line(" ".join(text), size=size), Barcode(CODE), QrCode("https://example.vn/" + "x" * 150))
    )
    for made in allowed(Profile(dots=dots, columns=columns, pictures=pictures, native_qr=False)):
        machine = machine_of(made)
        machine.feed(encode(slip, made))
        assert (machine.unknown, machine.accidents, machine.beyond) == ([], 0, 0)
