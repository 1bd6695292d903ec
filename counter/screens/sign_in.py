"""Who is at the counter: the first thing that is drawn."""

from textual.app import ComposeResult

from counter.locale import N_
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.screen import CounterScreen


class SignIn(CounterScreen[None]):
    """Account and password."""

    HEADING = N_("Sign in")
    GLOBALS = False

    def body(self) -> ComposeResult:
        """Two fields."""
        yield Entry(N_("Account"), Field(id="login", max_length=60))
        yield Entry(N_("Password"), Field(id="password", password=True))
