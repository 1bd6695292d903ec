"""What a screen may ask of the app that shows it. ``counter.shell`` provides it; no screen imports the shell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.geometry import Size
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from counter.commands import RoleName
    from counter.desk.desk import Desk
    from counter.problems import Problem
    from counter.widgets.notice_line import Notice
    from counter.widgets.status import Status
    from db.domain.records import Dossier

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


class CustomerMessages(Protocol):
    """What the citizen reads on the customer's display; without a display, nothing happens."""

    def welcome(self, counter: int) -> None:
        """A shift at ``counter`` begins, or goes on."""

    def received(self, dossier: Dossier) -> None:
        """``dossier`` was received: its code and when its result is due."""

    def returned(self, dossier: Dossier) -> None:
        """The result of ``dossier`` was handed over."""

    def clear(self) -> None:
        """Nobody is served: show what the settings say for that."""


class Host(Protocol):
    """The app, as screens see it. ``desk`` raises RuntimeError before the office is open."""

    desk: Desk

    @property
    def status(self) -> Status:
        """What the two lines at the top say."""

    @property
    def notice(self) -> Notice:
        """What the line above the keys says."""

    @property
    def keymap(self) -> Mapping[str, str]:
        """The keys of commands that the settings changed, by the command's id."""

    @property
    def customer(self) -> CustomerMessages:
        """What to show to the citizen."""

    @property
    def size(self) -> Size:
        """The terminal, in cells."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """The mode's own screen and what lies over it, the screen in front last."""

    @property
    def current_mode(self) -> str:
        """The mode (a key of ``counter.screens.PLACES``) in front."""

    async def opened(self) -> Desk:
        """The desk, as soon as the office is open. Raises ``Problem`` where it cannot be opened."""

    async def at_desk(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``function`` in the desk thread, one at a time in order; returns its value, raises its Problem."""

    def may(self, role: RoleName) -> bool:
        """Whether the person at the desk has ``role``."""

    def show_problem(self, problem: Problem) -> None:
        """Show ``problem`` beside the field that it names, or as a notice."""

    def show_time(self) -> None:
        """Bring the clock at the top up to date."""

    def wake_sync(self) -> None:
        """Look at once whether something is to go to the centre."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether the app's own ``action`` can be run now."""

    async def action_go(self, mode: str) -> None:
        """Go to the screen of ``mode``; what was typed in the present one stays."""

    async def overlay(self, name: str, *arguments: object) -> None:
        """Lay the screen called ``name`` in ``counter.screens.OVERLAYS`` over the present one."""

    async def sign_out(self) -> None:
        """Go back to the sign-in screen, with nobody at the desk."""

    def push_screen(
        self, screen: Screen[S], callback: Callable[[S | None], Any] | None = None
    ) -> Awaitable[object]:
        """Lay ``screen`` over the present one; ``callback`` gets its result."""

    async def push_screen_wait(self, screen: Screen[S]) -> S:
        """Lay ``screen`` over the present one and wait for its result; only in a worker."""

    async def run_action(self, action: str, default_namespace: Any = None) -> bool:
        """Run ``action`` as a key would."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
    ) -> None:
        """Show a notice for a moment, as plain text."""

    def clear_notifications(self) -> None:
        """Take all notices away."""


class FirstStartHost(Host, Protocol):
    """The app of a data folder without an office."""

    @property
    def folder(self) -> Path:
        """The data folder."""

    @property
    def demo(self) -> Callable[[], Desk]:
        """Makes and opens the demo's office."""

    async def open_office(self, opener: Callable[[], Desk]) -> None:
        """Open the office with ``opener``, and let people sign in."""
