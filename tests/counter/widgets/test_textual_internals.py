"""Each private part of Textual that this program depends on: an upgrade that changes one fails here first."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import _compositor, _wait, events, keys
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.widget import Widget

from counter.widgets.textual_internals import bindings_of, frame_lines, full_frame, is_known_sequence
from tests.counter.widgets.form import made

ROOT = Path(__file__).parents[3]
MODULES = {ROOT / "counter/widgets/textual_internals.py", ROOT / "tests/textual_internals.py"}

METHODS: dict[Any, dict[str, list[str]]] = {
    App: {
        "_check_bindings": ["self", "key", "priority"],
        "_close_messages_no_wait": ["self"],
        "_dispatch_message": ["self", "message"],
        "_display": ["self", "screen", "renderable"],
        "_end_batch": ["self"],
        "_handle_exception": ["self", "error"],
        "_refresh_truecolor_filter": ["self", "theme"],
    },
    CommandPalette: {"_start_no_matches_countdown": ["self", "search_value"]},
    Screen: {"_dispatch_message": ["self", "message"], "_forward_event": ["self", "event"]},
    Widget: {"_forward_event": ["self", "event"]},
    Stylesheet: {"set_variables": ["self", "variables"]},
    _compositor.Compositor: {
        "render_update": ["self", "full", "screen_stack", "simplify"],
        "render_strips": ["self", "size"],
    },
    XTermParser: {"feed": ["self", "data"]},
    LinuxDriver: {"run_input_thread": ["self"], "process_message": ["self", "message"]},
    keys: {"_character_to_key": ["character"]},
}
ATTRIBUTES: dict[type, set[str]] = {
    App: {
        "_batch_count",
        "_css_update_count",
        "_disable_tooltips",
        "_exception",
        "_return_code",
        "_screen_stacks",
    },
    Screen: {"_compositor", "_css_update_count"},
    DOMNode: {"_bindings"},
    CommandPalette: {"_NO_MATCHES", "_list_visible"},
}


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in METHODS.items() for name in names]
)
def test_a_method_takes_what_it_took(owner: Any, name: str) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == METHODS[owner][name]


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in ATTRIBUTES.items() for name in sorted(names)]
)
def test_an_attribute_is_still_there(owner: type, name: str) -> None:
    source = "".join(
        inspect.getsource(each) for each in owner.__mro__ if each.__module__.startswith("textual")
    )
    assert re.search(rf"\bself\.{name}\b.* = |^    {name}\b.*=", source, re.MULTILINE)


def test_sequences_that_mean_something_are_known() -> None:
    known = ("\x1bOP", "\x1b[15~", "\x1b[[A", "\x1b[Z", "\x1b[I", "\x1b[24;80R", "\x1b[?2026;2$y", "\x1b[3$")
    assert [sequence for sequence in known if not is_known_sequence(sequence)] == []
    assert not is_known_sequence("\x1b[2;2~")


def test_the_pilots_pause_is_still_there() -> None:
    assert _wait.SLEEP_GRANULARITY == 0.01
    assert _wait.SLEEP_IDLE < _wait.SLEEP_GRANULARITY


async def test_a_frame_its_lines_and_bindings_are_what_they_were() -> None:
    app = made()
    async with app.run_test():
        await app.opened()
        assert not app.is_batching
        with app.batch_update():
            assert app.is_batching
        assert isinstance(full_frame(app.screen), _compositor.CompositorUpdate)
        assert any("First" in line.text for line in frame_lines(app.screen))
        assert [binding.action for binding in bindings_of(app.screen, "f12")] == ["save"]
        assert app.screen._css_update_count == app._css_update_count, "no new parsing of the style sheet"
        assert not events.Key("a", "a").is_forwarded


def private_names(path: Path) -> Iterator[str]:
    """The private names of Textual's that ``path`` imports, reads on another object, or overrides."""
    textual_parts = {name for names in (*METHODS.values(), *ATTRIBUTES.values()) for name in names} - {
        "render_update",
        "render_strips",
        "set_variables",
        "feed",
        "run_input_thread",
        "process_message",
    }
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("textual"):
                private = [alias.name for alias in node.names if alias.name.startswith("_")]
                yield from (module,) if "._" in module else private
            case ast.Attribute(attr=name) if name in textual_parts:
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in textual_parts:
                yield name


def test_no_other_module_depends_on_private_parts() -> None:
    paths = {*(ROOT / "counter").rglob("*.py"), *(ROOT / "tests").rglob("*.py")} - MODULES - {Path(__file__)}
    found = {path.relative_to(ROOT).as_posix(): sorted(set(private_names(path))) for path in paths}
    assert not {path: names for path, names in found.items() if names}
