"""The systemd unit for an office that wants the way to the centre apart from the screens."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from counter.config.account import account_name

_UNIT = """\
{about}
[Unit]
Description=Quầy Một Cửa: {description}
Wants=network-online.target
After=network-online.target
RequiresMountsFor={data}

[Service]
Type=exec
User={user}
ExecStart={command} sync --watch --data {data}
Restart=always
RestartSec=10
LoadCredential=centre:{credential}
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ReadWritePaths={data}
ProtectHome=read-only
ProtectProc=invisible
ProcSubset=pid
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
Nice=5

[Install]
WantedBy=multi-user.target
"""


def unit(data: Path, credential: Path, about: Sequence[str], description: str) -> str:
    """The unit for the office in ``data``, which gets the enrolment ``credential`` from the service manager.

    ``about`` are the remarks at its head, ``description`` says what the service is for.
    """
    return _UNIT.format(
        about="\n".join(f"# {line}" for line in about),
        description=description,
        data=_quoted(data.resolve()),
        credential=credential.absolute(),
        user=_owner(data),
        command=_command(),
    )


def _command() -> str:
    """How this program was started, as a unit has to write it: in full."""
    here = Path(sys.argv[0])
    if here.name == "counter" and (path := shutil.which(here) or shutil.which("counter")):
        return _quoted(Path(path).absolute())
    return f"{_quoted(Path(sys.executable))} -m counter.cli"


def _owner(data: Path) -> str:
    try:
        return data.owner()
    except (OSError, KeyError):
        return account_name()


def _quoted(path: Path) -> str:
    text = str(path).replace("%", "%%")
    return f'"{text}"' if " " in text else text
