"""A wrong input: what is typed wrong, and where that has to be noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong input: what it is in words, the field that must be named (empty: none), and doing it."""

    what: str
    field: str
    do: Callable[[], object]
