"""What only an administrator may do, and that a right password forgives the wrong ones before it."""

from __future__ import annotations

import pytest

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk, NotAllowed
from counter.desk.office import accounts, sign_in
from counter.desk.office.sign_in import WrongPassword
from tests import offices


@pytest.mark.parametrize("login", ["lan", "hoa"])
def test_accounts_and_catalogue_need_an_administrator(office: Desk, login: str) -> None:
    desk = sign_in.sign_in(office, login, offices.PASSWORD)
    with pytest.raises(NotAllowed):
        procedures.publish(desk, (offices.COPY,))
    with pytest.raises(NotAllowed):
        accounts.set_password(desk, "minh", "mat-khau-khac")
    with pytest.raises(NotAllowed):
        accounts.set_active(desk, "minh", False)
    accounts.set_password(desk, login, "mat-khau-khac")


def test_a_right_password_forgives_the_wrong_ones_before_it(office: Desk) -> None:
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(WrongPassword, match="không đúng"):
                sign_in.sign_in(office, "lan", "wrong")
        sign_in.sign_in(office, "lan", offices.PASSWORD)
