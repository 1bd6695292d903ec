"""A list of plain rows."""

from textual.app import App, ComposeResult

from counter.rules.text import one_line
from counter.themes import FALLBACK
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.text import fit

ROWS = [Row(f"k{n}", (f"{n}", f"Nguyễn [b]{n}[/x]", "x")) for n in range(50)]


class Shown(App[None]):
    """A list by itself."""

    def compose(self) -> ComposeResult:
        yield Listing(Column("No", 4, right=True), Column("Name"), Column("State", 6), empty="Nothing here.")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACK

    @property
    def listing(self) -> Listing:
        return self.query_one(Listing)

    def lines(self) -> list[str]:
        return [self.listing.render_line(y).text for y in range(self.listing.size.height)]


async def test_text_is_never_markup_and_columns_are_as_wide_as_they_say() -> None:
    async with Shown().run_test(size=(40, 6)) as pilot:
        app = pilot.app
        assert isinstance(app, Shown)
        app.listing.show(ROWS)
        await pilot.pause()
        assert app.lines()[0] == "   No Name                       State  "
        assert app.lines()[1] == "    0 Nguyễn [b]0[/x]            x      "


async def test_the_selection_stays_on_its_key_when_rows_change() -> None:
    async with Shown().run_test(size=(40, 6)) as pilot:
        app = pilot.app
        assert isinstance(app, Shown)
        app.listing.show(ROWS)
        await pilot.press("down", "down", "down")
        assert app.listing.selected == "k3"
        app.listing.show([Row("new", ("!", "Mới", "")), *ROWS])
        assert app.listing.selected == "k3"
        app.listing.show(ROWS[10:])
        assert app.listing.selected == "k10"
        app.listing.show([])
        assert app.listing.selected is None
        assert "Nothing here." in app.lines()[1]


async def test_pages_and_edges_keep_the_selected_row_in_view() -> None:
    async with Shown().run_test(size=(40, 6)) as pilot:
        app = pilot.app
        assert isinstance(app, Shown)
        app.listing.show(ROWS)
        for key, selected in (
            ("pagedown", "k5"),
            ("end", "k49"),
            ("pagedown", "k49"),
            ("pageup", "k44"),
            ("home", "k0"),
        ):
            await pilot.press(key)
            assert app.listing.selected == selected
            number = selected.removeprefix("k")
            assert any(line.split()[0] == number for line in app.lines()[1:])


async def test_enter_chooses_and_movement_is_told() -> None:
    told: list[str] = []

    def hear(message: object) -> None:
        if isinstance(message, Listing.Moved | Listing.Chosen):
            told.append(f"{type(message).__name__} {message.key}")

    async with Shown().run_test(message_hook=hear) as pilot:
        app = pilot.app
        assert isinstance(app, Shown)
        app.listing.show(ROWS)
        await pilot.press("down", "enter")
        await pilot.pause()
    assert [each for index, each in enumerate(told) if each not in told[:index]] == [
        "Moved k0",
        "Moved k1",
        "Chosen k1",
    ]


def test_cells_are_cut_with_an_ellipsis_and_filled_with_spaces() -> None:
    assert fit("Nguyễn Văn Đức", 8) == "Nguyễn …"
    assert fit("Đức", 5) == "Đức  "
    assert fit("Đức", 5, right=True) == "  Đức"
    assert fit("Đức", 0) == ""
    assert fit("漢字漢", 4) == "漢 …"


def test_nothing_that_moves_the_cursor_gets_through() -> None:
    assert one_line("a\x1b[2J\x00b\tc\nd") == "a[2Jb c d"
    assert one_line("a\u202eb\u200bc\ufeff") == "abc"
    assert one_line("e\u0302\u0301") == "ế"
