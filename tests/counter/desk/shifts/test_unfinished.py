"""What an officer has not saved is named at the close of the shift, and stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import intake, returns
from counter.desk.drafts import Draft
from counter.desk.shifts import shifts
from counter.desk.shifts.unfinished import Unfinished, unfinished
from tests.offices import BIRTH, SEAL, received, seated

BIRTHS = "Đăng ký khai sinh"


def test_drafts_of_every_screen_are_named_with_person_and_procedure(desk: Desk) -> None:
    dossier = received(desk)
    drafts.save(desk, intake.DRAFT, {"name": "Lê Văn Nam", "procedure": BIRTH.code})
    drafts.keep(
        desk, intake.DRAFT, [Draft(values={"identity": "072", "procedure_text": "khai"}, parked=True)]
    )
    drafts.save(desk, returns.DRAFT, {"dossier": dossier, "name": "Trần Thị Bưởi", "papers": "1"})
    drafts.save(desk, f"Correct/{dossier}", {"name": "Trần Thị Bươi"})
    drafts.save(desk, returns.DRAFT, {"dossier": "nowhere", "name": "?"})
    assert sorted(unfinished(desk, "lan"), key=lambda draft: (draft.procedure, draft.name)) == [
        Unfinished(),
        Unfinished("072", "khai"),
        Unfinished("Lê Văn Nam", BIRTHS),
        Unfinished("Trần Thị Bưởi", BIRTHS),
        Unfinished("Trần Thị Bưởi", BIRTHS),
    ]


def test_what_was_saved_or_belongs_to_another_is_not_named_and_the_close_keeps_all(desk: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, {"name": "Lê Văn Nam"})
    other = seated(desk, "minh", 1)
    drafts.save(other, intake.DRAFT, {"name": "Võ Thị Sen"})
    assert unfinished(desk, "lan") == [Unfinished("Lê Văn Nam")]
    shifts.close_shift(desk)
    again = seated(desk)
    assert [kept.id for kept in drafts.take(again, intake.DRAFT)] == [draft]


def test_another_officers_drafts_are_a_supervisors_and_of_other_agencies_nobodys(desk: Desk) -> None:
    drafts.save(desk, intake.DRAFT, {"name": "Lê Văn Nam", "procedure": SEAL.code})
    with pytest.raises(NotAllowed):
        unfinished(seated(desk, "minh", 1), "lan")
    hoa = seated(desk, "hoa", 2)
    assert unfinished(hoa, "lan") == [Unfinished("Lê Văn Nam", SEAL.name)]
    assert hoa.staff is not None
    elsewhere = replace(hoa, staff=replace(hoa.staff, agencies=("UBND cấp xã",)))
    assert unfinished(elsewhere, "lan") == [Unfinished()], "counted, and not named"
