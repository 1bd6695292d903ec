"""What cannot be an event is put aside and told; what comes after it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.domain.event import Event, canonical, instant, tick
from db.domain.lifecycle import State
from db.domain.schema import invalid_value
from db.sync.wire import Packed
from tests.db.central import world
from tests.db.central.sending import Host

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def host(lasting_centre: str) -> Host:
    return Host(world.enrol(lasting_centre, world.new_office()))


def refusals(host: Host) -> list[dict[str, Any]]:
    """What the office is told, on the chain that the centre writes for it."""
    with world.session(host.enrolment) as session:
        told = session.execute(
            "SELECT body FROM centre.pull_v1(%s, 1000000)", [json.dumps({f"{host.node}#1": 1_000_000})]
        ).fetchall()
    return [json.loads(body) for (body,) in told]


def spoilt(host: Host, change: Change) -> list[Packed]:
    """An event that ``change`` spoils, and a good one that follows it."""
    told = json.loads(host.write("d-2", "received", {}, {}, states=(None, State.RECEIVED)).body)
    change(told)
    bad = Packed(canonical(told))
    host.hash = world.hash_of(bad.body)
    good = host.write(f"good-{host.seq}", "received", {}, {}, states=(None, State.RECEIVED))
    host.hash = world.hash_of(good.body)
    return [bad, good]


def _nested(times: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(times):
        value = [value]
    return value


FAULTS: list[tuple[str, Change]] = [
    ("text", lambda e: e.pop("by")),
    ("text", lambda e: e.update(seq=2.5)),
    ("text", lambda e: e.update(hlc="7")),
    ("text", lambda e: e.update(to=12)),
    ("text", lambda e: e.update(at="2026-02-30T00:00:00.000Z")),
    ("text", lambda e: e.update(at="hôm qua")),
    ("text", lambda e: e.update(data=[])),
    ("text", lambda e: e.update(data={"set": None})),
    ("text", lambda e: e.update(data={"note": "\0"})),
    ("text", lambda e: e.clear()),
    ("place", lambda e: e.update(node="000.00.00.H00/0")),
    ("place", lambda e: e.update(inc=2)),
    ("place", lambda e: e.update(seq=7)),
    ("place", lambda e: e.update(of="x" * 300)),
    ("clock", lambda e: e.update(at=instant(datetime.now(UTC) + timedelta(days=2)))),
    ("clock", lambda e: e.update(hlc=1 << 54)),
    ("clock", lambda e: e.update(hlc=(1 << 54) - 1)),
    ("clock", lambda e: e.update(hlc=tick(0, datetime.now(UTC) + timedelta(days=2)))),
    ("text", lambda e: e.update(at="0001-01-01T00:00:00.000Z")),
    ("text", lambda e: e.update(counter=100)),
    ("version", lambda e: e.update(v=2)),
    ("stream", lambda e: e.update(stream="weather")),
    ("kind", lambda e: e.update(kind="danced")),
    ("values", lambda e: e.update(data={"set": {"applicant": "Bưởi"}})),
    ("values", lambda e: e.update(data={"set": {"code": 7}})),
    ("values", lambda e: e.update(data={"set": {"papers": [{"originals": 1}]}})),
    ("values", lambda e: e.update(data={"set": {"received_at": "hôm qua"}})),
    ("values", lambda e: e.update(data={"set": {"channel": 9}}, kind="danced")),
    ("values", lambda e: e.update(data={"sum": {"paid": 1.5}})),
    ("values", lambda e: e.update(data={"sum": {"later": "1"}})),
    ("values", lambda e: e.update(data={"sum": {"agency": 1}})),
    ("text", lambda e: e.update(data={"sum": [1]})),
    ("values", lambda e: e.update(data={"add": {"agency": "Sở Tư pháp"}})),
    ("values", lambda e: e.update(data={"fee": 1 << 60})),
    ("values", lambda e: e.update(data={"deep": _nested(400)})),
    ("values", lambda e: e.update(stream="shift", data={"set": {"counter": "ba"}})),
    ("values", lambda e: e.update(stream="shift", kind="shift-opened", data={"set": {"counter": 1}})),
    ("values", lambda e: e.update(data={"set": {"due_at": "9999-12-31T23:00:00.000Z"}})),
    ("values", lambda e: e.update(kind="corrected", to=None, data={"changed": 7})),
    ("values", lambda e: e.update(kind="reprinted", to=None, data={"form": {}})),
    ("values", lambda e: e.update(stream="office", kind="configured", data={"set": {"counters": 10**9}})),
    ("values", lambda e: e.update(data={"later": "x" * 20_001})),
    ("values", lambda e: e.update(data={"set": {"later": [0] * 1_001}})),
    ("size", lambda e: e.update(data={"set": {"note": "x" * 300_000}})),
]


def test_bad_events_are_put_aside_and_told_and_the_rest_goes_on(host: Host, lasting_centre: str) -> None:
    events = [event for _, change in FAULTS for event in spoilt(host, change)]
    assert host.send(events)["status"] == "ok"
    told = sorted((event["data"]["set"] for event in refusals(host)), key=lambda each: int(each["seq"]))
    assert [(each["seq"], each["code"]) for each in told] == [
        (1 + 2 * n, code) for n, (code, _) in enumerate(FAULTS)
    ]
    assert {(each["node"], each["incarnation"]) for each in told} == {(host.node, 1)}
    assert all(each["reason"].startswith("it") for each in told)
    with world.session(lasting_centre) as administrator:
        rows = administrator.execute(
            "SELECT count(*), bool_and(starts_with(id, 'good-')) FROM centre.dossier WHERE office = %s",
            [host.enrolment.office],
        )
        assert rows.fetchone() == (len(FAULTS), True)


def test_a_refusal_is_an_event_that_names_the_refused_one(host: Host) -> None:
    host.send(spoilt(host, lambda event: event.update(kind="danced", id="the-one")))
    (told,) = refusals(host)
    assert {name: told[name] for name in ("stream", "of", "kind", "by", "node", "seq", "to")} == {
        "stream": "quarantine", "of": "the-one", "kind": "refused", "by": "centre",
        "node": f"{host.enrolment.office}/c", "seq": 1, "to": None,
    }  # fmt: skip
    assert told["data"]["set"]["kind"] == "danced"


def test_personal_values_must_be_those_that_the_event_vouches_for(host: Host, lasting_centre: str) -> None:
    event = host.write("d-1", "received", {}, {"applicant": {"name": "Bưởi"}}, states=(None, State.RECEIVED))
    kept = json.loads(event.body)["person"]
    host.send([Packed(event.body.replace(kept, "0" * 64), "00" * 16, event.person)])
    with world.session(world.enrol(lasting_centre, host.enrolment.office, 1)) as session:
        rows = session.execute(
            "SELECT seq, salt, person FROM centre.pull_v1('{}', 1000000) WHERE node = %s", [host.node]
        )
        assert rows.fetchall() == [(1, "", "")]


def test_what_no_office_could_read_reaches_no_other_host(host: Host, lasting_centre: str) -> None:
    host.send(spoilt(host, lambda event: event.clear()))
    with world.session(world.enrol(lasting_centre, host.enrolment.office, 1)) as session:
        told = session.execute(
            "SELECT seq, body <> '' FROM centre.pull_v1('{}', 1000000) WHERE node = %s ORDER BY seq",
            [host.node],
        ).fetchall()
    assert told == [(1, False), (2, True)]


_SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("dossier", {}),
    (
        "dossier",
        {"code": "A-1", "term": 2.5, "fee": 5, "due_at": None, "received_at": "2026-11-23T01:41:00.000Z"},
    ),
    ("dossier", {"papers": [{"name": "Tờ khai", "originals": 1}], "missing": ["Ảnh"], "channel": 3}),
    ("dossier", {"applicant": {}, "proxy": None, "collector": {"name": "Bưởi", "kind": 1}}),
    (
        "dossier",
        {"outcome": {"number": "7", "refused": False}, "handed_back": {"at": "2026-11-23T01:41:00Z"}},
    ),
    ("dossier", {"state": "x", "attention": 5, "id": [], "later": {"of": ["any", 1]}}),
    ("dossier", {"code": None}),
    ("dossier", {"papers": {}}),
    ("dossier", {"papers": ["Tờ khai"]}),
    ("dossier", {"papers": [[{"name": "Tờ khai"}]]}),
    ("dossier", {"papers": [{"name": "Tờ khai", "copies": "một"}]}),
    ("dossier", {"missing": "Ảnh"}),
    ("dossier", {"channel": [1]}),
    ("dossier", {"channel": True}),
    ("dossier", {"fee": 1.5}),
    ("dossier", {"term": "hai"}),
    ("dossier", {"due_at": ""}),
    ("dossier", {"due_at": "2026-11-23"}),
    ("dossier", {"received_at": None}),
    ("dossier", {"applicant": {"name": ["Bưởi"]}}),
    ("dossier", {"applicant": {"kind": 7}}),
    ("dossier", {"applicant": None}),
    ("dossier", {"outcome": "7"}),
    ("dossier", {"handed_back": {"proof": "slip"}}),
    ("dossier", {"later": 1 << 60}),
    ("shift", {"counter": 3, "officer": "lan", "comments": ["tốt"]}),
    ("shift", {"counter": "ba"}),
    ("staff", {"role": "officer", "agencies": ["Sở"], "active": True, "password": "x"}),
    ("staff", {"role": "chief"}),
    ("procedure", {"term": None, "channels": [1, 2], "components": [{"name": "Ảnh", "required": True}]}),
    ("procedure", {"components": [{"required": True}]}),
    ("office", {"counters": 3, "hours": {"0": [["07:30", "11:30"]]}}),
    ("office", {"hours": []}),
    ("dossier", {"due_at": "2200-12-31T23:59:59.999Z", "term": 0.5, "unit": "hour", "rule_set": "later"}),
    ("dossier", {"due_at": "2201-01-01T00:00:00.000Z"}),
    ("dossier", {"finished_at": "1969-12-31T23:59:59.999Z"}),
    ("dossier", {"received_at": "2026-13-01T00:00:00.000Z"}),
    ("dossier", {"received_at": "2026-11-31T00:00:00.000Z"}),
    ("dossier", {"handed_back": {"at": "2026-11-23T01:41:00Z", "rating": 2}}),
    ("dossier", {"handed_back": {"at": "2026-11-23T01:41:00Z", "rating": 77}}),
    ("dossier", {"handed_back": {"at": "2026-11-23T01:41:00Z", "rating": "2"}}),
    ("dossier", {"unit": "fortnight"}),
    ("dossier", {"unit": "day\n"}),
    ("dossier", {"term": -1}),
    ("dossier", {"fee": -1}),
    ("dossier", {"counter": 100}),
    ("office", {"counters": 0}),
    ("office", {"counters": 1_000_000_000}),
    ("office", {"unit": "xã"}),
    ("office", {"hours": {}}),
    ("office", {"hours": {"5": [["07:30", "11:30"]]}}),
    ("office", {"hours": {"0": [["07:30", "11:30"]], "99": []}}),
    ("office", {"hours": {"0": [["11:30", "07:30"]]}}),
    ("office", {"hours": {"0": [["07:30", "11:30"], ["11:00", "17:00"]]}}),
    ("office", {"hours": {"0": [["07:30", "11:30"], ["13:00", "17:00"]], "6": []}}),
    ("office", {"hours": {"0": [["07:30"]]}}),
    ("office", {"hours": {"0": [["7:30", "11:30"]]}}),
    ("office", {"hours": {"0": [["07:30", 11]]}}),
    ("office", {"hours": {"0": [[["07:30"], ["11:30"]]]}}),
    ("office", {"hours": {"0": ["07:30", "11:30"]}}),
    ("office", {"hours": {"0": "07:30"}}),
    ("quarantine", {"seq": 3, "settled_at": "2026-11-23T01:41:00.000Z"}),
    ("quarantine", {"seq": "3"}),
    ("weather", {"code": 5}),
]


def test_the_centre_and_an_office_agree_on_what_rows_take(lasting_centre: str, host: Host) -> None:
    here = []
    for stream, values in _SHAPES:
        event = Event.read(host.write("d-1", "received", {"set": values}, {}, stream=stream).body)
        here.append(not invalid_value(event, {}))
        assert invalid_value(event, values) == invalid_value(event, {})
    with world.session(lasting_centre) as administrator:
        administrator.execute("SET search_path = centre")
        there = administrator.execute(
            "SELECT centre.fits_rows(jsonb_build_object('stream', s, 'data', jsonb_build_object('set', v)), NULL)"
            " FROM unnest(%s::text[], %s::jsonb[]) WITH ORDINALITY AS told (s, v, n) ORDER BY n",
            [[stream for stream, _ in _SHAPES], [json.dumps(values) for _, values in _SHAPES]],
        ).fetchall()
    assert [fits for (fits,) in there] == here
    assert here.count(True) == 15


_KINDS: list[tuple[str, str, dict[str, Any]]] = [
    ("shift", "shift-opened", {"set": {"counter": 1, "officer": "lan", "opened_at": "2026-11-23T01:41:00Z"}}),
    ("shift", "shift-opened", {"set": {"counter": 1, "opened_at": "2026-11-23T01:41:00Z"}}),
    ("shift", "shift-opened", {}),
    ("shift", "shift-danced", {}),
    ("shift", "shift-commented", {"add": {"comments": "tốt"}, "by": "Hoa"}),
    ("shift", "shift-commented", {"add": {"comments": "tốt"}, "by": 7}),
    ("dossier", "corrected", {"changed": ["name"], "reason": "nhầm"}),
    ("dossier", "corrected", {"changed": 7}),
    ("dossier", "corrected", {"changed": [7]}),
    ("dossier", "reprinted", {"form": "01", "copy": 2, "why": "unsure"}),
    ("dossier", "reprinted", {"form": {}}),
    ("dossier", "reprinted", {"copy": "2"}),
    ("dossier", "danced", {"form": {}, "reason": 7}),
]


def test_the_centre_and_an_office_agree_on_what_a_kind_needs(lasting_centre: str, host: Host) -> None:
    here = [
        not invalid_value(Event.read(host.write("d-1", kind, data, {}, stream=stream).body), {})
        for stream, kind, data in _KINDS
    ]
    with world.session(lasting_centre) as administrator:
        administrator.execute("SET search_path = centre")
        there = administrator.execute(
            "SELECT centre.fits_rows(jsonb_build_object('stream', s, 'kind', k, 'data', d), NULL)"
            " FROM unnest(%s::text[], %s::text[], %s::jsonb[]) WITH ORDINALITY AS told (s, k, d, n) ORDER BY n",
            [[case[n] for case in _KINDS] for n in (0, 1)] + [[json.dumps(case[2]) for case in _KINDS]],
        ).fetchall()
    assert [fits for (fits,) in there] == here
    assert here.count(True) == 6


def test_a_time_far_ahead_harms_nobody_else(host: Host, lasting_centre: str) -> None:
    """An event at the end of time was taken once: everything after it was refused, the notices of that too."""
    host.send(spoilt(host, lambda event: event.update(hlc=18_014_398_509_481_983)))
    other = Host(world.enrol(lasting_centre, host.enrolment.office, 1))
    of = other.receive(f"{host.enrolment.office}-261123-0001")
    (told,) = [event for event in refusals(host) if event["kind"] == "refused"]
    assert told["data"]["set"]["code"] == "clock"
    assert told["hlc"] <= tick(0, datetime.now(UTC))
    with world.session(lasting_centre) as administrator:
        administrator.execute("SET search_path = centre")
        row = administrator.execute("SELECT id FROM dossier WHERE id = %s", [of]).fetchone()
        assert row == (of,)
        left = administrator.execute(
            "SELECT sum(high - folded) FROM chain WHERE office = %s", [host.enrolment.office]
        ).fetchone()
    assert left == (0,)


def test_what_an_earlier_release_let_in_ends_nothing(host: Host, lasting_centre: str) -> None:
    """The office's chains go on at the end of time, as a release before left them."""
    host.receive(f"{host.enrolment.office}-261123-0001")
    with world.session(lasting_centre) as administrator:
        administrator.execute("SET search_path = centre")
        administrator.execute(
            "UPDATE chain SET hlc = 18014398509481983 WHERE office = %s", [host.enrolment.office]
        )
    host.send(spoilt(host, lambda event: event.update(kind="danced")))
    with world.session(host.enrolment) as session:
        assert session.execute("SELECT centre.fold_v1(1000)").fetchone() == (0,)
    (told,) = [event for event in refusals(host) if event["kind"] == "refused"]
    assert told["data"]["set"]["code"] == "kind"
    assert told["hlc"] <= tick(0, datetime.now(UTC) + timedelta(days=1))
