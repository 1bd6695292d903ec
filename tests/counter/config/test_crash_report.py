"""What ends the program: one sentence for people, the details in a file of their own, and no value in either."""

from __future__ import annotations

import asyncio
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter import cli
from counter.config import crash_report
from counter.config.crash_report import (
    FILE,
    report_background_errors,
    report_crash,
    report_text,
    write_report,
)
from tests.offices import new_office
from tests.terminal import Terminal

SECRET = "mat-khau-rat-dai"


def broken(password: str) -> None:
    raise ValueError(f"not {password!r}")


def caught() -> ValueError:
    try:
        broken(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_at_sign_in_shows_a_sentence_and_no_password(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    new_office(folder).store.close()
    command = ("-m", "tests.counter.config.crashing_counter", str(folder))
    with Terminal.python(*command, env={"COUNTER_LANG": "vi"}) as terminal:
        terminal.until("Tài khoản")
        terminal.type(f"lan\r{SECRET}\r")
        terminal.until("Chương trình dừng")
        terminal.read(1.0)
        assert terminal.process.wait(60) == 1
        shown = terminal.raw.decode("utf-8", "replace")
        written = (folder / FILE).read_text("utf-8")
        for secret in (SECRET, "argon2id$", "Traceback", "locals"):
            assert secret not in shown and secret not in written
        assert str(folder / FILE) in shown
        assert "builtins.RuntimeError" in written and " fault: raise RuntimeError(" in written
        assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_the_command_line_too_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(words: list[str]) -> int:
        broken(SECRET)
        return 0

    monkeypatch.setattr("counter.commandline.app.run", run)
    assert cli.main(["--data", str(tmp_path), "find", "x"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, SECRET in shown.err, str(tmp_path / FILE) in shown.err) == ("", False, True)
    assert len(shown.err.splitlines()) == 1


def test_causes_are_named_with_their_codes_and_without_their_words() -> None:
    try:
        try:
            broken(SECRET)
        except ValueError as error:
            raise IntegrityError(f"INSERT '{SECRET}'", {"password": SECRET}, error) from OSError(28, SECRET)
    except IntegrityError as error:
        text = report_text(ExceptionGroup(SECRET, [error]))
    assert SECRET not in text
    for kind in ("ExceptionGroup", "sqlalchemy.exc.IntegrityError", "builtins.OSError (ENOSPC)"):
        assert kind in text


def test_the_users_own_folder_takes_the_report_where_the_data_folder_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    data = tmp_path / "data"
    (data / FILE).mkdir(parents=True)  # refused to root as well
    path = write_report(caught(), data)
    assert path is not None and path.is_relative_to(tmp_path / "state")
    assert write_report(caught(), tmp_path / "no folder") == path
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert "ValueError" in report_crash(caught(), None)
    assert not (tmp_path / "elsewhere").exists()


def test_the_file_begins_anew_before_it_grows_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash_report, "LONGEST", 1000)
    for _ in range(30):
        write_report(caught(), tmp_path)
    assert (tmp_path / FILE).stat().st_size < 3000
    (tmp_path / FILE).chmod(0o644)
    write_report(caught(), tmp_path)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_what_python_would_print_of_threads_and_tasks_goes_to_the_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def forget() -> None:
        task = asyncio.create_task(asyncio.to_thread(broken, SECRET))
        await asyncio.wait([task])

    with report_background_errors(tmp_path):
        thread = threading.Thread(target=broken, args=(SECRET,))
        thread.start()
        thread.join()
        asyncio.run(forget())
    assert (tmp_path / FILE).read_text("utf-8").count("builtins.ValueError") == 2
    shown = capfd.readouterr()
    assert SECRET not in shown.out + shown.err
