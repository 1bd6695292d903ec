"""Two hosts, a centre and a back office, doing things in any order over lines that break: a reader of both databases
finds each event once, in its order, and after healing the same rows everywhere.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from counter.desk.dossiers import returns, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.office.verification import verify
from counter.problems import Problem
from db import host as host_facts
from db.domain.records import Outcome
from db.ledger import chains
from db.store.backup import backup
from db.store.upgrade import open_store
from tests import offices
from tests.counter.sync.conftest import emptied
from tests.counter.sync.hosts import Host, as_the_centre, held, host_at, later, on_shift
from tests.db.central import world
from tests.db.sync.proxy import Proxy, Weather, proxied
from tests.postgres import Postgres

which = st.sampled_from([0, 1])


class Journey(RuleBasedStateMachine):
    """See the module."""

    centre = ""
    reader: psycopg.Connection[Any]
    proxy: Proxy
    folders: Iterator[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = next(self.folders)
        self.minute = 0
        emptied(self.centre)
        one = host_at(self.centre, self.folder / "0")
        one.synced()
        shutil.copytree(self.folder / "0", self.folder / "1")
        self.hosts = [one, _twin(self.centre, one, self.folder / "1")]
        self.given: set[str] = set()

    def teardown(self) -> None:
        try:
            self._heal()
        finally:
            for each in self.hosts:
                each.desk.store.close()

    def _host(self, number: int) -> Host:
        self.minute += 1
        return later(self.hosts[number], minutes=self.minute)

    @rule(number=which)
    def receive(self, number: int) -> None:
        self.given.update(self._host(number).receive())

    @rule(number=which, what=st.sampled_from(["processing", "result", "return"]), pick=st.integers(0, 50))
    def move(self, number: int, what: str, pick: int) -> None:
        host = self._host(number)
        known = sorted(host.dossiers())
        if not known:
            return
        dossier = known[pick % len(known)]
        try:
            if what == "processing":
                transitions.mark_processing(host.desk, dossier)
            elif what == "result":
                transitions.result_arrived(host.desk, dossier, Outcome(number="7"))
            else:
                returns.return_result(host.desk, dossier, Return())
        except Problem:
            return

    @rule(pick=st.integers(0, 50))
    def decide(self, pick: int) -> None:
        """The back office moves something that is under way."""
        self.reader.execute(
            "SELECT append(office || '/c', office, '', 'back', 'dossier', id, 'processing', '{}', state, 4)"
            " FROM dossier WHERE state IN (2, 5, 6) ORDER BY id OFFSET %s LIMIT 1",
            [pick % 3],
        )

    @rule(number=which)
    def sync(self, number: int) -> None:
        assert self.hosts[number].sync().failure is None

    @rule(number=which, way=st.sampled_from(["cut_up", "cut_down"]), at=st.integers(300, 12_000))
    def sync_on_a_bad_line(self, number: int, way: str, at: int) -> None:
        up, down = (at, None) if way == "cut_up" else (None, at)
        self.proxy.weather = Weather(cut_up=up, cut_down=down, reset=at % 2 == 0)
        self.hosts[number].sync(self.proxy.listens)

    @rule(number=which)
    def back_up(self, number: int) -> None:
        backup(self.hosts[number].desk.store, self.folder / f"{number}.copy")

    @rule(number=which)
    def restore(self, number: int) -> None:
        """Put the last backup back; what was noted since and not sent is lost with the disk."""
        copy = self.folder / f"{number}.copy"
        if not copy.exists():
            return
        desk = self.hosts[number].desk
        sent = {json.loads(body)["of"] for body in held(self.reader).values()}
        desk.store.close()
        for left in desk.store.data.glob("office.db-*"):
            left.unlink()
        shutil.copy(copy, desk.store.path)
        self.hosts[number] = replace(
            self.hosts[number], desk=replace(desk, store=open_store(desk.store.data))
        )
        elsewhere = set(self.hosts[0].dossiers()) | set(self.hosts[1].dossiers())
        self.given &= sent | elsewhere

    @invariant()
    def chains_are_whole_and_no_cursor_is_ahead_of_what_is_there(self) -> None:
        there = held(self.reader)
        _numbered(there)
        for each in self.hosts:
            here = each.events()
            _numbered(here)
            with each.desk.store.read() as connection:
                known = chains.places(connection).values()
            for place in known:
                at = (place.node, place.incarnation, place.seq)
                assert place.seq == 0 or here[at] == there[at]

    def _heal(self) -> None:
        for _ in range(2):
            for each in self.hosts:
                each.synced()
        there = held(self.reader)
        rows: dict[str, object] = dict(
            self.reader.execute("SELECT id, detail FROM centre.dossier").fetchall()
        )
        for each in self.hosts:
            assert each.events() == there
            assert {of: json.loads(row) for of, row in each.dossiers().items()} == rows
            assert verify(each.desk, rebuild=True).holds
        assert set(rows) >= self.given
        ids = [json.loads(body)["id"] for body in there.values()]
        assert len(set(ids)) == len(ids)


def _folders(inside: Path) -> Iterator[Path]:
    for number in itertools.count():
        folder = inside / str(number)
        folder.mkdir()
        yield folder


def _numbered(events: dict[tuple[str, int, int], str]) -> None:
    """Numbers from 1 without gaps in each chain."""
    last: dict[tuple[str, int], int] = {}
    for node, incarnation, seq in sorted(events):
        assert seq == last.get((node, incarnation), 0) + 1
        last[node, incarnation] = seq


def _twin(centre: str, one: Host, folder: Path) -> Host:
    """A second host of the office of ``one``, whose whole ledger it begins with."""
    store = open_store(folder)
    enrolment = world.enrol(centre, number=1)
    with store.write() as connection:
        host_facts.put(connection, "node", enrolment.writer)
    desk = replace(one.desk, store=store, node=enrolment.writer, staff=None, shift=None)
    return Host(on_shift(offices.later(desk, seconds=1), "minh", 1), enrolment)


def test_any_order_of_work_meetings_and_accidents(
    postgres: Postgres, shared_centre: str, tmp_path: Path
) -> None:
    with proxied(postgres.server.port) as proxy, as_the_centre(shared_centre) as Journey.reader:
        Journey.centre, Journey.proxy = shared_centre, proxy
        Journey.folders = _folders(tmp_path)
        run_state_machine_as_test(
            Journey,
            settings=settings(
                max_examples=6,
                stateful_step_count=12,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
