"""The test print of a printer: the same letters by every strategy; a person types which of them read right."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command, action, finish
from counter.desk.printing import calibration
from counter.desk.printing.calibration import CalibrationState, PrinterSetup
from counter.desk.printing.labels import TROUBLES
from counter.locale import N_, _
from counter.screens.base import CounterScreen, OfficeChanged
from counter.widgets.choice import Choice, Option
from counter.widgets.entry import Entry
from counter.widgets.field import Field

STRATEGIES: dict[str, str] = {
    "tcvn3": N_("Vietnamese letters of the printer (TCVN-3)"),
    "viscii": N_("Vietnamese letters of the printer (VISCII)"),
    "downloaded": N_("letters sent to the printer"),
    "raster": N_("pictures (slow)"),
    "ascii": N_("without accents"),
}
"""What the strategies of ``devices.profile`` are called."""

_STATES: dict[CalibrationState, str] = {
    CalibrationState.REQUESTED: N_("The test print waits for the printer."),
    CalibrationState.PRINTING: N_("The test print is on its way; at a slow speed it takes a minute."),
    CalibrationState.PRINTED: N_(
        "The test print was sent, and the printer tells that it came out. Which numbers read right on the paper?"
    ),
    CalibrationState.SENT: N_(
        "The test print was sent, but no answer: look whether it came out. Which numbers read right?"
    ),
}


class Calibration(CounterScreen[None]):
    """Print, look, type the numbers, save: from the next slip on the printer prints by what read right."""

    HEADING, MANUAL = N_("Test the printer"), "prints"
    GLOBALS = False
    KEYS = (
        action(
            id="calibration.print",
            action="print",
            label=N_("Print the test"),
            help=N_("Print the same letters in every way that a printer may know."),
        ),
        finish(
            id="calibration.save",
            action="save",
            label=N_("Save"),
            help=N_("Print by the numbers that read right from now on."),
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
        self._is_test_requested = False

    def body(self) -> ComposeResult:
        """The printer, what is on the paper, and the numbers that read right."""
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
        """Show how the printer is set up now."""
        await self._show_setup()
        self.right.focus()

    @property
    def _chosen(self) -> str:
        return self.printer.chosen if self._names else ""

    @on(Field.Changed, "#printer")
    async def printer_chosen(self) -> None:
        """Show another printer, whose test is not printed yet."""
        self._is_test_requested = False
        await self._show_setup()

    async def _show_setup(self) -> None:
        if not self._names:
            return
        setup = await self.app.at_desk(calibration.printer_setup, self.app.desk, self._chosen)
        now = _("It prints by: {way}; {columns} letters a line.")
        strategy_name = _(STRATEGIES[setup.profile.strategy.value])
        self.query_one("#now", Static).update(now.format(way=strategy_name, columns=setup.profile.columns))
        self.query_one("#ways", Static).update("\n".join(_parts(setup)))
        await self._show_state()

    @on(OfficeChanged)
    async def _show_state(self) -> None:
        text = _("Ctrl+T 1 prints the test. Look which numbered parts read right, type their numbers, save.")
        if self._is_test_requested:
            state = await self.app.at_desk(calibration.calibration_state, self.app.desk)
            if isinstance(state, CalibrationState):
                text = _(_STATES[state])
            elif state is not None:
                text = f"{_(TROUBLES[state])}."
        self.query_one("#state", Static).update(text)

    async def action_print(self) -> None:
        """Ask the process that prints for the test."""
        await self.app.at_desk(calibration.request_calibration, self.app.desk, self._chosen)
        self._is_test_requested = True
        await self._show_state()

    async def action_save(self) -> None:
        """Save the strategy that read right."""
        profile = await self.app.at_desk(
            calibration.save_profile, self.app.desk, self._chosen, self.right.value
        )
        message = _("{printer} prints Vietnamese from now on by: {way}.")
        self.app.notify(message.format(printer=self._chosen, way=_(STRATEGIES[profile.strategy.value])))
        self.dismiss()

    def action_close(self) -> None:
        """Leave the printer as it was."""
        self.dismiss()


def _parts(setup: PrinterSetup) -> list[str]:
    """What is printed under each number of the test print."""
    lines = [
        f"{part.number}. {_described(part.description, part.profile.strategy.value)}"
        for part in setup.candidates
    ]
    codes = "    ".join(
        f"{number}. {code}" for number, code in zip(setup.codes, ("CODE128", "QR"), strict=False)
    )
    return [*lines, codes]


def _described(what: str, strategy: str) -> str:
    """A strategy in the person's language, with the numbers of the printer's code pages."""
    detail = what.partition(",")[2].strip()
    numbers = detail.replace("pages", "").replace("page", "").replace("and", "+").strip()
    return f"{_(STRATEGIES[strategy])}: {numbers}" if numbers else _(STRATEGIES[strategy])
