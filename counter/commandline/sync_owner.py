"""Which program of this host goes to the centre now: the screens, the service, a command, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from counter.desk.centre.status import LOCK
from counter.locale import N_, _
from db.store.lock import OwnerLock

_PROCESSES = Path("/proc")


class By(StrEnum):
    """What kind of program goes; ``OTHER`` is one of which this account may not know more."""

    SCREENS = "screens"
    SERVICE = "service"
    WATCH = "watch"
    ONCE = "once"
    OTHER = "other"


_TOLD: dict[By, str] = {
    By.SCREENS: N_("The screens that are open on this machine go to the centre."),
    By.SERVICE: N_("The service {unit} goes to the centre."),
    By.WATCH: N_("A command 'counter sync --watch' goes to the centre."),
    By.ONCE: N_("A command goes to the centre just now, this one time."),
    By.OTHER: N_("Another program on this machine goes to the centre."),
}
_NOBODY = N_("Nobody goes to the centre at present: open the screens, or start the service (see --unit).")


@dataclass(frozen=True, slots=True)
class SyncOwner:
    """The program that goes; ``unit`` is its systemd unit, where it is a service."""

    by: By
    unit: str = ""

    @property
    def comes_again(self) -> bool:
        """Whether it goes whenever it is time."""
        return self.by is not By.ONCE


def sync_owner(data: Path) -> SyncOwner | None:
    """Who goes for the office in ``data``, None where nobody does. Not to be asked while this process goes."""
    path = data / LOCK
    if not path.exists():
        return None
    lock = OwnerLock(path)
    if lock.try_own():
        lock.release()
        return None
    return next((_described(process) for process in _holders(path)), SyncOwner(By.OTHER))


def described(who: SyncOwner | None) -> str:
    """A sentence about who goes."""
    return _(_TOLD[who.by]).format(unit=who.unit) if who else _(_NOBODY)


def _holders(path: Path) -> Iterator[Path]:
    """The processes, as their folders, that hold a lock of the file, as far as this account may see them."""
    for process in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            for opened in (process / "fd").iterdir():
                held = process / "fdinfo" / opened.name
                if opened.samefile(path) and "lock:" in held.read_text("ascii"):
                    yield process


def _described(process: Path) -> SyncOwner:
    try:
        words = (process / "cmdline").read_text("utf-8", "replace").split("\0")
        groups = [line.rpartition("/")[2] for line in (process / "cgroup").read_text("utf-8").splitlines()]
    except OSError:
        return SyncOwner(By.OTHER)
    if "sync" not in words:
        return SyncOwner(By.SCREENS)
    if "--watch" not in words:
        return SyncOwner(By.ONCE)
    unit = next((group for group in groups if group.endswith(".service")), "")
    return SyncOwner(By.SERVICE, unit) if unit else SyncOwner(By.WATCH)
