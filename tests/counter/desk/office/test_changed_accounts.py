"""An account that was closed or changed after its person signed in: each write looks at it anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import intake
from counter.desk.office import accounts, sign_in
from counter.desk.shifts import review, shifts
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Staff
from db.ledger import ledger
from tests import offices


def change(desk: Desk, login: str, **values: object) -> None:
    """Change the account as the centre would."""
    event = NewEvent(
        stream=Stream.STAFF, stream_id=login, kind=EventKind.ACCOUNT_CHANGED, data={"set": values}
    )
    with desk.store.write() as connection:
        ledger.append(connection, desk.context(), event)


def supervised(office: Desk) -> tuple[Desk, str]:
    """Hoa, a supervisor, and a closed shift of Lan's."""
    lan, hoa = offices.seated(office), sign_in.sign_in(office, "hoa", offices.PASSWORD)
    assert lan.shift is not None
    shifts.close_shift(lan)
    return hoa, lan.shift.id


WRITES: dict[str, Callable[[Desk, str], object]] = {
    "review": review.review,
    "comment": lambda desk, shift: review.comment(desk, shift, "tốt"),
    "shift": lambda desk, _: shifts.open_shift(desk, 1),
    "password": lambda desk, _: accounts.set_password(desk, "hoa", "mat-khau-khac"),
    "draft": lambda desk, _: drafts.save(desk, "intake", {"name": "x"}),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_closed_supervisor_writes_nothing_more(office: Desk, write: str) -> None:
    hoa, shift = supervised(office)
    accounts.set_active(sign_in.sign_in(office, "admin", offices.PASSWORD), "hoa", False)
    with pytest.raises(NotAllowed, match="bị khóa"):
        WRITES[write](hoa, shift)


def test_a_closed_administrator_opens_no_other_account(office: Desk) -> None:
    admin = sign_in.sign_in(office, "admin", offices.PASSWORD)
    change(office, "admin", active=False)
    with pytest.raises(NotAllowed, match="bị khóa"):
        accounts.add_staff(admin, Staff(login="be", name="Bé"), "mat-khau-moi")
    with pytest.raises(NotAllowed, match="bị khóa"):
        accounts.set_active(admin, "lan", True)
    with pytest.raises(NotAllowed, match="bị khóa"):
        accounts.set_password(admin, "lan", "mat-khau-moi")


def test_a_supervisor_who_is_one_no_more_signs_in_again(office: Desk) -> None:
    hoa, shift = supervised(office)
    change(office, "hoa", role="officer")
    with pytest.raises(NotAllowed, match="đăng nhập lại"):
        review.review(hoa, shift)
    change(office, "hoa", role="admin")
    review.review(hoa, shift)


def test_an_officer_of_another_agency_now_signs_in_again(office: Desk) -> None:
    lan = offices.seated(office)
    change(office, "lan", agencies=["Bộ Công an"])
    with pytest.raises(NotAllowed, match="đăng nhập lại"):
        intake.receive(lan, offices.intake())
