"""One table of commands feeds keys, key bar, help and palette."""

from importlib import import_module
from typing import Any

import pytest
from rich.cells import cell_len

from counter import locale
from counter.commands import GLOBAL, Command, Kind, action, broken_rules, every, keys_of, register, spell
from counter.locale import Language
from counter.screens import OVERLAYS, PLACES
from counter.screens.base import CounterScreen
from counter.widgets.action_list import ActionList, mark
from counter.widgets.field import Field
from counter.widgets.key_bar import KeyBar
from tests.counter.widgets.form import Form, FormApp, made
from tests.notices import notices

PLAN = {
    "f1": "app.help",
    "f2": "app.intake",
    "f3": "app.returning",
    "f4": "app.search",
    "f6": "app.worklists",
    "f7": "app.prints",
    "f8": "app.shift_log",
    "f10": "app.lock",
    "f11": "app.centre",
}
"""What the function keys are; F5 and F9 are kept free for the rooms that come."""


def command(name: str, **changes: object) -> Command:
    return Command(**{"id": name, "key": "f11", "action": "x", "label": "X", "help": "X.", **changes})  # type: ignore[arg-type]


def test_no_two_commands_that_work_everywhere_share_a_key() -> None:
    keys = [key for each in GLOBAL for key in keys_of(each, {})]
    assert len(keys) == len(set(keys))


def test_each_function_key_has_a_second_key_that_no_input_uses() -> None:
    editing = {f"ctrl+{letter}" for letter in "acdehijkmuvwx"}
    for each in GLOBAL:
        assert not each.key.startswith("f") or each.second_key.startswith("ctrl+")
        assert not editing.intersection(keys_of(each, {}))


def test_keys_of_later_releases_are_not_shown() -> None:
    assert not {"f5", "f9"}.intersection(key for each in GLOBAL for key in keys_of(each, {}))


def screens() -> list[type[CounterScreen[Any]]]:
    """Every screen of the program."""
    for place in (PLACES | OVERLAYS).values():
        import_module(place.partition(":")[0])
    known: list[type[CounterScreen[Any]]] = [CounterScreen]
    for screen in known:
        known += screen.__subclasses__()
    return [screen for screen in known if screen.__module__.startswith("counter.")]


def test_the_function_keys_are_the_places_of_the_plan() -> None:
    assert {each.key: each.id for each in GLOBAL if each.kind is Kind.PLACE} == PLAN


def test_every_command_keeps_to_the_plan_of_keys() -> None:
    assert len(screens()) > 15
    assert broken_rules([command for screen in screens() for command in (*GLOBAL, *screen.KEYS)]) == []


@pytest.mark.parametrize(
    "odd",
    [
        command("test.place", key="f4"),
        command("test.second", key="ctrl+r"),
        command("test.function", key="f9"),
        command("test.again", key="f12"),
        command("test.filter", key="ctrl+l"),
        command("test.action", kind=Kind.ACTION, key="ctrl+o"),
        command("test.finish", kind=Kind.FINISH, key="f6"),
    ],
)
def test_a_command_that_breaks_the_plan_is_named(odd: Command) -> None:
    assert any(odd.id in line for line in broken_rules([*GLOBAL, odd]))


def test_on_no_screen_a_key_means_two_things() -> None:
    always = {key for each in GLOBAL for key in keys_of(each, {})} - {"f1"}
    for screen in screens():
        keys = [key for each in screen.KEYS for key in keys_of(each, {})]
        assert len(keys) == len(set(keys)), screen
        assert not always.intersection(keys), screen
        actions = [each for each in screen.KEYS if each.kind is Kind.ACTION]
        assert not actions or mark(len(actions)), screen


def test_an_id_names_one_command() -> None:
    first = command("test.once")
    assert register([first]) == (first,)
    assert first in every()
    register([first])
    with pytest.raises(ValueError, match=r"test\.once"):
        register([command("test.once", key="f2")])


@pytest.mark.parametrize(
    ("key", "spelled"),
    [("f12", "F12"), ("ctrl+s", "Ctrl+S"), ("escape", "Esc"), ("pageup", "PgUp"), ("down", "↓")],
)
def test_keys_are_spelled_as_on_the_keyboard(key: str, spelled: str) -> None:
    locale.use("en")
    assert spell(key) == spelled


async def test_an_office_may_give_a_command_another_key_and_the_bar_says_so() -> None:
    app = made(keymap={"form.save": "f11"})
    async with app.run_test() as pilot:
        await app.opened()
        assert "F11 Save" in key_line(app.screen)
        await pilot.press("L", "f11")
        assert told(app.screen) == ["saved:L///"]
        await pilot.press("f12")
        assert told(app.screen) == ["saved:L///"]


def key_line(screen: object, line: int = 0) -> str:
    assert isinstance(screen, Form)
    return screen.query_one("#keys").render_line(line).text


def told(screen: object) -> list[str]:
    assert isinstance(screen, Form)
    return screen.told


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_the_key_bar_keeps_what_matters_most_and_never_wraps(width: int) -> None:
    app = made()
    async with app.run_test(size=(width, 24)):
        await app.opened()
        line, places = key_line(app.screen), key_line(app.screen, 1)
        assert len(line) == len(places) == width
        assert "F12 Save" in line
        assert "F1 Help" in places
        assert ("F10 Lock" in places) == (width >= 80)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("screen", screens())
def test_the_places_and_what_can_be_done_fit_into_eighty_columns(
    screen: type[CounterScreen[Any]], language: Language
) -> None:
    locale.use(language)
    bar = KeyBar()
    here, places = bar.lines_of([*screen.KEYS, *GLOBAL], {}, 80)
    assert sum(cell_len(text) for text, _look in here) <= 80
    assert sum(cell_len(text) for text, _look in places) <= 80
    shown = "".join(text for text, _look in (*here, *places))
    for each in (*screen.KEYS, *GLOBAL):
        assert not each.rank or f"{spell(each.key)} " in shown


class Questions(Form):
    """A form with an action of each kind."""

    KEYS = (
        *Form.KEYS,
        action(id="ask.plain", action="plain", label="Plain", help="At once."),
        action(id="ask.final", action="final", label="Final", help="Asks first.", question="Gone for good."),
        action(id="ask.never", action="never", label="Never", help="Refused."),
    )

    def refusal(self, command: Command) -> str:
        return "Not today." if command.id == "ask.never" else ""

    def action_plain(self) -> None:
        self.tell("plain")

    def action_final(self) -> None:
        self.tell("final")

    def action_never(self) -> None:
        self.tell("never")


class QuestionApp(FormApp):
    MODES = {**FormApp.MODES, "sign_in": Questions}  # noqa: RUF012


async def test_actions_are_chosen_by_number_or_enter_and_escape_closes_only_the_list() -> None:
    app = made(QuestionApp)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("L", "ctrl+t")
        assert [each.label for each in app.screen.query_one(ActionList).actions] == [
            "Plain",
            "Final",
            "Never",
        ]
        await pilot.press("escape", "a")
        assert app.screen.query_one("#first", Field).value == "La", "the field is as it was"
        await pilot.press("ctrl+t", "1", "ctrl+t", "enter")
        assert told(app.screen) == ["plain", "plain"]
        assert app.focused is app.screen.query_one("#first")


def test_after_nine_actions_a_letter_chooses() -> None:
    assert [mark(number) for number in (1, 9, 10, 35, 36)] == ["1", "9", "a", "z", ""]


async def test_what_cannot_be_undone_says_what_will_happen_and_waits_for_f12() -> None:
    app = made(QuestionApp)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("ctrl+t", "2")
        asked = app.screen.query_one(ActionList)
        assert asked.asked is not None and "Gone for good." in asked.render_line(0).text
        await pilot.press("enter", "2", "1")
        assert told(app.screen) == [], "neither Enter nor a digit answers"
        await pilot.press("escape", "ctrl+t", "f12")
        assert told(app.screen) == [], "F12 answers only a question, and saves nothing under the list"
        await pilot.press("2", "f12")
        assert told(app.screen) == ["final"]


async def test_an_action_that_may_not_be_done_now_says_why() -> None:
    app = made(QuestionApp)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("ctrl+t", "3")
        assert notices(app) == ["Not today."]
        assert told(app.screen) == []


async def test_an_office_may_give_an_action_a_key_of_its_own() -> None:
    app = made(QuestionApp, keymap={"ask.plain": "ctrl+o", "ask.final": "ctrl+r"})
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("ctrl+o", "ctrl+r")
        assert told(app.screen) == ["plain"]
        await pilot.press("f12")
        assert told(app.screen) == ["plain", "final"]
