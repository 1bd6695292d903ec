"""Papers that lack, and the apology, at the counter: by keys, through the whole app."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.screens.base import CounterScreen
from counter.screens.dossier.apology import Apologise
from counter.screens.dossier.supplements import AskForPapers, PapersCame
from counter.widgets.action_list import mark
from counter.widgets.facts import Facts
from counter.widgets.field import Field
from db.domain.lifecycle import State
from db.domain.records import Dossier
from tests import offices
from tests.notices import notices
from tests.snapshots.stage import Staged, settled, stage


class Counter:
    """Who counts the keys that were pressed over one dossier."""

    def __init__(self, pilot: Pilot[None], dossier_id: str) -> None:
        self.pilot, self.dossier_id, self.keys = pilot, dossier_id, 0

    @property
    def app(self) -> Staged:
        assert isinstance(self.pilot.app, Staged)
        return self.pilot.app

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def act(self, action: str) -> None:
        screen = self.app.screen
        assert isinstance(screen, CounterScreen)
        marks = {offered.id: mark(number) for number, offered in enumerate(screen.offered, start=1)}
        await self.press("ctrl+t", marks[action])

    @property
    def dossier(self) -> Dossier:
        return queries.dossier(self.app.desk, self.dossier_id)

    @property
    def offered(self) -> set[str]:
        screen = self.app.screen
        assert isinstance(screen, CounterScreen)
        return {action.id.partition(".")[2] for action in screen.offered if not action.refusal}

    @property
    def shown(self) -> str:
        return "\n".join(str(facts.content) for facts in self.app.screen.query(Facts))


def office(folder: Path, login: str = "lan") -> Staged:
    def fill(desk: Desk) -> None:
        offices.received(desk)

    return stage(folder, login=login, fill=fill, place="search")


async def at_counter(pilot: Pilot[None]) -> Counter:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, Staged)
    (line,) = queries.find(app.desk, "", 1)
    await app.overlay("dossier", line.id)
    await settled(pilot)
    return Counter(pilot, line.id)


async def test_papers_are_asked_for_and_come_by_few_keys(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        assert {"ask", "apology"} < counter.offered and "supplement" not in counter.offered
        await counter.act("dossier.ask")
        assert isinstance(pilot.app.screen, AskForPapers)
        await counter.press("space", "down", "space", "f12")
        assert counter.keys <= 8
        dossier = counter.dossier
        assert (dossier.state, dossier.missing) == (
            State.SUPPLEMENT,
            ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh"),
        )
        assert dossier.requests[0].reason == "Thiếu giấy tờ trong thành phần hồ sơ"
        assert "đang in Mẫu số 02" in notices(counter.app)[-1]
        assert "supplement" in counter.offered and "ask" not in counter.offered
        await counter.act("dossier.supplement")
        assert isinstance(pilot.app.screen, PapersCame)
        await counter.press("a", "f12")
        dossier = counter.dossier
        assert (dossier.state, dossier.missing) == (State.PROCESSING, ())
        assert [job.form for job in queue.jobs(counter.app.desk)] == ["01", "02", "01"]
        assert verify(counter.app.desk, rebuild=True).holds
        assert "ask" not in counter.offered  # a second request is the supervisor's


async def test_something_else_may_lack_until_a_day(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        await counter.act("dossier.ask")
        screen = pilot.app.screen
        screen.query_one("#other", Field).value = "Sửa tên mẹ trên tờ khai"
        screen.query_one("#until", Field).value = "30112026"
        await counter.press("f12")
        (request,) = counter.dossier.requests
        assert request.papers == ("Sửa tên mẹ trên tờ khai",)
        assert request.until is not None and request.until.isoformat() == "2026-11-30T10:00:00+00:00"


async def test_what_was_ticked_comes_back_with_the_dialog(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        await counter.act("dossier.ask")
        await counter.press("f12")
        assert isinstance(pilot.app.screen, AskForPapers)  # nothing is ticked
        await counter.press("down", "space", "escape")
        await counter.act("dossier.ask")
        await counter.press("f12")
        assert counter.dossier.missing == ("Giấy chứng sinh",)


async def test_some_papers_came_and_the_rest_is_asked_about_once_more(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        await counter.act("dossier.ask")
        await counter.press("space", "down", "space", "f12")
        await counter.act("dossier.supplement")
        await counter.press("space", "f12")
        assert counter.dossier.state is State.SUPPLEMENT
        assert "Còn thiếu: Giấy chứng sinh" in pilot.app.screen.query_one("#papers", Field).problem
        await counter.press("f12")
        assert counter.dossier.missing == ("Giấy chứng sinh",)


async def test_an_apology_takes_four_keys(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        await counter.act("dossier.apology")
        screen = pilot.app.screen
        assert isinstance(screen, Apologise)
        await counter.press("2")
        assert "08:41 ngày 27/11/2026 (2 ngày làm việc)" in str(screen.query_one("#appointment").render())
        await counter.press("f12")
        assert counter.keys <= 4
        (change,) = counter.dossier.due_changes
        assert (change.kind, change.late) == ("apology", False)
        assert "apology" not in counter.offered
        assert verify(counter.app.desk, rebuild=True).holds


async def test_an_appointment_is_a_day_too(tmp_path: Path) -> None:
    async with office(tmp_path).run_test(size=(80, 24)) as pilot:
        counter = await at_counter(pilot)
        await counter.act("dossier.apology")
        field = pilot.app.screen.query_one("#due", Field)
        for text in ("abc", "0", "31022026"):
            field.value = text
            await counter.press("f12")
            assert "số ngày làm việc" in field.problem
        field.value = "1/12/2026"
        await counter.press("f12")
        due = counter.dossier.due_at
        assert due is not None and due.isoformat() == "2026-12-01T01:41:00+00:00"
