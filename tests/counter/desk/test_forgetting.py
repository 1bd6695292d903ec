"""What identifies people stands beside the events and nowhere in them, so that it can be forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from counter.desk import correcting, looking, moving, printing, returning
from counter.desk.desk import Desk
from counter.desk.entries import Correction, Return
from counter.desk.receiving import receive
from counter.desk.verifying import verify
from db.records import Outcome, Person
from tests import offices

SECRETS = (
    "Trần Thị Bưởi", "072195000123", "Ấp 3", "0912345678", "buoi@example.vn",
    "khai sinh cho cháu Na", "UQ 12 ông Tư", "con bà Bưởi", "Lê Văn Tư", "072190000777", "0977000111",
    "khai sinh cho cháu Ni", "con bà Bửi",
)  # fmt: skip


@pytest.fixture
def dossier(desk: Desk) -> str:
    """A dossier that was received for somebody by a proxy, corrected, finished and returned."""
    proxy = Person(name="Lê Văn Tư", identity="072190000777", phone="0977000111")
    found = receive(
        desk,
        offices.intake(
            applicant=replace(offices.BUOI, email="buoi@example.vn"),
            proxy=proxy,
            proxy_paper="UQ 12 ông Tư",
            content="khai sinh cho cháu Na",
            note="con bà Bưởi",
        ),
    ).dossier.id
    changes = Correction(content="khai sinh cho cháu Ni", note="con bà Bửi", shelf="A1")
    correcting.correct(desk, found, changes, "gõ nhầm")
    moving.result_arrived(desk, found, Outcome())
    returning.return_result(desk, found, Return(by=proxy, is_proxy=True, proof="authorisation"))
    looking.reveal(desk, found)
    printing.reprint(desk, found, "01")
    return found


def test_no_event_holds_what_identifies_a_person(desk: Desk, dossier: str) -> None:
    with desk.store.read() as connection:
        bodies = "\n".join(connection.scalars(text("SELECT body FROM event")))
    assert [secret for secret in SECRETS if secret in bodies] == []


def test_the_dossier_still_shows_all_of_it(desk: Desk, dossier: str) -> None:
    now = looking.dossier(desk, dossier)
    assert (now.content, now.note, now.proxy_paper, now.shelf) == (
        "khai sinh cho cháu Ni",
        "con bà Bửi",
        "UQ 12 ông Tư",
        "A1",
    )
    changed = next(event for event in looking.history(desk, dossier) if event.kind == "corrected")
    assert changed.data["changed"] == ["content", "note", "shelf"]


def test_after_forgetting_the_ledger_holds_and_the_rows_know_nobody(desk: Desk, dossier: str) -> None:
    with desk.store.write() as connection:
        connection.execute(
            text("DELETE FROM event_person WHERE event IN (SELECT id FROM event WHERE stream = 'dossier')")
        )
    assert verify(desk, rebuild=True).bad is None
    with desk.store.read() as connection:
        detail = str(connection.scalar(text("SELECT detail FROM dossier")))
    assert [secret for secret in SECRETS if secret in detail] == []
    assert looking.dossier(desk, dossier).code.endswith("-0001")
