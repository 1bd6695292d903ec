"""What is delivered is the wheel: installed into an empty environment, it works through the demo's day."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

PROJECT = Path(__file__).parents[3]


def test_the_installed_wheel_works_through_the_day(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "venv"
    venv.create(environment)
    python = environment / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "-q", "--python", python, "install", "--no-index", "--no-deps", wheel],
        check=True,
    )
    # The libraries come from the environment of the tests; its own editable copy of us does not come along.
    libraries = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib"), "COUNTER_LANG": "vi"}
    where = subprocess.run(
        [python, "-c", "import counter; print(counter.__file__)"],
        cwd=tmp_path,
        env=libraries,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(environment)
    ran = subprocess.run(
        [environment / "bin" / "counter", "demo", "--headless", "--json"],
        cwd=tmp_path,
        env=libraries,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["true"] is True
