"""Prints jobs in processes of their own: a line of JSON on stdin makes one, its number is the answer."""

import json
import os
import signal
import sys
from pathlib import Path

from devices import printer
from devices.encode.escpos import encode
from devices.ports import base
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Status
from devices.slip import Slip
from devices.spool import Spool
from tests.devices.file_store import FileStore
from tests.devices.rigs import port_at

PROFILE = Profile(proof=Proof.COMPLETION, status=Status.ALWAYS)


def main() -> None:
    """Fork for every line. Each child waits for its printer until it is killed, however slow the machine."""
    base.STALL = printer.PATIENCE = printer.SILENCE = 600.0  # type: ignore[misc]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        task = json.loads(line)
        encode(Slip.from_json(task["slip"]), PROFILE)
        child = os.fork()
        if child == 0:
            store = FileStore(Path(task["store"]), task["slip"])
            Spool(store).run_once(EscposPrinter("p", port_at(task["kind"], task["address"]), PROFILE))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
