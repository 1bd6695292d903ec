"""Who and where this process is: the account of the operating system, and the terminal."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Mapping

_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{2,45}(%\w{1,16})?")


def account_name() -> str:
    """Its name, as the system has it: the environment says whatever somebody wrote there. Its number without one."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
    return name if name.isprintable() and name else str(number)


def terminal_name(environment: Mapping[str, str] = os.environ) -> str:
    """What tells this terminal from others: the address from which SSH came, else the terminal's device; '' for none.

    The number of an SSH session's terminal is another one at each connection.
    """
    address = environment.get("SSH_CONNECTION", "").partition(" ")[0]
    if _ADDRESS.fullmatch(address):
        return address
    try:
        return os.ttyname(0).removeprefix("/dev/")
    except OSError:
        return ""
