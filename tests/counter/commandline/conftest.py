"""Commands as a technician runs them: in a process of their own, without a terminal."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forks

SAMPLES = Path(__file__).parents[3] / "counter" / "samples"
PASSWORD = "mat-khau-thu-1"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on the error output."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Run = Callable[..., Ran]


def counter(
    *words: str | Path,
    data: Path | None = None,
    typed: str = "",
    lang: str = "en",
    program: Sequence[str] = ("-m", "counter.cli"),
    **more: str,
) -> Ran:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COUNTER_")}
    environment |= {"COUNTER_LANG": lang, "COUNTER_DATA": str(data or "/nowhere/at/all"), **more}
    if more:  # what Python itself may read while it starts
        command = [sys.executable, *program, *map(str, words)]
        ran = subprocess.run(
            command, input=typed, capture_output=True, text=True, env=environment, check=False
        )
    else:
        _, module, *before = program
        ran = forks.server().run(module, [*before, *map(str, words)], environment, typed)
    assert "Traceback" not in ran.stderr, ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that was made by the commands and has received two dossiers from paper; not to be changed."""
    data = tmp_path_factory.mktemp("office") / "data"
    init = counter(
        "init", "--name", "UBND xã Thử", "--unit", "000.17.22.H56", "--login", "admin", "--admin-name", "Quản Trị",
        "--password-stdin", "--hours", "T2-T6 07:00-11:30 13:30-17:00", "--json", data=data, typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert (init.code, init.err) == (0, "")
    assert init.json == {
        "data": str(data), "office": "UBND xã Thử", "unit": "000.17.22.H56", "login": "admin",
    }  # fmt: skip
    assert counter("catalogue", "import", SAMPLES / "commune.csv", data=data).code == 0
    assert taken_in(backlog(data.parent), data).code == 0
    return data


@pytest.fixture
def office(made_office: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made_office, tmp_path / "data"))


def taken_in(
    file: Path, data: Path, *more: str, login: str = "admin", run: Callable[..., Ran] = counter
) -> Ran:
    """The backlog ``file``, received by ``login``."""
    return run("intake", file, "--login", login, "--password-stdin", *more, data=data, typed=f"{PASSWORD}\n")


def backlog(folder: Path, *more: str) -> Path:
    """A file with two good rows, received an hour and half an hour ago, and ``more``."""
    from datetime import UTC, datetime, timedelta

    from counter.rules.clock import VIETNAM

    now = datetime.now(UTC).astimezone(VIETNAM)
    first, second = (f"{now - timedelta(minutes=minutes):%d/%m/%Y %H:%M}" for minutes in (60, 30))
    lines = (
        "Số phiếu;Thời điểm nhận;Mã thủ tục;Họ tên;Số định danh;Giấy tờ",
        f'G-01;{first};MAU.HT.05;Trần Thị Bưởi;072195000123;"Tờ khai theo mẫu|1 chính; CCCD|xuất trình"',
        f'G-02;{second};MAU.HT.07;Nguyễn Văn Đức;072090000456;"Tờ khai theo mẫu|1 chính; CCCD|xuất trình"',
        *more,
    )
    path = folder / "backlog.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
