"""The centre is made, hosts and back offices are let in and out, and what it publishes arrives: all by commands."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pexpect
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from counter.commandline.app import run
from counter.locale import Language, in_language, use
from db.central.back_offices import KINDS
from db.enrolment import Enrolment
from tests.counter.commandline.conftest import SAMPLES
from tests.db.central import world
from tests.db.central.sending import Host
from tests.postgres import Postgres
from tests.programs import TLS, needs

GUIDE = Path(__file__).parents[3] / "counter" / "guides" / "centre.en.md"
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
    nobody = central("status", "--url", "postgresql://nobody@127.0.0.1:1/x")
    assert (nobody.code, nobody.err.count("\n")) == (1, 1)
    assert "cannot be reached" in nobody.err
    assert "[technical detail: Connection refused]" in nobody.err


@needs(TLS)
def test_a_centre_that_no_known_authority_vouches_for_is_not_let_in(central: Central, url: str) -> None:
    unchecked = central("status", "--url", url, secure=True)
    assert (unchecked.code, unchecked.err.count("\n")) == (1, 1)
    assert "--ca FILE" in unchecked.err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/x", "Không kết nối được trung tâm: hãy xem lại địa chỉ"),
        ("postgresql://a:5%zz@127.0.0.1/x", "Không đọc được địa chỉ trung tâm. Trong URL, các dấu : @ /"),
        ("{url}_gone", "Máy chủ không cho tài khoản này, hoặc máy này, vào cơ sở dữ liệu đó."),
    ],
)
def test_what_a_library_says_in_english_stands_last_behind_a_mark(
    central: Central, url: str, address: str, said: str
) -> None:
    ran = central("status", "--url", address.format(url=url), lang="vi")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    ours, mark, _theirs = ran.err.partition(" [chi tiết kỹ thuật: ")
    assert ours.startswith(said)
    assert mark
    assert ran.err.endswith("]\n")


def test_a_password_that_nobody_gave_is_told(central: Central, url: str, tmp_path: Path) -> None:
    told = conninfo_to_dict(url)
    told.pop("password")
    ran = central("status", "--url", make_conninfo("", **told, passfile=str(tmp_path / "none")), lang="vi")
    assert (ran.code, ran.err) == (1, "Chưa có mật khẩu: hãy ghi vào tệp mà PGPASSFILE chỉ ra.\n")


def test_the_password_file_and_the_url_are_written_as_the_guide_has_it(
    central: Central, postgres: Postgres, tmp_path: Path
) -> None:
    url, written = postgres.fresh(), GUIDE.read_text("utf-8")
    with psycopg.connect(url) as session:
        session.execute("CREATE ROLE readme LOGIN SUPERUSER PASSWORD 'a:b@c/d'")
    told = conninfo_to_dict(url)
    host, port, database = told["host"], told["port"], told["dbname"]
    line, address = (
        next(row for row in written.splitlines() if row.startswith(start)) for start in _EXAMPLES
    )
    file = tmp_path / "passwords"
    file.write_text(line.replace("centre.example:5432:centre:postgres", f"{host}:{port}:{database}:readme"))
    file.chmod(0o600)
    for written in (
        address.replace("centre.example/centre", f"{host}:{port}/{database}").replace("postgres:", "readme:"),
        f"postgresql://readme@{host}:{port}/{database}?passfile={file}",
    ):
        assert "counter central init" in central("status", "--url", written).err, "it was let in"


_EXAMPLES = ("centre.example:5432:centre:postgres:", "postgresql://postgres:")


def test_the_rest_of_a_password_that_was_not_escaped_is_not_shown(central: Central) -> None:
    ran = central(
        "status", "--url", "postgresql://a:mat@khau@centre.invalid/x?sslrootcert=system", secure=True
    )
    assert (ran.code, "%40" in ran.err, "khau" in ran.err) == (1, True, False), ran.err


@needs(TLS)
def test_with_the_authoritys_certificate_it_is(
    postgres: Postgres, central: Central, url: str, tmp_path: Path
) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text(postgres.authority)
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
    in_vietnamese = made("staff", "push", staff, "--province", "H01", lang="vi").out
    (line,) = [line for line in in_vietnamese.splitlines() if "vua" in line]
    assert line.split()[0] == "3"
    assert line.endswith("“vua” không phải vai trò: hãy ghi cán bộ, phụ trách hoặc quản trị.")
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


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_kind_that_there_is_not_is_told_with_those_that_are(central: Central, lang: Language) -> None:
    said = central("act", CODE, "done", "--url", "postgresql://nobody@127.0.0.1:1/x", lang=lang)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert [kind for kind in KINDS if f"{kind} ({in_language(kind.label, lang)})" not in said.err] == []


def test_a_result_is_asked_for_as_at_the_counter(made: Central, url: str, tmp_path: Path) -> None:
    file, office = tmp_path / "host.toml", "000.23.22.H56"
    made("enrol", office, "--out", file)
    host = Host(Enrolment.read(file))
    codes = [f"{office}-261116-000{number}" for number in (1, 2, 3)]
    for code in codes:
        host.receive(code)
    login = made("back-office", "add", "so-y-te", "--json").json
    address = make_conninfo(url, user=login["role"], password=login["secret"])
    assert act_on_a_terminal(codes[0], address, "Giấy khai sinh\n") == 0
    assert act_on_a_terminal(codes[1], address, "\n") == 0, "the counter's screen takes that as well"
    assert made("act", codes[2], "result-arrived", "--url", address).code == 0, "nobody can be asked"
    with world.session(url) as session:
        results = session.execute(
            "SELECT detail -> 'outcome' ->> 'kind' FROM centre.dossier WHERE office = %s ORDER BY code",
            [office],
        ).fetchall()
    assert results == [("Giấy khai sinh",), (None,), (None,)]


def act_on_a_terminal(code: str, address: str, typed: str) -> int:
    words = ["-m", "counter.cli", "central", "act", code, "result-arrived", "--insecure-loopback"]
    environment = os.environ | {"COUNTER_LANG": "en", "COUNTER_CENTRAL_URL": address, "TERM": "xterm"}
    child = pexpect.spawn(sys.executable, words, env=environment, encoding="utf-8", timeout=120)
    child.expect("What the result is")
    child.send(typed)
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--date", "hôm qua", "is not a day"),
        ("--date", "31/02/2026", "is not a day"),
        ("--number", "1" * 61, "--number has at most 60 letters"),
        ("--signer", "K" * 81, "--signer has at most 80 letters"),
    ],
)
def test_a_result_that_the_counter_would_not_take_does_not_leave(
    central: Central, option: str, value: str, said: str
) -> None:
    nowhere = ("--url", "postgresql://nobody@127.0.0.1:1/x")
    ran = central("act", CODE, "result-arrived", option, value, *nowhere)
    assert (ran.code, said in ran.err) == (1, True), ran.err


def test_only_years_that_are_over_are_given_up(made: Central) -> None:
    year = datetime.now(UTC).year
    assert made("retire-events", "--before", f"{year}-12-01").code == 1
    report = made("retire-events", "--before", f"{year - 1}-01-01", "--json").json
    assert report == {"months": [], "dropped": 0, "kept": 0}
