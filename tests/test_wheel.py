"""The wheel that an office installs holds everything: installed into an empty venv, it works a whole day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_three_rooms(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "counter", "devices", "db"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert set(tracked) - inside == set()
    assert "counter/counter.tcss" in inside
    assert "counter/guides/technician.vi.md" in inside
    assert not any(name.startswith("tests") for name in inside)


def test_the_installed_wheel_works_a_whole_day(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    lock = ROOT / "requirements.lock"
    install = [str(each) for each in (venv / "bin" / "pip", "install", "-q", "-c", lock, wheel)]
    subprocess.run(install, check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [venv / "bin" / "counter", "demo", "--headless", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    for language, title in (("vi", "Sổ tay kỹ thuật viên"), ("en", "Guide for technicians")):
        guide = subprocess.run(
            [venv / "bin" / "counter", "guide", "technician", "--lang", language],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert guide.returncode == 0, guide.stderr
        assert guide.stdout.startswith(title)
