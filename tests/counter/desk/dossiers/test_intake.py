"""Receiving: everything at once or nothing, and an error that says where."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import intake, queries
from counter.desk.office import sign_in
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.clock import hour_and_date
from db import spool
from db.domain.lifecycle import State
from db.domain.records import Paper, Person
from devices.slip import Slip
from tests import offices


def _counts(desk: Desk) -> tuple[int, ...]:
    with desk.store.read() as connection:
        return tuple(
            connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0
            for name in ("event", "event_person", "dossier", "print_job", "number_series")
        )


def test_a_dossier_gets_the_next_code_of_the_day_a_due_date_and_its_slip_on_the_spool(desk: Desk) -> None:
    first = intake.receive(desk, offices.intake())
    second = intake.receive(desk, offices.intake())
    assert [each.dossier.code for each in (first, second)] == [
        "000.17.22.H56-261123-0001",
        "000.17.22.H56-261123-0002",
    ]
    assert first.dossier.due_at is not None
    assert hour_and_date(first.dossier.due_at) == "08:41 ngày 25/11/2026"  # 24/11 is a holiday
    job = queue.jobs(desk)[-1]
    assert (job.id, job.state, job.form, job.code) == (first.job, "queued", "01", first.dossier.code)
    assert Slip.from_json(job.slip) == first.slip


def test_the_next_day_counts_from_one_again_and_the_register_goes_on(desk: Desk) -> None:
    intake.receive(desk, offices.intake())
    tomorrow = intake.receive(offices.later(desk, days=2), offices.intake()).dossier
    assert (tomorrow.code, tomorrow.book, tomorrow.book_number) == (
        "000.17.22.H56-261125-0001",
        "2026/Hộ tịch",
        2,
    )


def test_a_second_host_of_the_office_numbers_apart(desk: Desk) -> None:
    other = replace(desk, node=f"{desk.office.unit}/2")
    assert intake.receive(other, offices.intake()).dossier.code.endswith("-20001")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"applicant": Person(name="  ")}, "name"),
        ({"procedure": ""}, "procedure"),
        ({"procedure": "9.999999"}, "procedure"),
        ({"procedure": offices.SEAL.code + "x"}, "procedure"),
        ({"papers": ()}, "papers"),
        ({"papers": (*offices.intake().papers, Paper(name="Sổ đỏ", originals=1))}, "papers"),
        ({"sets": 0}, "sets"),
        ({"fee_paid": -1}, "fee"),
        ({"proxy": Person(name="")}, "proxy_name"),
        ({"received_at": offices.MORNING + timedelta(hours=1)}, "received_at"),
        ({"received_at": offices.MORNING - timedelta(days=90)}, "received_at"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_stored(
    desk: Desk, change: dict[str, Any], field: str
) -> None:
    before = _counts(desk)
    with pytest.raises(Problem) as told:
        intake.receive(desk, offices.intake(**change))
    assert told.value.field == field
    assert str(told.value) != told.value.say("en")
    assert _counts(desk) == before


def test_a_failure_after_the_first_write_leaves_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _counts(desk)

    def full(*_: object, **__: object) -> int:
        raise OSError("disk full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(spool, "put", full)
        intake.receive(desk, offices.intake())
    assert _counts(desk) == before
    assert intake.receive(desk, offices.intake()).dossier.code.endswith("-0001")


def test_texts_come_clean(desk: Desk) -> None:
    who = replace(offices.BUOI, name="Nguye\u0302\u0303n\x1b[31m  [b]Đức[/b]\r\n", phone="+84 912 345 678")
    applicant = intake.receive(desk, offices.intake(applicant=who)).dossier.applicant
    assert applicant.name == "Nguyễn[31m [b]Đức[/b]"
    assert applicant.phone == "0912345678"


def test_nobody_receives_without_signing_in_or_a_shift(office: Desk) -> None:
    with pytest.raises(NotAllowed):
        intake.receive(office, offices.intake())
    with pytest.raises(NotAllowed):
        intake.receive(sign_in.sign_in(office, "lan", offices.PASSWORD), offices.intake())


def test_an_officer_of_the_police_sees_and_receives_only_the_police_procedures(office: Desk) -> None:
    lan, police = offices.seated(office), offices.seated(office, "congan", 1)
    assert [each.code for each in procedures.procedures(police)] == [offices.SEAL.code]
    with pytest.raises(Problem) as told:
        intake.receive(police, offices.intake())
    assert told.value.field == "procedure"
    hidden = offices.received(lan)
    seen = offices.received(police, offices.SEAL)
    assert [line.id for line in queries.find(police, "buoi")] == [seen]
    assert [line.id for line in queries.dossiers_of(police, offices.BUOI.identity)] == [seen]
    with pytest.raises(Problem):
        queries.dossier(police, hidden)


def test_a_dossier_keeps_the_version_of_the_procedure_that_it_came_in_under(desk: Desk) -> None:
    admin = sign_in.sign_in(desk, "admin", offices.PASSWORD)
    before = intake.receive(desk, offices.intake()).dossier
    done = procedures.publish(admin, (replace(offices.BIRTH, term=5, fee=8_000), offices.COPY))
    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)
    after = intake.receive(desk, offices.intake()).dossier
    assert (before.term, before.fee, after.term, after.fee) == (1, 0, 5, 8_000)
    with desk.store.read() as connection:
        frozen = procedures.version(connection, before.procedure_version)
    assert frozen is not None
    assert frozen.term == 1


def test_a_value_that_a_new_version_leaves_out_is_gone(desk: Desk) -> None:
    admin = sign_in.sign_in(desk, "admin", offices.PASSWORD)
    bare = replace(offices.BIRTH, term=None, unit="", fee=None, components=(), result="")
    procedures.publish(admin, (bare,))
    now = next(each for each in procedures.procedures(desk) if each.code == offices.BIRTH.code)
    assert replace(now, version="") == bare


def test_a_dossier_written_on_paper_keeps_its_time_and_the_rules_of_its_day(desk: Desk) -> None:
    yesterday = offices.MORNING - timedelta(days=3)
    late = intake.receive(desk, offices.intake(received_at=yesterday, paper_number="12/MĐ")).dossier
    assert (late.received_at, late.code, late.paper_number) == (
        yesterday,
        "000.17.22.H56-261120-0001",
        "12/MĐ",
    )
    assert [line.code for line in queries.find(desk, "12/MĐ")] == [late.code]


def test_a_procedure_of_the_same_day_is_due_when_the_office_closes(desk: Desk) -> None:
    same_day = replace(offices.BIRTH, term=0.0, unit="working-day")
    procedures.publish(sign_in.sign_in(desk, "admin", offices.PASSWORD), (same_day,))
    dossier = intake.receive(desk, offices.intake(same_day)).dossier
    assert dossier.due_at
    assert hour_and_date(dossier.due_at) == "17:00 ngày 23/11/2026"
    assert queries.by_code(desk, dossier.code).term == 0


def test_no_slip_is_queued_where_the_citizen_wants_none(desk: Desk) -> None:
    assert intake.receive(desk, offices.intake(slip=False)).job == 0
    assert queue.jobs(desk) == []


def test_saving_settles_the_draft(desk: Desk) -> None:
    draft = drafts.save(desk, intake.DRAFT, {"name": "Trần Thị Bưởi [/khẩn]"})
    assert drafts.load(desk, intake.DRAFT) == {"name": "Trần Thị Bưởi [/khẩn]"}
    intake.receive(desk, offices.intake(), draft=draft)
    assert drafts.load(desk, intake.DRAFT) == {}


def test_the_preview_is_what_will_be_received(desk: Desk) -> None:
    procedure = procedures.procedures(desk)[0]
    shown = intake.preview(desk, offices.intake(), procedure)
    saved = intake.receive(desk, offices.intake()).dossier
    assert replace(shown, id=saved.id, code=saved.code) == replace(
        saved, book="", book_number=0, shift="", missing=()
    )
    assert saved.state is State.RECEIVED


def test_receiving_survives_being_opened_again(desk: Desk, tmp_path: Path) -> None:
    code = intake.receive(desk, offices.intake()).dossier.code
    desk.store.close()
    again = offices.seated(receiving_office(tmp_path / "office"))
    assert queries.by_code(again, code.lower()).code == code
    again.store.close()


def receiving_office(folder: Path) -> Desk:
    """The office in ``folder``, opened once more."""
    from counter.desk.office import opening

    return opening.open_desk(folder, clock=offices.StillClock())
