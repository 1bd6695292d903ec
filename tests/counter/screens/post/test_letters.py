"""Many results that go by post: ticked in the worklist, their numbers scanned one after the other, posted by F12."""

from __future__ import annotations

from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.dossiers import queries, transitions
from counter.desk.dossiers.intake import receive
from counter.desk.office.verification import verify
from counter.desk.worklists import lists
from counter.desk.worklists.lists import Worklist
from counter.screens.post.letters import PostLetters
from counter.screens.worklists.screen import Worklists
from db.domain.records import Dossier, Outcome
from tests.counter.screens.officer import Officer, officer
from tests.offices import BIRTH, BUOI, COPY, NAM, intake, later
from tests.snapshots.stage import act


def three(desk: Desk) -> None:
    """Three results to post, one of which is not paid."""
    for number, (applicant, procedure) in enumerate(((BUOI, BIRTH), (NAM, BIRTH), (BUOI, COPY))):
        then = later(desk, minutes=number - 30)
        entry = intake(procedure, applicant=applicant, return_by_post=True, return_place="Ấp 3")
        dossier = receive(then, entry).dossier.id
        transitions.result_arrived(then, dossier, Outcome(kind="Giấy khai sinh", number=str(number)))


def posted(at: Officer) -> list[Dossier]:
    ids = [item.line.id for item in lists.page(at.app.desk, Worklist.POSTED).items]
    return [queries.dossier(at.app.desk, dossier) for dossier in ids]


def letters(at: Officer) -> PostLetters:
    screen = at.app.screen
    assert isinstance(screen, PostLetters)
    return screen


def numbers(at: Officer) -> list[str]:
    return [row.cells[3] for row in letters(at).listing.rows]


async def begun(at: Officer) -> None:
    await at.press("f6", "b", "a")
    await act(at.pilot, "worklists.post")
    letters(at)


async def test_scans_give_the_numbers_one_after_the_other_and_f12_posts_all(tmp_path: Path) -> None:
    async with officer(tmp_path, three) as at:
        await begun(at)
        assert numbers(at) == ["", "", ""]
        await at.scan("RN123456781VN")
        await at.press("enter")  # the second goes without
        await at.scan("RN123456783VN")
        assert numbers(at) == ["RN123456781VN", "", "RN123456783VN"]
        await at.scan("RN123456783VN")
        assert numbers(at) == ["RN123456781VN", "", "RN123456783VN"]
        await at.press("f12")
        letters(at)  # money is owed of one: asked about
        await at.press("f12")
        assert isinstance(at.app.screen, Worklists)
        tracked = [one.posting.tracking for one in posted(at) if one.posting]
        assert tracked == ["RN123456781VN", "", "RN123456783VN"]
        assert {one.posting.number for one in posted(at) if one.posting} == {"0001"}
        assert verify(at.app.desk, rebuild=True).holds


async def test_a_slip_selects_its_letter_and_another_ones_is_refused(tmp_path: Path) -> None:
    async with officer(tmp_path, three) as at:
        await begun(at)
        third = queries.dossier(at.app.desk, letters(at).listing.rows[2].key)
        await at.scan(third.code)
        await at.scan("RN123456783VN")
        assert numbers(at) == ["", "", "RN123456783VN"]
        await at.scan("000.17.22.H56-261123-0099")
        assert numbers(at) == ["", "", "RN123456783VN"]


async def test_what_was_typed_comes_back_after_escape(tmp_path: Path) -> None:
    async with officer(tmp_path, three) as at:
        await begun(at)
        await at.type("rn1vn")
        await at.press("enter", "escape")
        assert isinstance(at.app.screen, Worklists)
        assert posted(at) == []
        await act(at.pilot, "worklists.post")
        assert numbers(at) == ["RN1VN", "", ""]
