"""The address label of a result that goes by post: who sends it, who receives it, and its codes to be scanned."""

from __future__ import annotations

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION
from counter.slips.parts import REPRINT, coded, foot, is_barcode, post_address
from db.domain.records import Dossier
from devices.page import Entry, Page, PageItem, Paragraph, TextSize
from devices.slip import Align, Barcode, Feed, Item, Line, Pair, Rule, Size, Slip

_TITLE = N_("Address label")


def label_address(dossier: Dossier) -> str:
    """Where the result goes: the address that was given for it, else the applicant's."""
    return post_address(dossier) or dossier.applicant.address


def tracking_of(dossier: Dossier) -> str:
    """The number that the post gave it; empty while there is none."""
    return dossier.posting.tracking if dossier.posting else ""


def label_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The label of ``dossier``; without an address it stays dotted (a preview)."""
    office, person, title = context.office, dossier.applicant, _(_TITLE)
    items = (
        Line(_("SENDER"), bold=True),
        Line(office.name or _(SECTION), bold=True),
        *(Line(text) for text in (office.address or office.place,) if text),
        *_phone(office.phone),
        Rule(),
        Line(_("RECEIVER"), bold=True),
        Line(person.name, bold=True, size=Size.TALL),
        Pair(_("Address"), label_address(dossier), bold=True),
        *_phone(person.phone),
        Rule(),
        *coded(dossier.code),
        *_tracking(tracking_of(dossier)),
        *foot(context.printed_at, 0),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def _phone(phone: str) -> tuple[Item, ...]:
    return (Pair(_("Telephone"), phone),) if phone else ()


def _tracking(number: str) -> tuple[Item, ...]:
    if not number:
        return ()
    label = _("Tracking no.")
    if not is_barcode(number):
        return (Pair(label, number, bold=True),)
    return Feed(), Line(f"{label}:", Align.CENTER), Barcode(number)


def label_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``label_slip``, without the head of the State's papers, in large letters; always in Vietnamese."""
    office, person = context.office, dossier.applicant
    with speaking("vi"):
        return Page(
            title=_(_TITLE),
            items=(
                Paragraph("NGƯỜI GỬI", bold=True),
                Paragraph(office.name or SECTION, bold=True, text_size=TextSize.LARGE),
                Entry("Địa chỉ", office.address or office.place),
                *_page_phone(office.phone),
                Feed(),
                Rule(),
                Feed(),
                Paragraph("NGƯỜI NHẬN", bold=True),
                Paragraph(person.name, bold=True, text_size=TextSize.LARGE),
                Entry("Địa chỉ", label_address(dossier), bold=True, lines=2),
                *_page_phone(person.phone),
                Feed(),
                Rule(),
                *_page_code("Mã hồ sơ", dossier.code),
                *_page_code("Mã bưu gửi", tracking_of(dossier)),
            ),
            code=dossier.code,
            foot=f"In lúc {paper_moment(context.printed_at)}",
            copy=context.copy,
        )


def _page_phone(phone: str) -> tuple[PageItem, ...]:
    return (Entry("Điện thoại", phone),) if phone else ()


def _page_code(label: str, code: str) -> tuple[PageItem, ...]:
    if not code:
        return ()
    written = Paragraph(f"{label}: {code}", Align.CENTER, bold=True)
    return (Feed(), written, Barcode(code)) if is_barcode(code) else (Feed(), written)
