"""What must be known before the first frame, read with the standard library alone: command, data folder, language.

Everything else is in ``counter.config.settings``, which costs more to import than the whole start may take.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from counter.locale import Language

CONFIGURATION = "counter.toml"
"""The settings file, in the data folder."""

INTERRUPTED = 130
"""The exit code where Ctrl+C ended the program."""

SCANNER_GAP = 35
"""Longest pause between two keys of a scanner, in milliseconds, where no setting says another."""

Command = Literal["open", "demo"]
_VALUED = ("--data", "--lang")


@dataclass(frozen=True, slots=True)
class Start:
    """A plain start of the screens: of the office in ``data``, or of the demo (``data`` None: throw-away)."""

    command: Command
    data: Path | None
    language: Language


def read_start(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Start | None:
    """The start that ``arguments`` ask for; None where they need the full command line."""
    words = list(arguments)
    options: dict[str, str] = {}
    commands: list[str] = []
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if name in _VALUED and (equals or words):
            options[name] = value if equals else words.pop(0)
        else:
            commands.append(word)
    if commands not in ([], ["demo"]) or options.get("--lang", "vi") not in {"vi", "en"}:
        return None
    given = options.get("--data")
    if commands == ["demo"]:
        return Start("demo", Path(given) if given else None, language(arguments, environment))
    return Start("open", data_folder(given, environment), language(arguments, environment))


def data_folder(given: str | Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the office: ``--data``, else ``COUNTER_DATA``, else the user's own data folder."""
    if chosen := given or environment.get("COUNTER_DATA"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("quay-mot-cua", appauthor=False)


def language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language: ``--lang``, else ``COUNTER_LANG``, else ``lang`` in the settings file, else Vietnamese.

    A value that is no language is left for the full command line, or the settings, to report.
    """
    name = option(arguments, "--lang") or environment.get("COUNTER_LANG")
    if not name:
        name = str(read_unchecked(data_folder(option(arguments, "--data"), environment)).get("lang", "vi"))
    return "en" if name == "en" else "vi"


def read_unchecked(data: Path) -> Mapping[str, object]:
    """Read the settings file without validation; empty where there is none or it cannot be read."""
    try:
        text = (data / CONFIGURATION).read_text("utf-8")
    except OSError:
        return {}
    import tomllib  # 8 ms that an office without a settings file need not wait

    try:
        return tomllib.loads(text)
    except ValueError:
        return {}


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the screens begin; times are in seconds, ``lock_after`` None as the office says."""

    theme: str | None = None
    keymap: Mapping[str, str] = field(default_factory=dict)
    lock_after: float | None = None
    scanner_prefix: str = ""
    scanner_suffix: str = ""
    scanner_gap: float = SCANNER_GAP / 1000


def preferences(start: Start, environment: Mapping[str, str] = os.environ) -> Preferences:
    """What ``counter.toml`` and the environment say of the first frame.

    A value of the wrong type is left out here: the settings are validated when the office is opened.
    """
    written = dict(read_unchecked(start.data)) if start.data else {}
    for name in ("theme", "lock_after", "scanner_prefix", "scanner_suffix", "scanner_gap"):
        if value := environment.get(f"COUNTER_{name.upper()}"):
            written[name] = value
    keymap, lock_after = written.get("keymap"), str(written.get("lock_after", ""))
    gap = str(written.get("scanner_gap", ""))
    return Preferences(
        theme=str(written.get("theme", "")) or None,
        keymap={str(k): str(v) for k, v in keymap.items()} if isinstance(keymap, dict) else {},
        lock_after=float(lock_after) if lock_after.isdecimal() else None,
        scanner_prefix=str(written.get("scanner_prefix", "")),
        scanner_suffix=str(written.get("scanner_suffix", "")),
        scanner_gap=(int(gap) if gap.isdecimal() else SCANNER_GAP) / 1000,
    )


def option(arguments: Sequence[str], name: str) -> str:
    """The value of the option ``name`` in ``arguments``, or empty; the last one counts."""
    value, words = "", iter(arguments)
    for word in words:
        if word == "--":
            break
        if word.startswith(f"{name}="):
            value = word.partition("=")[2]
        elif word == name:
            value = next(words, value)
    return value
