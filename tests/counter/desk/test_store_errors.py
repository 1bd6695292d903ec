"""Whatever the office file refuses, the desk says it in an officer's words, and works on once it is mended."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.store_errors import StoreProblem
from counter.problems import Problem
from db import errors
from db.store.lock import FairLock
from tests import offices
from tests.counter.full_disk import fill_disk, make_room

REFUSALS = {
    errors.DiskFull("no room"): "Ổ đĩa đã đầy",
    errors.Busy("held"): "Một chương trình khác đang giữ",
    errors.ReadOnly("read-only"): "Không ghi được",
    errors.DiskError("input/output"): "Ổ đĩa không đọc hoặc không ghi được",
    errors.Damaged("malformed"): "bị hỏng",
    errors.LedgerBroken("h/0", 7, "hash"): "bị hỏng",
    errors.StoreError("an odd one"): "an odd one",
}


@contextmanager
def _files_no_longer_than(length: int) -> Iterator[None]:
    """No file of this process grows beyond ``length`` bytes: what a full quota looks like to SQLite."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
@pytest.mark.parametrize("direction", ["read", "write"])
def test_each_refusal_has_words_of_its_own(
    desk: Desk, refusal: errors.StoreError, direction: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def refused() -> Iterator[None]:
        raise refusal
        yield

    monkeypatch.setattr(desk.store, direction, refused)
    with pytest.raises(Problem, match=REFUSALS[refusal]) as caught:
        if direction == "read":
            queries.find(desk, "")
        else:
            drafts.save(desk, "intake", {"name": "Lê Văn Tư"})
    assert caught.value.__cause__ is refusal


def test_a_full_disk_undoes_the_whole_intake_and_the_next_one_gets_its_number(desk: Desk) -> None:
    first = intake.receive(desk, offices.intake()).dossier
    fill_disk(desk)
    with pytest.raises(StoreProblem, match="Ổ đĩa đã đầy"):
        intake.receive(desk, offices.intake())
    with pytest.raises(StoreProblem, match="Ổ đĩa đã đầy"):
        drafts.save(desk, "intake", {"name": "Lê Văn Tư"})
    assert len(queries.find(desk, "")) == 1
    make_room(desk)
    second = intake.receive(desk, offices.intake()).dossier
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1


def test_a_disk_that_takes_no_more_bytes_at_the_commit_undoes_the_whole_intake(desk: Desk) -> None:
    intake.receive(desk, offices.intake())
    log = desk.store.path.with_name("office.db-wal").stat().st_size
    with _files_no_longer_than(log), pytest.raises(StoreProblem, match="Ổ đĩa"):
        intake.receive(desk, offices.intake())
    assert len(queries.find(desk, "")) == 1
    assert intake.receive(desk, offices.intake()).dossier.code.endswith("-0002")


@pytest.mark.parametrize(("lock", "words"), [("/dev/full", "Ổ đĩa đã đầy"), ("/dev", "Ổ đĩa")])
def test_a_lock_file_that_cannot_be_written_is_told_too(
    desk: Desk, lock: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "lock", FairLock(Path(lock)))
        with pytest.raises(StoreProblem, match=words):
            drafts.save(desk, "intake", {"name": "Lê Văn Tư"})
    drafts.save(desk, "intake", {"name": "Lê Văn Tư"})
    assert drafts.load(desk, "intake") == {"name": "Lê Văn Tư"}
