"""The kinds of events: what each is called and who writes it, and the texts that carry them."""

from __future__ import annotations

import json

import pytest

from db.central import back_offices
from db.central.install import SQL
from db.domain.codes import FormKind
from db.domain.event import canonical
from db.domain.event_kind import Author, EventKind, Stream
from db.domain.lifecycle import MOVES, NOTES, table


def test_a_kind_is_its_word_in_every_text() -> None:
    assert canonical({"kind": EventKind.SHIFT_OPENED}) == '{"kind":"shift-opened"}'
    assert json.loads(canonical([EventKind.SETTLED])) == [EventKind.SETTLED] == ["settled"]
    assert "`result-arrived`" in table()


def test_a_kind_of_a_later_release_is_none_of_these() -> None:
    assert EventKind.of("danced") is None
    assert EventKind.of("received") is EventKind.RECEIVED


def test_a_dossiers_kinds_are_its_moves_and_its_notes() -> None:
    assert MOVES.keys() | NOTES == set(EventKind.in_stream(Stream.DOSSIER))
    assert not MOVES.keys() & NOTES


@pytest.mark.parametrize("kind", EventKind)
def test_somebody_writes_it_and_it_has_a_name(kind: EventKind) -> None:
    assert kind.authors
    assert kind.label
    assert kind.streams


def test_back_offices_record_what_happens_to_dossiers_alone() -> None:
    assert set(back_offices.KINDS) < set(EventKind.in_stream(Stream.DOSSIER))
    assert EventKind.by(Author.BACK_OFFICE) == back_offices.KINDS


def test_the_centres_functions_name_no_kind_and_no_stream_by_themselves() -> None:
    fields = {"shift", "refused"}  # of an event, and of an outcome
    words = {f"'{word}'" for word in (*EventKind, *Stream) if word not in fields}
    named = {
        (file.name, word) for file in SQL.glob("*.sql") for word in words if word in file.read_text("utf-8")
    }
    assert not named


def test_the_slips_that_kinds_print_are_known() -> None:
    assert {kind.form for kind in EventKind} - {""} <= set(FormKind)
