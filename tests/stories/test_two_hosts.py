"""The same fates over two hosts of an office, with the line to the centre cut in the middle of a session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import apologies, corrections, endings, queries, returns, supplements, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.handovers import lists
from counter.desk.handovers.lists import TakenBack
from counter.desk.office.verification import verify
from counter.desk.payments import payments
from counter.desk.post import results
from counter.rules.deadlines import Timing, deadline
from counter.rules.money import owed, total_paid
from counter.rules.papers import originals_kept
from db.domain.lifecycle import State
from db.domain.records import Dossier, Outcome, Paper
from db.store.upgrade import create_store
from db.sync.run import join
from db.sync.state import Failure
from tests import offices
from tests.counter.sync import hosts
from tests.counter.sync.hosts import Host, at_centre, client_of, host_at, on_shift
from tests.db.central import world
from tests.db.sync.proxy import Proxy, Weather, proxied

PAPER = Paper(name="Giấy chứng sinh", originals=1)
RESULT = Outcome(kind="Giấy khai sinh", number="12", date="2026-11-17")


@dataclass
class TwoHosts:
    """The supervisor's host and an officer's, and the line between them and the centre."""

    centre: str
    one: Host
    two: Host
    line: Proxy
    _quiet: tuple[int, int] = (0, 0)

    def later(self, **passed: float) -> None:
        """Time passes at both."""
        self.one, self.two = hosts.later(self.one, **passed), hosts.later(self.two, **passed)

    def cut(self, host: Host, *, is_answer: bool = False) -> None:
        """A session of ``host`` that breaks where news are told: what it says, or what the centre answers."""
        up, down = self._quiet_session()
        self.line.weather = Weather(cut_down=down, reset=True) if is_answer else Weather(cut_up=up)
        run = host.sync(self.line.listens)
        assert (self.line.weather.lives, run.failure) == (0, Failure.NO_NETWORK)
        self.line.weather = Weather()

    def _quiet_session(self) -> tuple[int, int]:
        """Nine tenths of the bytes, up and down, of a session in which nothing is new."""
        if not self._quiet:
            up, down = self.line.up, self.line.down
            assert self.one.sync(self.line.listens).failure is None
            self._quiet = (self.line.up - up) * 9 // 10, (self.line.down - down) * 9 // 10
        return self._quiet

    def meet(self) -> None:
        """Both meet the centre until each has what the other did."""
        for host in (self.one, self.two, self.one):
            assert host.sync(self.line.listens).failure is None

    def both(self, dossier: str) -> Dossier:
        """The dossier, which must be the same on both."""
        there = queries.dossier(self.one.desk, dossier)
        assert there == queries.dossier(self.two.desk, dossier)
        return there

    def check(self) -> None:
        """Both hosts and the centre are equal, and every row follows from the events."""
        self.meet()
        with psycopg.connect(self.centre) as connection:
            rows = {
                row[0]: row[1]
                for row in connection.execute("SELECT id, detail FROM centre.dossier").fetchall()
            }
        for host in (self.one, self.two):
            assert host.events() == at_centre(self.centre)
            assert {row: json.loads(detail) for row, detail in host.dossiers().items()} == rows
            assert verify(host.desk, rebuild=True).holds


@pytest.fixture
def office(centre: str, tmp_path: Path) -> Iterator[TwoHosts]:
    """Hoa, the supervisor, at the first host, and Lan at the second; at the end all must be equal."""
    one = host_at(centre, tmp_path / "one", login="hoa", counter=1)
    one.synced()
    enrolment, store = world.enrol(centre, number=1), create_store(tmp_path / "two")
    assert join(client_of(store, enrolment)).failure is None
    seat = replace(one.desk, store=store, node=f"{one.desk.office.unit}/1", shift=None)
    two = Host(on_shift(seat, "lan", 2), enrolment)
    with ExitStack() as stack:
        line = stack.enter_context(proxied(one.enrolment.port))
        made = TwoHosts(centre, one, two, line)
        made.meet()
        made._quiet_session()
        yield made
        made.check()


def test_asked_for_papers_here_and_brought_there(office: TwoHosts) -> None:
    dossier = offices.received(office.one.desk)
    office.meet()
    supplements.ask(office.two.desk, dossier, [PAPER.name], "Thiếu giấy chứng sinh")
    office.cut(office.two)
    assert queries.dossier(office.one.desk, dossier).state is State.RECEIVED
    office.meet()
    office.later(days=1)
    supplements.receive(office.one.desk, dossier, [PAPER])
    office.cut(office.one)
    office.meet()
    there = office.both(dossier)
    assert (there.state, there.missing, len(there.due_changes)) == (State.PROCESSING, (), 1)
    assert there.due_at is not None and there.due_at > (there.first_due_at or there.due_at)


def test_a_duty_is_paid_half_here_and_half_there_while_the_line_is_down(office: TwoHosts) -> None:
    dossier = offices.received(office.one.desk)
    payments.ask(office.one.desk, dossier, 50_000, "Lệ phí")
    office.meet()
    payments.pay(office.one.desk, dossier, 25_000)
    payments.pay(office.two.desk, dossier, 25_000, method="transfer")
    office.cut(office.one)
    office.cut(office.two)
    office.meet()
    there = office.both(dossier)
    assert (total_paid(there), owed(there), len(there.payments)) == (50_000, 0, 2)
    assert {part.number for part in there.payments} == {part.number for part in there.payments if part.number}
    assert len({part.number for part in there.payments}) == 2


def test_withdrawn_here_and_the_originals_fetched_there(office: TwoHosts) -> None:
    dossier = offices.received(office.one.desk)
    office.meet()
    endings.withdraw(office.one.desk, dossier, "Đổi ý")
    office.cut(office.one)
    office.meet()
    endings.give_back(office.two.desk, dossier, originals_kept(office.both(dossier)))
    office.cut(office.two)
    office.meet()
    there = office.both(dossier)
    assert there.state is State.WITHDRAWN and originals_kept(there) == ()


def test_handed_over_here_and_back_with_its_result_there(office: TwoHosts) -> None:
    dossier = offices.received(office.two.desk)
    office.meet()
    lists.hand_over(office.one.desk, [dossier], "Trần Văn Nhận")
    office.cut(office.one)
    office.meet()
    office.later(days=1)
    lists.hand_back(office.two.desk, [TakenBack(dossier, RESULT)], "Trần Văn Nhận")
    office.cut(office.two)
    office.meet()
    assert deadline(office.both(dossier), office.one.desk.clock.now()).timing is Timing.ON_TIME
    returns.return_result(office.one.desk, dossier, Return())
    office.cut(office.one)
    office.meet()
    assert office.both(dossier).state is State.RETURNED


def test_struck_through_here_while_it_is_finished_there(office: TwoHosts) -> None:
    dossier = offices.received(office.two.desk)
    office.meet()
    endings.void(office.one.desk, dossier, "Nhập hai lần một hồ sơ")
    office.later(minutes=5)
    transitions.result_arrived(office.two.desk, dossier, RESULT)
    office.cut(office.two)
    office.cut(office.one)
    office.meet()
    there = office.both(dossier)
    assert there.attention and there.voided is not None
    settled = corrections.settle(office.one.desk, dossier, "Hồ sơ này đã nhập hai lần")
    assert not settled.attention
    office.meet()
    assert not office.both(dossier).attention


def test_stopped_here_while_an_apology_goes_out_there(office: TwoHosts) -> None:
    dossier = offices.received(office.one.desk)
    lists.hand_over(office.one.desk, [dossier], "Trần Văn Nhận")
    office.meet()
    endings.stop(office.one.desk, dossier, "Công dân đề nghị dừng")
    office.cut(office.one)
    office.later(minutes=5)
    desk = office.two.desk
    due = apologies.appointment(desk, queries.dossier(desk, dossier), 2)
    apologies.apologise(desk, dossier, "Cơ quan chưa có kết quả", due)
    office.cut(office.two)
    office.meet()
    there = office.both(dossier)
    assert there.closing is not None and there.apologised_at is not None
    assert there.state is State.STOPPED


def test_the_result_is_posted_here_and_delivered_there(office: TwoHosts) -> None:
    dossier = offices.received(office.one.desk, return_by_post=True, return_place="Ấp 3, xã Tân Hòa")
    transitions.result_arrived(office.one.desk, dossier, RESULT)
    office.cut(office.one)
    office.meet()
    results.post(office.two.desk, dossier, "RN123456785VN")
    office.cut(office.two)
    office.meet()
    office.later(days=1)
    results.deliver(office.one.desk, dossier, office.one.desk.clock.now(), "Người nhà")
    office.meet()
    there = office.both(dossier)
    assert (there.state, there.delivered_to) == (State.RETURNED, "Người nhà")


def test_each_host_corrects_another_field_and_nothing_is_lost(office: TwoHosts) -> None:
    dossier = offices.received(office.two.desk)
    office.meet()
    corrections.correct(office.one.desk, dossier, Correction(address="Ấp 9"), "Ghi nhầm địa chỉ")
    corrections.correct(office.two.desk, dossier, Correction(sets=2), "Ghi nhầm số bộ")
    office.cut(office.two)
    office.cut(office.one, is_answer=True)
    office.meet()
    there = office.both(dossier)
    assert (there.applicant.address, there.sets) == ("Ấp 9", 2)


def test_refused_on_both_while_apart_and_no_number_is_given_out_twice(office: TwoHosts) -> None:
    def refused(desk: Desk) -> Dossier:
        return endings.refuse(desk, offices.intake(), "Ngoài thẩm quyền").dossier

    ended = [refused(office.one.desk), refused(office.two.desk), refused(office.one.desk)]
    office.cut(office.one)
    office.cut(office.two)
    office.meet()
    closings = [closing for one in ended if (closing := office.both(one.id).closing)]
    assert len(closings) == len({closing.number for closing in closings}) == 3
