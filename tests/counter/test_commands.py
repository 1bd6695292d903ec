"""One table of commands feeds keys, key bar, help and palette."""

import pytest

from counter import locale
from counter.commands import GLOBAL, Command, every, keys_of, register, spell
from tests.counter.widgets.form import Form, made


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
    assert not {"f5", "f6", "f9"}.intersection(key for each in GLOBAL for key in keys_of(each, {}))


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


def key_line(screen: object) -> str:
    assert isinstance(screen, Form)
    return screen.query_one("#keys").render_line(0).text


def told(screen: object) -> list[str]:
    assert isinstance(screen, Form)
    return screen.told


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_the_key_bar_keeps_what_matters_most_and_never_wraps(width: int) -> None:
    app = made()
    async with app.run_test(size=(width, 24)):
        await app.opened()
        line = key_line(app.screen)
        assert len(line) == width
        assert "F12 Save" in line
        assert "F1 Help" in line
        assert ("F10 Lock" in line) == (width == 120)
