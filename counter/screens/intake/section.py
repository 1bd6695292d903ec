"""What the sections of the intake form share: their fields, and how these map to an intake and back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.app import ComposeResult

from counter.desk.dossiers.entries import Intake
from counter.problems import Problem
from counter.widgets.choice import Choice
from counter.widgets.field import Field

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TypedValues:
    """What is typed in the form, by the ids of its fields; ``lenient`` leaves out what cannot be read."""

    texts: Mapping[str, str]
    lenient: bool = False

    def text(self, name: str) -> str:
        """What is typed in the field ``name``."""
        return self.texts.get(name, "")

    def parsed(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """The field ``name`` as ``parse`` reads it, ``default`` where it is empty; raises its Problem."""
        try:
            return parse(self.text(name)) if self.text(name).strip() else default
        except Problem:
            if self.lenient:
                return default
            raise

    def require(self, condition: object, message: str, field: str) -> None:
        """Raise a Problem at ``field`` where ``condition`` does not hold."""
        if not condition and not self.lenient:
            raise Problem(message, field=field)


class Section(ABC):
    """Fields of the form that belong together. An untouched field counts as not typed."""

    def __init__(self, *fields: Field) -> None:
        self.fields: dict[str, Field] = {field.id or "": field for field in fields}
        self._at_first = {name: _value(field) for name, field in self.fields.items()}

    @abstractmethod
    def compose(self) -> ComposeResult:
        """The entries, top to bottom."""

    @abstractmethod
    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """``intake`` with what is typed in this section; raises Problem at a field that cannot be read."""

    @abstractmethod
    def texts_of(self, intake: Intake) -> dict[str, Any]:
        """What the fields of this section show of ``intake``."""

    @property
    def values(self) -> dict[str, str]:
        """What is typed in each field; choices by their keys."""
        values = {name: _value(field) for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value not in ("", self._at_first[name])}

    @property
    def draft(self) -> dict[str, Any]:
        """What is to be kept of the section, for ``fill``."""
        return dict(self.values)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put ``values`` into their fields; the others stay."""
        for name, field in self.fields.items():
            if name in values:
                _set(field, str(values[name]))

    def clear(self) -> None:
        """Every field as it was at first."""
        for name, field in self.fields.items():
            _set(field, self._at_first[name])
            field.problem = field.doubt = ""


def _value(field: Field) -> str:
    return field.chosen if isinstance(field, Choice) else field.value.strip()


def _set(field: Field, value: str) -> None:
    if isinstance(field, Choice):
        field.chosen = value
    else:
        field.value = value
