"""A field that takes a row of its list."""

from __future__ import annotations

from collections.abc import Callable

from counter.widgets.field import Check, Field
from counter.widgets.listing import Listing


class ListField(Field):
    """``choose`` is called when the person goes on, before the focus moves: keys typed ahead meet what was chosen."""

    def __init__(
        self, *, id: str, listing: Listing, check: Check, choose: Callable[[], None], placeholder: str = ""
    ) -> None:
        super().__init__(id=id, listing=listing, check=check, placeholder=placeholder)
        self.choose = choose

    def advance(self, key: str = "enter") -> bool:
        """Choose, and go on to the next field."""
        if not self._complaint():
            self.choose()
        return super().advance(key)
