"""The fee of certified copies (chứng thực): so much a page, less from some page on, and no more than so much a copy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.money import vnd
from db.domain.procedure import PageFee
from db.domain.progress import PageCount

_COUNT = re.compile(r"(\d{1,4})(?:\s*[x×*]\s*(\d{1,3}))?", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[;,+]\s*|(?<=[0-9])\s+(?=[0-9])")
MOST_PAPERS = 50
"""Papers of one dossier that are counted."""


def parse_page_counts(text: str, field: str = "") -> tuple[PageCount, ...]:
    """``4x2 1x3``: two copies of four pages and three copies of one; ``4`` alone is one copy of four pages.

    Raises ``Problem`` for anything else, and for more than ``MOST_PAPERS``.
    """
    counts: list[PageCount] = []
    for piece in filter(None, _SEPARATOR.split(text.strip())):
        match = _COUNT.fullmatch(piece)
        pages, copies = (int(match[1]), int(match[2] or 1)) if match else (0, 0)
        if not pages or not copies or len(counts) == MOST_PAPERS:
            raise Problem(N_("Write pages × copies of each paper, as 4x2 1x3."), field=field)
        counts.append(PageCount(pages=pages, copies=copies))
    return tuple(counts)


def page_counts_text(counts: Iterable[PageCount]) -> str:
    """The counts as a person reads and types them: ``4x2 1x3``."""
    return " ".join(f"{count.pages}x{count.copies}" for count in counts)


def copies_of(counts: Iterable[PageCount]) -> int:
    """How many copies that are."""
    return sum(count.copies for count in counts)


def page_fee(rule: PageFee, counts: Iterable[PageCount]) -> int:
    """What ``counts`` cost by ``rule``, in đồng."""
    return sum(_of_copy(rule, count.pages) * count.copies for count in counts)


def page_fee_text(rule: PageFee) -> str:
    """``rule`` in words, for the citizen."""
    first = _("{amount} a page").format(amount=vnd(rule.first_amount))
    further = _("from page {number} on {amount} a page").format(
        number=rule.first_pages + 1, amount=vnd(rule.further_amount)
    )
    most = _("at most {amount} a copy").format(amount=vnd(rule.most)) if rule.most else ""
    return ", ".join(filter(None, (first, further, most)))


def _of_copy(rule: PageFee, pages: int) -> int:
    first = min(pages, rule.first_pages)
    amount = first * rule.first_amount + (pages - first) * rule.further_amount
    return min(amount, rule.most) if rule.most else amount
