"""Which forms there are: their key, their title by rule set and the function that builds their slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from counter.locale import _
from counter.rules.rulesets import Form, rule_set
from counter.slips.intake_receipt import intake_slip
from counter.slips.return_receipt import TITLE, return_slip
from db.domain.records import Dossier, Office
from devices.slip import Slip


class Builder(Protocol):
    """What builds a slip of a dossier; ``printed_at`` is aware UTC, ``copy`` above 0 marks a reprint.

    ``offline`` says that the centre cannot be reached and does not have the dossier.
    """

    def __call__(
        self,
        dossier: Dossier,
        office: Office,
        *,
        officer_name: str,
        printed_at: datetime,
        copy: int = 0,
        offline: bool = False,
    ) -> Slip:
        """Build the slip."""
        ...


@dataclass(frozen=True, slots=True)
class SlipForm:
    """A form that can be printed. ``numbered`` is its kind where a circular gives it a number and a title."""

    key: str
    build: Builder
    numbered: Form | None = None
    name: str = ""

    def title(self, rules: str) -> str:
        """Its title under rule set ``rules``, in the language spoken now. Raises ``UnknownRuleSet``."""
        return _(rule_set(rules).titles[self.numbered] if self.numbered else self.name)


FORMS: Mapping[str, SlipForm] = MappingProxyType(
    {
        form.key: form
        for form in (
            SlipForm("01", intake_slip, numbered=Form.INTAKE),
            SlipForm("return", return_slip, name=TITLE),
        )
    }
)
