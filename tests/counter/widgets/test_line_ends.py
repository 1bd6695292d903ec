"""Enter as terminals and scanners send it, and text that is longer than its field."""

from collections.abc import Iterator

import pytest
from textual.events import Key

from counter.problems import Problem
from counter.widgets.field import Field, Scanned
from tests.counter.widgets.form import FormApp, made
from tests.counter.widgets.test_field import CARD, seen
from tests.terminal import Terminal

NUMBER = "072195000123"


@pytest.fixture
def form() -> Iterator[Terminal]:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.until("Ấp 9")
        yield terminal


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_end_of_line_is_one_enter(form: Terminal, end: str) -> None:
    form.type(f"12{end}34{end}56")
    form.until(lambda t: seen(t, "Number") == "56")
    assert (seen(form, "First"), seen(form, "Second")) == ("12", "34")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_end_of_line_ends_a_scan(form: Terminal, end: str) -> None:
    form.type(f"{NUMBER}{end}{CARD}{end}next")
    form.until(lambda t: seen(t, "First") == "next")
    form.until(f"scan:{NUMBER} scan:{NUMBER}||Trần")


def test_what_is_typed_before_the_program_listens_goes_on_at_its_line_feed() -> None:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.type("12\r34\r56")  # the terminal still turns a return into a line feed
        terminal.until(lambda t: "Ấp 9" in t.text and seen(t, "Number") == "56")
        assert (seen(terminal, "First"), seen(terminal, "Second")) == ("12", "34")


def test_two_line_feeds_are_two_enters(form: Terminal) -> None:
    form.type("12\n\n56")
    form.until(lambda t: seen(t, "Number") == "56")


def test_a_pasted_card_is_a_scan_wherever_it_lands(form: Terminal) -> None:
    form.type(f"\x1b[200~{CARD}\n\x1b[201~next")
    form.until("scan:072195000123||Trần Thị Bưởi")
    form.until(lambda t: seen(t, "First") == "next")


def test_a_pasted_number_is_text(form: Terminal) -> None:
    form.type(f"\x1b[200~{NUMBER}\x1b[201~")
    form.until(lambda t: seen(t, "First") == NUMBER)


def short(app: FormApp) -> Field:
    field = app.screen.query_one("#first", Field)
    field.max_length = 8
    return field


async def test_a_paste_that_does_not_fit_is_told() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        field = short(app)
        field.type_in("1234567890")
        assert field.value == "12345678"
        await pilot.press("enter")
        assert app.focused is field
        assert "8 characters" in field.problem
        await pilot.press("enter")
        assert app.focused is not field


async def test_a_long_text_shows_its_beginning_once_it_was_left() -> None:
    app = made()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.opened()
        field = app.screen.query_one("#first", Field)
        field.type_in("from the beginning " + "on and on " * 9)
        await pilot.press("end", "x")
        assert field.scroll_x > 0
        await pilot.press("tab")
        await pilot.pause()
        assert field.render_line(0).text.startswith("from the beginning")


async def test_what_was_mended_is_not_told() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        field = short(app)
        await pilot.press(*"1234567890", "backspace", "enter")
        assert app.focused is not field
        assert field.value == "1234567"


async def test_a_scan_into_a_short_field_neither_rings_nor_complains(monkeypatch: pytest.MonkeyPatch) -> None:
    app = made()
    rung: list[int] = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(1))
    async with app.run_test() as pilot:
        await app.opened()
        field = short(app)
        for letter in NUMBER:
            app.post_message(Key(letter, letter))
        app.post_message(Key("enter", "\r"))
        await pilot.pause()
        assert (field.value, field.problem, rung) == ("", "", [])


async def test_a_problem_of_the_app_itself_is_told_and_keys_go_on() -> None:
    class Grumbling(FormApp):
        async def on_scanned(self, message: Scanned) -> None:
            raise Problem("Not this one", field="first")

    app = made(Grumbling)
    async with app.run_test() as pilot:
        await app.opened()
        app.post_message(Scanned("x"))
        await pilot.pause()
        assert app.screen.query_one("#first", Field).problem == "Not this one"
        await pilot.press("a")
        assert app.is_running
