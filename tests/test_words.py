"""One word, one meaning: names that had to be explained are not used again, and the plain word stands beside each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("counter", "db", "devices")

MODULES = {
    "acting": "back_offices",
    "arrival": "ingest",
    "asking": "prompts",
    "attached": "the noun of what is attached",
    "background": "a service by its task: print_service, sync_service",
    "burst": "scan_detector",
    "calibrating": "calibration",
    "checking": "comparison",
    "checkup": "diagnosis",
    "connected": "centre",
    "correcting": "corrections",
    "equipped": "devices",
    "fitting": "tolerant",
    "forgetting": "retention",
    "forking": "forks",
    "going": "connection",
    "joining": "enrolment, snapshot",
    "keeping": "drafts",
    "lamps": "indicators",
    "lit": "status",
    "looking": "queries",
    "meeting": "session",
    "mending": "repair",
    "moving": "transitions",
    "pace": "backoff",
    "private": "local_server",
    "proving": "validation",
    "receiving": "intake",
    "returning": "returns",
    "sending": "upload",
    "shapes": "schema",
    "signing": "sign_in",
    "spooling": "spool_store",
    "staffing": "accounts",
    "standing": "status",
    "starting": "launch",
    "startup": "start",
    "storing": "pages",
    "sync/forms": "encoding",
    "sync/line": "connection",
    "syncing": "sync_service",
    "taking": "download",
    "verifying": "verification",
    "who_goes": "sync_owner",
    "words": "labels",
}
"""Files and folders, and what they are called now."""

CLASSES = {
    "Act": "EventContext",
    "Burst": "ScanDetector",
    "Connected": "an object that the app owns",
    "Deed": "NewEvent",
    "Equipped": "an object that the app owns",
    "Goer": "SyncClient",
    "InOrder": "OrderedKeys",
    "Lamp": "Indicator",
    "Lit": "an object that the app owns",
    "Meeting": "Session",
    "Misfit": "the noun of the fault",
    "Sparing": "DiffPainting",
    "Told": "ReceivedEvent",
    "Visitor": "SyncClient",
    "Way": "CentreConnection",
}

FUNCTIONS = {
    "standing": "what is asked for: state, status, current_shift",
}

VALUES = {
    "deed": "event",
    "each": "what it is one of: row, event, dossier",
    "found": "what was found: detail, dossier, rows",
    "lit": "shown, indicator",
    "said": "message, answer",
    "stands": "state, current",
    "told": "text, problem, event",
}
"""Variables, parameters and attributes."""


def test_no_file_is_called_what_only_its_author_understands() -> None:
    wrong = {
        str(path): MODULES[name]
        for path in (source.relative_to(ROOT).with_suffix("") for source in sources())
        for name in (*path.parts, "/".join(path.parts[-2:]))
        if name in MODULES
    }
    assert not wrong


@pytest.mark.parametrize("kind", ["class", "function", "value"])
def test_no_name_is_one_that_had_to_be_explained(kind: str) -> None:
    better = {"class": CLASSES, "function": FUNCTIONS, "value": VALUES}[kind]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}: {better[bare]}"
        for path in sources()
        for defined, name, line in definitions(path)
        if defined == kind and (bare := name.strip("_")) in better
    ]
    assert not wrong, "\n".join(wrong)


def sources() -> Iterator[Path]:
    """Every file of the program."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


@cache
def definitions(path: Path) -> tuple[tuple[str, str, int], ...]:
    """What is given a name in ``path``: its kind, the name, the line."""
    return tuple(_definitions(ast.parse(path.read_text("utf-8"))))


def _definitions(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name):
                yield "class", name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield "function", name, node.lineno
            case ast.arg(arg=name):
                yield "value", name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield "value", name, node.lineno
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield "value", name, node.lineno
            case ast.alias(asname=str(name)):
                yield "value", name, 0
