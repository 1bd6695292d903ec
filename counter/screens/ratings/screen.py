"""The citizen's screen: large labels, the digits of a keypad, Vietnamese or English, and no name of anybody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Digits, Static

from counter import locale
from counter.desk.ratings.ratings import Answers, Returned
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.labels import INDICES, RATINGS
from counter.screens.ratings.dialogue import ORDER, Dialogue, Stage

PAUSE: Final = 30.0
"""Seconds without a key after which the next citizen begins; what was pressed till then is stored."""

THANKS: Final = 4.0
"""Seconds for which the last word stays."""

LOOK: Final = 2.0
"""Seconds after which the start looks again for dossiers that were returned."""

GAP: Final = 0.1
"""Seconds within which another key shows that a scanner types."""

_LANGUAGE = "9"
_QUESTIONS = {
    "time": N_("How satisfied are you with the time it took?"),
    "asked": N_("How satisfied are you with how often papers were asked for?"),
    "agencies": N_("How satisfied are you with how many agencies you had to see?"),
    "attitude": N_("How satisfied are you with the attitude of the officer?"),
}
assert _QUESTIONS.keys() == INDICES.keys()


class Ratings(Screen[object]):
    """Asks one citizen after the other.

    ``look`` reads which dossiers were just returned, ``find`` one by its code, ``store`` notes the answers; the last
    two raise ``Problem``.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Ratings {
        align: center middle;
        #page { height: auto; }
        #ask { width: 100%; height: auto; text-align: center; text-style: bold; padding: 0 2; }
        #about { width: 100%; height: auto; text-align: center; margin-bottom: 1; color: $label; }
        #choices { width: 100%; height: auto; align-horizontal: center; }
        #choices.-column { layout: vertical; }
        .choice {
            width: 24; height: 7; border: round $rule; align: center middle; margin: 0 1;
            Digits { width: 100%; text-align: center; }
            Static { width: 100%; text-align: center; text-style: bold; }
        }
        .line { width: 44; height: 3; border: round $rule; content-align: center middle; text-style: bold; }
        #hint { width: 100%; height: auto; text-align: center; margin-top: 1; color: $quiet; }
        .-good { color: $good; }
        .-bad { color: $warn; }
    }
    """

    def __init__(
        self,
        look: Callable[[], tuple[Returned, ...]],
        find: Callable[[str], Returned],
        store: Callable[[str, Answers], object],
    ) -> None:
        super().__init__()
        self._look, self._find, self._store = look, find, store
        self.dialogue = Dialogue()
        self._burst = ""
        self._burst_timer: Timer | None = None
        self._pause_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is asked, about which dossier, the answers, and the other keys."""
        with Vertical(id="page"):
            yield Static(id="ask", markup=False)
            yield Static(id="about", markup=False)
            yield Horizontal(id="choices")
            yield Static(id="hint", markup=False)

    async def on_mount(self) -> None:
        """Begin, and look for returned dossiers from then on."""
        self.set_interval(LOOK, self._look_again)
        await self._look_again()

    async def _look_again(self) -> None:
        if self.dialogue.stage is Stage.CHOICE:
            before = self.dialogue.offered
            with suppress(Problem):  # a file that is busy or gone for a moment: the next look tells
                self.dialogue.offer(self._look())
            if self.dialogue.offered != before or not self.query_one("#ask", Static).content:
                await self._show()

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """A digit; or a scanner, which is known by its pace."""
        event.stop()
        self._wait_on()
        if event.key == "enter":
            await self._enter()
        elif event.key == "backspace":
            self.dialogue.erase()
            await self._show()
        elif event.key == "escape":
            self.dialogue.begin()
            await self._look_again()
            await self._show()
        elif event.is_printable and event.character:
            await self._character(event.character)

    async def _character(self, character: str) -> None:
        if self.dialogue.stage is Stage.CODE:
            self.dialogue.press(character)
            await self._show()
            return
        self._burst += character
        if self._burst_timer is not None:
            self._burst_timer.stop()
        self._burst_timer = self.set_timer(GAP, self._burst_over)

    async def _burst_over(self) -> None:
        """One key alone is an answer; several at once are a scanner's, or a hand on the keypad, and answer nothing."""
        burst, self._burst = self._burst, ""
        if len(burst) == 1:
            await self._press(burst)
        elif burst and self.dialogue.stage is Stage.CHOICE:
            self.dialogue.type_code(burst)
            await self._show()

    async def _enter(self) -> None:
        burst, self._burst = self._burst, ""
        if self._burst_timer is not None:
            self._burst_timer.stop()
        if len(burst) > 1 and self.dialogue.stage in (Stage.CHOICE, Stage.END):
            self.dialogue.type_code(burst)
        elif len(burst) == 1:
            await self._press(burst)
            return
        if self.dialogue.stage is Stage.CODE and self.dialogue.typed:
            try:
                self.dialogue.take(self._find(self.dialogue.typed))
            except Problem as problem:
                self.dialogue.end(str(problem), is_good=False)
            await self._show()

    async def _press(self, key: str) -> None:
        if key == _LANGUAGE:
            locale.use("en" if locale.language() == "vi" else "vi")
        elif self.dialogue.press(key):
            self._finish()
        if self.dialogue.stage is Stage.CHOICE:
            self.dialogue.offer(self._look())
        await self._show()

    def _finish(self) -> None:
        """Store what was pressed, and thank."""
        chosen, answers = self.dialogue.chosen, self.dialogue.pressed
        if chosen is None or answers is None:
            self.dialogue.begin()
            return
        try:
            self._store(chosen.dossier_id, answers)
        except Problem as problem:
            self.dialogue.end(str(problem), is_good=False)
        else:
            self.dialogue.end(_("Thank you."), is_good=True)

    # -- pauses -------------------------------------------------------------------------------------------------------

    def _wait_on(self) -> None:
        if self._pause_timer is not None:
            self._pause_timer.stop()
        self._pause_timer = self.set_timer(PAUSE, self.pause_over)

    async def pause_over(self) -> None:
        """Nobody presses any more: store what was pressed, and begin with the next citizen."""
        if self.dialogue.stage is Stage.INDEX:
            self._finish()
        else:
            self.dialogue.begin()
        await self._show()
        await self._look_again()

    # -- showing ------------------------------------------------------------------------------------------------------

    async def _show(self) -> None:
        dialogue = self.dialogue
        ask, about, hint = self._texts()
        field = self.query_one("#ask", Static)
        field.update(ask)
        field.set_class(dialogue.stage is Stage.END and dialogue.is_good, "-good")
        field.set_class(dialogue.stage is Stage.END and not dialogue.is_good, "-bad")
        self.query_one("#about", Static).update(about)
        self.query_one("#hint", Static).update(hint)
        choices = self.query_one("#choices", Horizontal)
        choices.set_class(dialogue.stage is Stage.CHOICE, "-column")
        await choices.remove_children()
        if dialogue.stage in (Stage.OVERALL, Stage.INDEX):
            await choices.mount(
                *(
                    Vertical(Digits(str(number)), Static(_(RATINGS[rating]).capitalize()), classes="choice")
                    for number, rating in enumerate(ORDER, 1)
                )
            )
        elif dialogue.stage is Stage.CHOICE:
            await choices.mount(
                *(
                    Static(f"{number}   {returned.code}", classes="line", markup=False)
                    for number, returned in enumerate(dialogue.offered, 1)
                )
            )
        if dialogue.stage is Stage.END:
            self._wait_on_thanks()

    def _wait_on_thanks(self) -> None:
        if self._pause_timer is not None:
            self._pause_timer.stop()
        self._pause_timer = self.set_timer(THANKS, self.pause_over)

    def _texts(self) -> tuple[str, str, str]:
        """What is asked, about what, and the other keys."""
        dialogue, other = self.dialogue, _("9: Tiếng Việt") if locale.language() == "en" else "9: English"
        about = _("Dossier {code}").format(code=dialogue.chosen.code) if dialogue.chosen else ""
        match dialogue.stage:
            case Stage.CHOICE if dialogue.offered:
                ask = _("Please tell us how satisfied you are: press the number of your dossier.")
                return ask, "", " · ".join((_("0: another dossier"), other))
            case Stage.CHOICE:
                ask = _(
                    "Please tell us how satisfied you are: scan your slip, or type your dossier's number."
                )
                return ask, _("day and number alone: 2611230007, then Enter"), other
            case Stage.CODE:
                return _("Number of your dossier:"), dialogue.typed, _("Enter: go on · Esc: back")
            case Stage.OVERALL:
                return _("How satisfied are you on the whole?"), about, other
            case Stage.INDEX:
                place = f"{dialogue.step + 1}/{len(INDICES)}"
                skip = _("0: no answer")
                return _(_QUESTIONS[dialogue.index]), f"{about} · {place}", f"{skip} · {other}"
        return dialogue.message, "", ""
