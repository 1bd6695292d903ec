"""The options that every command takes count wherever they stand: before the command, behind it, in its group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from counter.commandline.app import command_tree
from counter.commandline.central.access import Access
from counter.commandline.common.options import CommonOptions, option_of
from counter.config.start import option, read_start
from tests.counter.commandline.conftest import counter


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command below ``group``."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(commands(command_tree()))
CENTRAL = [words for words in COMMANDS if words[0] == "central"]
VALUES = {"term": "5", "kind": "stopped", "before": "2020-01-01", "act kind": "stop"}
"""Required values that must be of a certain form, by their names or behind that of the command; else any text does."""


def stored(words: tuple[str, ...], options: Mapping[int, tuple[str, ...]]) -> tuple[CommonOptions, Access]:
    """What a command line stores; ``options`` stand after so many words of the command. Nothing is run."""
    root = command_tree()
    command: Any = root
    for word in words:
        command = command.commands[word]
    stores: list[tuple[CommonOptions, Access]] = []

    def invoke(context: typer.Context) -> None:
        common = context.find_object(CommonOptions)
        assert common is not None
        stores.append((common, context.find_object(Access) or Access()))

    command.invoke = invoke
    line = [*options.get(0, ())]
    for count, word in enumerate(words, 1):
        line += [word, *options.get(count, ())]
    for parameter in command.params:
        if parameter.required:
            value = VALUES.get(f"{' '.join(words)} {parameter.name}", VALUES.get(parameter.name, "x"))
            line += [value] if parameter.param_type_name == "argument" else [parameter.opts[0], value]
    root.main(args=line, prog_name="counter", standalone_mode=False, obj=CommonOptions())
    return stores[0]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_common_options_count_before_and_behind_every_command(words: tuple[str, ...]) -> None:
    for place in range(len(words) + 1):
        common, _access = stored(words, {place: ("--data", "D", "--json", "--lang", "en")})
        assert (common.data, common.as_json) == ("D", True), f"after {place} words"
    assert stored(words, {0: ("--data", "A"), len(words): ("--data", "B")})[0].data == "B"


@pytest.mark.parametrize("words", CENTRAL, ids=" ".join)
def test_the_way_to_the_centre_counts_before_and_behind_every_command(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_CENTRAL_URL", "host=environment")
    assert stored(words, {})[1] == Access("host=environment")
    for place in range(1, len(words) + 1):
        line = ("--url", "host=x", "--ca", str(tmp_path), "--insecure-loopback")
        assert stored(words, {place: line})[1] == Access("host=x", tmp_path, True), f"after {place} words"
    twice = {1: ("--url", "host=a"), len(words): ("--url", "host=b")}
    assert stored(words, twice)[1].url == "host=b"


def test_an_office_is_made_in_the_folder_that_stands_before_the_command(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    office = ("--name", "X", "--unit", "000.17.22.H56", "--login", "admin", "--admin-name", "Y")
    made = counter(
        "--data", here, "--json", "init", *office, "--password-stdin", data=elsewhere, typed="mat-khau-thu-1\n"
    )  # fmt: skip
    assert (made.code, made.json["data"]) == (0, str(here)), made.err
    assert not elsewhere.exists()
    assert counter("--json", "--data", here, "staff", "list", data=elsewhere).json[0]["login"] == "admin"
    assert counter("staff", "--json", "list", "--data", here, data=elsewhere).json[0]["login"] == "admin"


@pytest.mark.parametrize(
    "words", [("--lang", "vi", "find", "x"), ("find", "x", "--lang", "en", "--lang", "vi")]
)
def test_the_language_counts_wherever_it_stands(words: tuple[str, ...], tmp_path: Path) -> None:
    assert "Thư mục" in counter(*words, data=tmp_path, lang="en").complaint


@pytest.mark.parametrize(
    "words", [("--lang", "fr", "find", "x"), ("--json",), ("--lang", "fr"), ("--data", "D", "--json")]
)
def test_a_wrong_language_or_json_without_a_command_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert counter(*words).code == 2


def test_a_plain_start_reads_the_same_as_the_command_line() -> None:
    for line in (["--data", "D", "demo"], ["demo", "--data", "D"], ["--data", "A", "demo", "--data=D"]):
        start = read_start(line, {})
        assert start is not None
        assert (start.command, str(start.data), option(line, "--data")) == ("demo", "D", "D")
    assert read_start(["--json", "demo"], {}) is None
    assert option(["find", "--", "--lang", "en"], "--lang") == ""


def test_the_demo_names_no_variable_that_it_does_not_look_at() -> None:
    helps = {name: option_of(command, "data").help for name, command in command_tree().commands.items()}
    assert "COUNTER_DATA" in helps["find"]
    assert "COUNTER_DATA" not in helps["demo"]
