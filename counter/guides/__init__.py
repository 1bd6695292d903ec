"""The guides: Markdown files that ship with the program, for the manual (F1), ``counter guide`` and the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from counter.guides.markdown import Block, Heading, blocks
from counter.locale import Language

_FOLDER = Path(__file__).parent
_PAGE = re.compile(r"^<!-- page (\w+) -->\n", re.MULTILINE)

OFFICER = "officer"
"""The guide whose pages are the manual of the screens."""

NAMES = (OFFICER, "technician", "centre", "devices", "architecture", "reference")
"""All guides, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its ``name``, the ``language`` that it is written in, and its Markdown ``text``."""

    name: str
    language: Language
    text: str

    @property
    def title(self) -> str:
        """Its first heading."""
        return next(block.text for block in blocks(self.text) if isinstance(block, Heading))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the manual: ``name`` as screens call it, its title and what stands below it."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def languages(name: str) -> tuple[Language, ...]:
    """The languages in which the guide ``name`` is written."""
    return tuple(language for language in ("vi", "en") if _file(name, language).exists())


def guide(name: str, language: Language) -> Guide:
    """The guide ``name`` in ``language``, else in the one that it is written in. Raises KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    written = languages(name)
    chosen = language if language in written else written[0]
    return Guide(name, chosen, _file(name, chosen).read_text("utf-8"))


def pages(language: Language) -> tuple[Page, ...]:
    """The pages of the officer's guide, in reading order."""
    _introduction, *parts = _PAGE.split(guide(OFFICER, language).text)
    return tuple(_page(name, text) for name, text in zip(parts[::2], parts[1::2], strict=True))


def guide_pages(language: Language) -> tuple[Page, ...]:
    """The other guides, a page each."""
    return tuple(_page(name, guide(name, language).text) for name in NAMES if name != OFFICER)


def _page(name: str, text: str) -> Page:
    heading, *rest = blocks(text)
    if not isinstance(heading, Heading):
        raise ValueError(f"page {name} does not begin with a heading")
    return Page(name, heading.text, tuple(rest))


def _file(name: str, language: Language) -> Path:
    return _FOLDER / f"{name}.{language}.md"
