"""The centre is made, hosts and back offices are let in and out, and what it publishes arrives: all by commands."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from counter.commandline.app import run
from counter.locale import use
from db.enrolment import Enrolment
from tests.central import world
from tests.central.sending import Host
from tests.counter.cli.conftest import SAMPLES
from tests.postgres import Postgres

OFFICE = "000.17.22.H56"
CODE = f"{OFFICE}-261116-0001"
STAFF = "login,name,role,agencies\nlan,Trần Thị Lan,cán bộ,\nbinh,Lê Bình,phụ trách,Sở Tư pháp;Sở Xây dựng\n"


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Central = Callable[..., Said]


@pytest.fixture(scope="module")
def url(postgres: Postgres) -> str:
    """A database that the commands make the centre of."""
    return postgres.fresh()


@pytest.fixture
def central(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Central]:
    """Runs ``counter central …`` as the administrator on this machine, in English."""
    monkeypatch.setenv("COUNTER_CENTRAL_URL", url)

    def called(*words: object, secure: bool = False, lang: str = "en") -> Said:
        use("en" if lang == "en" else "vi")
        capsys.readouterr()
        loopback = [] if secure else ["--insecure-loopback"]
        code = run(["central", *map(str, words), *loopback])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    yield called
    use("vi")


@pytest.fixture
def made(central: Central, url: str) -> Central:
    """The same, once the centre is there."""
    assert central("init", url, "--json").code == 0
    return central


def test_without_tls_nothing_is_sent(central: Central, url: str) -> None:
    elsewhere = central("status", "--url", "postgresql://admin@centre.example/centre")
    assert (elsewhere.code, "this very machine" in elsewhere.err) == (1, True)
    weaker = central("status", "--url", f"{url}?sslmode=require", secure=True)
    assert (weaker.code, "verify-full" in weaker.err) == (1, True)
    unchecked = central("status", "--url", url, secure=True)
    nobody = central("status", "--url", "postgresql://nobody@127.0.0.1:1/x")
    for refused, said in ((unchecked, "--ca FILE"), (nobody, "cannot be reached: Connection refused")):
        assert (refused.code, refused.err.count("\n")) == (1, 1)
        assert said in refused.err


def test_with_the_authoritys_certificate_it_is(
    postgres: Postgres, central: Central, url: str, tmp_path: Path
) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text(postgres.vouched_for())
    assert central("init", url, "--ca", authority, secure=True).code == 0
    enrolled = central(
        "enrol", "000.99.22.H56", "--ca", authority, "--out", tmp_path / "host.toml", secure=True
    )
    assert enrolled.code == 0, enrolled.err
    enrolment = Enrolment.read(tmp_path / "host.toml")
    assert enrolment.ca == postgres.authority
    with psycopg.connect(**enrolment.conninfo()) as session:
        assert session.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (
            True,
        )


def test_a_database_without_a_centre_is_told(central: Central, postgres: Postgres) -> None:
    fresh = postgres.fresh()
    for command in (("status",), ("migrate",), ("revoke", OFFICE)):
        said = central(*command, "--url", fresh)
        assert (said.code, "counter central init" in said.err) == (1, True), said.err


def test_init_twice_and_migrate_leave_everything_in_place(made: Central, url: str) -> None:
    again = made("init", url, lang="vi")
    assert (again.code, "Trung tâm" in again.out) == (0, True), again.err
    assert made("migrate", "--json").json["revision"]


def test_a_host_is_enrolled_once_renewed_and_revoked(made: Central, tmp_path: Path) -> None:
    file, other = tmp_path / "host.toml", tmp_path / "other.toml"
    enrol = ("enrol", "H56.22.18", "--node", 3, "--name", "UBND xã Thử", "--out")
    said = made(*enrol, file)
    assert said.code == 0, said.err
    enrolment = Enrolment.read(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (enrolment.writer, enrolment.name) == ("000.18.22.H56/3", "UBND xã Thử")
    assert enrolment.secret not in said.out + said.err
    for again in (made(*enrol, other), made(*enrol, file)):
        assert again.code == 1
    assert not other.exists()
    assert made(*enrol, other, "--renew").code == 0
    assert Enrolment.read(other).secret != enrolment.secret
    assert made("revoke", "H56.22.18", "--node", 3).code == 0
    assert "not enrolled" in made("revoke", "H56.22.18", "--node", 3).err
    assert "today" in made(*enrol, tmp_path / "third.toml").err
    rows = {f"{each['office']}/{each['node']}": each for each in made("status", "--json").json["nodes"]}
    assert rows["000.18.22.H56/3"]["revoked_at"]
    assert "revoked" in made("status").out


def test_what_is_published_arrives_once(made: Central, tmp_path: Path) -> None:
    file = tmp_path / "host.toml"
    made("enrol", "000.21.22.H56", "--out", file)
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF)
    catalogue = made("catalogue", "push", SAMPLES / "commune.csv", "--json").json
    holidays = made("holidays", "push", "--json").json
    people = made("staff", "push", staff, "--province", "H56", "--json").json
    assert (catalogue["added"] > 5, holidays["added"] >= 3, people["added"]) == (True, True, 2)
    assert set(people["passwords"]) == {"lan", "binh"}
    for again in (
        made("catalogue", "push", SAMPLES / "commune.csv", "--json").json,
        made("holidays", "push", "--json").json,
    ):
        assert (again["added"], again["changed"]) == (0, 0)
    staff.write_text(STAFF.replace("phụ trách", "cán bộ"))
    changed = made("staff", "push", staff, "--province", "H56", "--json").json
    assert (changed["changed"], changed["unchanged"], changed["passwords"]) == (1, 1, {})
    with world.session(Enrolment.read(file)) as host:
        told = host.execute(
            "SELECT node, count(*) FROM centre.pull_v1('{}', 100000000) GROUP BY node"
        ).fetchall()
    stands = made("status", "--json").json
    assert (stands["late"], bool(stands["months"])) == (0, True)
    assert dict(told) == {"@catalogue": catalogue["added"], "@holidays": holidays["added"], "@staff:H56": 3}


def test_a_file_with_bad_rows_publishes_nothing(made: Central, tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("login,name,role\nLan,Trần Thị Lan,cán bộ\nbinh,,vua\n")
    said = made("staff", "push", staff, "--province", "H01")
    assert said.code == 1
    assert "3" in said.err
    assert "@staff:H01" not in made("status", "--json").json["shared"]


def test_a_back_office_acts_and_is_let_out_again(made: Central, url: str, tmp_path: Path) -> None:
    file = tmp_path / "host.toml"
    made("enrol", OFFICE, "--out", file)
    Host(Enrolment.read(file)).receive(CODE)
    login = made("back-office", "add", "so-tu-phap", "--agency", "Sở Tư pháp", "--json").json
    address = make_conninfo(url, user=login["role"], password=login["secret"])
    decided = (
        "act",
        CODE,
        "result-arrived",
        "--result",
        "Giấy khai sinh",
        "--number",
        "12",
        "--url",
        address,
    )
    said = made(*decided, "--json")
    assert said.code == 0, said.err
    again = made(*decided, "--request", said.json["request"], "--json")
    assert again.json == said.json
    assert "state" in made(*decided).err
    nowhere = made("act", f"{OFFICE}-261116-0099", "stopped", "--reason", "x", "--url", address)
    assert (nowhere.code, "no such dossier" in nowhere.err) == (1, True)
    assert made("reader", "add", "tinh", "--province", "H56", "--json").json["secret"]
    assert made("reader", "remove", "tinh").code == 0
    assert made("back-office", "remove", "so-tu-phap").code == 0
    assert "does not know this login" in made(*decided).err
    assert "no login" in made("back-office", "remove", "so-tu-phap").err


def test_only_years_that_are_over_are_given_up(made: Central) -> None:
    year = datetime.now(UTC).year
    assert made("retire-events", "--before", f"{year}-12-01").code == 1
    report = made("retire-events", "--before", f"{year - 1}-01-01", "--json").json
    assert report == {"months": [], "dropped": 0, "kept": 0}
