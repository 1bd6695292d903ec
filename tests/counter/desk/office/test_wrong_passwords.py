"""Guesses at a password: counted before they are looked at, noted in the ledger, and no way to lock another out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from counter.config.account import terminal_name
from counter.desk import labels
from counter.desk.desk import Desk
from counter.desk.office import accounts, sign_in
from counter.desk.office.sign_in import WrongPassword
from db.domain import codec
from db.ledger import reading
from tests import offices
from tests.counter.full_disk import fill_disk, make_room


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Lets a test sit down elsewhere."""
    sit(monkeypatch, "192.0.2.1")
    return monkeypatch


def sit(patch: pytest.MonkeyPatch, address: str) -> None:
    patch.setenv("SSH_CONNECTION", f"{address} 50122 192.0.2.9 22")


def guess(desk: Desk, login: str = "lan", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(desk, login, "wrong")


def test_guesses_at_the_same_moment_are_not_all_tried(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    matches = sign_in._matches

    def count(hashed: str, password: str) -> bool:
        tried.append(password)
        return matches(hashed, password)

    monkeypatch.setattr(sign_in, "_matches", count)
    with ThreadPoolExecutor(24) as threads:
        list(threads.map(lambda _: guess(office), range(24)))
    assert len(tried) == 3


def test_wrong_passwords_are_in_the_ledger_with_their_terminal(
    office: Desk, terminal: pytest.MonkeyPatch
) -> None:
    guess(office, times=2)
    guess(office, "nobody", times=5)
    assert locked_out(office) == []
    guess(office)
    guess(offices.later(office, seconds=16))
    assert locked_out(office) == [
        "Khóa đăng nhập vì sai mật khẩu: 3 lần thử, tại 192.0.2.1",
        "Khóa đăng nhập vì sai mật khẩu: 4 lần thử, tại 192.0.2.1",
    ]


def locked_out(desk: Desk) -> list[str]:
    with desk.read() as connection:
        events = [event for event, _ in reading.read_stream(connection, "staff", "lan")]
    return [
        labels.sentence(codec.event_view(event, {}, event.actor))
        for event in events
        if event.kind == "locked-out"
    ]


def test_who_guesses_elsewhere_locks_nobody_out_where_they_work(
    office: Desk, terminal: pytest.MonkeyPatch
) -> None:
    sign_in.sign_in(office, "lan", offices.PASSWORD)
    now = office
    for number in range(10):
        sit(terminal, f"198.51.100.{number}")
        now = offices.later(now, minutes=1, seconds=1)
        guess(now)
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(now, "lan", offices.PASSWORD)
    sit(terminal, "192.0.2.1")
    sign_in.sign_in(now, "lan", offices.PASSWORD)


def test_an_unknown_terminal_waits_a_minute_at_most_and_a_known_one_five(
    office: Desk, terminal: pytest.MonkeyPatch
) -> None:
    now = office
    for _ in range(9):
        guess(now)
        now = offices.later(now, minutes=5, seconds=1)
    guess(now)
    with pytest.raises(WrongPassword, match="5 phút"):
        sign_in.sign_in(now, "lan", offices.PASSWORD)
    sit(terminal, "192.0.2.2")
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(now, "lan", offices.PASSWORD)
    sign_in.sign_in(offices.later(now, seconds=61), "lan", offices.PASSWORD)


def test_one_terminal_that_tries_every_login_waits_as_well(
    office: Desk, terminal: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        guess(office, f"login{number}")
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(office, "minh", offices.PASSWORD)
    sign_in.sign_in(offices.later(office, seconds=16), "minh", offices.PASSWORD)


def test_a_new_password_ends_the_wait(office: Desk) -> None:
    guess(office, times=3)
    admin = sign_in.sign_in(office, "admin", offices.PASSWORD)
    accounts.set_password(admin, "lan", "mat-khau-khac")
    sign_in.sign_in(office, "lan", "mat-khau-khac")


def test_on_a_full_disk_people_sign_in_and_guesses_are_counted_all_the_same(office: Desk) -> None:
    fill_disk(office)
    lan = sign_in.sign_in(office, "lan", offices.PASSWORD)
    sign_in.unlock(lan, offices.PASSWORD)
    guess(office, "minh", times=3)
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(office, "minh", offices.PASSWORD)
    sign_in.sign_in(offices.later(office, seconds=16), "minh", offices.PASSWORD)
    make_room(office)
    sign_in.sign_in(replace(office, staff=None), "minh", offices.PASSWORD)


@pytest.mark.parametrize("text", ["\x1b[2J 1 2 3", "a;b 1", "", "x" * 60])
def test_a_terminal_is_named_by_an_address_or_its_device_alone(text: str) -> None:
    name = terminal_name({"SSH_CONNECTION": text})
    assert name.isprintable() and not name.startswith(("x", "a;"))
    assert terminal_name({"SSH_CONNECTION": "fe80::1%eth0 1 fe80::2 22"}) == "fe80::1%eth0"
