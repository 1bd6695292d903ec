"""On a terminal a command asks for what was left out, and a password is not shown while it is typed."""

import os
import sys
from pathlib import Path

import pexpect


def test_init_asks_for_what_is_missing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = os.environ | {"COUNTER_DATA": str(data), "COUNTER_LANG": "en", "TERM": "xterm"}
    words = ["-m", "counter.cli", "init", "--name", "UBND xã Thử", "--admin-name", "Quản Trị"]
    child = pexpect.spawn(sys.executable, words, env=environment, encoding="utf-8", timeout=120)
    child.expect("Identification code")
    child.sendline("000.17.22.H56")
    child.expect("Login of the first administrator")
    child.sendline("admin")
    child.expect("Password: ")
    child.sendline("mat-khau-thu-1")
    child.expect("once more: ")
    child.sendline("mat-khau-thu-1")
    child.expect("The office UBND xã Thử is in")
    assert "mat-khau" not in (child.before or "")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (data / "office.db").exists()


def test_two_different_passwords_make_no_office(tmp_path: Path) -> None:
    words = ["-m", "counter.cli", "init", "--name", "X", "--unit", "000.17.22.H56", "--login", "admin"]
    environment = os.environ | {"COUNTER_DATA": str(tmp_path / "data"), "COUNTER_LANG": "en"}
    command = [*words, "--admin-name", "Quản Trị"]
    child = pexpect.spawn(sys.executable, command, env=environment, encoding="utf-8", timeout=120)
    child.expect("Password: ")
    child.sendline("mat-khau-thu-1")
    child.expect("once more: ")
    child.sendline("mat-khau-thu-2")
    child.expect("the two passwords differ")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert not (tmp_path / "data" / "office.db").exists()
