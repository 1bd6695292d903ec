"""Money: whole đồng, in figures and in words."""

import re

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean
from db.domain.lifecycle import FINAL, State
from db.domain.progress import FeePart, Payment
from db.domain.records import Dossier, WorklistLine

MOST = 10**15
"""The largest sum that is read or spelled, in đồng."""

_WITHOUT_RESULT = FINAL - {State.RETURNED}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AMOUNT = re.compile(r"(?P<plain>\d+)|(?P<grouped>\d{1,3}(?:[. ]\d{3})+)")
_CURRENCY = re.compile(r" ?(?:đồng|đ|₫)$", re.IGNORECASE)


class BadAmount(Problem):
    """A sum of money that cannot be read or is out of range."""


def vnd(amount: int) -> str:
    """``125.000 đ``."""
    return f"{amount:,}".replace(",", ".") + " đ"


def total_fee(dossier: Dossier | WorklistLine) -> int:
    """All that ``dossier`` costs: the fee at intake and what was asked for after it, in đồng."""
    return dossier.fee + dossier.charged


def total_paid(dossier: Dossier | WorklistLine) -> int:
    """All that was paid for ``dossier``, at intake and after it, in đồng."""
    return dossier.fee_paid + dossier.paid


def owed(dossier: Dossier | WorklistLine) -> int:
    """What is still to be paid for ``dossier``, in đồng; nothing any more where it ended without a result."""
    if dossier.state in _WITHOUT_RESULT:
        return 0
    return max(total_fee(dossier) - total_paid(dossier), 0)


def fee_parts(dossier: Dossier) -> tuple[FeePart, ...]:
    """The components of the fee of ``dossier`` at intake; none where they are unknown, or the fee was changed."""
    parts = dossier.fee_parts
    return parts if sum(part.amount for part in parts) == dossier.fee else ()


def paid_by(dossier: Dossier, method: str) -> int:
    """What was paid for ``dossier`` by ``method``, a code of ``PaymentMethod``, less what was given back, in đồng."""
    at_intake = dossier.fee_paid if dossier.fee_method == method else 0
    return at_intake + sum(payment.amount for payment in dossier.payments if payment.method == method)


def last_payment(dossier: Dossier) -> Payment | None:
    """The newest payment that a temporary receipt was made for."""
    return next((payment for payment in reversed(dossier.payments) if payment.number), None)


def in_words(amount: int) -> str:
    """``amount`` (đồng) in Vietnamese words without a capital: ``một trăm hai mươi lăm nghìn đồng``.

    Raises ``BadAmount`` beyond 10^15.
    """
    if abs(amount) > MOST:
        raise BadAmount(N_("{amount} is more than can be written in words"), amount=vnd(amount))
    if amount < 0:
        return f"âm {in_words(-amount)}"
    billions, rest = divmod(amount, 10**9)
    words = [*_below_billion(billions, False), "tỷ"] if billions else []
    words += _below_billion(rest, bool(billions))
    return " ".join(words or ["không"]) + " đồng"


def parse_vnd(text: str, field: str = "amount") -> int:
    """The sum (đồng) that a person typed: digits, in groups by dots or spaces if they like, with or without đ.

    Raises ``BadAmount``; nothing is guessed, so ``12.5`` and ``50k`` are refused.
    """
    bare = _CURRENCY.sub("", clean(text))
    if not bare.isascii() or not _AMOUNT.fullmatch(bare):
        raise BadAmount(
            N_("'{text}' is not a sum of money; write it as 125.000"), field=field, text=clean(text)[:40]
        )
    figures = bare.replace(".", "").replace(" ", "")
    if len(figures.lstrip("0")) > 16 or int(figures) > MOST:
        raise BadAmount(N_("{text} is too large a sum"), field=field, text=bare[:40])
    return int(figures)


def _below_billion(number: int, after_more: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = number // size % 1000
        if group:
            words += _group(group, after_more)
            words += [name] if name else []
        after_more = after_more or bool(group)
    return words


def _group(number: int, inner: bool) -> list[str]:
    """Three digits in words; an ``inner`` group says its zeros (``không trăm linh năm``)."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words
