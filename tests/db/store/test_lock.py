"""Turns are fair and survive the death of whoever holds or waits for one."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from db import errors
from db.store.lock import FairLock, OwnerLock, Presence
from tests.db.crowd import PROCESSES

PATIENCE = 10.0


def hold(path: Path, talk: Connection) -> None:
    with FairLock(path):
        talk.send("mine")
        talk.recv()


def own(path: Path, talk: Connection) -> None:
    lock = OwnerLock(path)
    talk.send(lock.try_own())
    talk.recv()


def hold_while_a_child_lives_on(path: Path, talk: Connection) -> None:
    lock = FairLock(path)
    lock.acquire()
    child = os.fork()
    if child == 0:
        signal.pause()
    talk.send(child)
    talk.recv()


def count_up(path: Path, total: Path, times: int) -> None:
    lock = FairLock(path)
    for _ in range(times):
        with lock:
            total.write_text(str(int(total.read_text()) + 1))


@contextmanager
def neighbour(
    work: Callable[[Path, Connection], None], path: Path
) -> Iterator[tuple[BaseProcess, Connection]]:
    """Another process at ``work`` with the lock file, and a line to talk to it; killed at the end."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(path, there))
    process.start()
    try:
        yield process, here
    finally:
        process.kill()
        process.join()
        here.close()
        there.close()


def kill(process: BaseProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def take_a_turn(path: Path) -> None:
    with FairLock(path):
        pass


def tickets(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[:8], "little")


def until_queued(path: Path, ticket: int) -> None:
    pause = threading.Event()
    while tickets(path) < ticket:
        pause.wait(0.001)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "turns.lock"


def test_only_one_at_a_time_is_let_in(path: Path, tmp_path: Path) -> None:
    total = tmp_path / "total"
    total.write_text("0")
    people = [PROCESSES.Process(target=count_up, args=(path, total, 100)) for _ in range(3)]
    threads = [threading.Thread(target=count_up, args=(path, total, 100)) for _ in range(3)]
    everybody: list[BaseProcess | threading.Thread] = [*people, *threads]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    assert total.read_text() == "600"


def test_turns_come_in_the_order_of_arrival(path: Path) -> None:
    lock = FairLock(path)
    served: list[int] = []

    def come(number: int) -> None:
        with lock:
            served.append(number)

    lock.acquire()
    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        queued = tickets(path)
        thread.start()
        until_queued(path, queued + 1)
    lock.release()
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_who_holds_the_turn_can_see_whether_others_wait(path: Path) -> None:
    lock = FairLock(path)
    for _ in range(2):
        lock.acquire()
        assert not lock.is_awaited()
        waiter = threading.Thread(target=take_a_turn, args=(path,))
        queued = tickets(path)
        waiter.start()
        until_queued(path, queued + 1)
        assert lock.is_awaited()
        lock.release()
        waiter.join()


def test_the_turn_of_a_killed_holder_goes_on_to_the_next(path: Path) -> None:
    with neighbour(hold, path) as (process, talk):
        assert talk.recv() == "mine"
        got = threading.Event()

        def wait_for_it() -> None:
            with FairLock(path):
                got.set()

        waiter = threading.Thread(target=wait_for_it)
        queued = tickets(path)
        waiter.start()
        until_queued(path, queued + 1)
        assert not got.is_set()
        kill(process)
        waiter.join(PATIENCE)
        assert got.is_set()


def test_a_killed_waiter_lets_nobody_jump_the_queue(path: Path) -> None:
    lock = FairLock(path)
    lock.acquire()
    mine = tickets(path)
    with neighbour(hold, path) as (process, _):
        until_queued(path, mine + 1)
        got = threading.Event()

        def wait_for_it() -> None:
            with FairLock(path):
                got.set()

        waiter = threading.Thread(target=wait_for_it)
        waiter.start()
        until_queued(path, mine + 2)
        kill(process)
        assert not got.wait(0.2)
        lock.release()
        waiter.join(PATIENCE)
        assert got.is_set()


def test_a_forked_child_does_not_keep_a_dead_parents_turn(path: Path) -> None:
    with neighbour(hold_while_a_child_lives_on, path) as (process, talk):
        child = talk.recv()
        kill(process)
        try:
            got = threading.Event()

            def wait_for_it() -> None:
                with FairLock(path):
                    got.set()

            threading.Thread(target=wait_for_it, daemon=True).start()
            assert got.wait(PATIENCE)
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_thread_cannot_lock_itself_out(path: Path) -> None:
    lock = FairLock(path)
    with lock, pytest.raises(RuntimeError):
        lock.acquire()
    with lock:
        pass


def test_background_work_has_one_owner_and_moves_when_it_dies(path: Path) -> None:
    mine = OwnerLock(path)
    with neighbour(own, path) as (process, talk):
        assert talk.recv() is True
        assert mine.try_own() is False
        assert not mine.owned
        kill(process)
        assert mine.try_own()
        assert mine.try_own()
        assert OwnerLock(path).try_own() is False
    mine.release()
    assert not mine.owned
    assert OwnerLock(path).try_own()


def test_nobody_has_the_file_alone_while_others_have_it_open(path: Path) -> None:
    first, second = Presence(path), Presence(path)
    first.enter()
    second.enter()
    first.release()
    assert not first.try_exclusive()
    second.close()
    assert first.try_exclusive()
    first.close()


def test_a_lock_file_that_cannot_be_used_is_an_error_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(errors.DiskFull):
        FairLock(Path("/dev/full")).acquire()
    for lock in (FairLock(tmp_path).acquire, OwnerLock(tmp_path).try_own):
        with pytest.raises(errors.DiskError):
            lock()


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_lock_file_that_is_a_link_is_refused_and_its_target_left_as_it_is(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    target, path = tmp_path / "papers.txt", tmp_path / "office.lock"
    target.write_bytes(b"eight or more bytes")
    link(path, target)
    for use in (FairLock(path).acquire, OwnerLock(path).try_own, Presence(path).enter):
        with pytest.raises(errors.NotAPlainFile, match=r"office\.lock"):
            use()
    assert target.read_bytes() == b"eight or more bytes"


def fail(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """From now on the disk fails in the function ``name`` of the system."""

    def failing(*_arguments: object) -> object:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(module, name, failing)


def test_a_disk_that_fails_while_the_turn_is_held_is_an_error_of_the_store(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = FairLock(path)
    with lock:
        fail(monkeypatch, os, "pread")
        with pytest.raises(errors.DiskError):
            lock.is_awaited()
    with pytest.raises(errors.DiskError):
        lock.acquire()
    monkeypatch.undo()
    take_a_turn(path)


def test_a_turn_that_the_disk_does_not_let_free_goes_to_the_next_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = FairLock(path)
    lock.acquire()
    fail(monkeypatch, fcntl, "fcntl")
    lock.release()
    monkeypatch.undo()
    take_a_turn(path)
    with lock:
        assert not lock.is_awaited()


def test_a_disk_that_takes_no_lock_is_an_error_of_the_store(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presence = Presence(path)
    presence.enter()
    fail(monkeypatch, fcntl, "fcntl")
    for use in (presence.enter, presence.release, presence.try_exclusive, OwnerLock(path).try_own):
        with pytest.raises(errors.DiskError):
            use()
    fail(monkeypatch, os, "close")
    presence.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EDQUOT, errors.DiskFull),
        (errno.EROFS, errors.ReadOnly),
        (errno.EACCES, errors.ReadOnly),
        (errno.EIO, errors.DiskError),
    ],
)
def test_what_the_system_says_of_a_file_has_a_plain_error(code: int, kind: type[errors.StoreError]) -> None:
    assert type(errors.from_system(OSError(code, os.strerror(code)))) is kind


@pytest.mark.parametrize("ticket", [(1 << 62) - 1, 1 << 62, (1 << 63) - 1, (1 << 64) - 1])
def test_a_count_that_nobody_can_have_reached_begins_anew_after_who_queues(
    tmp_path: Path, ticket: int
) -> None:
    path = tmp_path / "lock"
    present = Presence(path)
    present.enter()
    with neighbour(hold, path) as (_, talk):
        assert talk.recv() == "mine"
        path.write_bytes(ticket.to_bytes(8, "little"))
        turn = threading.Event()

        def wait() -> None:
            with FairLock(path):
                turn.set()

        thread = threading.Thread(target=wait)
        thread.start()
        assert not turn.wait(0.3)
        talk.send("go on")
        assert turn.wait(PATIENCE)
        thread.join()
    assert int.from_bytes(path.read_bytes()[:8], "little") < 10
    other = Presence(path)
    assert not other.try_exclusive()


def be_there(path: Path, talk: Connection) -> None:
    present = Presence(path)
    present.enter()
    talk.send(present.number)
    talk.recv()


def test_who_is_there_is_known_by_a_number_until_it_dies(path: Path) -> None:
    here = Presence(path)
    here.enter()
    with neighbour(be_there, path) as (process, talk):
        number = talk.recv()
        assert here.is_there(number)
        assert number != here.number
        kill(process)
        assert not here.is_there(number)
    assert here.is_there(here.number)
    assert not any(map(here.is_there, (0, -1, here.number + 1, 1 << 62, 1 << 63)))


def test_two_that_opened_the_file_in_one_process_know_of_each_other(path: Path) -> None:
    one, other = Presence(path), Presence(path)
    for present in (one, other):
        present.enter()
    assert one.is_there(other.number)
    other.close()
    assert not one.is_there(other.number)
