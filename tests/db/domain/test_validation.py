"""Validation of an event by itself, for any text; the quick JSON parser reads what the slow one does."""

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.event import canonical, compact, parsed, person_hash
from db.domain.validation import InvalidEvent, ReceivedEvent, validate

_BODY = {
    "at": "2026-11-16T01:00:00.000Z",
    "by": "lan",
    "counter": 1,
    "data": {"set": {"code": "H56"}},
    "from": None,
    "hlc": 7,
    "id": "e-1",
    "inc": 1,
    "kind": "received",
    "node": "000.17.22.H56/0",
    "of": "d-1",
    "person": "",
    "prev": "",
    "seq": 1,
    "shift": "",
    "stream": "dossier",
    "to": 1,
    "v": 1,
}
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def _received(body: str, salt: str = "", person: str = "") -> ReceivedEvent:
    return ReceivedEvent("000.17.22.H56/0", 1, 1, body, salt, person)


def _body(**change: Any) -> str:
    return canonical(_BODY | change)


@given(_PLAIN)
def test_what_is_written_quickly_is_what_is_written_carefully(value: Any) -> None:
    assert parsed(canonical(value)) == value
    assert compact(value) == canonical(value)


@pytest.mark.parametrize("text", ["NaN", '"\\ud800"', "[1e999]", "-Infinity"])
def test_what_goes_beyond_the_standard_is_read_all_the_same(text: str) -> None:
    assert repr(parsed(text)) == repr(json.loads(text))


@given(st.text(alphabet=string.printable) | _PLAIN.map(canonical), st.text(), st.text())
def test_any_text_is_told_for_what_it_is(body: str, salt: str, person: str) -> None:
    validated = validate(_received(body, salt, person))
    if not body:
        assert validated.parsed is None
        assert not validated.fault
    else:
        assert validated.fault == "it is not an event"
        with pytest.raises(InvalidEvent):
            _ = validated.event


@given(_PLAIN, _PLAIN)
def test_whatever_an_event_holds_it_can_be_said_whether_rows_take_it(data: Any, person: Any) -> None:
    values = canonical(person)
    validated = validate(_received(_body(data=data, person=person_hash("00", values)), "00", values))
    assert validated.event.data == data
    assert validated.is_canonical or validated.invalid
    assert validated.invalid or isinstance(data, dict)


def test_an_event_that_rows_take_is_whole_and_plain() -> None:
    validated = validate(_received(_body()))
    assert (validated.fault, validated.invalid, validated.is_canonical) == ("", "", True)
    assert validated.event.stream_id == "d-1"


def test_a_name_that_stands_twice_is_not_plain() -> None:
    twice = _body().replace('"seq":1', '"seq":2,"seq":1')
    validated = validate(_received(twice))
    assert validated.event.seq == 1
    assert not validated.is_canonical


@pytest.mark.parametrize("number", [2**53 + 1, 10**30, -(10**30)])
def test_numbers_that_programs_read_differently_fit_no_row(number: int) -> None:
    for data in ({"set": {"code": number}}, {"set": {"unheard_of": number}}, {"else": [number]}):
        assert validate(_received(_body(data=data))).invalid


@pytest.mark.parametrize(
    ("received", "why"),
    [
        (_received(_body(seq=2)), "it belongs elsewhere"),
        (
            _received(_body(person="0" * 64), "00", '{"name":"An"}'),
            "its personal values do not match their hash",
        ),
        (_received(_body(to=99)), "it is not an event"),
    ],
)
def test_what_is_broken_is_said(received: ReceivedEvent, why: str) -> None:
    assert validate(received).fault == why
