"""``counter doctor``: everything that an office and its terminal stand on, one line each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_json, print_lines
from counter.commandline.doctor_terminal import check_colours, check_letters, check_terminal
from counter.desk.diagnosis.centre import check_centre
from counter.desk.diagnosis.devices import check_display, check_printers, check_scanner
from counter.desk.diagnosis.office import (
    Finding,
    Level,
    check_clock,
    check_disk,
    check_file,
    check_fonts,
    check_key,
    check_office,
    check_settings,
    check_sqlite,
)
from counter.locale import _

_MARKS = {Level.GOOD: "ok", Level.INFO: "--", Level.WRONG: "!!"}


def doctor(context: typer.Context) -> None:
    """Look at everything; exit with 1 where something is wrong."""
    options = common_options(context)
    findings = list(examined(options.folder))
    is_well = not any(finding.is_wrong for finding in findings)
    if options.as_json:
        print_json({"ok": is_well, "findings": [_values(finding) for finding in findings]})
    else:
        widest = max(len(_(finding.subject)) for finding in findings)
        print_lines(*(_line(finding, widest) for finding in findings))
    if not is_well:
        raise typer.Exit(1)


def examined(data: Path) -> Iterator[Finding]:
    """Look at one thing after another; where the settings are wrong, what needs them is left out."""
    settings, finding = check_settings(data)
    yield finding
    key_file = (settings.key_file if settings else None) or data / "office.key"
    yield check_key(key_file)
    yield check_sqlite()
    desk, finding = check_office(data, key_file)
    yield finding
    if desk:
        yield check_file(desk)
    yield check_disk(data)
    yield check_clock(desk)
    yield check_fonts()
    try:
        if settings:
            yield from check_printers(settings, desk)
            yield check_display(settings)
            yield check_scanner(settings)
        yield from check_centre(settings, desk)
    finally:
        if desk:
            desk.store.close()
    yield check_letters()
    yield check_colours()
    yield from check_terminal()


def _values(finding: Finding) -> dict[str, str]:
    return {
        "subject": finding.subject.lower().replace(" ", "-"),
        "level": finding.level.value,
        "said": finding.text,
        "todo": finding.todo,
    }


def _line(finding: Finding, widest: int) -> str:
    """One line: a mark, the subject, how it is, and after an arrow what to do."""
    text = f"{_MARKS[finding.level]}  {_(finding.subject):{widest}}  {finding.text}"
    return f"{text} → {finding.todo}" if finding.todo else text
