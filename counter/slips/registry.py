"""Which slips and pages there are of each subject, and the function that builds each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from counter.slips.pages import intake_page, return_page
from counter.slips.return_receipt import return_slip
from db.domain.records import Dossier, FormKind
from devices.page import Page
from devices.slip import Slip

DossierSlip = Callable[[Dossier, SlipContext], Slip]
"""Builds a slip of a dossier in the language spoken now."""

DOSSIER_SLIPS: Mapping[str, DossierSlip] = MappingProxyType(
    {FormKind.INTAKE: intake_slip, FormKind.RETURN: return_slip}
)

DossierPage = Callable[[Dossier, SlipContext], Page]
"""Builds a page of a dossier; always in Vietnamese."""

DOSSIER_PAGES: Mapping[str, DossierPage] = MappingProxyType(
    {FormKind.INTAKE: intake_page, FormKind.RETURN: return_page}
)
