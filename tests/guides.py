"""The generated parts of the guides: keys, moves, commands, settings. ``python -m tests.guides`` writes them.

With ``--check`` nothing is written, and exit code 1 says that the files named are out of date. It is a program of its
own because the help of the commands is translated when it is imported: here it is imported in English.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined
from typer.core import TyperGroup

from counter import locale
from counter.commandline.app import command_tree
from counter.config.settings import Settings
from counter.guides import NAMES, languages, pages
from counter.screens.help import commands_of, key_lines
from db.domain.lifecycle import table
from devices.spool import table as table_of_jobs

GUIDES = Path(__file__).parent.parent / "counter" / "guides"
COMMON = {"--data", "--json", "--lang", "--help", "--url", "--ca", "--insecure-loopback"}
"""Options that the text above the table explains once."""

SETTINGS = {
    "lang": "`vi` or `en`",
    "theme": "a theme of the palette; empty: by the terminal",
    "keymap": 'a table: a command\'s name and its keys (`"intake.save" = "f12"`)',
    "counter": "number of this terminal's counter",
    "lock_after": "seconds without a key before the screen locks; 0 is never; empty: as the office says",
    "key_file": "where the key is, relative to the folder; empty: `office.key`",
    "printers": (
        'a table of names and device URLs (`[printers]`, `"window 2" = "tcp://…"`) where an office has several; '
        "`printer` may then be a name, F7 moves slips between them, and the process that prints serves all of them"
    ),
    "printer": (
        "device URL of this terminal's printer: `serial:///dev/ttyUSB0?baud=9600`, `rfc2217://host:4000`, "
        "`tcp://host:9100`, `usb://0416:5011`, `cups://queue`, `file:///dev/usb/lp0`, `virtual:`"
    ),
    "printer_profile": "what the printer can do: a name, or the `.json` that a test print kept",
    "page_printer": (
        "URL, or name in `printers`, of this terminal's printer for forms on A5: `pdf+cups://queue`, "
        "`pdf+tcp://host:9100`, `pdf+file:///folder`; empty: files in `pages`"
    ),
    "page_copies": "counterparts of a page that are printed at once: 1, or 2 with the marks Liên 1 and Liên 2",
    "display": "device URL of the customer display; `printer:?driver=dm-d` is one on the printer's own line",
    "display_idle": "up to two lines that stand on the display while nobody is called",
    "scanner": "device URL of a scanner on a line",
    "scanner_prefix": "what a keyboard-wedge scanner types before each scan",
    "scanner_gap": "longest pause between two of its keys in milliseconds; cards and dossier codes may be slower",
    "scanner_suffix": "what it types after each scan; one that ends in a tab means Tab instead of Enter",
    "sync": "`false`: this terminal never goes to the centre (a service of its own does)",
    "insecure_loopback": "a centre on this very machine is reached without TLS; refused for any other",
}


def commands(group: TyperGroup, path: str = "counter") -> Iterator[tuple[str, Any]]:
    """The name and the definition of every command below ``group``."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def commands_table() -> str:
    """Every command, its arguments, its own options, what it does."""
    rows = ["| command | options | what it does |", "|---|---|---|"]
    for name, command in commands(command_tree()):
        arguments = [
            _argument(parameter) for parameter in command.params if parameter.param_type_name == "argument"
        ]
        options = [
            _option(parameter) for parameter in command.params if parameter.param_type_name == "option"
        ]
        cells = (f"`{' '.join((name, *arguments))}`", " ".join(filter(None, options)), command.help)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows)


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.upper()).strip("[]")
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    name = max(parameter.opts, key=len)
    return "" if name in COMMON else f"`{name}`"


def settings_table() -> str:
    """Every setting, its default, what it means."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        empty = default is PydanticUndefined or default in (None, "", {}, ())
        shown = "–" if empty else f"`{str(default).lower()}`"
        rows.append(f"| `{name}` | {shown} | {SETTINGS[name]} |")
    return "\n".join(rows)


def keys_list(page: str) -> str:
    """The keys of a page, in the language in use."""
    return "\n".join(f"- **{keys}** {text}" for keys, text in key_lines(commands_of(page), {}))


def renewed(path: Path, language: locale.Language) -> str:
    """The text of the guide ``path`` with its generated parts made anew."""
    locale.use(language)
    text = path.read_text("utf-8")
    makers = {"moves": table, "jobs": table_of_jobs, "commands": commands_table, "settings": settings_table}
    for name, make in makers.items():
        text = _filled(text, name, make()) if f"<!-- {name} -->" in text else text
    if path.name.startswith("officer."):
        head, *parts = re.split(r"(?=<!-- page \w+ -->\n)", text)
        names = [page.name for page in pages(language)]
        text = head + "".join(
            _filled(part, "keys", keys_list(name)) if "<!-- keys -->" in part else part
            for name, part in zip(names, parts, strict=True)
        )
    return text


def _filled(text: str, name: str, content: str) -> str:
    before, _mark, rest = text.partition(f"<!-- {name} -->\n")
    _old, mark, after = rest.partition(f"<!-- /{name} -->")
    return f"{before}<!-- {name} -->\n{content}\n{mark}{after}"


def main(arguments: list[str]) -> int:
    """Write, or check, every guide."""
    assert set(SETTINGS) == set(Settings.model_fields), (
        "a setting without a meaning, or a meaning without a setting"
    )
    old = []
    for name in NAMES:
        for language in languages(name):
            path = GUIDES / f"{name}.{language}.md"
            text = renewed(path, language)
            if text != path.read_text("utf-8"):
                old.append(path.name)
                if "--check" not in arguments:
                    path.write_text(text, "utf-8")
    sys.stdout.write("".join(f"{name}\n" for name in old))
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
