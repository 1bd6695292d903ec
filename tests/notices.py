"""What the program says above the keys."""

from typing import Any, cast

from textual.app import App

from counter.shell.app import CounterApp


def notices(app: App[Any]) -> list[str]:
    """The notice that ``app`` shows, or nothing."""
    text = cast(CounterApp, app).notice.text
    return [text] if text else []
