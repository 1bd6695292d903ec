"""Processes that are killed in the middle of something, or that do what they should not."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from db.errors import StoreError
from db.numbering import take
from db.store.upgrade import open_store
from tests.db.crowd import PROCESSES


def hang_in_a_transaction(data: Path, talk: Connection) -> None:
    with open_store(data).write() as connection:
        take(connection, "a")
        talk.send("written, not committed")
        signal.pause()


def commit_and_hang(data: Path, talk: Connection) -> None:
    store = open_store(data)
    with store.write() as connection:
        take(connection, "a")
    talk.send("committed")
    signal.pause()


def call_newer_and_hang(data: Path, talk: Connection) -> None:
    store = open_store(data)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    talk.send("committed")
    signal.pause()


def fork_and_read(data: Path, talk: Connection) -> None:
    store = open_store(data)
    with store.write():
        pass
    child = os.fork()
    if child == 0:
        try:
            store.data_version()
            talk.send("worked")
        except StoreError as error:
            talk.send(type(error).__name__)
        store.close()
        os._exit(0)
    os.waitpid(child, 0)
    with store.write() as connection:
        take(connection, "a")
    store.close()


@contextmanager
def killed_while(work: Callable[[Path, Connection], None], data: Path) -> Iterator[None]:
    """Another process at ``work``, killed (SIGKILL) as soon as it says that it is in the middle."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(data, there))
    process.start()
    here.recv()
    process.kill()
    process.join()
    here.close()
    there.close()
    yield


def use_after_fork(data: Path) -> str:
    """What a child of a process says when it uses that process's store."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=fork_and_read, args=(data, there))
    process.start()
    answer: str = here.recv()
    process.join()
    here.close()
    there.close()
    assert process.exitcode == 0
    return answer
