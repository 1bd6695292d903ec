"""What a terminal sends: nothing that is no text is typed, and nothing keeps the keys from coming."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.widgets.terminal_input import AltKey, EscapeKey, Part, Pasted, TerminalInput, Typed
from counter.widgets.textual_internals import is_known_sequence
from tests.counter.widgets.form import made
from tests.terminal import Terminal


def parts(*reads: tuple[float, str], until: float = 100.0) -> list[Part]:
    """What comes of the reads (seconds, text), and of silence until ``until``."""
    terminal = TerminalInput(is_known_sequence)
    cut = [part for at, text in reads for part in terminal.feed(text, at)]
    return [*cut, *terminal.tick(until)]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[2;2~",  # Shift+Insert
        "\x1b[1;3S",  # Alt+F4
        "\x1b\x1b[14~",  # Alt+F4 of PuTTY
        "\x1b[M", "\x1b[N", "\x1b[X", "\x1b[Y", "\x1b[k",  # function keys of PuTTY's SCO mode
        "\x1b[?1;2c", "\x1b[>0;276;0c", "\x1b[0n",  # answers
        "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]0;title\x1b\\", "\x1bP1$r0m\x1b\\",
        "\x1b[2$",  # Shift+Insert of rxvt
        "\x1bO5Q",
    ],
)  # fmt: skip
def test_an_unknown_sequence_is_no_text(sequence: str) -> None:
    assert parts((0, f"a{sequence}b")) == [Typed("ab")]
    for at in range(1, len(sequence)):
        cut = parts((0, sequence[:at]), (0.01, sequence[at:]), (1, "b"))
        assert cut == [Typed("b")], at


def test_a_key_is_passed_on_whole_in_its_place() -> None:
    assert parts((0, "a\x1bOPb")) == [Typed("a"), Typed("\x1bOP"), Typed("b")]
    assert parts((0, "\x1b["), (0.05, "15"), (0.3, "~")) == [Typed("\x1b[15~")]


def test_escape_alone_is_the_key_after_a_moment() -> None:
    assert parts((0, "\x1b")) == [EscapeKey()]
    assert parts((0, "\x1b\x1b")) == [EscapeKey(), EscapeKey()]
    assert parts((0, "\x1b"), (0.2, "a")) == [EscapeKey(), Typed("a")]


def test_alt_with_a_letter_types_nothing() -> None:
    assert parts((0, "\x1bx")) == [AltKey("x")]
    assert parts((0, "\x1bO"), (0.2, "a")) == [AltKey("O"), Typed("a")]


def test_a_paste_is_one_part() -> None:
    assert parts((0, "a\x1b[200~b\x1b[2;2~c\x1b[201~d")) == [Typed("a"), Pasted("bc"), Typed("d")]
    assert parts((0, "\x1b[200~b\x1b"), (0.01, "[201"), (0.02, "~")) == [Pasted("b")]


def test_a_paste_whose_end_was_lost_ends_in_silence_and_at_a_key() -> None:
    assert parts((0, "\x1b[200~abc"), (2.0, "d")) == [Pasted("abc"), Typed("d")]
    assert parts((0, "\x1b[200~abc\x1b[24~d")) == [Pasted("abc"), Typed("\x1b[24~"), Typed("d")]
    assert parts((0, "\x1b[200~abc\x1b[I"), (0.1, "d\x1b[201~")) == [Typed("\x1b[I"), Pasted("abcd")]


@given(st.lists(st.text(alphabet="\x1b[]OP;~?0129$abR\x07\\", max_size=12), max_size=6))
def test_no_escape_character_is_typed_and_nothing_is_waited_for_in_the_end(reads: list[str]) -> None:
    terminal = TerminalInput(is_known_sequence)
    cut = [part for at, text in enumerate(reads) for part in terminal.feed(text, at * 0.01)]
    cut += [*terminal.tick(10), *terminal.tick(20)]
    typed = [part.text for part in cut if isinstance(part, Typed)]
    assert all("\x1b" not in text or is_known_sequence(text) for text in typed)
    assert not terminal.is_waiting


def test_in_a_terminal_nothing_of_it_reaches_a_field() -> None:
    with Terminal.python("-m", "tests.counter.widgets.form") as terminal:
        terminal.until("First")
        terminal.type("ab\x1b[2;2~\x1b[1;3S\x1b[?1;2c\x1b]11;rgb:0/0/0\x07\x1b[Mc\t")
        terminal.until("first=abc")
        terminal.type("\x1b[200~left open")
        terminal.until("left open")
        assert made().driver_class.__name__ == "TerminalDriver"
