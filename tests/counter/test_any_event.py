"""Whatever the schema takes from another host is shown by everything that reads: no event ends a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.commandline.app import run
from counter.desk.catalogue import procedures
from counter.desk.centre import labels as centre_labels
from counter.desk.centre import status as centre
from counter.desk.desk import Desk
from counter.desk.dossiers import queries, summary
from counter.desk.dossiers.deadlines import deadline_status, short_state
from counter.desk.labels import sentence
from counter.desk.office import accounts, opening
from counter.desk.office.verification import verify
from counter.desk.shifts import log, shifts
from counter.problems import Problem
from counter.rules.rulesets import RULE_SETS
from counter.rules.terms import Term
from counter.screens.intake.request import term_of
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_SLIPS
from db import accounts as account_rows
from db import dossiers as dossier_rows
from db.domain.event import Event, canonical, instant, new_id, person_hash, tick
from db.domain.validation import ReceivedEvent, ValidatedEvent, validate_all
from db.ledger import chains, ingest
from devices.encode.text import render_text
from tests import offices
from tests.db.central import world
from tests.db.domain.any_event import events

NODE = "000.17.22.H56/1"
_TERM = Term(3)


def _written(told: list[dict[str, Any]]) -> list[ValidatedEvent]:
    """The events as a chain of another host."""
    received, previous, hlc = [], "", 0
    for seq, event in enumerate(told, 1):
        hlc = tick(hlc, offices.MORNING)
        salt, person = ("00" * 16, canonical(event["person"])) if event["person"] else ("", "")
        body = canonical(
            event
            | {"v": 1, "id": new_id(), "node": NODE, "inc": 1, "seq": seq, "prev": previous, "hlc": hlc}
            | {"at": instant(offices.MORNING), "person": person_hash(salt, person) if person else ""}
        )
        previous = world.hash_of(body)
        received.append(ReceivedEvent(NODE, 1, seq, body, salt, person))
    return validate_all(received)


def _take(desk: Desk, validated: list[ValidatedEvent]) -> None:
    refused: list[Event] = []
    with desk.write() as connection:
        ingest.ingest(connection, chains.Place(node=NODE, incarnation=1), validated, refused.append)
    assert refused == []


def _or_problem(call: Callable[..., Any], *arguments: Any) -> Any:
    """What ``call`` answers; a problem in words is an answer too."""
    with suppress(Problem):
        return call(*arguments)
    return None


def read_all(desk: Desk) -> None:
    """Read everything that screens, slips and commands read, as they do."""
    for member in accounts.staff(desk):
        assert member.login
    with desk.read() as connection:
        hoa = account_rows.member(connection, "hoa")
    desk = replace(opening.refreshed(desk), staff=hoa)
    desk.calendar.due(desk.clock.now(), term=_TERM)
    shifts.on_shift(desk)
    newest = shifts.shifts(desk)
    log.tallies(desk, [shift.id for shift in newest])
    for shift in newest:
        lines = log.shift_log(desk, shift.id)
        log.search_log(lines, "a")
    for procedure in procedures.procedures(desk):
        term_of(procedure)
    for refused in centre.refused(desk):
        centre_labels.about_refused(refused)
    centre.waiting(desk, "a")
    for group in queries.Group:
        for line in queries.find(desk, "", group=group):
            deadline_status(line, desk.clock.now())
            short_state(line.state)
            queries.dossiers_of(desk, line.identity)
            _read_dossier(desk, line.id)
    with desk.read() as connection:
        dossier_rows.from_paper(connection, desk.clock.now())
    assert verify(desk).holds


def _read_dossier(desk: Desk, dossier_id: str) -> None:
    dossier = _or_problem(queries.dossier, desk, dossier_id)
    if dossier is None:
        return
    for chapter in summary.chapters(dossier, {}, desk.calendar, desk.clock.now()):
        assert all(isinstance(text, str) for row in chapter.rows for text in row)
    for event in queries.history(desk, dossier_id):
        assert sentence(event)
    with desk.read() as connection:
        procedures.version(connection, dossier.procedure_version)
    context = SlipContext(office=desk.office, officer_name="Lan", printed_at=desk.clock.now())
    for slip in DOSSIER_SLIPS.values():
        made = _or_problem(slip, dossier, context)
        assert render_text(made, 48) if made else dossier.rule_set not in RULE_SETS


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(events(), min_size=4, max_size=16))
def test_whatever_the_schema_takes_is_shown(
    tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, Any]]
) -> None:
    validated = _written(told)
    assert [event.invalid for event in validated] == [""] * len(told)
    folder = tmp_path_factory.mktemp("any") / "office"
    desk = offices.new_office(folder)
    _take(desk, validated)
    desk.store.close()
    again = opening.open_desk(folder, clock=offices.StillClock())
    read_all(again)
    again.store.close()


def _event(stream: str, kind: str, data: dict[str, Any], **frame: Any) -> dict[str, Any]:
    before, after = (None, 2) if kind == "received" else (2, 9) if kind == "result-arrived" else (None, None)
    return {
        "kind": kind, "stream": stream, "of": "a", "data": data, "person": {}, "counter": 1, "by": "ma",
        "shift": "s", "from": before, "to": after, **frame,
    }  # fmt: skip


_OFFICE = {"of": "000.17.22.H56"}
POISON: dict[str, dict[str, Any]] = {
    "a shift without its officer": _event("shift", "shift-opened", {"set": {"counter": 1}}),
    "a shift of an unknown kind": _event("shift", "danced", {}),
    "no hours": _event("office", "configured", {"set": {"hours": {}}}, **_OFFICE),
    "hours out of order": _event(
        "office", "configured", {"set": {"hours": {"0": [["11:00", "07:00"]]}}}, **_OFFICE
    ),
    "hours of a day that is none": _event(
        "office", "configured", {"set": {"hours": {"99": [["07:00", "11:00"]]}}}, **_OFFICE
    ),
    "a billion counters": _event("office", "configured", {"set": {"counters": 10**9}}, **_OFFICE),
    "an office without a unit": _event("office", "configured", {"set": {"unit": "xã"}}, **_OFFICE),
    "another office": _event("office", "configured", {"set": {"name": "Khác"}}, of="000.00.00.H00"),
    "a due date in year 9999": _event(
        "dossier", "received", {"set": {"due_at": "9999-12-31T23:00:00.000Z", "code": "x"}}
    ),
    "received in year 1": _event(
        "dossier", "received", {"set": {"received_at": "0001-01-01T00:00:00.000Z", "code": "x"}}
    ),
    "finished in year 9999": _event(
        "dossier",
        "received",
        {"set": {"finished_at": "9999-12-31T23:00:00.000Z", "due_at": "2026-11-23T01:41:00Z"}},
    ),
    "a rating of 77": _event(
        "dossier", "received", {"set": {"handed_back": {"at": "2026-11-23T01:41:00Z", "rating": 77}}}
    ),
    "changed 7": _event("dossier", "corrected", {"changed": 7}),
    "a form that is an object": _event("dossier", "reprinted", {"form": {}}),
    "an unknown rule set": _event("dossier", "received", {"set": {"rule_set": "nd1-2099"}}),
    "an unknown unit": _event("dossier", "received", {"set": {"term": 3, "unit": "fortnight"}}),
    "a result without its parts": _event("dossier", "result-arrived", {}),
    "an empty result": _event("dossier", "result-arrived", {"set": {"outcome": None, "handed_back": None}}),
    "an office's rule set that is unknown": _event(
        "office", "configured", {"set": {"rule_set": "nd1-2099"}}, **_OFFICE
    ),
    "a procedure without a name": _event("procedure", "published", {"set": {"term": 3, "unit": "fortnight"}}),
}


def poisoned(names: Iterable[str]) -> list[ValidatedEvent]:
    """The events of those names, each about a dossier or a shift of its own, as a release before took them."""
    told: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        event = POISON[name]
        of = f"odd-{number}" if event["of"] == "a" else event["of"]
        if event["stream"] == "dossier" and event["kind"] != "received":
            told.append(_event("dossier", "received", {"set": {"code": f"x-{number}"}}, of=of))
        told.append({**event, "of": of})
        if event["stream"] == "dossier":
            told.append(_event("dossier", "processing", {}, **{"of": of, "from": 2, "to": 4}))
    return [replace(event, invalid="") for event in _written(told)]


@pytest.mark.parametrize("poison", POISON)
def test_what_an_earlier_release_let_in_is_shown(tmp_path: Path, poison: str) -> None:
    desk = offices.new_office(tmp_path / "office")
    _take(desk, poisoned([poison]))
    desk.store.close()
    again = opening.open_desk(tmp_path / "office", clock=offices.StillClock())
    read_all(again)
    lan = offices.seated(again, "lan", 2)
    assert offices.received(lan)
    again.store.close()


COMMANDS = (
    ["verify"], ["verify", "--rebuild"], ["find"], ["find", "x"], ["--json", "find", "x"], ["slip", "x-14"],
    ["slip", "x-15"], ["staff", "list"], ["catalogue", "list"], ["sync", "--status"], ["due", "3"],
)  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_command_reads_odd_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    folder = tmp_path / "office"
    desk = offices.new_office(folder)
    _take(desk, poisoned(POISON))
    desk.store.close()
    for words in COMMANDS:
        code = run(["--data", str(folder), "--lang", lang, *words])
        shown = capsys.readouterr()
        assert code in (0, 1), (words, shown)
        assert "Traceback" not in shown.err + shown.out, words
