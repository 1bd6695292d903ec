"""The fields of a correction, group by group, with what stands in the dossier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from textual.app import ComposeResult

from counter.locale import N_
from counter.screens.choices import CHANNEL_OPTIONS, DELIVERY_OPTIONS, KIND_OPTIONS, SEX_OPTIONS
from counter.screens.dossier.correction_papers import CorrectionPapers
from counter.screens.dossier.correction_texts import tidy_birth, tidy_sets
from counter.screens.dossier.procedure_choice import ProcedureChoice
from counter.screens.intake.result import tidy_fee
from counter.widgets.choice import Choice, Option
from counter.widgets.entry import Entry
from counter.widgets.field import Field


class CorrectionFields:
    """Builds the fields: ``texts`` stand in them, those of the names in ``masked`` beside them only."""

    def __init__(
        self,
        texts: Mapping[str, str],
        masked: Collection[str],
        procedure: ProcedureChoice,
        papers: CorrectionPapers,
        tidy_due: Callable[[str], str],
    ) -> None:
        self._texts, self._masked = texts, masked
        self._procedure, self._papers, self._tidy_due = procedure, papers, tidy_due

    def of(self, group: str) -> ComposeResult:
        """The entries of ``group``."""
        match group:
            case "applicant":
                yield self._entry(N_("Name"), "name")
                yield Entry(N_("Applicant is"), self._choice("kind", KIND_OPTIONS), note="←→")
                yield self._entry(N_("Identity number"), "identity")
                yield Entry(N_("Born"), self._field("birth", max_length=10, check=tidy_birth))
                yield Entry(N_("Sex"), self._choice("sex", SEX_OPTIONS), note="←→")
                yield from (
                    self._entry(label, name)
                    for name, label in (
                        ("address", N_("Address")),
                        ("phone", N_("Telephone")),
                        ("email", N_("Email")),
                        ("health_card", N_("Health card")),
                    )
                    if name in self._texts
                )
            case "procedure":
                yield from self._procedure.compose()
            case "request":
                yield self._entry(N_("Content"), "content")
                yield Entry(N_("Sets"), self._field("sets", max_length=2, check=tidy_sets))
                yield Entry(N_("Channel"), self._choice("channel", CHANNEL_OPTIONS), note="←→")
                yield self._entry(N_("Shelf"), "shelf")
                yield self._entry(N_("Note"), "note")
            case "papers":
                yield Entry(N_("Papers"), self._papers.given_field)
                yield self._papers.given_list
            case "missing":
                yield Entry(N_("What lacks"), self._papers.lacking_field)
                yield self._papers.lacking_list
            case "fees":
                yield Entry(N_("Fee"), self._field("fee", max_length=20, check=tidy_fee))
                yield self._entry(N_("Why less"), "fee_reason")
                yield self._entry(N_("Fee receipt no."), "fee_serial")
            case "due":
                yield Entry(N_("Due"), self._field("due_at", max_length=30, check=self._tidy_due))
            case "delivery":
                yield Entry(
                    N_("To be collected"), self._choice("return_by_post", DELIVERY_OPTIONS), note="←→"
                )
                yield self._entry(N_("Where"), "return_place")
            case "proxy":
                yield self._entry(N_("Submitted by"), "proxy_name")
                yield self._entry(N_("Their number"), "proxy_identity")
                yield self._entry(N_("Phone"), "proxy_phone")
                yield self._entry(N_("Address"), "proxy_address")
                yield self._entry(N_("Email"), "proxy_email")
                yield self._entry(N_("Authority"), "proxy_paper")

    def _entry(self, label: str, name: str) -> Entry:
        return Entry(label, self._field(name))

    def _field(self, name: str, **more: Any) -> Field:
        text = self._texts[name]
        hidden = name in self._masked
        return Field("" if hidden else text, id=name, placeholder=text if hidden else "", **more)

    def _choice(self, name: str, options: Iterable[Option]) -> Choice:
        return Choice(tuple(options), id=name, chosen=self._texts[name])
