"""A result that goes by post, by the keys of the counter."""

from __future__ import annotations

from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.dossiers import transitions
from counter.desk.dossiers.queries import find
from counter.desk.office.verification import verify
from counter.screens.dossier.post import BackFromPost, Delivered, SendByPost, TrackingNumber
from db.domain.lifecycle import State
from db.domain.records import Outcome
from tests.counter.screens.dossier.test_screen import keys, opened, reading, shown, stored
from tests.snapshots.stage import act, settled

NUMBER = "RN123456789VN"


def finished(desk: Desk) -> None:
    """Make the dossier of Bưởi ready."""
    transitions.result_arrived(desk, find(desk, "buoi", 1)[0].id, Outcome(kind="Giấy khai sinh", number="9"))


async def test_it_goes_with_its_originals_comes_back_goes_anew_and_is_delivered(tmp_path: Path) -> None:
    app = reading(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        finished(app.desk)
        found = await opened(pilot)

        async def f12() -> None:
            await pilot.press("f12")
            await settled(pilot)

        await act(pilot, "dossier.post")
        assert isinstance(app.screen, SendByPost)
        await pilot.press("tab", "tab", "a")
        await f12()
        if isinstance(app.screen, SendByPost):  # money is owed: asked about, and confirmed
            await f12()
        sent = stored(pilot, found)
        assert sent.posting and sent.papers_back and sent.state is State.FINISHED
        assert "Gửi bưu chính" in shown(pilot)
        await act(pilot, "dossier.tracking")
        assert isinstance(app.screen, TrackingNumber)
        await pilot.press(*NUMBER.lower())
        await f12()
        assert NUMBER in shown(pilot)
        await act(pilot, "dossier.post_back")
        assert isinstance(app.screen, BackFromPost)
        await pilot.press(*"Sai")
        await f12()
        assert stored(pilot, found).posting is None
        await act(pilot, "dossier.post")
        await f12()
        if isinstance(app.screen, SendByPost):
            await f12()
        await act(pilot, "dossier.deliver")
        assert isinstance(app.screen, Delivered)
        await f12()
        done = stored(pilot, found)
        assert (done.state, done.delivered_to) == (State.RETURNED, done.applicant.name)
        assert not keys(pilot) & {"post", "tracking", "deliver", "post_back", "return"}
        assert verify(app.desk, rebuild=True).holds
