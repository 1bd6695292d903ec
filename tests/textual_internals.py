"""The private parts of Textual that only tests depend on; see ``tests/counter/widgets/test_textual_internals.py``."""

from __future__ import annotations

from textual import _wait
from textual.keys import _character_to_key
from textual.screen import Screen


def look_more_often() -> None:
    """Let a pilot look every 10 ms whether the app rests, not every 20: half of the suite would be that waiting."""
    _wait.SLEEP_GRANULARITY = 0.01
    _wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 20


def key_name(character: str) -> str:
    """What Textual calls the key that types ``character``."""
    return _character_to_key(character)


def text_of(screen: Screen[object]) -> str:
    """What stands on ``screen``, line by line."""
    return "\n".join(strip.text for strip in screen._compositor.render_strips())
