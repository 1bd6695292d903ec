"""The same documents through PouchDB to pouchdb-server, where Node.js is on the machine; npm fetches both."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BATCH = 500
INSTALL = 600
"""Seconds that npm may take to fetch it."""
_HERE = Path(__file__).with_name("pouchdb")


def pouchdb(documents: list[str]) -> float:
    """Documents a second that arrive at the server; 0 where there is no Node.js, or npm does not get at PouchDB."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-pouchdb-") as folder:
        shutil.copytree(_HERE, folder, dirs_exist_ok=True)
        quiet = [npm, "install", "--silent", "--no-audit", "--no-fund"]
        try:
            subprocess.run(quiet, cwd=folder, capture_output=True, check=True, timeout=INSTALL)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            print("PouchDB cannot be installed here: not compared", file=sys.stderr)
            return 0
        (Path(folder) / "documents").write_text("\n".join(documents), encoding="utf-8")
        command = [node, "compare.mjs", "documents", str(BATCH)]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return float(json.loads(ran.stdout)["up"])
