"""What another terminal did meanwhile: a shift or an account that was closed there takes no more work here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import corrections, queries, returns, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.office import accounts, sign_in
from counter.desk.office.sign_in import WrongPassword
from counter.desk.printing import queue
from counter.desk.shifts import log, shifts
from db.domain.records import Outcome
from tests import offices

Work = Callable[[Desk, str], object]

WORK: dict[str, Work] = {
    "receive": lambda desk, _: offices.received(desk),
    "processing": transitions.mark_processing,
    "result": lambda desk, dossier: transitions.result_arrived(desk, dossier, Outcome()),
    "return": lambda desk, dossier: returns.return_result(desk, dossier, Return()),
    "correct": lambda desk, dossier: corrections.correct(
        desk, dossier, Correction(shelf="A1"), "đổi sang kệ khác"
    ),
    "reprint": lambda desk, dossier: queue.reprint(desk, dossier, "01"),
    "again": lambda desk, _: queue.print_again(desk, 1),
    "reveal": queries.reveal,
}


def _events(desk: Desk, shift: str) -> list[str]:
    return [line.event.kind for line in log.shift_log(desk, shift)]


def _ready(desk: Desk, what: str) -> str:
    dossier = offices.received(desk)
    if what == "return":
        transitions.result_arrived(desk, dossier, Outcome())
    if what == "again":
        queue.cancel(desk, 1)
    return dossier


@pytest.mark.parametrize("what", WORK)
def test_a_shift_that_the_supervisor_closed_takes_no_more_work(desk: Desk, what: str) -> None:
    assert desk.shift
    dossier = _ready(desk, what)
    hoa = sign_in.sign_in(desk, "hoa", offices.PASSWORD)
    shifts.close_left_open(hoa, desk.shift.id, "về rồi")
    before = _events(hoa, desk.shift.id)
    with pytest.raises(NotAllowed):
        WORK[what](desk, dossier)
    assert _events(hoa, desk.shift.id) == before


@pytest.mark.parametrize("what", WORK)
def test_an_account_that_was_closed_does_no_more_work(desk: Desk, what: str) -> None:
    dossier = _ready(desk, what)
    admin = sign_in.sign_in(desk, "admin", offices.PASSWORD)
    accounts.set_active(admin, "lan", False)
    with pytest.raises(NotAllowed, match="khóa"):
        WORK[what](desk, dossier)
    with pytest.raises(WrongPassword, match="khóa"):
        sign_in.unlock(desk, offices.PASSWORD)


def test_a_shift_is_closed_once_and_the_first_note_stays(desk: Desk) -> None:
    assert desk.shift
    again = offices.seated(desk)
    assert again.shift == desk.shift
    shifts.close_shift(desk, "đủ hồ sơ")
    assert shifts.close_shift(again, "lần hai").shift is None
    assert _events(desk, desk.shift.id) == ["shift-opened", "shift-closed"]
    assert shifts.shifts(desk)[0].closing_note == "đủ hồ sơ"
