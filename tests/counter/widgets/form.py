"""A small form in our app, for tests in a real terminal: ``python -m tests.counter.widgets.form [stock]``.

``stock`` paints as Textual does, to compare with.
"""

import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from rich.console import RenderableType
from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from counter.commands import Command, action, finish
from counter.locale import N_
from counter.problems import Problem
from counter.screens.base import CounterScreen
from counter.shell.app import CounterApp
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.textual_internals import InternalApp
from db.domain.codes import Role

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PLACES = tuple(Row(str(n), (str(n), f"Ấp {n} [xã/]")) for n in range(1, 31))


def office(*, lock_after: int = 0, signed_in: bool = True, role: Role = Role.OFFICER) -> Any:
    """Something that a CounterApp takes for a desk."""
    staff = SimpleNamespace(name="Nguyễn Thị [b]Lan", role=role) if signed_in else None
    shift = SimpleNamespace(counter=3, opened_at=NOON) if signed_in else None
    return SimpleNamespace(
        office=SimpleNamespace(name="UBND xã Tân Hòa", lock_after=lock_after),
        clock=SimpleNamespace(now=lambda: NOON),
        store=SimpleNamespace(close=lambda: None),
        staff=staff,
        shift=shift,
    )


def digits(text: str) -> str:
    """A check of a field: digits only, without the spaces between them."""
    bare = text.replace(" ", "")
    if bare and not bare.isdigit():
        raise Problem("Digits only, [not] {text}", text=text)
    return bare


class Form(CounterScreen[None]):
    """Three fields, a list, and a line that tells what happened."""

    HEADING = "Form"
    DEAF = False
    KEYS: ClassVar[tuple[Command, ...]] = (
        finish(id="form.save", action="save", label="Save", help="Save it."),
        action(id="form.settle", action="settle", label="Settle", help=N_("Help"), role="supervisor"),
    )

    def body(self) -> ComposeResult:
        """The form."""
        self.told: list[str] = []
        places = Listing(Column("No", 4, right=True), Column("Place"), driven=True, id="places")
        yield Entry("First", Field(id="first", placeholder="[b]a name"))
        yield Entry("Second", Field(id="second"))
        yield Entry("Number", Field(id="number", check=digits))
        yield Entry("Place", Field(id="place", listing=places))
        yield places
        yield Static(id="told", markup=False)

    async def arrived(self) -> None:
        """Fill the list."""
        self.query_one("#places", Listing).show(PLACES)

    def tell(self, what: str) -> None:
        """Note ``what`` on the last line."""
        self.told.append(what)
        self.query_one("#told", Static).update(" ".join(self.told))

    @on(Scanned)
    def scanned(self, message: Scanned) -> None:
        """Take every scan, unless the form is deaf."""
        if not self.DEAF:
            message.stop()
            self.tell(f"scan:{message.text}")

    @on(Field.Advanced)
    def advanced(self, message: Field.Advanced) -> None:
        """Note which field was left."""
        self.tell(f"{message.field.id}={message.value}")

    @on(Listing.Chosen)
    def chosen(self, message: Listing.Chosen) -> None:
        """Note which row was chosen."""
        self.tell(f"chosen:{message.key}")

    async def action_save(self) -> None:
        """Save in the desk thread, then begin again at the first field."""
        values = await self.app.at_desk(slowly, [field.value for field in self.query(Field)])
        self.tell(f"saved:{'/'.join(values)}")
        for field in self.query(Field):
            field.value = ""
        self.query_one("#first").focus()


def slowly(values: list[str]) -> list[str]:
    """Desk work that finishes after the keys that were typed ahead have arrived."""
    import time

    time.sleep(0.2)
    if values[0] == "bad":
        raise Problem("This [name] will not do", field="second")
    return values


class FormApp(CounterApp):
    """Our app with the form as its only screen."""

    MODES = {"sign_in": Form, "elsewhere": Form}  # noqa: RUF012

    async def start_services(self) -> None:
        """No printer and no centre: this office has no file."""


class StockApp(FormApp):
    """The same, painted the stock way."""

    def display_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send everything that Textual paints."""
        InternalApp.display_frame(self, screen, renderable)


def made(kind: type[FormApp] = FormApp, **options: Any) -> FormApp:
    """The app over a desk that is nobody's."""
    desk = office(
        lock_after=options.pop("idle", 0),
        signed_in=options.pop("signed_in", True),
        role=options.pop("role", Role.OFFICER),
    )
    return kind(lambda: cast(Any, desk), now=lambda: NOON, **{"language": "en", "theme": "calm", **options})


if __name__ == "__main__":
    made(StockApp if "stock" in sys.argv else FormApp).run(mouse=False)
