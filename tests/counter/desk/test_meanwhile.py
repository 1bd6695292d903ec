"""What another terminal did meanwhile: a shift or an account that was closed there takes no more work here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter.desk import correcting, looking, moving, printing, returning, shifts, signing, staffing
from counter.desk.desk import Desk, NotAllowed
from counter.desk.entries import Correction, Return
from counter.desk.signing import WrongPassword
from db.records import Outcome
from tests import offices

Work = Callable[[Desk, str], object]

WORK: dict[str, Work] = {
    "receive": lambda desk, _: offices.received(desk),
    "processing": moving.mark_processing,
    "result": lambda desk, dossier: moving.result_arrived(desk, dossier, Outcome()),
    "return": lambda desk, dossier: returning.return_result(desk, dossier, Return()),
    "correct": lambda desk, dossier: correcting.correct(desk, dossier, Correction(shelf="A1"), "đổi kệ"),
    "reprint": lambda desk, dossier: printing.reprint(desk, dossier, "01"),
    "again": lambda desk, _: printing.print_again(desk, 1),
    "reveal": looking.reveal,
}


def _events(desk: Desk, shift: str) -> list[str]:
    return [line.event.kind for line in shifts.shift_log(desk, shift)]


def _ready(desk: Desk, what: str) -> str:
    dossier = offices.received(desk)
    if what == "return":
        moving.result_arrived(desk, dossier, Outcome())
    if what == "again":
        printing.cancel(desk, 1)
    return dossier


@pytest.mark.parametrize("what", WORK)
def test_a_shift_that_the_supervisor_closed_takes_no_more_work(desk: Desk, what: str) -> None:
    assert desk.shift
    dossier = _ready(desk, what)
    hoa = signing.sign_in(desk, "hoa", offices.PASSWORD)
    shifts.close_left_open(hoa, desk.shift.id, "về rồi")
    before = _events(hoa, desk.shift.id)
    with pytest.raises(NotAllowed):
        WORK[what](desk, dossier)
    assert _events(hoa, desk.shift.id) == before


@pytest.mark.parametrize("what", WORK)
def test_an_account_that_was_closed_does_no_more_work(desk: Desk, what: str) -> None:
    dossier = _ready(desk, what)
    admin = signing.sign_in(desk, "admin", offices.PASSWORD)
    staffing.set_active(admin, "lan", False)
    with pytest.raises(NotAllowed, match="khóa"):
        WORK[what](desk, dossier)
    with pytest.raises(WrongPassword, match="khóa"):
        signing.unlock(desk, offices.PASSWORD)


def test_a_shift_is_closed_once_and_the_first_note_stays(desk: Desk) -> None:
    assert desk.shift
    again = offices.seated(desk)
    assert again.shift == desk.shift
    shifts.close_shift(desk, "đủ hồ sơ")
    assert shifts.close_shift(again, "lần hai").shift is None
    assert _events(desk, desk.shift.id) == ["shift-opened", "shift-closed"]
    assert shifts.shifts(desk)[0].closing_note == "đủ hồ sơ"
