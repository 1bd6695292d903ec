"""The code by which a citizen's bank app pays what is owed into the office's account (VietQR)."""

from __future__ import annotations

from counter.locale import _
from counter.rules.money import owed, vnd
from counter.rules.vietqr import payload
from db.domain.records import Dossier, Office
from devices.page import PageItem, Paragraph, TextSize
from devices.slip import Align, Feed, Item, Line, QrCode


def transfer_code(dossier: Dossier, office: Office) -> str:
    """The payload for all that ``dossier`` owes, with its short code as the purpose; empty where nothing is owed, the
    dossier has no code yet, or the office no account.
    """
    purpose = dossier.code.partition("-")[2]
    if not (office.bank_bin and office.bank_account and owed(dossier) and purpose.isascii() and purpose):
        return ""
    return payload(office.bank_bin, office.bank_account, owed(dossier), purpose)


def transfer_slip(dossier: Dossier, office: Office) -> tuple[Item, ...]:
    """The code on a slip, under what it pays and into which account."""
    code = transfer_code(dossier, office)
    if not code:
        return ()
    lines = (Line(text, Align.CENTER) for text in _told(dossier, office))
    return (Feed(), *lines, QrCode(code))


def transfer_page(dossier: Dossier, office: Office) -> tuple[PageItem, ...]:
    """The code on a page."""
    code = transfer_code(dossier, office)
    if not code:
        return ()
    lines = (Paragraph(text, Align.CENTER, text_size=TextSize.SMALL) for text in _told(dossier, office))
    return (
        Feed(),
        QrCode(code),
        *lines,
    )  # the words below it: at the end of a sheet they go with it to the next


def _told(dossier: Dossier, office: Office) -> tuple[str, ...]:
    scan = _("To pay {amount} by transfer, scan this code").format(amount=vnd(owed(dossier)))
    account = _("Account {account} (bank {bank})").format(account=office.bank_account, bank=office.bank_bin)
    return (scan, f"{account}, {office.bank_account_name}" if office.bank_account_name else account)
