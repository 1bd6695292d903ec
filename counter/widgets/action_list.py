"""The numbered list of what may be done with the thing in front, and the question before what cannot be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from string import ascii_lowercase
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from counter.commands import FINISH_KEYS
from counter.locale import _
from counter.widgets.listing import Column, Listing, Row

_MARKS = f"123456789{ascii_lowercase}"
"""What chooses the actions of the list, in its order."""

_DIGITS = 9
"""Actions that digits choose."""


def mark(number: int) -> str:
    """What chooses the action ``number`` of the list, from 1: a digit, after nine of them a letter."""
    return _MARKS[number - 1 : number]


class Action(NamedTuple):
    """One action. ``refusal`` says why it may not be done now; ``question`` what it will do that cannot be undone.

    All three texts are already translated.
    """

    id: str
    label: str
    refusal: str = ""
    question: str = ""


class ActionList(Listing):
    """Above the keys while it is open; ``run`` is called with the id of what was chosen, ``close`` when it is left.

    A digit or letter, or Enter, chooses. An action with a question is run by F12 only, which answers yes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"pick({number})", show=False) for number, key in enumerate(_MARKS, start=1)),
        Binding("escape", "close", show=False, id="actions.close"),
        Binding(",".join(FINISH_KEYS), "confirm", show=False, id="actions.confirm"),
    ]
    DEFAULT_CSS = """
    ActionList {
        display: none;
        height: auto;
        border-top: solid $rule;
        border-title-color: $label;
        border-title-style: bold;
    }
    """

    def __init__(
        self,
        *,
        run: Callable[[str], Awaitable[None]],
        refuse: Callable[[str], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(Column("", 2, right=True), Column("", 30), Column(""), header=False, id="actions")
        self._run, self._refuse, self._close = run, refuse, close
        self._actions: tuple[Action, ...] = ()
        self._asked: Action | None = None

    @property
    def actions(self) -> tuple[Action, ...]:
        """What is listed."""
        return self._actions

    @property
    def asked(self) -> Action | None:
        """The action whose question waits for an answer."""
        return self._asked

    def offer(self, actions: Sequence[Action]) -> None:
        """List ``actions``, the first one marked."""
        self._actions, self._asked = tuple(actions), None
        letters = _("Actions: a digit, a letter or Enter chooses, Esc closes the list")
        digits = _("Actions: a digit or Enter chooses, Esc closes the list")
        self.border_title = letters if len(self._actions) > _DIGITS else digits
        self.columns = (Column("", 2, right=True), Column("", 30), Column(""))
        self.show(
            [
                Row(action.id, (mark(number), action.label, action.refusal), "dim" if action.refusal else "")
                for number, action in enumerate(actions, start=1)
            ]
        )
        self._fit()

    def ask(self, action: Action) -> None:
        """Show the question of ``action``."""
        self._asked = action
        self.border_title = _("{action}: F12 does it, Esc leaves it").format(action=action.label)
        self.columns = (Column(""),)
        self.show([Row(action.id, (action.question,), "warn")])
        self._fit()

    def _fit(self) -> None:
        self.styles.height = len(self.rows) + 1

    async def choose_action(self, action: Action) -> None:
        """Say why not, ask, or run ``action``."""
        if action.refusal:
            self._refuse(action.refusal)
        elif action.question:
            self.ask(action)
        else:
            await self._run(action.id)

    async def action_pick(self, number: int) -> None:
        """Choose by number; a question is answered by no digit."""
        if self._asked is None and number <= len(self._actions):
            self.select(self._actions[number - 1].id)
            await self.choose_action(self._actions[number - 1])

    async def action_choose(self) -> None:  # type: ignore[override]  # it is awaited, so that keys stay in order
        """Choose the marked line; Enter answers no question, since scanners send it."""
        if self._asked is None and self.selected:
            await self.choose_action(next(action for action in self._actions if action.id == self.selected))

    async def action_confirm(self) -> None:
        """Yes."""
        if self._asked is not None:
            await self._run(self._asked.id)

    def action_close(self) -> None:
        """Leave the list, or the question."""
        self._close()

    def action_step(self, by: int) -> None:
        """One line up or down; the list is left by Esc only."""
        self._move_to(self._at + by)
