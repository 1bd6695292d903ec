"""Signing in, locks that grow, shifts, and who may read which log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk import labels
from counter.desk.desk import Desk, NotAllowed
from counter.desk.office import accounts, opening, sign_in
from counter.desk.office.opening import CannotOpen
from counter.desk.office.sign_in import WrongPassword
from counter.desk.shifts import log, review, shifts
from counter.problems import Problem
from db.domain.codes import Role
from db.domain.records import Office, Staff
from tests import offices


def test_an_unknown_login_and_a_wrong_password_are_told_alike(office: Desk) -> None:
    for login in ("lan", "nobody"):
        with pytest.raises(WrongPassword, match="không đúng"):
            sign_in.sign_in(office, login, "wrong")


def test_the_lock_grows_with_failures_and_ends_by_itself(office: Desk) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword, match="không đúng"):
            sign_in.sign_in(office, "lan", "wrong")
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(office, "lan", offices.PASSWORD)
    soon = offices.later(office, seconds=16)
    with pytest.raises(WrongPassword, match="không đúng"):
        sign_in.sign_in(soon, "lan", "wrong")
    with pytest.raises(WrongPassword, match="chờ đến"):
        sign_in.sign_in(offices.later(soon, seconds=16), "lan", offices.PASSWORD)
    desk = sign_in.sign_in(offices.later(soon, seconds=31), " LAN ", offices.PASSWORD)
    assert desk.require().name == "Nguyễn Thị Lan"
    sign_in.sign_in(replace(desk, staff=None), "lan", offices.PASSWORD)


def test_unlocking_needs_the_password_of_who_sits_there(desk: Desk) -> None:
    sign_in.unlock(desk, offices.PASSWORD)
    with pytest.raises(WrongPassword):
        sign_in.unlock(desk, "wrong")


def test_one_counter_holds_one_officer_and_one_officer_one_counter(office: Desk) -> None:
    lan = offices.seated(office, "lan", 3)
    with pytest.raises(Problem) as taken:
        offices.seated(office, "minh", 3)
    assert (taken.value.field, "Nguyễn Thị Lan" in str(taken.value)) == ("counter", True)
    with pytest.raises(Problem):
        offices.seated(office, "lan", 2)
    with pytest.raises(Problem):
        offices.seated(office, "minh", 9)
    assert offices.seated(office, "lan", 3).shift == lan.shift
    assert [each.officer for each in shifts.on_shift(office)] == ["lan"]
    shifts.close_shift(lan, "bàn giao 2 hồ sơ")
    assert shifts.on_shift(office) == []
    offices.seated(office, "minh", 3)


def test_the_log_of_a_shift_holds_all_that_was_done_in_words(desk: Desk) -> None:
    offices.received(desk)
    closed = shifts.close_shift(offices.later(desk, hours=8), "đủ hồ sơ")
    lines = log.shift_log(closed, shifts.shifts(closed)[0].id)
    assert [labels.sentence(line.event) for line in lines] == [
        "Mở ca",
        "Tiếp nhận hồ sơ: Đăng ký khai sinh",
        "Đóng ca: đủ hồ sơ",
    ]
    assert lines[1].code == "000.17.22.H56-261123-0001"
    assert {line.event.counter for line in lines} == {3}


def test_a_supervisor_reads_comments_and_reviews_every_shift_an_officer_only_their_own(office: Desk) -> None:
    lan = offices.seated(office, "lan", 3)
    assert lan.shift is not None
    shift = lan.shift.id
    minh, hoa = offices.seated(office, "minh", 1), sign_in.sign_in(office, "hoa", offices.PASSWORD)
    assert [each.officer for each in shifts.shifts(minh)] == ["minh"]
    assert {each.officer for each in shifts.shifts(hoa)} == {"lan", "minh"}
    with pytest.raises(NotAllowed):
        log.shift_log(minh, shift)
    with pytest.raises(NotAllowed):
        review.comment(minh, shift, "tốt")
    with pytest.raises(Problem):
        review.review(hoa, shift)
    shifts.close_shift(lan)
    review.comment(hoa, shift, "thiếu một chữ ký")
    review.review(hoa, shift)
    with pytest.raises(Problem):
        review.review(hoa, shift)
    reviewed = next(each for each in shifts.shifts(hoa) if each.id == shift)
    assert (reviewed.reviewed_by, reviewed.comments) == ("hoa", ("thiếu một chữ ký",))
    last = [labels.sentence(line.event) for line in log.shift_log(hoa, shift)][-2:]
    assert last == ["Ý kiến của phụ trách: thiếu một chữ ký (Đặng Thị Hoa)", "Duyệt ca"]


def test_a_supervisor_closes_a_shift_that_was_left_open_and_says_why(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), sign_in.sign_in(office, "hoa", offices.PASSWORD)
    assert lan.shift is not None
    with pytest.raises(NotAllowed):
        shifts.close_left_open(offices.seated(office, "minh", 1), lan.shift.id, "về rồi")
    with pytest.raises(Problem) as told:
        shifts.close_left_open(hoa, lan.shift.id, " ")
    assert told.value.field == "comment"
    shifts.close_left_open(hoa, lan.shift.id, "chị Lan về đột xuất")
    with pytest.raises(Problem):
        shifts.close_left_open(hoa, lan.shift.id, "lần nữa")
    closed = next(each for each in shifts.shifts(hoa) if each.officer == "lan")
    assert (closed.closing_note, closed.closed_by) == ("chị Lan về đột xuất", "hoa")
    assert closed.closed_by_name == "Đặng Thị Hoa"
    said = labels.sentence(log.shift_log(hoa, lan.shift.id)[-1].event)
    assert said == "Đóng ca: chị Lan về đột xuất (Đặng Thị Hoa)"
    offices.seated(office, "minh", 1)
    assert [each.officer for each in shifts.on_shift(office)] == ["minh"]
    own = offices.seated(office, "hoa", 2)
    assert own.shift is not None
    with pytest.raises(Problem):
        shifts.close_left_open(own, own.shift.id, "của mình")


def test_accounts_are_the_administrators_business(office: Desk) -> None:
    new = Staff(login="be", name="Trần Văn Bé")
    with pytest.raises(NotAllowed):
        accounts.add_staff(sign_in.sign_in(office, "lan", offices.PASSWORD), new, offices.PASSWORD)
    admin = sign_in.sign_in(office, "admin", offices.PASSWORD)
    accounts.add_staff(admin, new, "mat-khau-moi")
    for wrong in (new, replace(new, login="Bé"), replace(new, login="x"), replace(new, login="bo", name=" ")):
        with pytest.raises(Problem):
            accounts.add_staff(admin, wrong, "mat-khau-moi")
    with pytest.raises(Problem):
        accounts.set_password(admin, "be", "ngắn")
    accounts.set_password(admin, "be", "mat-khau-khac")
    assert sign_in.sign_in(office, "be", "mat-khau-khac").require() == new
    accounts.set_active(admin, "be", False)
    with pytest.raises(WrongPassword, match="bị khóa"):
        sign_in.sign_in(office, "be", "mat-khau-khac")
    assert len(accounts.staff(admin)) == 6


def test_an_office_is_made_once_and_only_well(tmp_path: Path) -> None:
    admin = Staff(login="admin", name="Quản trị")
    good = Office(unit="000.17.22.H56", name="UBND xã Tân Hòa")
    for wrong, field in (
        (replace(good, unit="a/b"), "unit"),
        (replace(good, name=" "), "name"),
        (replace(good, counters=0), "counters"),
        (replace(good, level="district"), "level"),
        (replace(good, rule_set="nd1"), "rule_set"),
    ):
        with pytest.raises(Problem) as told:
            opening.make_office(tmp_path / "new", wrong, admin, offices.PASSWORD)
        assert told.value.field == field
        assert not (tmp_path / "new").exists()
    opening.make_office(tmp_path / "new", good, admin, offices.PASSWORD).store.close()
    with pytest.raises(CannotOpen):
        opening.make_office(tmp_path / "new", good, admin, offices.PASSWORD)
    desk = opening.open_desk(tmp_path / "new")
    assert sign_in.sign_in(desk, "admin", offices.PASSWORD).require().role is Role.ADMIN
    desk.store.close()
    with pytest.raises(CannotOpen):
        opening.open_desk(tmp_path / "nothing")


def test_a_clock_behind_the_ledger_is_noticed_and_a_confirmed_time_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    offices.received(desk)
    desk.store.close()
    dead_battery = offices.StillClock(at=offices.MORNING - timedelta(days=900))
    back = opening.open_desk(tmp_path / "office", clock=dead_battery)
    assert back.behind > timedelta(days=899)
    right = opening.confirm_clock(back, offices.MORNING + timedelta(hours=2))
    assert right.behind == timedelta()
    assert abs(right.clock.now() - offices.MORNING - timedelta(hours=2)) < timedelta(minutes=1)
    back.store.close()
    again = opening.open_desk(tmp_path / "office")
    assert (again.clock.offset, again.behind) == (right.clock.offset, timedelta())
    again.store.close()


def test_a_clock_years_ahead_of_the_ledger_is_asked_about_once(desk: Desk, tmp_path: Path) -> None:
    offices.received(desk)
    desk.store.close()
    later = offices.StillClock(at=offices.MORNING + timedelta(days=3650))
    ahead = opening.open_desk(tmp_path / "office", clock=later)
    assert ahead.doubts_clock
    assert ahead.ahead > timedelta(days=3649)
    right = opening.confirm_clock(ahead, offices.MORNING + timedelta(hours=2))
    assert not right.doubts_clock
    ahead.store.close()
    long_pause = offices.StillClock(at=offices.MORNING + timedelta(days=100))
    again = opening.open_desk(tmp_path / "office", clock=long_pause)
    assert not again.doubts_clock
    again.store.close()
