"""Every sentence that people read has its Vietnamese, and the compiled catalogue is the written one."""

from __future__ import annotations

import ast
import io
import string
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from counter import locale

COUNTER = Path(locale.__file__).parent.parent
EVENT_KINDS = COUNTER.parent / "db" / "domain" / "event_kind.py"
"""Outside the counter, and with messages: the names of events."""
FOLDER = Path(locale.__file__).parent / "vi" / "LC_MESSAGES"


def _written() -> Catalog:
    with (FOLDER / "counter.po").open("rb") as file:
        return read_po(file, locale="vi")


def _said() -> dict[str, str]:
    """Every message in the code, wherever it stands (in an f-string too), and its place."""
    found = {}
    for path in (*sorted(COUNTER.rglob("*.py")), EVENT_KINDS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant(value=str(message))]):
                    found[message] = f"{path.name}:{node.lineno}"
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_has_a_translation() -> None:
    catalogue = _written()
    missing = {
        message: place
        for message, place in _said().items()
        if message and (message not in catalogue or not catalogue[message].string)
    }
    assert missing == {}


def test_no_translation_stands_without_a_message() -> None:
    said = _said()
    assert [message.id for message in _written() if message.id and message.id not in said] == []


def test_no_translation_is_a_guess_and_each_keeps_its_placeholders() -> None:
    for message in _written():
        if message.id:
            assert not message.fuzzy
            assert _placeholders(str(message.id)) == _placeholders(str(message.string)), message.id


def test_the_compiled_catalogue_is_the_written_one() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, _written())
    fresh.seek(0)
    with (FOLDER / "counter.mo").open("rb") as file:
        compiled, written = GNUTranslations(file), GNUTranslations(fresh)
    for message in _written():
        if message.id:
            assert compiled.gettext(str(message.id)) == written.gettext(str(message.id))


def test_the_language_changes_what_is_said() -> None:
    locale.use("en")
    assert locale._("Received") == "Received"
    assert locale.in_language("Received", "vi") == "Được tiếp nhận"
    locale.use("vi")
    assert locale._("Received") == "Được tiếp nhận"
    assert locale._("") == ""
