"""An office in the middle of its work: late, ready, returned and fresh dossiers of fictional people."""

from __future__ import annotations

from itertools import islice

from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, returns, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.dossiers.intake import receive
from counter.desk.printing import queue
from counter.samples.people import citizens
from db.domain.records import Outcome, Person
from tests.offices import BIRTH, BUOI, COPY, intake, later

RESULT = Outcome(kind="Giấy khai sinh", number="118/2026", signer="Lê Văn Chủ", date="2026-11-23")
PROXY = Person(name="Trần Văn Anh", identity="072090000456", phone="0908000111")


def fill(desk: Desk) -> None:
    """Thirteen dossiers of the last days; the newest is Trần Thị Bưởi's."""
    people = [each.person for each in islice(citizens(3), 12)]
    for number, person in enumerate(people):
        then = later(desk, days=-6 + number // 2, minutes=7 * number)
        done = receive(then, intake((BIRTH, COPY)[number % 3 == 2], applicant=person)).dossier
        if number < 8:
            transitions.mark_processing(later(then, hours=2), done.id)
        if number in (0, 2, 3, 5, 6):
            transitions.result_arrived(later(then, hours=20), done.id, RESULT)
        if number in (0, 3):
            returns.return_result(later(then, hours=26), done.id, Return(fee_paid=done.fee))
    last = later(desk, minutes=-22)
    receive(
        last, intake(BIRTH, BUOI, proxy=PROXY, proxy_paper="Giấy ủy quyền số 12", content="Khai sinh cho con")
    )


def newest(desk: Desk) -> str:
    """The id of Trần Thị Bưởi's dossier, after a busy hour: processed, corrected, printed again."""
    from counter.desk.dossiers.queries import find

    found = find(desk, "tran thi buoi", 1)[0].id
    transitions.mark_processing(later(desk, minutes=-15), found)
    corrections.correct(later(desk, minutes=-9), found, Correction(shelf="Kệ 2, ngăn 5"), "Chuyển chỗ lưu")
    queue.reprint(later(desk, minutes=-2), found, "01")
    return found
