"""Commands for the way to the centre, against a real PostgreSQL: join, once, status, verify, watch, doctor."""

from __future__ import annotations

import json
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter import locale
from counter.commandline import sync_owner
from counter.commandline.app import run
from counter.commandline.common.options import CommonOptions, office_desk
from counter.commandline.sync_owner import OwnerKind, SyncOwner
from counter.config.settings import Settings
from counter.desk.centre import status
from counter.desk.desk import Desk
from counter.desk.diagnosis.centre import check_centre
from counter.desk.diagnosis.office import Level
from counter.desk.office.opening import open_desk
from counter.shell.app import CounterApp
from db.enrolment import Enrolment
from db.store.lock import OwnerLock
from db.sync import state
from tests.counter.sync.hosts import LAST_WEEK, host_at
from tests.db.central import world
from tests.offices import new_office, received, seated
from tests.postgres import Postgres

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def a_centre(postgres: Postgres) -> str:
    from db.central.install import install

    url = postgres.fresh()
    install(url)
    return url


@pytest.fixture(scope="module")
def enrolment(a_centre: str) -> Enrolment:
    return world.enrol(a_centre)


@pytest.fixture
def counter(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command in this process, in English, its exit code and what it said."""
    monkeypatch.setenv("COUNTER_INSECURE_LOOPBACK", "true")
    locale.use("en")

    def told(*words: object, data: Path) -> tuple[int, str, str]:
        code = run([*map(str, words), "--data", str(data)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return told


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """An office that is not enrolled yet, with a dossier."""
    desk = seated(new_office(tmp_path / "here", LAST_WEEK))
    received(desk)
    return desk


@pytest.fixture
def file(tmp_path: Path, enrolment: Enrolment) -> Path:
    path = tmp_path / "tan-hoa.toml"
    enrolment.write(path)
    return path


def test_from_the_enrolment_to_everything_at_the_centre(
    counter: Run, here: Desk, file: Path, tmp_path: Path
) -> None:
    data = here.store.data
    assert counter("sync", "--once", data=data)[0] == 1, "not enrolled"
    code, out, _err = counter("join", file, data=data)
    assert (code, "000.17.22.H56/0" in out) == (0, True)
    assert stat.S_IMODE((data / "centre.toml").stat().st_mode) == 0o600

    code, out, _err = counter("sync", "--status", "--json", data=data)
    assert (code, json.loads(out)["enrolled"], json.loads(out)["waiting"] > 5) == (1, True, True)
    assert "not at the centre yet" in counter("find", "buoi", data=data)[1]
    code, out, err = counter("sync", "--once", data=data)
    assert (code, err) == (0, "")
    assert out.startswith("Centre has up to ")
    found = json.loads(counter("find", "buoi", "--json", data=data)[1])
    assert [each["at_centre"] for each in found] == [True]
    assert "Both sides hold the same" in counter("sync", "--verify", data=data)[1]
    assert "It has every event of this host that the centre has." in counter("verify", data=data)[1]
    nobody_goes(counter, data)
    with office_desk(CommonOptions(str(data))) as desk:
        line, clock, queue = check_centre(Settings(insecure_loopback=True), desk)
        locale.use("vi")
        in_vietnamese = [finding.text for finding in check_centre(Settings(insecure_loopback=True), desk)]
        locale.use("en")
    assert clock.level is Level.GOOD
    assert re.fullmatch(r"The clock is off by \d\.\d seconds against the centre's\.", clock.text)
    assert re.fullmatch(r"Đồng hồ lệch \d,\d giây so với trung tâm\.", in_vietnamese[1])
    assert "answers and lets this host in, without TLS" in line.text
    assert queue.text.startswith("The centre has everything up to")
    a_new_host_takes_over(counter, file, tmp_path / "new", here)


def nobody_goes(counter: Run, data: Path) -> None:
    """After a command that went once there is no next time, and both ways of asking say so."""
    out = counter("sync", "--status", data=data)[1]
    assert "Nobody goes to the centre at present" in out
    assert "Next at" not in out
    told = json.loads(counter("sync", "--status", "--json", data=data)[1])
    assert (told["going_by"], told["unit"], told["next_at"]) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "group", "who"),
    [
        ("python counter --data /d", "user.slice/session-3.scope", SyncOwner(OwnerKind.SCREENS)),
        ("counter sync --watch", "user.slice/session-3.scope", SyncOwner(OwnerKind.WATCH)),
        (
            "counter sync --watch",
            "system.slice/counter-sync.service",
            SyncOwner(OwnerKind.SERVICE, "counter-sync.service"),
        ),
        ("counter sync --once", "user.slice/session-3.scope", SyncOwner(OwnerKind.ONCE)),
        ("counter sync --verify", "system.slice/cron.service", SyncOwner(OwnerKind.ONCE)),
    ],
)
def test_who_goes_is_told_by_its_command_and_its_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, group: str, who: SyncOwner
) -> None:
    process, data = tmp_path / "proc" / "12", tmp_path / "data"
    (process / "fd").mkdir(parents=True)
    (process / "fdinfo").mkdir()
    data.mkdir()
    lock = OwnerLock(data / status.LOCK)
    assert sync_owner.sync_owner(data) is None
    assert lock.try_own()
    monkeypatch.setattr(sync_owner, "_PROCESSES", tmp_path / "proc")
    assert sync_owner.sync_owner(data) == SyncOwner(OwnerKind.OTHER), "one that this account may not look at"
    (process / "fd" / "7").symlink_to(data / status.LOCK)
    (process / "fdinfo" / "7").write_text("pos: 0\nlock: 1: OFDLCK ADVISORY WRITE -1 fe:00:12 0 0\n")
    (process / "cmdline").write_text(words.replace(" ", "\0") + "\0")
    (process / "cgroup").write_text(f"0::/{group}\n")
    assert sync_owner.sync_owner(data) == who
    assert who.comes_again == (who.kind is not OwnerKind.ONCE)
    assert (who.unit in sync_owner.owner_sentence(who)) is True
    lock.release()
    assert sync_owner.sync_owner(data) is None


def a_new_host_takes_over(counter: Run, file: Path, folder: Path, lost: Desk) -> None:
    """The machine is lost: another one goes on with its office, and gives no number out twice."""
    code, out, err = counter("join", file, data=folder)
    assert (code, err) == (0, "")
    assert "office.key" in out
    desk = seated(open_desk(folder, clock=LAST_WEEK))
    assert desk.incarnation == lost.incarnation + 1
    assert desk.office == lost.office
    found = status.lacking(desk, [received(desk)])
    assert len(found) == 1
    codes = [each["code"] for each in json.loads(counter("find", "--json", data=folder)[1])]
    assert len(codes) == len(set(codes)) == 2
    assert counter("sync", "--once", data=folder)[0] == 0
    assert counter("join", file, data=folder)[0] == 0, "again changes nothing"


def test_without_the_line_it_says_so_and_what_to_do(counter: Run, here: Desk, file: Path) -> None:
    replace(Enrolment.read(file), port=1).write(file)
    assert counter("join", file, data=here.store.data)[0] == 0, (
        "an office that is here needs no line for that"
    )
    code, out, _err = counter("sync", "--once", data=here.store.data)
    assert code == 1
    assert "The line is cut." in out
    line, queue = check_centre(Settings(insecure_loopback=True), here)
    assert (line.text, line.is_wrong) == ("127.0.0.1:1: The line is cut.", True)
    assert queue.todo == "Run 'counter sync --once', or open the screens."


def test_a_host_of_an_office_that_the_centre_does_not_have_is_no_dead_end(
    counter: Run, a_centre: str, tmp_path: Path, file: Path
) -> None:
    world.enrol(a_centre, world.new_office()).write(file)
    for _again in range(2):
        code, _out, err = counter("join", file, data=tmp_path / "new")
        assert (code, "'counter init' first" in err) == (1, True)
        assert not (tmp_path / "new" / "office.db").exists()
        assert not (tmp_path / "new" / "centre.toml").exists()


def test_a_beginning_that_was_cut_goes_on(
    counter: Run, postgres: Postgres, here: Desk, tmp_path: Path, file: Path
) -> None:
    from db.central.install import install

    url = postgres.fresh()
    install(url)
    world.enrol(url).write(file)
    assert counter("join", file, data=here.store.data)[0] == 0
    assert counter("sync", "--once", data=here.store.data)[0] == 0
    enrolment = world.enrol(url, number=3)
    replace(enrolment, port=1).write(file)
    code, _out, err = counter("join", file, data=tmp_path / "new")
    assert code == 1
    assert "run the same command again" in err
    enrolment.write(file)
    assert counter("join", file, data=tmp_path / "new")[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [({"node": 7}, "this host is 000.17.22.H56/0"), ({"office": "000.18.22.H56"}, "000.18.22.H56/0")],
)
def test_an_enrolment_of_another_host_is_not_taken(
    counter: Run, here: Desk, file: Path, change: dict[str, Any], said: str
) -> None:
    replace(Enrolment.read(file), **change).write(file)
    code, _out, err = counter("join", file, data=here.store.data)
    assert (code, said in err) == (1, True)
    assert not (here.store.data / "centre.toml").exists()


def test_what_is_no_enrolment_is_told_in_one_line(counter: Run, here: Desk, tmp_path: Path) -> None:
    (tmp_path / "no.toml").write_text("host = 'centre'")
    assert "is no enrolment" in counter("join", tmp_path / "no.toml", data=here.store.data)[2]
    assert "cannot be read" in counter("join", tmp_path / "gone.toml", data=here.store.data)[2]
    locale.use("vi")
    damaged = tmp_path / "damaged.toml"
    damaged.write_text("host = = 1")
    said = counter("join", damaged, data=here.store.data)[2]
    assert said.startswith(
        "damaged.toml không phải tệp đăng ký: dòng 1 không đúng dạng TOML. [chi tiết kỹ thuật:"
    )
    said = counter("join", tmp_path / "gone.toml", data=here.store.data)[2]
    assert said.endswith("gone.toml: không có tệp hay thư mục này.\n")
    damaged.rename(here.store.data / "centre.toml")
    (line,) = check_centre(Settings(), here)
    assert "dòng 1 không đúng dạng TOML." in line.text
    (here.store.data / "centre.toml").unlink()
    locale.use("en")
    assert counter("sync", data=here.store.data)[0] == 2
    assert counter("sync", "--once", "--watch", data=here.store.data)[0] == 2


def test_tls_is_left_out_only_on_this_machine(counter: Run, here: Desk, file: Path) -> None:
    replace(Enrolment.read(file), host="centre.example").write(here.store.data / "centre.toml")
    code, _out, err = counter("sync", "--once", data=here.store.data)
    assert (code, "not for centre.example" in err) == (1, True)


def test_the_service_goes_by_itself_and_ends_when_told(
    counter: Run, a_centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = host_at(a_centre, tmp_path / "here", 5)
    here.desk.store.close()
    place = tmp_path / "credentials"
    place.mkdir()
    here.enrolment.write(place / "centre")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(place))
    monkeypatch.setenv("COUNTER_INSECURE_LOOPBACK", "1")
    command = [
        sys.executable,
        "-m",
        "counter.cli",
        "sync",
        "--watch",
        "--lang",
        "en",
        "--data",
        str(here.desk.store.data),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert "events up" in service.stdout.readline()
        _code, out, _err = counter("sync", "--status", data=here.desk.store.data)
        assert "Next at" in out
        assert "A command 'counter sync --watch' goes to the centre." in out
        _code, out, _err = counter("sync", "--status", "--json", data=here.desk.store.data)
        assert (json.loads(out)["going_by"], json.loads(out)["next_at"] is None) == ("watch", False)
        service.send_signal(signal.SIGTERM)
        rest = service.stdout.read()
    assert service.returncode == 0
    assert "Centre has up to" in rest


async def test_the_screens_go_by_themselves_and_tell_it(a_centre: str, tmp_path: Path) -> None:
    here = host_at(a_centre, tmp_path / "here", 6)
    here.enrolment.write(here.desk.store.data / "centre.toml")
    (here.desk.store.data / "counter.toml").write_text("insecure_loopback = true")
    locale.use("vi")
    app = CounterApp(lambda: here.desk, theme="calm")
    async with app.run_test() as pilot:
        await app.opened()
        while not any(lamp.text.startswith("Trung tâm có đến") for lamp in app.status.indicators):
            await pilot.pause()
        with here.desk.store.read() as connection:
            assert state.sync_status(connection).waiting == 0


def test_a_unit_for_the_service_manager(counter: Run, here: Desk) -> None:
    code, out, _err = counter("sync", "--unit", data=here.store.data)
    assert code == 0
    assert f"sync --watch --data {here.store.data}\n" in out
    assert "LoadCredential=centre:" in out
    assert "ProtectSystem=strict" in out
