"""The smallest Textual app with an input: what the echo of a key costs at the least."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class StockInput(App[None]):
    """One stock input."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="type here")


if __name__ == "__main__":
    StockInput().run(mouse=False)
