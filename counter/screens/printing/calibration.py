"""The test print of a printer: the same letters in every way that it may know; a person says which read right."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.desk.printing import calibration
from counter.desk.printing.calibration import CalibrationState, PrinterSetup
from counter.desk.printing.labels import TROUBLES
from counter.locale import N_, _
from counter.screens.base import CounterScreen, OfficeChanged
from counter.widgets.choice import Choice, Option
from counter.widgets.entry import Entry
from counter.widgets.field import Field

WAYS: dict[str, str] = {
    "tcvn3": N_("Vietnamese letters of the printer (TCVN-3)"),
    "viscii": N_("Vietnamese letters of the printer (VISCII)"),
    "downloaded": N_("letters sent to the printer"),
    "raster": N_("pictures (slow)"),
    "ascii": N_("without accents"),
}
"""What a strategy of ``devices.profile`` is called."""

_STATES: dict[CalibrationState, str] = {
    CalibrationState.REQUESTED: N_("The test print waits for the printer."),
    CalibrationState.PRINTING: N_("The test print is on its way; at a slow speed it takes a minute."),
    CalibrationState.PRINTED: N_("The test print was sent. Which numbers read right on the paper?"),
}


class Calibration(CounterScreen[None]):
    """Print, look, type the numbers, save: the printer goes by it from the next slip on."""

    HEADING, MANUAL = N_("Test the printer"), "prints"
    GLOBALS = False
    KEYS = (
        Command(
            id="calibration.print",
            key="f9",
            second_key="ctrl+y",
            action="print",
            label=N_("Print the test"),
            help=N_("Print the same letters in every way that a printer may know."),
            rank=1,
        ),
        Command(
            id="calibration.save",
            key="f12",
            second_key="ctrl+s",
            action="save",
            label=N_("Save"),
            help=N_("Print by the numbers that read right from now on."),
            rank=1,
        ),
        Command(
            id="calibration.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back to the queue; the printer goes on as before."),
            rank=1,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    Calibration {
        #ways, #state, #now { padding: 0 1; margin-top: 1; }
        #now { color: $quiet; text-style: $quiet-style; }
        #state { text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False

    def body(self) -> ComposeResult:
        """Which printer, what is on the paper, what a person reads there."""
        self._names = calibration.printers(self.app.desk)
        options = [Option(name, name) for name in self._names or [_("No printer is set up.")]]
        self.printer = Choice(options, id="printer")
        self.right = Field(id="right", placeholder="1, 5, 7", max_length=40, scans=False)
        yield Entry(N_("Printer"), self.printer)
        yield Static(id="now", markup=False)
        yield Static(id="ways", markup=False)
        yield Static(id="state", markup=False)
        yield Entry(N_("Read right"), self.right)

    async def arrived(self) -> None:
        """Tell how the printer is set up now."""
        await self._tell()
        self.right.focus()

    @property
    def _chosen(self) -> str:
        return self.printer.chosen if self._names else ""

    @on(Field.Changed, "#printer")
    async def another(self) -> None:
        """Another printer was chosen: its test is not printed yet."""
        self._asked = False
        await self._tell()

    async def _tell(self) -> None:
        if not self._names:
            return
        setup = await self.app.at_desk(calibration.printer_setup, self.app.desk, self._chosen)
        now = _("It prints by: {way}; {columns} letters a line.")
        way = _(WAYS[setup.profile.strategy.value])
        self.query_one("#now", Static).update(now.format(way=way, columns=setup.profile.columns))
        self.query_one("#ways", Static).update("\n".join(_ways(setup)))
        await self._tell_state()

    @on(OfficeChanged)
    async def _tell_state(self) -> None:
        said = _("F9 prints the test. Look which numbered parts read right, type their numbers, save.")
        if self._asked:
            state = await self.app.at_desk(calibration.calibration_state, self.app.desk)
            if isinstance(state, CalibrationState):
                said = _(_STATES[state])
            elif state is not None:
                said = f"{_(TROUBLES[state])}."
        self.query_one("#state", Static).update(said)

    async def action_print(self) -> None:
        """Let the test be printed by whoever prints."""
        await self.app.at_desk(calibration.request_calibration, self.app.desk, self._chosen)
        self._asked = True
        await self._tell_state()

    async def action_save(self) -> None:
        """Keep what read right."""
        found = await self.app.at_desk(
            calibration.save_profile, self.app.desk, self._chosen, self.right.value
        )
        said = _("{printer} prints Vietnamese from now on by: {way}.")
        self.app.notify(said.format(printer=self._chosen, way=_(WAYS[found.strategy.value])))
        self.dismiss()

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss()


def _ways(setup: PrinterSetup) -> list[str]:
    """What stands under each number of the test print."""
    lines = [
        f"{way.number}. {_described(way.description, way.profile.strategy.value)}" for way in setup.candidates
    ]
    barcode, qr = setup.codes
    return [*lines, f"{barcode}. CODE128    {qr}. QR"]


def _described(what: str, strategy: str) -> str:
    """A way in the person's language; which pages of a printer it means is the same in any."""
    detail = what.partition(",")[2].strip()
    numbers = detail.replace("pages", "").replace("page", "").replace("and", "+").strip()
    return f"{_(WAYS[strategy])}: {numbers}" if numbers else _(WAYS[strategy])
