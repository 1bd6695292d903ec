"""The app: the one desk thread, problems, the lock, scans, roles, the lines at the top."""

import threading
from datetime import UTC, datetime
from time import monotonic
from typing import Any, cast

import pytest
from textual.app import ComposeResult
from textual.command import CommandPalette, Hit
from textual.screen import Screen
from textual.widgets import Static

from counter import locale, screens
from counter.guides import guide_pages, pages
from counter.problems import Problem
from counter.screens.base import CounterScreen
from counter.screens.help import Help, commands_of
from counter.shell.notices import READ_SECONDS
from counter.shell.palette import ScreenCommands
from counter.themes import THEMES, theme_for_terminal
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Listing
from counter.widgets.notice_line import NoticeLine
from counter.widgets.status import Indicator, Light, StatusLines
from counter.widgets.textual_internals import frame_lines
from db.domain.codes import Role
from tests.counter.widgets.form import Form, FormApp, made, office
from tests.notices import notices
from tests.terminal import Terminal


class Covering(CounterScreen[None]):
    """A lock."""

    COVERS = True
    GLOBALS = False

    def body(self) -> ComposeResult:
        yield Static("locked")


class Deaf(Form):
    """A form that takes no scans."""

    DEAF = True


class ScanApp(FormApp):
    """A deaf screen in front, the form as intake."""

    MODES = {"sign_in": Deaf, "intake": Form}  # noqa: RUF012


@pytest.fixture(autouse=True)
def lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(screens.OVERLAYS, "lock", f"{__name__}:Covering")


def first(app: FormApp) -> str:
    return app.screen.query_one("#first", Field).value


def upper_line(app: FormApp) -> str:
    return app.screen.query_one(StatusLines).render_line(0).text


async def test_the_desk_works_in_one_thread_in_order() -> None:
    app = made()
    names: list[str] = []
    async with app.run_test():
        await app.opened()
        for number in range(3):
            await app.at_desk(lambda n: names.append(f"{n} {threading.current_thread().name}"), number)
    assert names == ["0 desk_0", "1 desk_0", "2 desk_0"]


async def test_what_is_typed_while_the_office_opens_is_kept() -> None:
    may_open = threading.Event()

    def opener() -> Any:
        may_open.wait(90)
        return office()

    app = FormApp(opener, language="en", theme="calm")
    async with app.run_test() as pilot:
        await pilot.press(*"Lan")
        with pytest.raises(RuntimeError):
            _ = app.desk
        may_open.set()
        await app.opened()
        assert first(app) == "Lan"
        assert "UBND xã Tân Hòa" in upper_line(app)


async def test_an_office_that_does_not_open_is_told_and_the_window_stays() -> None:
    def opener() -> Any:
        raise Problem("The file [office.db] is damaged")

    app = FormApp(opener, language="en", theme="calm")
    async with app.run_test() as pilot:
        with pytest.raises(Problem):
            await app.opened()
        await pilot.pause()
        assert notices(app) == ["The file [office.db] is damaged"]
        await pilot.press("x")
        assert first(app) == "x"


async def test_a_problem_without_a_field_is_a_plain_notice() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        app.show_problem(Problem("No [bold]such[/x] thing", field="nowhere"))
        await pilot.pause()
        assert notices(app) == ["No [bold]such[/x] thing"]
        assert str(app.screen.query_one(NoticeLine).render()) == "! No [bold]such[/x] thing"
        app.notify("a\x1b[2Jb [/]")
        await pilot.pause()
        assert notices(app) == ["a[2Jb [/]"]


async def test_trouble_stays_until_a_key_and_news_for_some_seconds() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        app.notify("trouble", severity="error")
        await pilot.press("L")
        assert notices(app) == ["trouble"], "typed too soon to have read it"
        app.notices.key_pressed(monotonic() + READ_SECONDS)
        assert notices(app) == []
        app.notify("news", timeout=0.05)
        app.notices.key_pressed(monotonic() + READ_SECONDS)
        assert notices(app) == ["news"]
        await pilot.pause(0.1)
        assert notices(app) == []


async def test_a_notice_covers_nothing() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened()
        app.notify("Long words. " * 12, severity="error")
        await pilot.pause()
        screen = app.screen
        body, notice, keys = (screen.query_one(name).region for name in ("#body", "#notice", "#keys"))
        assert (body.bottom, notice.bottom, keys.bottom) == (notice.y, keys.y, 24)
        assert notice.height == 2


async def test_a_problem_of_a_worker_is_told_too() -> None:
    async def work() -> None:
        raise Problem("It went wrong")

    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        app.screen.run_worker(work())
        await pilot.pause()
        assert notices(app) == ["It went wrong"]


async def test_the_screen_locks_when_nobody_types_and_nothing_leads_out() -> None:
    app = made(lock_after=30)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("L")
        await app.idle_lock.check()
        assert isinstance(app.screen, Form)
        app.idle_lock.last_key -= 60
        await app.idle_lock.check()
        assert isinstance(app.screen, Covering)
        await pilot.press("f2", "f10", "ctrl+p")
        assert isinstance(app.screen, Covering)
        app.pop_screen()
        assert first(app) == "L"


async def test_nobody_signed_in_is_not_locked_out() -> None:
    app = made(lock_after=30, signed_in=False)
    async with app.run_test():
        await app.opened()
        app.idle_lock.last_key -= 60
        await app.idle_lock.check()
        assert isinstance(app.screen, Form)


async def test_a_scan_goes_to_the_screen_for_its_kind() -> None:
    app = made(ScanApp)
    async with app.run_test() as pilot:
        await app.opened()
        app.screen.query_one("#places", Listing).post_message(Scanned("072195000123"))
        await pilot.pause()
        await pilot.pause()
        assert app.current_mode == "intake"
        assert cast(Form, app.screen).told == ["scan:072195000123"]


async def test_a_scan_that_nobody_knows_is_typed_after_all() -> None:
    app = made(ScanApp)
    async with app.run_test() as pilot:
        await app.opened()
        field = app.screen.query_one("#first", Field)
        field.post_message(Scanned("a|b|c|d", field))
        await pilot.pause()
        await pilot.pause()
        assert app.current_mode == "sign_in"
        assert first(app) == "a|b|c|d"


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.OFFICER, False), (Role.SUPERVISOR, True), (Role.ADMIN, True)]
)
async def test_a_command_above_ones_role_does_not_show(role: Role, sees: bool) -> None:
    app = made(role=role)
    async with app.run_test():
        await app.opened()
        assert ("form.settle" in [each.id for each in cast(Form, app.screen).commands]) == sees


async def test_the_lines_at_the_top_say_who_where_when_and_how_things_are() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        assert "UBND xã Tân Hòa · Counter 3 · Nguyễn Thị [b]Lan" in upper_line(app)
        assert upper_line(app).endswith(" 12:00 23/11/2026 ")
        app.status_line.set_indicator("printer", Indicator("Printer out of paper", Light.BAD))
        app.status_line.set_indicator("centre", Indicator("Centre 08:41"))
        app.status_line.change(aside="F6 Work: 5")
        await pilot.pause()
        lower = app.screen.query_one(StatusLines).render_line(1).text
        assert lower.startswith(" • Centre 08:41   ! Printer out of paper ")
        assert lower.endswith("F6 Work: 5 ")


async def test_help_opens_beside_the_work_and_turns_its_pages() -> None:
    app = made()
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("L", "f1")
        assert isinstance(app.screen, Help)
        await pilot.press("right", "left", "left")
        assert "Reference" in top_of_page(app.screen), "the guides stand behind the pages of the screens"
        await pilot.press(*["left"] * len(guide_pages("en")))
        assert "If things go wrong" in top_of_page(app.screen)
        await pilot.press("escape")
        assert first(app) == "L"


def top_of_page(screen: Screen[Any]) -> str:
    page = screen.query_one("#text", Static)
    return "\n".join(page.render_line(y).text for y in range(3))


def test_the_manual_has_the_same_pages_in_both_languages() -> None:
    assert [page.name for page in pages("vi")] == [page.name for page in pages("en")]
    for page in (*pages("vi"), *pages("en")):
        assert page.title
        assert page.blocks


@pytest.mark.parametrize("page", [page.name for page in pages("en")])
def test_a_page_explains_its_own_keys(page: str) -> None:
    for command in commands_of(page):
        assert command.help.endswith(".")


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_starts(theme: str) -> None:
    app = made(theme=theme)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.press("L")
        assert app.theme == theme
        assert first(app) == "L"


async def test_an_unknown_theme_is_not_the_end() -> None:
    app = made(theme="no such theme")
    async with app.run_test():
        assert app.theme in {theme.name for theme in THEMES}


@pytest.mark.parametrize(
    ("term", "colour", "no_colour", "theme"),
    [
        ("xterm-256color", "", "", "calm"),
        ("xterm", "truecolor", "", "calm"),
        ("linux", "", "", "sixteen"),
        ("xterm-256color", "truecolor", "1", "monochrome"),
    ],
)
def test_the_theme_suits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, term: str, colour: str, no_colour: str, theme: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colour)
    monkeypatch.setenv("NO_COLOR", no_colour)
    assert theme_for_terminal() == theme


async def test_the_clock_is_the_one_that_was_handed_in() -> None:
    app = FormApp(
        lambda: office(), language="en", theme="calm", now=lambda: datetime(2026, 2, 13, 17, 30, tzinfo=UTC)
    )
    async with app.run_test():
        await app.opened()
        assert upper_line(app).endswith(" 00:30 14/02/2026 ")


def test_the_mouse_stays_the_terminals_own() -> None:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.until("Ấp 9")
        for mode in (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[>1u", b"\x1b[>25u"):
            assert mode not in terminal.raw


async def test_the_palette_finds_commands_without_accents() -> None:
    app = made(language="vi")
    async with app.run_test() as pilot:
        await app.opened()
        provider = ScreenCommands(app.screen)
        found = [
            str(hit.text or hit.prompt) async for hit in provider.search("tra cuu") if isinstance(hit, Hit)
        ]
        offered = [hit.text async for hit in provider.discover()]
        assert found == ["Tra cứu"]
        assert "Lưu" in offered
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"xyz")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        shown = "\n".join(strip.text for strip in frame_lines(app.screen))
        assert "Không có lệnh nào như vậy." in shown
        assert not any(sign in shown for sign in "▔▁🔎")
        await pilot.press("escape")
        locale.use("en")
