"""VietQR: the payload of a QR code by which any bank's app pays a sum into an account, made without a network.

NAPAS QR format v1.0 (EMVCo TLV): every value stands behind its number and its length, two digits each.
"""

from __future__ import annotations

import re
from typing import Final

from counter.locale import N_
from counter.problems import Problem

LONGEST_PURPOSE: Final = 25
LONGEST_ACCOUNT: Final = 19
_NAPAS: Final = "A000000727"
_TO_ACCOUNT: Final = "QRIBFTTA"
_DONG: Final = "704"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(rf"[0-9A-Z]{{1,{LONGEST_ACCOUNT}}}")


class BadAccount(Problem):
    """A bank account that no code can be made of."""


def check_account(bank_bin: str, account: str) -> None:
    """Raise ``BadAccount`` at the field that is wrong: six digits of the bank, letters and digits of the account."""
    if not _BIN.fullmatch(bank_bin):
        raise BadAccount(N_("The number of a bank (BIN) has six digits."), field="bank_bin")
    if not _ACCOUNT.fullmatch(account):
        raise BadAccount(
            N_("The number of an account has at most {most} digits or capital letters."),
            field="bank_account",
            most=LONGEST_ACCOUNT,
        )


def payload(bank_bin: str, account: str, amount: int, purpose: str) -> str:
    """What the code says: ``amount`` (đồng), which apps do not let be changed, into ``account``, for ``purpose``.

    ``purpose`` is ASCII; more than 25 letters are cut off. Raises ``BadAccount``, or ``ValueError`` for a sum that is
    not positive or a purpose beyond ASCII.
    """
    check_account(bank_bin, account)
    if not 0 < amount < 10**13 or not purpose.isascii() or not purpose.isprintable():
        raise ValueError(f"no code of {amount} for {purpose!r}")
    beneficiary = _field("00", bank_bin) + _field("01", account)
    merchant = _field("00", _NAPAS) + _field("01", beneficiary) + _field("02", _TO_ACCOUNT)
    purpose = purpose[:LONGEST_PURPOSE]
    body = "".join(
        (
            _field("00", "01"),
            _field("01", "12"),
            _field("38", merchant),
            _field("53", _DONG),
            _field("54", str(amount)),
            _field("58", "VN"),
            _field("62", _field("08", purpose)) if purpose else "",
            "6304",
        )
    )
    return f"{body}{crc(body):04X}"


def crc(text: str) -> int:
    """CRC-16 of ASCII ``text``: polynomial 1021, first FFFF, no reflection."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"
