"""The receipt for originals that went back to the citizen other than with the result (Biên nhận trả lại giấy tờ): a
note of the counter, which no circular numbers.
"""

from __future__ import annotations

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION, form_page
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import REPRINT, addressed, coded, foot, head, requested, signatures
from db.domain.records import Dossier, PapersBack
from devices.page import Page
from devices.slip import Align, Feed, Line, Pair, Size, Slip

_TITLE = N_("Receipt for papers given back")


def papers_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The receipt for the originals of ``dossier`` that went back last; without any it stays dotted (a preview)."""
    back, title = _last(dossier, context), _(_TITLE)
    papers = [
        Line(f"{number}. {paper.name}: {_('{count} original').format(count=paper.originals)}", indent=2)
        for number, paper in enumerate(back.papers, 1)
    ]
    items = (
        *head(context.office, dossier.code, back.at),
        Feed(),
        Line(title.upper(), Align.CENTER, bold=True, size=Size.TALL),
        Feed(),
        *coded(dossier.code),
        Pair(
            _("Dossier of {addressed}").format(addressed=addressed(dossier.applicant)),
            dossier.applicant.name,
            bold=True,
        ),
        Pair(_("Request to be settled"), requested(dossier)),
        Pair(_("Given back at"), paper_moment(back.at)),
        Line(_("Papers given back:"), bold=True),
        *(papers or [Line("." * 8, indent=2)]),
        *signatures(
            _("PAPERS RECEIVED BY"), dossier.applicant.name, _("PAPERS GIVEN BACK BY"), context.officer_name
        ),
        Feed(),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def papers_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``papers_slip``; always in Vietnamese."""
    with speaking("vi"):
        back = _last(dossier, context)
        texts = {
            "section": dossier.received_office or context.office.name or SECTION,
            "applicant": dossier.applicant.name,
            "identity": dossier.applicant.identity,
            "request": requested(dossier),
            "given_at": paper_moment(back.at),
            "officer": context.officer_name,
        }
        rows = tuple(
            (str(number), paper.name, str(paper.originals)) for number, paper in enumerate(back.papers, 1)
        )
        return form_page(
            unnumbered.PAPERS,
            FormValues(texts=texts, tables={"papers": rows}),
            context,
            code=dossier.code,
            at=back.at,
            counter=dossier.counter,
        )


def _last(dossier: Dossier, context: SlipContext) -> PapersBack:
    return dossier.papers_back[-1] if dossier.papers_back else PapersBack(at=context.printed_at)
