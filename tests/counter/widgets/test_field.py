"""Typing in a real terminal: keys in order, Vietnamese whole, scans told from typing."""

from collections.abc import Iterator

import pytest

from tests.terminal import Terminal

CARD = "072195000123||Trần Thị Bưởi|15081995|Nữ|Ấp 3, Tây Ninh|01012022"


@pytest.fixture
def form() -> Iterator[Terminal]:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.until("Ấp 9")
        yield terminal


def seen(form: Terminal, label: str) -> str:
    """What stands in the field called ``label``."""
    return form.line(f" {label} ")[16:60].strip()


def test_keys_of_one_read_go_to_the_field_that_has_the_focus_by_then(form: Terminal) -> None:
    form.type("12\r34\t56")
    form.until(lambda t: seen(t, "Number") == "56")
    assert (seen(form, "First"), seen(form, "Second")) == ("12", "34")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("tie\x7fế", "tiế"),
        ("vie\x7f\x7fiê\x7fệt", "việt"),
        ("e\u0302\u0301", "ế"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("abc\x1b[D\x1b[Dx", "axbc"),
        ("abc\x1b[Hx\x1b[Fy", "xabcy"),
        ("abc\x15x", "x"),
        ("a\x00\x1cb", "ab"),
        ("[b]dấu[/b]", "[b]dấu[/b]"),
    ],
)
def test_input_methods_and_editing_keys_in_one_burst(form: Terminal, typed: str, shown: str) -> None:
    form.type(typed)
    form.until(lambda t: seen(t, "First") == shown)


def test_a_burst_is_whole_when_enter_follows_it(form: Terminal) -> None:
    form.type("e\x7fế\rxong")
    form.until(lambda t: seen(t, "Second") == "xong")
    form.until("first=ế")


def test_backspace_takes_a_whole_letter_that_was_pasted_in_pieces(form: Terminal) -> None:
    form.type("\x1b[200~Trần\nThị\x07 Bưở\x1b[201~\x7f\x7f")
    form.until(lambda t: seen(t, "First") == "Trần Thị B")


def test_two_scans_in_one_write_are_two_scans(form: Terminal) -> None:
    form.type("072195000123\r079195000456\r")
    form.until("scan:072195000123 scan:079195000456")
    assert seen(form, "First") == "[b]a name"


def test_a_card_with_its_vietnamese_name_leaves_the_field_as_it_was(form: Terminal) -> None:
    form.type("Lan")
    form.until(lambda t: seen(t, "First") == "Lan")
    form.read(0.1)
    form.type(f"{CARD}\r")
    form.until("scan:072195000123||Trần Thị Bưởi|15081995")
    assert seen(form, "First") == "Lan"


def test_a_scan_finds_the_app_from_a_list_too(form: Terminal) -> None:
    form.type("\x1b[A\x1b[A" + "000.17.22.H56-261123-0007\r")
    form.until("scan:000.17.22.H56-261123-0007")


def test_a_complaint_stands_under_its_field_and_nothing_is_lost(form: Terminal) -> None:
    form.type("\t\t12a\r3")
    form.until("Digits only, [not] 12a3")
    assert seen(form, "Number") == "12a3"
    form.type("\x7f\x7f9 9\r")
    form.until("number=1299")
    assert "Digits only" not in form.text


def test_going_back_is_never_forbidden(form: Terminal) -> None:
    form.type("\t\tx\x1b[A\x1b[Zup")
    form.until(lambda t: seen(t, "First") == "up")


def test_a_field_drives_its_list(form: Terminal) -> None:
    form.type("\t\t\t\x1b[B\x1b[B\r")
    form.until("chosen:3")
    form.until("place=")


def test_what_is_typed_while_the_desk_works_comes_after_it(form: Terminal) -> None:
    form.type("Lan\x13Hoa\tHai")
    form.until("saved:Lan///")
    form.until(lambda t: seen(t, "Second") == "Hai")
    assert seen(form, "First") == "Hoa"


def test_a_problem_of_the_desk_is_told_beside_its_field(form: Terminal) -> None:
    form.type("bad\x13")
    form.until("This [name] will not do")
    assert "saved" not in form.text
    form.type("xyz")
    form.until(lambda t: seen(t, "Second") == "xyz")
    assert "will not do" not in form.text
