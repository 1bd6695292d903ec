"""A batch means the same after its journey, whatever people wrote, and is a fraction of its size."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.event import canonical
from db.sync.wire import Packed, pack
from tests.db.central import world
from tests.db.central.sending import Host

_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
) | st.sampled_from(
    [
        "Nguyễn Thị Bưởi",
        "%1$s",
        "100 %",
        "%%s",
        '"',
        "\\",
        "\t",
        "\n",
        "👩‍👧",
        "2026-11-21T07:00:00.000Z",
        ',"of":"',
        "123456789012",
    ]
)
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_SAID = st.tuples(st.dictionaries(_TEXT, _VALUE, max_size=4), st.dictionaries(_TEXT, _VALUE, max_size=2))


@pytest.fixture(scope="module")
def unpack(lasting_centre: str) -> Any:
    with world.session(lasting_centre) as administrator:
        administrator.execute("SET search_path = centre")

        def as_the_centre_does(words: list[str], packed: str) -> list[tuple[str, str, str, str]]:
            return administrator.execute(
                "SELECT body, hash, salt, person FROM unpacked('', %b::text[], %s) ORDER BY n",
                [words, packed],
            ).fetchall()

        yield as_the_centre_does


def _events(said: list[tuple[dict[str, Any], dict[str, Any]]]) -> tuple[list[Packed], list[str]]:
    host, events, hashes = Host(world.nobody()), [], []
    for data, person in said:
        events.append(host.write("d", "corrected", data, person))
        host.hash = world.hash_of(events[-1].body)
        hashes.append(host.hash)
    return events, hashes


@settings(max_examples=40)
@given(said=st.lists(_SAID, min_size=1, max_size=12).map(lambda some: some * 3))
def test_what_arrives_is_what_was_sent(
    unpack: Any, said: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    events, hashes = _events(said)
    got = unpack(*pack(events))
    assert got == [(e.body, h, e.salt, e.person) for e, h in zip(events, hashes, strict=True)]


@pytest.mark.parametrize(("salt", "person"), [("ab", "{}"), ("", "")])
def test_what_is_no_event_arrives_word_for_word(unpack: Any, salt: str, person: str) -> None:
    odd = ["{}", "không phải JSON", '{"of":"x"}', "", canonical({"of": "%s", "prev": "", "v": 2})]
    parts = [',"of":"d', '","person":"', '","prev":"', '","seq":1}']
    odd += ["{" + "".join(parts[:at] + parts[at + 1 :]) for at in range(4)]
    got = unpack(*pack([Packed(body, salt, person) for body in odd]))
    assert [(told[0], *told[2:]) for told in got] == [(body, salt, person) for body in odd]


def test_forgotten_people_leave_their_hash(unpack: Any) -> None:
    (event,), _ = _events([({}, {"applicant": {"name": "Bưởi"}})])
    assert unpack(*pack([Packed(event.body)]))[0][::2] == (event.body, "")


def test_repetition_travels_once() -> None:
    events, _ = _events([({"set": {"place": "UBND xã Tân Hòa", "officer": "lan"}}, {})] * 100)
    words, packed = pack(events)
    sent = len(packed.encode()) + sum(len(word.encode()) for word in words)
    assert sent < sum(len(event.body.encode()) for event in events) / 3


@pytest.mark.parametrize("text", ["a\nb", "a\tb"])
def test_raw_control_characters_are_not_sent(text: str) -> None:
    with pytest.raises(ValueError, match="control characters"):
        pack([Packed(text)])
