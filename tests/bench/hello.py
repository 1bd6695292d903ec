"""The smallest Textual app: what a first frame costs at the least."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        yield Static("hello")


if __name__ == "__main__":
    Hello().run(mouse=False)
