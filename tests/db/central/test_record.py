"""A back office records what became of a dossier: in its scope, from a fitting state, once."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from db.central.administration import session
from db.central.back_offices import Recorded, Scope, add_back_office, add_reader, record
from db.central.install import install
from db.domain.event import Event, instant
from db.domain.lifecycle import State
from tests.db.central import world
from tests.db.central.sending import Host
from tests.postgres import Postgres

RESULT = {"set": {"outcome": {"kind": "Giấy khai sinh", "number": "12/2026", "signer": "Trần Văn Ký"}}}
BackOffices = Callable[..., psycopg.Connection[Any]]

_numbers = itertools.count(10)


@pytest.fixture(scope="module")
def centre(postgres: Postgres) -> str:
    """One centre for all of these tests; each has offices of its own in it."""
    url = postgres.fresh()
    install(url)
    return url


@pytest.fixture
def host(centre: str) -> Host:
    """A host of an office of its own that received one dossier."""
    host = Host(world.enrol(centre, f"000.{next(_numbers)}.22.H56"))
    host.receive(_code(host))
    return host


@pytest.fixture
def back(centre: str) -> BackOffices:
    """Logs in as a new back office of the given scope."""

    def opened(name: str = "", **scope: str) -> psycopg.Connection[Any]:
        with session(centre) as administrator:
            login = add_back_office(administrator, name or f"so-{next(_numbers)}", Scope(**scope))
        return world.session(world.address(centre, login.role, login.secret))

    return opened


def _code(host: Host) -> str:
    return f"{host.enrolment.office}-261116-0001"


def _dossier(centre: str, host: Host) -> dict[str, Any]:
    with world.session(centre) as administrator:
        row = administrator.execute(
            "SELECT detail FROM centre.dossier WHERE office = %s", [host.enrolment.office]
        ).fetchone()
    assert row is not None
    return dict(row[0])


def test_a_result_reaches_the_dossier_and_the_office(centre: str, host: Host, back: BackOffices) -> None:
    with back("so-tu-phap", agency="Sở Tư pháp") as office:
        answer = record(office, uuid4(), _code(host), "result-arrived", RESULT)
    assert answer.state == State.FINISHED
    row = _dossier(centre, host)
    assert row["state"] == State.FINISHED
    assert row["outcome"]["number"] == "12/2026"
    assert row["finished_at"].endswith("Z")
    with world.session(host.enrolment) as session:
        down = session.execute("SELECT node, body FROM centre.pull_v1('{}', 1000000)").fetchall()
    event = next(Event.read(body) for node, body in down if node == f"{host.enrolment.office}/c")
    assert (event.id, event.kind, event.actor) == (answer.event, "result-arrived", "centre:so-tu-phap")
    assert event.hlc > host.hlc
    assert (event.from_state, event.to_state) == (State.RECEIVED, State.FINISHED)


def test_asking_twice_records_once(centre: str, host: Host, back: BackOffices) -> None:
    request = uuid4()
    with back() as office:
        answers = [record(office, request, _code(host), "processing", {}) for _ in range(3)]
        assert answers == [Recorded(answers[0].event, State.PROCESSING)] * 3
        with pytest.raises(psycopg.Error) as refused:
            record(office, request, _code(host), "stopped", {})
    assert refused.value.sqlstate == "QM006"
    with back("khac") as other, pytest.raises(psycopg.Error) as refused:
        record(other, request, _code(host), "processing", {})
    assert refused.value.sqlstate == "QM006"


REFUSED: list[tuple[str, Any, str]] = [
    ("returned", {}, "QM005"),
    ("received", {}, "QM005"),
    ("stopped", {}, "QM003"),
    ("result-arrived", {"set": {"state": 10}}, "QM004"),
    ("result-arrived", {"set": {"code": "x"}}, "QM004"),
    ("result-arrived", {"set": {"decided": True}}, "QM004"),
    ("result-arrived", {"add": {"papers": 1}}, "QM004"),
    ("result-arrived", {"set": {"finished_at": "soon"}}, "QM004"),
    ("result-arrived", {"set": {"finished_at": "2026-99-99T00:00:00.000Z"}}, "QM004"),
    ("result-arrived", {"set": {"outcome": {"number": 7}}}, "QM004"),
    ("result-arrived", {"set": {"outcome": "done"}}, "QM004"),
    ("result-arrived", {"set": {"fee": -1}}, "QM004"),
    ("result-arrived", {"set": []}, "QM004"),
    ("result-arrived", [], "QM004"),
]


def test_what_does_not_fit_is_refused_and_leaves_nothing(centre: str, host: Host, back: BackOffices) -> None:
    before = _dossier(centre, host)
    with back() as office:
        for kind, data, state in REFUSED:
            with pytest.raises(psycopg.Error) as refused:
                record(office, uuid4(), _code(host), kind, data)
            assert refused.value.sqlstate == state, (kind, data)
    assert _dossier(centre, host) == before


def test_a_decision_that_an_event_from_the_future_undoes_is_refused_and_not_recorded(
    postgres: Postgres,
) -> None:
    url = postgres.fresh()
    install(url)
    with world.session(url) as administrator:
        # As an earlier release judged: it let any time in.
        administrator.execute(
            "CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text, law jsonb)"
            " RETURNS text LANGUAGE sql AS $$ SELECT '' $$"
        )
        login = add_back_office(administrator, "so-tu-phap", Scope())
    host = Host(world.enrol(url, "000.01.22.H56"))
    dossier = host.receive(_code(host))
    host.say(dossier, "processing")
    host.say(dossier, "supplement-asked")
    host.at = datetime.now(UTC) + timedelta(days=3650)
    host.say(dossier, "processing")
    before, request = _dossier(url, host), uuid4()
    with world.session(world.address(url, login.role, login.secret)) as office:
        with pytest.raises(psycopg.Error, match="after all") as refused:
            record(office, request, _code(host), "supplement-asked", {"reason": "thiếu giấy"})
        assert refused.value.sqlstate == "QM003"
        assert _dossier(url, host) == before
    with world.session(url) as administrator:
        left = administrator.execute(
            "SELECT (SELECT count(*) FROM centre.request), (SELECT count(*) FROM centre.event WHERE node LIKE '%/c')"
        )
        assert left.fetchone() == (0, 0)


def test_a_dossier_outside_the_scope_is_not_there(centre: str, host: Host, back: BackOffices) -> None:
    scopes = [{"province": "H01"}, {"office": "000.99.99.H56"}, {"agency": "Sở Xây dựng"}]
    for scope in scopes:
        with back(**scope) as office:
            with pytest.raises(psycopg.Error, match="There is no dossier") as refused:
                record(office, uuid4(), _code(host), "processing", {})
            assert office.execute("SELECT * FROM centre.dossier_overview").fetchall() == []
        assert refused.value.sqlstate == "QM002"


def test_a_code_belongs_to_the_office_that_it_begins_with(centre: str, host: Host, back: BackOffices) -> None:
    thief = Host(world.enrol(centre, f"000.{next(_numbers)}.23.H56"))
    thief.receive(_code(host))
    with back() as office:
        record(office, uuid4(), _code(host), "processing", {})
    assert _dossier(centre, host)["state"] == State.PROCESSING
    assert _dossier(centre, thief)["state"] == State.RECEIVED


def test_every_move_of_a_back_office(centre: str, host: Host, back: BackOffices) -> None:
    moves: list[tuple[str, dict[str, Any]]] = [
        ("processing", {}),
        ("supplement-asked", {"set": {"missing": ["Giấy chứng sinh"]}, "reason": "thiếu giấy"}),
        ("processing", {"set": {"due_at": "2026-11-30T10:00:00.000Z"}}),
        ("duty-asked", {"set": {"fee": 25000}}),
        ("stopped", {"reason": "quá hạn bổ sung"}),
    ]
    with back() as office:
        states = [record(office, uuid4(), _code(host), kind, data).state for kind, data in moves]
        assert states == [4, 5, 4, 6, 8]
    row = _dossier(centre, host)
    assert (row["missing"], row["due_at"]) == (["Giấy chứng sinh"], "2026-11-30T10:00:00.000Z")
    assert [(request["papers"], request["reason"], request["again"]) for request in row["requests"]] == [
        (["Giấy chứng sinh"], "thiếu giấy", False)
    ]
    assert ([change["kind"] for change in row["due_changes"]], row["closing"]["reason"]) == (
        ["correction"],
        "quá hạn bổ sung",
    )


def test_what_is_asked_for_later_is_added_to_the_fee(centre: str, host: Host, back: BackOffices) -> None:
    before = _dossier(centre, host).get("fee")
    with back() as office:
        record(office, uuid4(), _code(host), "processing", {})
        for amount in (25_000, 5_000):
            record(office, uuid4(), _code(host), "duty-asked", {"set": {"fee": amount}, "reason": "thuế"})
            record(office, uuid4(), _code(host), "processing", {})
    row = _dossier(centre, host)
    assert (row.get("fee"), row["charged"]) == (before, 30_000)
    assert [(charge["amount"], charge["name"]) for charge in row["charges"]] == [
        (25_000, "thuế"),
        (5_000, "thuế"),
    ]


def test_an_apology_moves_the_due_date_once(centre: str, host: Host, back: BackOffices) -> None:
    before = _dossier(centre, host).get("due_at")
    later = {"set": {"due_at": "2026-12-30T10:00:00.000Z"}, "reason": "chờ xác minh"}
    with back() as office:
        with pytest.raises(psycopg.Error) as refused:
            record(office, uuid4(), _code(host), "apologised", {"reason": "chờ xác minh"})
        assert refused.value.sqlstate == "QM004"
        assert record(office, uuid4(), _code(host), "apologised", later).state == State.RECEIVED
        with pytest.raises(psycopg.Error) as refused:
            record(office, uuid4(), _code(host), "apologised", later)
        assert refused.value.sqlstate == "QM003"
    row = _dossier(centre, host)
    (change,) = row["due_changes"]
    assert (change["kind"], change.get("before"), change["after"], row["due_at"]) == (
        "apology", before, row["due_at"], "2026-12-30T10:00:00.000Z",
    )  # fmt: skip
    assert row["apologised_at"] == change["at"]


def test_an_office_that_is_held_is_told_as_busy(centre: str, host: Host, back: BackOffices) -> None:
    with back() as office, world.session(centre) as administrator, administrator.transaction():
        administrator.execute("SELECT FROM centre.chain FOR UPDATE")
        administrator.execute("SELECT FROM centre.dossier FOR UPDATE")
        # The function's own patience is what is tried here, so it is made short for the test.
        with world.session(centre) as hasty:
            hasty.execute("ALTER FUNCTION centre.record_v1(uuid, text, text, json) SET lock_timeout = '50ms'")
        with pytest.raises(psycopg.Error) as refused:
            record(office, uuid4(), _code(host), "processing", {})
    assert refused.value.sqlstate == "QM007"


def test_readers_see_counts_of_their_own_and_nobody_by_name(centre: str) -> None:
    ours, theirs = (Host(world.enrol(centre, f"000.01.01.{province}")) for province in ("H01", "H02"))
    ours.receive(_code(ours), agency="Bộ Công an", applicant="Nguyễn Thị Bí Mật")
    theirs.receive(_code(theirs), due=theirs.at, agency="Bộ Xây dựng")
    scopes = {"tinh": Scope(province="H01"), "bo": Scope(agency="Bộ Xây dựng"), "tat-ca": Scope()}
    seen: dict[str, Any] = {}
    for name, scope in scopes.items():
        with session(centre) as administrator:
            login = add_reader(administrator, name, scope)
        with world.session(world.address(centre, login.role, login.secret)) as reader:
            offices = reader.execute(
                "SELECT office, received, in_progress, overdue FROM centre.office_overview"
                " WHERE province <> 'H56'"
            )
            agencies = reader.execute(
                "SELECT agency, received, overdue FROM centre.agency_overview WHERE province <> 'H56'"
            )
            seen[name] = (set(offices.fetchall()), set(agencies.fetchall()))
            everything = reader.execute("SELECT to_jsonb(d)::text FROM centre.dossier_overview d").fetchall()
            assert everything
            assert not any("Bí Mật" in text or "001190000001" in text for (text,) in everything)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute("SELECT * FROM centre.dossier")
    first, second = ("000.01.01.H01", 1, 1, 0), ("000.01.01.H02", 1, 1, 1)
    police, building = ("Bộ Công an", 1, 0), ("Bộ Xây dựng", 1, 1)
    assert seen == {
        "tinh": ({first}, {police}),
        "bo": (set(), {building}),
        "tat-ca": ({first, second}, {police, building}),
    }


def test_late_is_told_by_the_moment_also_of_what_is_done(centre: str, back: BackOffices) -> None:
    host = Host(world.enrol(centre, f"000.{next(_numbers)}.22.H60"))
    ends = {"0001": -1, "0002": 0, "0003": 1}
    for number, minutes in ends.items():
        code = f"{host.enrolment.office}-261116-{number}"
        due = host.at + timedelta(hours=2)
        host.receive(code, due=due)
        done = RESULT["set"] | {"finished_at": instant(due + timedelta(minutes=minutes))}
        with back() as office:
            record(office, uuid4(), code, "result-arrived", {"set": done})
    with world.session(centre) as administrator:
        late = administrator.execute(
            "SELECT right(code, 4), late FROM centre.dossier_overview WHERE province = 'H60' ORDER BY code"
        ).fetchall()
    assert late == [("0001", False), ("0002", False), ("0003", True)]
