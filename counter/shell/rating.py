"""The program of the citizen's screen: one screen, nobody signed in, no places and no palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from counter import themes
from counter.desk.ratings import ratings
from counter.screens.ratings.screen import Ratings

if TYPE_CHECKING:
    from counter.desk.desk import Desk


class RatingApp(App[None], inherit_bindings=False):
    """Asks citizens how satisfied they are with the dossiers that were returned at ``counter``, 0 for every counter.

    Only Ctrl+Q, which no keypad has, ends it.
    """

    CSS_PATH = themes.style_sheet()
    TITLE = "Quầy Một Cửa"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, desk: Desk, counter: int = 0, theme: str = "") -> None:
        super().__init__()
        self._desk, self._counter = desk, counter
        for own_theme in themes.THEMES:
            self.register_theme(own_theme)
        self.theme = theme if theme in self.available_themes else themes.theme_for_terminal()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for Textual's themes."""
        return themes.FALLBACK

    def on_mount(self) -> None:
        """Show the screen."""
        desk = self._desk
        self.push_screen(
            Ratings(
                partial(ratings.just_returned, desk, self._counter),
                partial(ratings.find, desk),
                partial(ratings.rate, desk),
            )
        )
