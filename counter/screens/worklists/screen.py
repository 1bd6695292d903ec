"""The worklists (F6): how many dossiers wait for what; the dossiers of one list, and what is done with many at once."""

from __future__ import annotations

import json
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from counter.commands import Command, keys_of
from counter.desk.labels import attention_text, short_code
from counter.desk.post.batch import dossiers_to_post
from counter.desk.worklists import batch, lists
from counter.desk.worklists.lists import NAMES, Worklist
from counter.locale import N_, _
from counter.screens.dossier_line import about
from counter.screens.handovers.marks import ToBeListed
from counter.screens.list_screen import WIDE, ListScreen
from counter.screens.post.letters import PostLetters
from counter.screens.worklists.field import WorkField
from counter.screens.worklists.keys import KEYS
from counter.screens.worklists.rows import (
    BY_MARK,
    LoadedItems,
    dossier_columns,
    dossier_row,
    list_columns,
    list_row,
)
from counter.widgets.action_list import Action
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.key_bar import KeyBar
from counter.widgets.listing import Column, Listing, Row

_MOST_ROWS = 20 * lists.PAGE
"""Rows that the list holds at most: who looks for more narrows it."""
_NEAR_THE_END = 10
_INSIDE = ("worklists.tick", "worklists.tick_all", "worklists.back")


class Worklists(ListScreen):
    """The lists with their counts, and the dossiers of one: side by side in a wide terminal, else one at a time."""

    HEADING, MANUAL = N_("Work"), "worklists"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    KEYS = KEYS
    DEFAULT_CSS: ClassVar[str] = """
    Worklists {
        #lists { width: 1fr; }
        #dossiers { width: 1fr; }
        &.-inside #lists { display: none; }
        &.-outside #dossiers { display: none; }
        &.-wide #lists { display: block; width: 46; border-right: solid $rule; }
        &.-wide #dossiers { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._current = Worklist.DUE_TODAY
        self._is_inside = False
        self._counts: dict[Worklist, int] = {}
        self._shown = LoadedItems()
        self._read: tuple[Worklist, str] | None = None
        """The list and the words of which the rows are shown."""
        self._ticks: dict[Worklist, dict[str, None]] = {worklist: {} for worklist in Worklist}
        self._refusals: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """The field, the lists, and the dossiers of one of them."""
        self.lists = Listing(*list_columns(), header=False, driven=True, id="lists")
        self.listing = Listing(*dossier_columns(), driven=True, id="rows")
        self.field = WorkField(pick=self._pick, state=self._state, restore=self._restore, id="text")
        self.field.catch_up = self.reload
        self.field.listing = self.lists
        self.entry = Entry(N_("Look for"), self.field)
        yield self.entry
        with Horizontal():
            yield self.lists
            with Vertical(id="dossiers"):
                yield self.listing
                yield self.detail_panel

    async def arrived(self) -> None:
        """Read the lists again: others may have worked meanwhile."""
        self.set_focus(self.field)
        self._show_place()
        await self.reload()

    # -- reading ------------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the counts, and as many pages of the list as were there."""
        wanted = self._current, self.field.value
        counts = await self.app.at_desk(lists.counts, self.app.desk)
        there = len(self._shown.items) if wanted == self._read else 0
        rows = LoadedItems()
        await self._read_page(rows, *wanted)
        while rows.end is not None and len(rows.items) < there:
            await self._read_page(rows, *wanted)
        self._counts, self._shown, self._read = counts, rows, wanted

    async def _read_page(self, rows: LoadedItems, worklist: Worklist, words: str) -> None:
        page = await self.app.at_desk(lists.page, self.app.desk, worklist, words, rows.end)
        rows.items |= {item.line.id: item for item in page.items}
        rows.end = page.end

    @on(Listing.Moved, "#rows")
    def _read_on(self, event: Listing.Moved) -> None:
        """Read the next page before the end comes into sight."""
        ids = [row.key for row in self.listing.rows]
        is_near = event.key in ids[-_NEAR_THE_END:]
        if is_near and self._shown.end is not None and len(ids) < _MOST_ROWS:
            self._read_next()

    @work(exclusive=True, group="rows", exit_on_error=True)
    async def _read_next(self) -> None:
        if self._read is not None and self._shown.end is not None:
            await self._read_page(self._shown, *self._read)
            self.show_rows()

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def _pick(self, key: str) -> None:
        """A key that nothing is typed with: a list by its digit or letter, or a command of this screen."""
        command = next((one for one in self.KEYS if key in keys_of(one, self.app.keymap)), None)
        worklist = BY_MARK.get(key)
        if worklist is not None and (key.isdigit() or not self._is_inside):
            await self._open(worklist)
        elif key == "right" and not self._is_inside:
            await self.action_open()
        elif key == "left" and self._is_inside:
            self._leave()
        elif command is not None:
            await self.app.run_action(command.action, self)

    async def action_open(self) -> None:
        """Open the selected list, or the selected dossier."""
        if self._is_inside:
            await self._open_dossier(self.listing.selected)
        elif self.lists.selected:
            await self._open(Worklist(self.lists.selected))

    @on(Listing.Chosen, "#rows")
    async def chosen(self, event: Listing.Chosen) -> None:
        """Enter while words are typed."""
        await self._open_dossier(event.key)

    async def _open_dossier(self, dossier_id: str | None) -> None:
        if dossier_id is not None:
            await self.app.overlay("dossier", dossier_id)

    async def _open(self, worklist: Worklist) -> None:
        """Go into ``worklist``."""
        if worklist is not self._current:
            self.field.value = ""
        self._current, self._is_inside = worklist, True
        self.lists.select(worklist)
        self._show_place()
        await self.reload()

    def _leave(self) -> None:
        self._is_inside = False
        self._show_place()
        self.show_rows()

    def action_back(self) -> None:
        """Empty the field, or go back to the lists."""
        if self.field.is_typing or self.field.value:
            self.field.value, self.field.is_typing = "", False
            self._show_place()
        else:
            self._leave()

    async def action_filter(self) -> None:
        """Type words, or no more."""
        self._is_inside, self.field.is_typing = True, not self.field.is_typing
        self.field.entered()
        self._show_place()
        await self.reload()

    @on(Field.Changed, "#text")
    def typed(self) -> None:
        """Narrow the list."""
        self.reload_soon()

    @on(Listing.Moved, "#lists")
    def _list_selected(self, event: Listing.Moved) -> None:
        """Show the dossiers of the selected list beside it."""
        if event.key and not self._is_inside and event.key != self._current:
            self._current = Worklist(event.key)
            self.reload_soon()

    # -- ticks --------------------------------------------------------------------------------------------------------

    def action_tick(self) -> None:
        """Tick the selected dossier, or no more, and go on to the next one."""
        if self._is_inside and (key := self.listing.selected) is not None:
            ticks = self._ticks[self._current]
            if key in ticks:
                del ticks[key]
            else:
                ticks[key] = None
            self.listing.take("down")
            self.show_rows()

    async def action_tick_all(self) -> None:
        """Tick all of the list; where all are ticked, none."""
        if not self._is_inside:
            return
        ticks = self._ticks[self._current]
        ids = await self.app.at_desk(lists.every, self.app.desk, self._current, self.field.value)
        if ticks.keys() >= set(ids):
            self._ticks[self._current] = {}
        else:
            ticks |= dict.fromkeys(ids)
            if len(ids) == lists.MOST:
                self.app.notify(_("The first {count} are ticked: no more at once.").format(count=lists.MOST))
        self.show_rows()

    def _state(self) -> str:
        return json.dumps([self._current, self._is_inside, list(self._ticks[self._current])])

    def _restore(self, state: str) -> None:
        current, self._is_inside, ticks = json.loads(state)
        self._current = Worklist(current)
        self._ticks[self._current] = dict.fromkeys(ticks)
        self.lists.select(self._current)
        self._show_place()
        self.reload_soon()

    # -- what is done with many ---------------------------------------------------------------------------------------

    @property
    def _wanted(self) -> list[str]:
        """The ticked dossiers, or the selected one."""
        ticked = list(self._ticks[self._current])
        selected = self.listing.selected if self._is_inside else None
        return ticked or ([selected] if selected else [])

    def refusal(self, command: Command) -> str:
        """What the desk says to the action on the ticked dossiers."""
        return self._refusals.get(command.id.partition(".")[2], "")

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions, with the number of dossiers."""
        own = {command.id for command in self.KEYS}
        return tuple(
            one._replace(label=f"{one.label} ({len(self._wanted)})") if one.id in own else one
            for one in super().actions
        )

    async def action_open_actions(self) -> None:  # type: ignore[override]  # it is awaited, so that keys stay in order
        """Ask the desk what may be done with the ticked dossiers, and list it."""
        await self._ask_desk()
        super().action_open_actions()

    async def action_perform(self, command_id: str) -> None:
        """Ask the desk first."""
        await self._ask_desk()
        await super().action_perform(command_id)

    async def _ask_desk(self) -> None:
        self._refusals = await self.app.at_desk(batch.refusals, self.app.desk, self._wanted)

    async def action_hand_over(self) -> None:
        """Go on with the ticked dossiers where lists to agencies are written."""
        await self._to_list(is_back=False)

    async def action_take_back(self) -> None:
        """Go on with the ticked dossiers where lists of what comes back are written."""
        await self._to_list(is_back=True)

    async def action_post(self) -> None:
        """Give the results of the ticked dossiers to the post."""
        wanted = self._wanted
        dossiers = await self.app.at_desk(dossiers_to_post, self.app.desk, wanted)
        await self.app.push_screen(PostLetters(dossiers), self._posted)

    def _posted(self, is_done: bool | None) -> None:
        """The ticks go with the letters."""
        if is_done:
            self._ticks[self._current].clear()

    async def _to_list(self, *, is_back: bool) -> None:
        wanted, self._ticks[self._current] = self._wanted, {}
        await self.app.action_go("handovers")
        self.app.screen.post_message(ToBeListed(wanted, is_back=is_back))

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        """Show where the keys go: to the lists or into one of them, and whether words are typed."""
        self.set_class(self._is_inside, "-inside")
        self.set_class(not self._is_inside, "-outside")
        self.field.listing = self.listing if self._is_inside else self.lists
        self.lists.awake, self.listing.awake = not self._is_inside, self._is_inside
        self.query_one(KeyBar).show_commands(self.commands, self.app.keymap)
        if self.field.is_typing:
            self.field.placeholder = _("name, code, identity number, phone or procedure")
        elif self._is_inside:
            self.field.placeholder = _("Space ticks, Ctrl+L looks for words")
        else:
            self.field.placeholder = _("a digit or letter opens its list")

    @property
    def commands(self) -> tuple[Command, ...]:
        """Among the lists there is nothing to tick, and nowhere to go back to."""
        return tuple(one for one in super().commands if self._is_inside or one.id not in _INSIDE)

    def show_rows(self) -> None:
        """Show the lists with their counts, and the dossiers of the current one."""
        self.lists.show([list_row(worklist, self._counts.get(worklist, 0)) for worklist in Worklist])
        super().show_rows()
        ticked, shown = len(self._ticks[self._current]), len(self._shown.items)
        count = self._counts.get(self._current, 0) if not self.field.value else shown
        parts = (
            _("{count} ticked").format(count=ticked) if ticked else "",
            _("{shown} of {all}").format(shown=shown, all=max(count, shown)) if shown else "",
        )
        is_in_sight = self._is_inside or self.is_wide
        self.entry.note = " · ".join(filter(None, parts)) if is_in_sight else ""
        name = f" › {_(NAMES[self._current])}" if is_in_sight else ""
        self.query_one("#body").border_title = f"{_(self.HEADING)}{name}"

    def columns(self, width: int) -> tuple[Column, ...]:
        """The same columns at any width, the code's as wide as the longest one."""
        unit = self.app.desk.office.unit
        return dossier_columns(short_code(item.line.code, unit) for item in self._shown.items.values())

    def rows(self) -> list[Row]:
        """A row a dossier."""
        ticks, unit = self._ticks[self._current], self.app.desk.office.unit
        items = self._shown.items.values()
        return [dossier_row(item, unit, is_ticked=item.line.id in ticks) for item in items]

    def empty(self) -> str:
        """That no dossier waits for this, or none that fits."""
        return N_("Nothing found.") if self.field.value else N_("Nothing waits here.")

    def detail(self, key: str) -> str:
        """The state, the procedure and the person of the selected dossier."""
        item = self._shown.items.get(key)
        if item is None:
            return ""
        return about(
            item.line,
            self.app.desk.clock.now(),
            attention_text(item.line.attention),
            item.line.return_place if self._current is Worklist.TO_POST else "",
        )
