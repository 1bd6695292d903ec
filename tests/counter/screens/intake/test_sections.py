"""The sections of the form map to an intake and back; what is stored is what was typed, never a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from counter.slips.parts import return_place
from counter.widgets.field import Scanned
from db.domain.codes import ApplicantKind, Channel
from db.domain.records import Person
from tests.counter.screens.officer import CARD, officer
from tests.offices import BUOI, COPY, intake

HEALTH_CARD = "DN4720123456789|{name}|01/02/1995|2|{address}|72 - 012|01/01/2026|31/12/2026|-".format(
    name="Trần Thị Bưởi".encode().hex(), address="Ấp 3, Tây Ninh".encode().hex()
)
FULL = intake(
    COPY,
    Person(
        name=BUOI.name,
        kind=ApplicantKind.HOUSEHOLD_BUSINESS,
        identity=BUOI.identity,
        birth=BUOI.birth,
        sex=BUOI.sex,
        address=BUOI.address,
        phone=BUOI.phone,
        email="buoi@example.vn",
        health_card="DN4720123456789",
    ),
    proxy=Person(name="Lê Văn Nam", identity="072090000456", phone="0908000111"),
    proxy_paper="GUQ 12",
    content="hai bộ",
    sets=2,
    channel=Channel.POST,
    return_by_post=True,
    return_place="Ấp 9",
    fee=20_000,
    fee_paid=20_000,
    fee_serial="0001234",
    shelf="K7",
    note="vui",
    slip=False,
    received_at=datetime(2026, 11, 23, 0, 15, tzinfo=UTC),
    paper_number="P12",
)


async def test_what_is_shown_is_read_again(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        form = lan.intake.form
        for wanted in (FULL, intake(), FULL):
            form.show(wanted)
            await lan.press()
            assert form.intake() == (wanted if wanted.fee else intake(fee=None))
        draft = form.draft
        form.clear()
        assert (form.draft, form.values) == ({}, {})
        form.fill(draft)
        assert form.intake() == FULL


async def test_by_post_to_the_applicant_stores_no_address(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a", "enter", "space", "f12")
        dossier = lan.newest()
        assert (dossier.return_by_post, dossier.return_place) == (True, "")
        assert return_place(dossier) == "qua dịch vụ bưu chính công ích"


async def test_a_health_card_has_a_field_of_its_own(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        lan.intake.post_message(Scanned(HEALTH_CARD))
        await lan.press("ctrl+t", "2")
        assert (lan.value("name"), lan.value("identity")) == ("Trần Thị Bưởi", "")
        assert (lan.value("health_card"), lan.value("note")) == ("DN4720123456789", "")
        assert lan.intake.query_one("#health_card").region.height == 1
        await lan.press("ctrl+t", "2")
        await lan.type("khai")
        await lan.press("enter", "a", "f12")
        assert lan.newest().applicant.health_card == "DN4720123456789"
        assert lan.newest().note == ""
        assert not lan.intake.query_one("#health_card").region
