"""Who runs this process: the system says it, not the environment."""

from __future__ import annotations

import os
import pwd
from types import SimpleNamespace

import pytest

from counter.commandline.common.options import _console
from counter.config.account import account_name

NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")


def test_the_environment_does_not_say_who_is_at_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "\x1b[2Jlê\nvăn")
    assert _console().login == f"console:{pwd.getpwuid(os.getuid()).pw_name}"


@pytest.mark.parametrize("name", ["\x1b[31mroot", "two\nlines", ""])
def test_an_odd_name_of_an_account_gives_way_to_its_number(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pwd, "getpwuid", lambda _: SimpleNamespace(pw_name=name))
    assert account_name() == str(os.getuid())


def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert account_name() == str(os.getuid())
