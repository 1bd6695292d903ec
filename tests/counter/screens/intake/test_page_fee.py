"""Certified copies: pages and copies are typed, the fee follows, and the receipt says them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from db.domain.procedure import PageFee
from db.domain.progress import PageCount
from tests.counter.screens.officer import CARD, Officer, officer
from tests.offices import COPY, PASSWORD

BY_PAGE = replace(
    COPY, page_fee=PageFee(first_pages=2, first_amount=2_000, further_amount=1_000, most=200_000)
)


def publish(desk: Desk) -> None:
    procedures.publish(sign_in(desk, "admin", PASSWORD), (BY_PAGE,))


async def _counts(lan: Officer, typed: str) -> None:
    await lan.scan(CARD)
    await lan.type("chung thuc")
    await lan.press("enter", "a")
    for _ in range(9):
        if lan.focused == "copied":
            break
        await lan.press("tab")
    await lan.type(typed)


async def test_the_fee_follows_what_is_typed(tmp_path: Path) -> None:
    async with officer(tmp_path, publish) as lan:
        await _counts(lan, "4x2 1x3")
        assert lan.value("fee") == "18.000 đ"
        await lan.press("f12")
        dossier = lan.newest()
        assert (dossier.fee, dossier.copied) == (
            18_000,
            (PageCount(pages=4, copies=2), PageCount(pages=1, copies=3)),
        )
        assert "Số trang x số bản: 4x2 1x3" in lan.slip
        assert verify(lan.app.desk, rebuild=True).holds


async def test_less_than_the_pages_cost_needs_a_reason(tmp_path: Path) -> None:
    async with officer(tmp_path, publish) as lan:
        await _counts(lan, "10")
        lan.intake.form.fill({"fee": "5.000"})
        await lan.press("f12")
        assert "12.000 đ" in lan.problem("fee_reason")
        assert lan.count() == 0


async def test_what_is_no_count_is_told_at_its_field(tmp_path: Path) -> None:
    async with officer(tmp_path, publish) as lan:
        await _counts(lan, "4x")
        await lan.press("f12")
        assert "4x2 1x3" in lan.problem("copied")
        assert (lan.value("copied"), lan.count()) == ("4x", 0)
