"""The dossiers of one visit that were received and have no receipt yet: a line above the form, kept with its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.widgets import Static

from counter.desk.dossiers.visit import VISIT
from counter.locale import _


class VisitLine(Static):
    """How many came in at this visit, and what is to be done; hidden while there are none."""

    DEFAULT_CSS = "VisitLine { height: auto; padding: 0 1; color: $good; display: none; }"
    OF_PERSON = (
        "name", "identity", "kind", "birth", "sex", "address", "phone", "email", "health_card",
        "proxy_name", "proxy_identity", "proxy_address", "proxy_phone", "proxy_email", "proxy_paper",
        "delivery", "post_to",
    )  # fmt: skip
    """The fields that stay for the next dossier of the same person."""

    def __init__(self) -> None:
        super().__init__(id="visit", markup=False)
        self._dossiers: list[tuple[str, str]] = []

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its dossiers, the first first."""
        return tuple(dossier_id for dossier_id, _code in self._dossiers)

    @property
    def draft(self) -> dict[str, Any]:
        """What is to be kept with the form's draft; empty without a dossier."""
        return {VISIT: [list(one) for one in self._dossiers]} if self._dossiers else {}

    def show_visit(self, dossiers: Sequence[Sequence[str]]) -> None:
        """Take ``dossiers``, each an id and a code, as those of the visit; none ends it."""
        self._dossiers = [(str(dossier_id), str(code)) for dossier_id, code in dossiers]
        codes = ", ".join(code for _id, code in self._dossiers)
        text = _(
            "Received at this visit: {codes}. F12 prints one receipt for all; on the empty form, for these."
        )
        self.update(text.format(codes=codes) if codes else "")
        self.display = bool(codes)

    @classmethod
    def of_person(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What of ``values`` is the person's."""
        return {name: values[name] for name in cls.OF_PERSON if name in values}
