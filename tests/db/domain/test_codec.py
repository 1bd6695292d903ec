"""Records are read back as they were written, and from rows that lack values or have more of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import codec
from db.domain.codes import ApplicantKind, Channel
from db.domain.event import canonical, instant
from db.domain.lifecycle import State
from db.domain.procedure import Component, Procedure
from db.domain.records import Dossier, HandedBack, Office, Outcome, Paper, Person, Shift, Staff

AT = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)

_TEXT = st.sampled_from(["", "a", "Đỗ"])
_NAME = st.sampled_from(["An", "Bưởi"])
_COUNT = st.integers(0, 99)
_MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
_PEOPLE = st.builds(Person, name=_TEXT, kind=st.sampled_from(ApplicantKind), identity=_TEXT, birth=_TEXT)
_PAPERS = st.lists(st.builds(Paper, name=_NAME, originals=_COUNT, note=_TEXT), max_size=2).map(tuple)
_TEXTS = st.lists(_TEXT, max_size=2).map(tuple)
_COMPONENTS = st.lists(st.builds(Component, name=_NAME, copies=_COUNT, required=st.booleans()), max_size=2)
_HANDED_BACK = st.builds(
    HandedBack, at=_MOMENTS, by=_PEOPLE, rating=st.none() | st.integers(0, 2), is_proxy=st.booleans()
)
_DOSSIERS = st.builds(
    Dossier,
    id=_TEXT,
    code=_TEXT,
    state=st.sampled_from(State),
    applicant=_PEOPLE,
    proxy=st.none() | st.builds(Person, name=_NAME),
    papers=_PAPERS,
    missing=_TEXTS,
    channel=st.sampled_from(Channel),
    term=st.none() | st.sampled_from([3, 2.5]),
    received_at=_MOMENTS,
    due_at=st.none() | _MOMENTS,
    due_notes=_TEXTS,
    outcome=st.none() | st.builds(Outcome, number=_NAME, refused=st.booleans()),
    handed_back=st.none() | _HANDED_BACK,
)
_PROCEDURES = st.builds(
    Procedure,
    version=_TEXT,
    code=_TEXT,
    name=_TEXT,
    components=_COMPONENTS.map(tuple),
    channels=st.lists(st.sampled_from(Channel), min_size=1, max_size=3, unique=True).map(tuple),
    fee=st.none() | _COUNT,
    steps=_TEXTS,
)


def _row(record: Any, **required: Any) -> dict[str, Any]:
    """A record as a row has it after a way through JSON, with what ``sparse`` leaves out though it is required."""
    values: dict[str, Any] = json.loads(canonical({**required, **codec.sparse(record)}))
    return values


@given(_DOSSIERS)
def test_a_dossier_is_read_back_as_it_was_written(dossier: Dossier) -> None:
    row = _row(dossier, id="")
    if dossier.handed_back:
        row["collector"] = row["handed_back"].pop("by", {})
    back = codec.dossier(json.dumps(row))
    assert back == dossier
    assert (type(back.state), type(back.channel), type(back.applicant.kind)) == (
        State,
        Channel,
        ApplicantKind,
    )


@given(_PROCEDURES)
def test_a_procedure_is_read_back_as_it_was_written(procedure: Procedure) -> None:
    assert codec.procedure(_row(procedure, version="", code="", name="")) == procedure


@given(_PROCEDURES, _PROCEDURES)
def test_a_procedure_published_over_another_leaves_nothing_of_it(before: Procedure, after: Procedure) -> None:
    row = _row(before, code="", name="") | (codec.republished(before, after) or {})
    assert codec.procedure({**row, "version": after.version}) == after


def test_an_office_is_read_back_as_it_was_written() -> None:
    hours = {0: ((time(7, 30), time(11, 30)), (time(13), time(16, 30))), 5: ()}
    office = Office(unit="000.17.22.H56", name="Bộ phận một cửa", hours=hours)
    assert codec.sparse(office)["hours"] == {"0": [["07:30", "11:30"], ["13:00", "16:30"]], "5": []}
    assert codec.office(_row(office)) == office


def test_staff_and_shifts_are_read_from_their_rows() -> None:
    assert codec.staff({"id": "lan", "password": "hash"}) == Staff(login="lan", name="")
    row = {"id": "s", "counter": 2, "officer": "lan", "opened_at": instant(AT), "comments": ["tốt"]}
    shift = Shift(id="s", counter=2, officer="lan", officer_name="Lan", opened_at=AT, comments=("tốt",))
    assert codec.shift(row, "Lan") == shift


@pytest.mark.parametrize("applicant", [None, {}, {"kind": 0}])
def test_a_forgotten_person_has_no_name(applicant: dict[str, Any] | None) -> None:
    row = {"id": "d", "state": 2, "applicant": applicant, "proxy": {}, "outcome": None}
    dossier = codec.dossier(json.dumps(row))
    assert (dossier.applicant, dossier.proxy, dossier.outcome) == (Person(name=""), None, None)


def test_a_value_of_a_later_release_is_passed_over() -> None:
    row = {"id": "d", "state": 2, "later": [1], "applicant": {"name": "An", "later": 1}}
    assert codec.dossier(json.dumps(row)).applicant == Person(name="An")


def test_a_state_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        codec.dossier('{"id":"d","state":12}')
