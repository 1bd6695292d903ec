"""A counter with a fault: ``python -m tests.counter.config.crashing_counter FOLDER`` dies while somebody signs in."""

from __future__ import annotations

import sys

from counter import cli
from counter.desk.desk import Desk
from counter.desk.office import sign_in


def fault(desk: Desk, login: str, password: str) -> Desk:
    """Ends as a wrong line in a handler would, with the password in its locals and in its message."""
    hashed = f"$argon2id${password}"
    raise RuntimeError(f"{login} {password} {hashed}")


if __name__ == "__main__":
    sign_in.sign_in = fault
    sys.exit(cli.main(["--data", sys.argv[1]]))
