"""What is done with many dossiers at once is one transaction, and leaves alone what somebody else did meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries, transitions
from counter.desk.office.verification import verify
from counter.desk.worklists import batch
from counter.problems import Problem
from db.domain.lifecycle import State
from tests.offices import SEAL, later, received, seated


def test_the_marked_ones_are_handed_over_and_the_rows_follow_from_the_ledger(desk: Desk) -> None:
    ids = [received(later(desk, minutes=number)) for number in range(3)]
    then = later(desk, hours=1)
    assert batch.refusals(then, ids) == {}
    done = batch.hand_over(then, ids)
    assert len(done.codes) == 3
    assert done.refusals == ()
    assert {queries.dossier(then, one).state for one in ids} == {State.PROCESSING}
    assert batch.refusals(then, ids) == {"hand_over": "Không hồ sơ nào trong số này chờ bàn giao."}
    assert verify(desk, rebuild=True).holds


def test_one_that_somebody_handed_over_meanwhile_is_named_and_the_others_go_on(desk: Desk) -> None:
    first, second = received(desk), received(later(desk, minutes=1))
    then = later(desk, hours=1)
    code = transitions.mark_processing(then, first).code
    done = batch.hand_over(then, [first, second])
    assert len(done.codes) == 1
    assert [code in why for why in done.refusals] == [True]


def test_another_agencys_dossier_undoes_it_all(office: Desk) -> None:
    lan = seated(office)
    own, other = received(lan, SEAL), received(later(lan, minutes=1))
    police = later(seated(office, "congan", 2), hours=1)
    with pytest.raises(Problem):
        batch.hand_over(police, [own, other])
    assert queries.dossier(lan, own).state is State.RECEIVED


def test_without_a_mark_or_a_shift_nothing_is_done(desk: Desk) -> None:
    dossier_id = received(desk)
    assert batch.refusals(desk, []) == {"hand_over": "Chưa đánh dấu hồ sơ nào."}
    idle = replace(desk, shift=None)
    assert list(batch.refusals(idle, [dossier_id])) == ["hand_over"]
    with pytest.raises(NotAllowed):
        batch.hand_over(idle, [dossier_id])
