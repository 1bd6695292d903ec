"""Every sentence's placeholders have a value where the sentence is filled in."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import counter

ROOT = Path(counter.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
OWN = {"field"}
"""Names that `Problem` keeps for itself."""


def _literal(node: ast.expr, constants: dict[str, str]) -> str | None:
    """The text of ``"…"``, ``_("…")``, ``N_("…")`` or of a constant of the module; None where it is not known here."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Call(func=ast.Name(id="_" | "N_"), args=[argument]):
            return _literal(argument, constants)
        case ast.Name(id=name):
            return constants.get(name)
    return None


def _constants(tree: ast.Module) -> dict[str, str]:
    texts: dict[str, str] = {}
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                text = _literal(value, {})
                if text is not None:
                    texts[name] = text
    return texts


def _placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _t, name, _f, _c in string.Formatter().parse(text) if name}


def _sentences(tree: ast.Module) -> Iterator[tuple[int, set[str], set[str]]]:
    """Line, the placeholders and the given names of each sentence that is filled in; those with ``**`` are left out."""
    constants = _constants(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="format"), args=[]):
                text, own = _literal(value, constants), set[str]()
            case ast.Call(func=ast.Name(id="Problem"), args=[message]):
                text, own = _literal(message, constants), OWN
            case _:
                continue
        if text is not None and all(keyword.arg for keyword in node.keywords):
            yield node.lineno, _placeholders(text), {str(keyword.arg) for keyword in node.keywords} - own


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_placeholder_has_a_value_and_every_value_a_placeholder(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert [(line, wanted, given) for line, wanted, given in _sentences(tree) if wanted != given] == []


def test_enough_sentences_are_seen_for_the_check_to_mean_something() -> None:
    assert sum(len(list(_sentences(ast.parse(path.read_text("utf-8"))))) for path in SOURCES) > 200


def test_a_missing_value_is_seen() -> None:
    tree = ast.parse(
        'MESSAGE = N_("Slip {slip}")\nMESSAGE.format(way=1)\nProblem(_("At {place}"), field="name")'
    )
    assert list(_sentences(tree)) == [(2, {"slip"}, {"way"}), (3, {"place"}, set())]
