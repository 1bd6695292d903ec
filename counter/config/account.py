"""The account of the operating system that runs this process."""

from __future__ import annotations

import os
import pwd


def account_name() -> str:
    """Its name, as the system has it: the environment says whatever somebody wrote there. Its number without one."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
    return name if name.isprintable() and name else str(number)
