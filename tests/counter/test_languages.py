"""The ledger holds facts and codes: what is stored is the same whatever language the officer reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from counter import locale
from counter.demo.clock import ScriptedClock
from counter.demo.day import Plan, officers, work_through
from counter.demo.office import demo_office
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.dossiers.summary import chapters
from counter.desk.labels import closing_text, sentence
from counter.desk.printing import documents
from counter.desk.shifts import shifts
from counter.locale import Language
from counter.rules.clock import parse_moment
from db.domain.records import Dossier
from devices.encode.text import render_text
from tests import offices

HOLIDAY: dict[Language, str] = {
    "vi": "24/11 nghỉ Ngày Văn hóa Việt Nam",
    "en": "24/11 off: Vietnam Culture Day",
}
BY_POST: dict[Language, str] = {"vi": "Bưu chính công ích: Ấp 9", "en": "Public post: Ấp 9"}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SECRET = ("password", "person", "prev", "hash", "digest")
"""What is random, or follows from it, in an event; and the digest of a slip, which is printed in a language."""


def without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_secrets(item) for name, item in value.items() if name not in _SECRET}
    return [without_secrets(item) for item in value] if isinstance(value, list) else value


def stored(desk: Desk) -> str:
    """Every event and every personal value, with numbers in the place of random ids."""
    with desk.store.read() as connection:
        bodies = connection.scalars(text("SELECT body FROM event ORDER BY position")).all()
        people = connection.scalars(
            text(
                'SELECT "values" FROM event_person JOIN event ON event.id = event_person.event ORDER BY position'
            )
        ).all()
    lines = [json.dumps(without_secrets(json.loads(body)), ensure_ascii=False) for body in (*bodies, *people)]
    numbers: dict[str, str] = {}
    return _ID.sub(lambda match: numbers.setdefault(match[0], f"#{len(numbers)}"), "\n".join(lines))


def test_a_day_leaves_the_same_events_in_either_language(tmp_path: Path) -> None:
    days: dict[Language, str] = {}
    for language in HOLIDAY:
        locale.use(language)
        clock = ScriptedClock(parse_moment("2026-11-23 07:00"))
        desk = demo_office(tmp_path / language, clock)
        work_through(officers(desk), clock, Plan(intakes=20, returns=10))
        days[language] = stored(desk)
        desk.store.close()
    assert '"name": "culture"' in days["vi"]
    assert days["en"].splitlines() == days["vi"].splitlines()


def received(desk: Desk) -> Dossier:
    return intake.receive(desk, offices.intake(return_by_post=True, return_place="Ấp 9")).dossier


def shown(desk: Desk, dossier_id: str) -> str:
    """What the dossier's page, its history and its printed slip say."""
    dossier = queries.dossier(desk, dossier_id)
    page = [
        value
        for chapter in chapters(dossier, {}, desk.calendar, desk.clock.now())
        for _label, value in chapter.rows
    ]
    history = [sentence(event) for event in queries.history(desk, dossier_id)]
    return "\n".join((*page, *history, *render_text(documents.slip_of(desk, dossier_id, "01"), 200)))


@pytest.mark.parametrize(("written", "read"), [("en", "vi"), ("vi", "en")])
def test_what_one_officer_writes_another_reads_in_a_language_of_their_own(
    desk: Desk, written: Language, read: Language
) -> None:
    locale.use(written)
    dossier = received(desk)
    locale.use(read)
    text_read = shown(desk, dossier.id)
    for words in (HOLIDAY, BY_POST):
        assert text_read.count(words[read]) == 2, "on the page and on paper"
        assert words[written] not in text_read


@pytest.mark.parametrize(("written", "read"), [("en", "vi"), ("vi", "en")])
def test_a_shift_that_took_in_a_file_says_so_in_the_language_of_the_reader(
    desk: Desk, written: Language, read: Language
) -> None:
    locale.use(written)
    shifts.close_shift(desk, backlog="mất điện.csv")
    locale.use(read)
    (shift,) = shifts.shifts(desk, limit=1)
    sentence_of = {
        "vi": "Đã nhập hồ sơ giấy từ tệp mất điện.csv.",
        "en": "Backlog taken in from mất điện.csv.",
    }
    assert (shift.closing_note, closing_text(shift)) == ("", sentence_of[read])
