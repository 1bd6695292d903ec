"""Labelled values in sections, for reading: labels on the left, long values wrapped beside them, all plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from counter.rules.text import one_line

LABEL_WIDTH = 18
"""The longest label has 17 letters; one more keeps it from its value."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, both translated; ``more`` stands quietly under the value, ``tone`` is "", good or bad."""

    label: str
    value: str
    more: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what belongs under it."""

    title: str
    facts: tuple[Fact, ...]


class Facts(Static):
    """Shows sections; empty ones, and facts without a value, are left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--title",
        "facts--label",
        "facts--quiet",
        "facts--good",
        "facts--bad",
    }
    DEFAULT_CSS = """
    Facts {
        height: auto;
        padding: 0 1;
        & > .facts--title { color: $label; text-style: bold; }
        & > .facts--label { color: $quiet; text-style: $quiet-style; }
        & > .facts--quiet { color: $quiet; text-style: $quiet-style; }
        & > .facts--good { color: $good; }
        & > .facts--bad { color: $bad; text-style: bold; }
    }
    """

    def show(self, sections: Iterable[Section]) -> None:
        """Show ``sections`` from now on."""
        parts: list[Text | Table] = []
        for section in sections:
            facts = [fact for fact in section.facts if fact.value]
            if facts:
                parts += [self._text(section.title, "title"), *map(self._row, facts), Text()]
        self.update(Group(*parts[:-1]))

    def _row(self, fact: Fact) -> Table:
        row = Table.grid(padding=(0, 1, 0, 0), expand=True)
        row.add_column(width=LABEL_WIDTH)
        row.add_column(ratio=1)
        row.add_row(self._text(fact.label, "label"), self._text(fact.value, fact.tone))
        if fact.more:
            row.add_row(Text(), self._text(fact.more, "quiet"))
        return row

    def _text(self, text: str, look: str) -> Text:
        style = self.get_component_rich_style(f"facts--{look}", partial=True) if look else ""
        return Text(one_line(text), style)
