"""A tick list that is driven from one field: what was handed in, and how many of each kind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from textual import events
from textual.message import Message
from textual.widgets.input import Selection

from counter.locale import N_, _
from counter.widgets.field import Field
from counter.widgets.listing import Column, Listing, Row

FREE_HINT = N_("type a paper's name, Enter adds it")
KINDS = (N_("orig."), N_("cert."), N_("copy"))
"""Originals, certified copies, photocopies: short."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing to tick; ``counts`` are originals, certified copies and photocopies."""

    name: str
    required: bool = True
    ticked: bool = False
    counts: tuple[int, int, int] = (0, 0, 0)
    note: str = ""


class TickList(Listing):
    """The rows that a TickField moves in; where nothing is ``counted``, they show notes instead of copies.

    ``title`` (translated) says what the keys do, where it is something else than usual.
    """

    def __init__(self, *, id: str, counted: bool = True, title: str = "") -> None:
        usual = _("Space: tick · A: required") if counted else _("Space: tick · A: all that lack")
        super().__init__(
            Column("", 3),
            Column(title or usual),
            Column(_("copies") if counted else "", 11, right=True),
            driven=True,
            id=id,
        )


class TickField(Field):
    """Space ticks the selected row, ``a`` all that are required; ← and → choose a kind of copy, a digit says how many.

    A ``free`` list takes new rows: their names are typed, Enter adds them. Where nothing is ``counted``, there are no
    kinds and no numbers.
    """

    class Ticked(Message):
        """Something was ticked, counted or added."""

    def __init__(self, ticks: TickList, *, id: str, counted: bool = True) -> None:
        self._counted = counted
        self.ticks: tuple[Tick, ...] = ()
        self.free = False
        self._kind, self._awake = 0, False
        super().__init__(id=id, listing=ticks)

    def load(self, ticks: Iterable[Tick], *, free: bool = False) -> None:
        """Show ``ticks``."""
        self.ticks, self.free, self._kind = tuple(ticks), free, 0
        self.value = ""
        self._show()

    @property
    def missing(self) -> int:
        """How many required rows are not ticked."""
        return sum(tick.required and not tick.ticked for tick in self.ticks)

    # -- keys -------------------------------------------------------------------------------------------------------

    async def take_key(self, event: events.Key) -> bool:
        """Arrows to the sides choose the kind of copy while no name is being typed; ↓ on the last row goes on."""
        if self._counted and not self.value and event.key in ("left", "right"):
            self._kind = max(0, min(2, self._kind + (1 if event.key == "right" else -1)))
            self._show()
            return True
        if event.key == "down" and self._at == len(self.ticks) - 1:
            return self.advance("down") or True
        taken = await super().take_key(event)
        self._show()
        return taken

    def type_in(self, text: str) -> None:
        """A space ticks, ``a`` ticks more, a digit counts; letters name a new paper where the list is free."""
        if not self.value and text == " ":
            self._change(ticked=not self._selected.ticked if self._selected else False)
        elif self._counted and not self.value and len(text) == 1 and text.isascii() and text.isdigit():
            self._count(int(text))
        elif self.free:
            super().type_in(text)
        elif text.lower() == "a":
            self._tick_required()

    def advance(self, key: str = "enter") -> bool:
        """Enter after a typed name adds it and stays."""
        if not self.value.strip():
            return super().advance("tab" if key == "enter" else key)
        self.ticks += (Tick(self.value.strip(), required=False, ticked=True, counts=(1, 0, 0)),)
        self.value = ""
        self._show()
        if self.listing:
            self.listing.select(str(len(self.ticks) - 1))
        self.post_message(self.Ticked())
        return False

    def on_focus(self) -> None:
        """The selected row shows only while keys go there."""
        self._awake = True
        self._show()

    def on_blur(self) -> None:
        """See ``on_focus``."""
        self._awake = False
        self._show()

    @property
    def _at(self) -> int:
        return int(self.listing.selected or 0) if self.listing else 0

    @property
    def _selected(self) -> Tick | None:
        return self.ticks[self._at] if self.ticks else None

    def _tick_required(self) -> None:
        """Tick what is required, or everything where nothing is."""
        is_any = any(tick.required for tick in self.ticks)
        self._replace(replace(tick, ticked=tick.ticked or tick.required or not is_any) for tick in self.ticks)

    def _count(self, many: int) -> None:
        if self._selected:
            counts = list(self._selected.counts)
            counts[self._kind] = many
            self._change(ticked=self._selected.ticked or many > 0, counts=(counts[0], counts[1], counts[2]))

    def _change(self, **changes: Any) -> None:
        if self._selected:
            at = self._at
            changed = replace(self._selected, **changes)
            self._replace((*self.ticks[:at], changed, *self.ticks[at + 1 :]))

    def _replace(self, ticks: Iterable[Tick]) -> None:
        self.ticks, self.problem = tuple(ticks), ""
        self._show()
        self.post_message(self.Ticked())

    # -- a scan that falls into the list leaves it as it was ---------------------------------------------------------

    @property
    def _state(self) -> tuple[str, Selection]:
        kept = [self.value, [(t.name, t.required, t.ticked, t.counts, t.note) for t in self.ticks]]
        return json.dumps(kept), self.selection

    def _restore(self) -> None:
        value, ticks = json.loads(self._before[0])
        self.ticks = tuple(Tick(n, r, t, (c[0], c[1], c[2]), note) for n, r, t, c, note in ticks)
        self.value, self.selection = value, self._before[1]
        self._show()

    # -- painting ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        counting = self._counting() if self.ticks and self._counted else ""
        self.placeholder = counting or (_(FREE_HINT) if self.free else "")
        if self.listing:
            self.listing.awake = self._awake
            self.listing.show([_row(at, tick) for at, tick in enumerate(self.ticks)])

    def _counting(self) -> str:
        """The counts of the selected row, the one that a digit changes in brackets."""
        counts = self._selected.counts if self._selected else (0, 0, 0)
        return "  ".join(
            f"{_(kind)} [{count}]" if at == self._kind and self._awake else f"{_(kind)} {count}"
            for at, (kind, count) in enumerate(zip(KINDS, counts, strict=True))
        )


def _row(at: int, tick: Tick) -> Row:
    counts = [f"{count} {_(kind)}" for count, kind in zip(tick.counts, KINDS, strict=True) if count]
    tone = "" if tick.ticked else "warn" if tick.required else "dim"
    return Row(str(at), ("[x]" if tick.ticked else "[ ]", tick.name, ", ".join(counts) or tick.note), tone)
