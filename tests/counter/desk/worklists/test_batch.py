"""What may be done with many dossiers at once: the desk says it of all of them, and picks those of one list."""

from __future__ import annotations

from dataclasses import replace

from counter.desk.desk import Desk
from counter.desk.dossiers import transitions
from counter.desk.handovers import lists, waiting
from counter.desk.worklists import batch
from tests.offices import SEAL, later, received, seated


def test_what_waits_goes_over_and_what_is_there_comes_back(desk: Desk) -> None:
    ids = [received(later(desk, minutes=number)) for number in range(3)]
    then = later(desk, hours=1)
    nothing_to_send = {"post": "Không hồ sơ nào có kết quả gửi được."}
    assert batch.refusals(then, ids) == {
        "take_back": "Không hồ sơ nào trong số này đang ở cơ quan giải quyết.",
        **nothing_to_send,
    }
    lists.hand_over(then, ids, "Trần Văn Nhận")
    assert batch.refusals(then, ids) == {
        "hand_over": "Không hồ sơ nào trong số này chờ bàn giao.",
        **nothing_to_send,
    }


def test_one_list_takes_those_of_one_agency_that_can_go(office: Desk) -> None:
    lan = seated(office)
    first, second, other = (
        received(lan),
        received(later(lan, minutes=1)),
        received(later(lan, minutes=2), SEAL),
    )
    then = later(lan, hours=1)
    transitions.mark_processing(then, second)
    assert [one.dossier.id for one in waiting.for_one_list(then, [first, second, other])] == [first]
    assert [one.dossier.id for one in waiting.for_one_list(then, [other, first])] == [other]
    back = waiting.for_one_list(then, [first, second, other], is_back=True)
    assert [one.dossier.id for one in back] == [second]


def test_without_a_mark_or_a_shift_nothing_is_done(desk: Desk) -> None:
    dossier_id = received(desk)
    assert set(batch.refusals(desk, []).values()) == {"Chưa đánh dấu hồ sơ nào."}
    idle = replace(desk, shift=None)
    assert list(batch.refusals(idle, [dossier_id])) == ["hand_over", "take_back", "post"]
