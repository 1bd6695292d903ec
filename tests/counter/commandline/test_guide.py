"""The guides are read as plain text, in the language that is spoken, and page by page on a terminal only."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import pexpect
import pytest

from counter.guides import NAMES, OFFICER, guide, guide_pages, languages, pages
from counter.guides.markdown import Code, Item, Table, blocks, text_lines
from counter.screens import OVERLAYS, PLACES
from tests.counter.commandline.conftest import counter


def test_the_list_names_every_guide() -> None:
    assert [entry["name"] for entry in counter("guide", "--json").json] == list(NAMES)
    assert "Sổ tay kỹ thuật viên" in counter("guide", lang="vi").out


def test_a_guide_is_plain_text_in_the_language_spoken() -> None:
    vietnamese, english = counter("guide", "technician", lang="vi").out, counter("guide", "technician").out
    assert vietnamese.startswith("Sổ tay kỹ thuật viên\n═")
    assert english.startswith("Guide for technicians\n═")
    for text in (vietnamese, english):
        assert "ForceCommand" in text
        assert [mark for mark in ("**", "](", "|---") if mark in text] == []
    assert counter("guide", "centre", lang="vi").out.startswith("The centre")


def test_a_guide_that_there_is_not_is_told_with_those_that_are() -> None:
    ran = counter("guide", "sofa")
    assert (ran.code, all(name in ran.complaint for name in NAMES)) == (2, True)


def test_on_a_terminal_a_guide_goes_through_the_pager() -> None:
    environment = os.environ | {"COUNTER_LANG": "en", "TERM": "xterm", "PAGER": "head -n 1"}
    words = ["-m", "counter.cli", "guide", "devices"]
    child = pexpect.spawn(sys.executable, words, env=environment, encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    assert (child.before or "").split() == ["Devices:", "printers,", "displays,", "scanners"]


def test_every_screen_opens_the_manual_at_a_page_that_is_there() -> None:
    names = {page.name for page in pages("vi")}
    for place in (PLACES | OVERLAYS).values():
        module, name = place.split(":")
        manual = getattr(import_module(module), name).MANUAL
        assert manual in names | {"help"}, place


@pytest.mark.parametrize("name", NAMES)
def test_every_guide_fits_a_terminal_of_80_columns(name: str) -> None:
    for language in languages(name):
        text = guide(name, language).text
        code = {line for block in blocks(text) if isinstance(block, Code) for line in block.lines}
        shown = {f"    {line}".rstrip() for line in code}
        assert [line for line in text_lines(text, 80) if len(line) > 80 and line not in shown] == []


def test_the_other_guides_stand_behind_the_manual() -> None:
    assert [page.name for page in guide_pages("vi")] == [name for name in NAMES if name != OFFICER]


SAMPLE = """\
# T

A **b** `c` [d](e.md) [f](https://g).
more

- one
  two
1. x

| h | i |
|---|---|
| a\\|b | c |

```sh
x  |  y
```
<!-- note -->
"""
PLAIN = """\
T
═

A b c d f (https://g). more

- one two
1. x

h    i
───  ─
a|b  c

    x  |  y
"""


def test_markdown_becomes_text() -> None:
    assert "\n".join(text_lines(SAMPLE, 40)) + "\n" == PLAIN
    kinds = [type(block) for block in blocks(SAMPLE)]
    assert (kinds.count(Item), kinds.count(Table)) == (2, 1)


def test_a_table_is_made_to_fit() -> None:
    text = "| a | b |\n|---|---|\n| " + "word " * 20 + "| " + "other " * 20 + "|\n"
    lines = list(text_lines(text, 40))
    assert max(map(len, lines)) <= 40
    assert sum(line.count("word") for line in lines) == 20
