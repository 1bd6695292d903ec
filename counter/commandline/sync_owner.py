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


class OwnerKind(StrEnum):
    """What kind of program goes to the centre; ``OTHER`` is one that this account may not inspect."""

    SCREENS = "screens"
    SERVICE = "service"
    WATCH = "watch"
    ONCE = "once"
    OTHER = "other"


_SENTENCES: dict[OwnerKind, str] = {
    OwnerKind.SCREENS: N_("The screens that are open on this machine go to the centre."),
    OwnerKind.SERVICE: N_("The service {unit} goes to the centre."),
    OwnerKind.WATCH: N_("A command 'counter sync --watch' goes to the centre."),
    OwnerKind.ONCE: N_("A command goes to the centre just now, this one time."),
    OwnerKind.OTHER: N_("Another program on this machine goes to the centre."),
}
_NO_OWNER = N_("Nobody goes to the centre at present: open the screens, or start the service (see --unit).")


@dataclass(frozen=True, slots=True)
class SyncOwner:
    """The program that goes to the centre; ``unit`` is its systemd unit where it is a service, else empty."""

    kind: OwnerKind
    unit: str = ""

    @property
    def comes_again(self) -> bool:
        """Whether it goes whenever it is time."""
        return self.kind is not OwnerKind.ONCE


def sync_owner(data: Path) -> SyncOwner | None:
    """Which program goes for the office in ``data``, None where none does.

    Not to be called by a process that holds the lock itself: it would lose it.
    """
    path = data / LOCK
    if not path.exists():
        return None
    lock = OwnerLock(path)
    if lock.try_own():
        lock.release()
        return None
    return next((_owner(process) for process in _lock_holders(path)), SyncOwner(OwnerKind.OTHER))


def owner_sentence(owner: SyncOwner | None) -> str:
    """A sentence for people about ``owner``."""
    return _(_SENTENCES[owner.kind]).format(unit=owner.unit) if owner else _(_NO_OWNER)


def _lock_holders(path: Path) -> Iterator[Path]:
    """The folders in ``/proc`` of the processes that hold a lock on ``path`` and that this account may inspect."""
    for process in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                lock_info = process / "fdinfo" / descriptor.name
                if descriptor.samefile(path) and "lock:" in lock_info.read_text("ascii"):
                    yield process


def _owner(process: Path) -> SyncOwner:
    try:
        words = (process / "cmdline").read_text("utf-8", "replace").split("\0")
        groups = [line.rpartition("/")[2] for line in (process / "cgroup").read_text("utf-8").splitlines()]
    except OSError:
        return SyncOwner(OwnerKind.OTHER)
    if "sync" not in words:
        return SyncOwner(OwnerKind.SCREENS)
    if "--watch" not in words:
        return SyncOwner(OwnerKind.ONCE)
    unit = next((group for group in groups if group.endswith(".service")), "")
    return SyncOwner(OwnerKind.SERVICE, unit) if unit else SyncOwner(OwnerKind.WATCH)
