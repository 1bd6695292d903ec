"""The manual: one page a screen, in both languages; its keys come from the command table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counter.locale import Language

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``name`` as screens call it, ``title`` and ``lines`` of simple Markdown (``##``, ``-``, ``{keys}``)."""

    name: str
    title: str
    lines: tuple[str, ...]


def pages(language: Language) -> tuple[Page, ...]:
    """All pages, in reading order."""
    text = (_HERE / f"{language}.md").read_text("utf-8")
    made = []
    for part in f"\n{text}".split("\n# ")[1:]:
        head, _, body = part.partition("\n")
        name, _, title = head.partition(": ")
        made.append(Page(name, title, tuple(body.strip().splitlines())))
    return tuple(made)
