"""The places of the app (its modes): going to one, and making all of them anew for the next person."""

from __future__ import annotations

from typing import Any

from textual.app import App

_FIRST = "sign_in"


async def go(app: App[Any], place: str) -> None:
    """Go to ``place``; where it is in front already, what lies over it is closed."""
    if place == app.current_mode:
        while len(app.screen_stack) > 1:
            await app.pop_screen()
    await app.switch_mode(place)


async def begin_anew(app: App[Any]) -> None:
    """Back to the sign-in screen; every other place is new when somebody comes to it."""
    await app.switch_mode(_FIRST)
    for place, screen in app.MODES.items():
        if place != _FIRST:
            await app.remove_mode(place)
            app.add_mode(place, screen)
