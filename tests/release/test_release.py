"""An office file and a centre as the release before left them: opened, upgraded, synced and verified by this code.

The pair lies in the folder ``pair`` beside this file: ``office/``, ``centre.sql.xz`` and ``expected.json``.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import text

from counter.commandline.app import run
from counter.desk import drafts
from counter.desk.centre import connection as centre_connection
from counter.desk.centre import status as desk_centre
from counter.desk.centre.enrolment import join
from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office import opening
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.rules.clock import parse_moment
from db import accounts
from db.central import back_offices
from db.central.install import migrate
from db.domain import codec
from db.enrolment import FILE, Enrolment
from db.sync import state
from tests.counter.sync.hosts import at_centre
from tests.offices import StillClock
from tests.postgres import Postgres

PAIR = Path(__file__).parent / "pair"
DATABASE = "frozen_centre"
"""The name of the centre's database in the dump; roles bear it, so another name is put in its place everywhere."""

Row = dict[str, Any]


@cache
def expected() -> Row:
    """What stood in the pair, and what came of the first sync, by the code of the release before."""
    return dict(json.loads((PAIR / "expected.json").read_text("utf-8")))


@dataclass(frozen=True)
class Frozen:
    """The centre restored in a database of its own, and a copy of the office's folder that leads there."""

    url: str
    folder: Path

    @property
    def database(self) -> str:
        return self.url.rpartition("/")[2]

    def login(self, name: str) -> str:
        """The address of the centre for one of the other logins that the pair has."""
        told = expected()["logins"][name]
        role = told["role"].replace(DATABASE, self.database)
        return make_conninfo(self.url, user=role, password=told["secret"])


def copied_office(folder: Path) -> Path:
    """A copy of the office's folder with the rights that git does not keep."""
    shutil.copytree(PAIR / "office", folder)
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied_office(tmp_path / "office")


@pytest.fixture
def frozen(postgres: Postgres, folder: Path) -> Frozen:
    """The pair, put up again."""
    url = postgres.fresh()
    database = url.rpartition("/")[2]
    sql = lzma.decompress((PAIR / "centre.sql.xz").read_bytes()).decode().replace(DATABASE, database)
    with psycopg.connect(url) as connection:
        connection.execute(sql.encode())
    told = Enrolment.read(folder / FILE)
    role = told.role.replace(DATABASE, database)
    replace(told, port=postgres.server.port, database=database, role=role).write(folder / FILE)
    return Frozen(url, folder)


def opened(folder: Path, login: str = "hoa") -> Desk:
    """The desk of the frozen office, ``login`` at it, at the moment at which it was frozen."""
    now = datetime.fromisoformat(expected()["now"])
    desk = opening.open_desk(folder, clock=StillClock(at=now))
    with desk.store.read() as connection:
        return replace(desk, staff=accounts.member(connection, login))


def kinds(desk: Desk) -> dict[str, int]:
    with desk.store.read() as connection:
        found = connection.execute(text("SELECT stream || '/' || kind FROM event")).scalars().all()
    return dict(sorted(Counter(found).items()))


def details(desk: Desk, stream: str) -> list[str]:
    with desk.store.read() as connection:
        return list(connection.scalars(text(f'SELECT detail FROM "{stream}"')))


def digest(found: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dossiers_there(url: str) -> dict[str, Row]:
    with psycopg.connect(url) as connection:
        return dict(connection.execute("SELECT id, detail FROM centre.dossier").fetchall())


def test_all_that_stood_there_is_read(folder: Path) -> None:
    told = expected()["before"]["office"]
    desk = opened(folder)
    assert kinds(desk) == told["kinds"]
    for stream, rows_then in told["rows"].items():
        assert (len(details(desk, stream)), digest(details(desk, stream))) == (
            rows_then["count"],
            rows_then["digest"],
        ), stream
    found = {dossier.id: dossier for dossier in map(codec.dossier, details(desk, "dossier"))}
    for label, then in told["dossiers"].items():
        now = found[then["id"]]
        assert (now.code, int(now.state), now.attention) == (
            then["code"],
            then["state"],
            then["attention"],
        ), label
        back = now.handed_back.papers if now.handed_back else ""
        stored = {"due_notes": list(now.due_notes), "return_place": now.return_place, "note": now.note}
        assert stored | {"handed_back.papers": back} == then["stored"], label
        assert queries.history(desk, now.id)
    assert queue.counts(desk) == told["print_jobs"]
    lan = opened(folder, "lan")
    for name, draft in told["drafts"].items():
        assert drafts.load(lan, name.removeprefix("lan/")) == draft
    with desk.store.read() as connection:
        assert state.sync_status(connection).waiting == expected()["before"]["waiting"]
    verdict = verify(desk, rebuild=True)
    assert (verdict.holds, verdict.events) == (True, told["events"])


@pytest.mark.parametrize("upgrade", [migrate, lambda _url: None], ids=["migrated", "as it was"])
def test_the_pair_goes_on_as_if_nothing_had_happened(
    frozen: Frozen, upgrade: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(frozen.url)
    desk = opened(frozen.folder)
    way = centre_connection.centre_connection(desk.store, insecure_loopback=True)
    assert way is not None
    runs = [way.go(desk.store, lambda: datetime.now(UTC), "tests") for _ in range(2)]
    assert [each.failure for each in runs] == [None, None], runs
    assert not any(each.forked for each in runs)
    then = expected()["sync"]
    assert (sum(each.sent for each in runs), sum(each.received for each in runs)) == (
        then["sent"],
        then["received"],
    )

    after = expected()["after"]
    assert kinds(desk) == after["office"]["kinds"]
    verdict = verify(desk, rebuild=True)
    assert (verdict.holds, verdict.rows) == (True, then["rebuilt_rows"])
    with desk.store.read() as connection:
        places = connection.execute(text("SELECT node, incarnation, seq, body FROM event"))
        assert {(row.node, row.incarnation, row.seq): row.body for row in places} == at_centre(frozen.url)
        assert state.sync_status(connection).waiting == 0
    here = {row["id"]: row for row in map(json.loads, details(desk, "dossier"))}
    assert here == dossiers_there(frozen.url)
    assert digest(list(map(canonical, here.values()))) == after["centre"]["rows"]["dossier"]["digest"]
    labels = {of: label for label, of in expected()["labels"].items()}
    states = {labels[of]: [row["state"], row.get("attention", "")] for of, row in here.items()}
    assert states == after["states"]
    assert {each.code for each in desk_centre.refused(desk)} == {"values", "stream"}
    desk.store.close()
    assert run(["sync", "--verify", "--data", str(frozen.folder)]) == 0, capsys.readouterr()


def test_others_go_on_at_the_restored_centre(frozen: Frozen, tmp_path: Path) -> None:
    migrate(frozen.url)
    code = expected()["before"]["office"]["dossiers"]["post_en"]["code"]
    with psycopg.connect(frozen.login("back_office")) as back:
        assert back_offices.record(back, UUID(int=7), code, "processing", {"reason": "tiếp"}).state == 4
    with psycopg.connect(frozen.login("reader"), autocommit=True) as reader:
        (row,) = reader.execute("SELECT received, in_progress FROM centre.office_overview").fetchall()
        assert row[1] > 0
    told = Enrolment.read(frozen.folder / FILE)
    secret = expected()["logins"]["host_1"]["secret"]
    role = f"{frozen.database}:{told.office}/1"
    one = replace(told, node=1, role=role, secret=secret)
    joined = join(
        tmp_path / "one",
        one,
        app="tests",
        now=lambda: parse_moment("2026-11-16 09:00"),
        insecure_loopback=True,
    )
    assert joined.run is not None
    assert joined.run.failure is None, joined.run
    desk = opened(tmp_path / "one")
    there = dossiers_there(frozen.url)
    assert {row["id"]: row for row in map(json.loads, details(desk, "dossier"))} == there
    assert verify(desk, rebuild=True).holds
