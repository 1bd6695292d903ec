"""What a technician is told about a term and about a scan."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter import locale
from counter.commandline.rule_reports import due_report, scan_report
from counter.rules.calendar import default_calendar
from counter.rules.clock import parse_moment
from counter.rules.terms import Term

CARD = "072195000123||Trần Thị Bưởi|01021996|Nam|Tây Ninh|15052021"


@pytest.fixture
def vietnamese() -> Iterator[None]:
    before = locale.language()
    locale.use("vi")
    yield
    locale.use(before)


@pytest.mark.usefixtures("vietnamese")
def test_a_due_date_over_tet_is_told_in_vietnamese() -> None:
    report = due_report(Term(5), parse_moment("2026-02-13 16:50"), default_calendar())
    assert report.rows() == [
        ("Thời hạn", "5 ngày làm việc"),
        ("Tiếp nhận lúc", "16:50 ngày 13/02/2026"),
        ("Hẹn trả lúc", "16:50 ngày 27/02/2026"),
        ("Ghi chú", "16–20/2 nghỉ Tết Nguyên đán"),
    ]


def test_a_due_date_is_told_to_machines() -> None:
    report = due_report(Term(1), datetime(2026, 12, 31, 18, 0, 30), default_calendar())
    told = json.loads(json.dumps(report.as_json()))
    assert told["received_at"] == "2026-12-31T18:00:00+07:00"
    assert told["counted_from"] == "2027-01-04T07:00:00+07:00"
    assert told["due_at"] == "2027-01-05T07:00:00+07:00"
    assert told["may_move"] is True
    assert [note["kind"] for note in told["notes"]] == ["holiday", "unconfirmed-year"]
    assert len(report.rows()) == 6


@pytest.mark.parametrize(
    ("text", "kind", "values", "doubts"),
    [
        (CARD, "identity-card", {"number": "072195000123", "birth": "1996-02-01", "sex": "M"}, 2),
        (CARD.replace("ầ", "?"), "identity-card", {"name": "", "as_read": "Tr?n Thị Bưởi"}, 3),
        ("0123456789|5472|1995|1||72|", "health-card", {"name": "Tr", "birth": "1995"}, 0),
        ("000.17.22.h56-261123-20007", "dossier", {"day": "2026-11-23", "number": "7", "node": "2"}, 0),
        ("A042", "ticket", {"number": "A042"}, 0),
        ("0000000000", "tax-number", {"number": "0000000000"}, 1),
        ("072195000123", "number", {"number": "072195000123", "sex": "F", "birth": "1995"}, 0),
        ("xin chào", "unknown", {"text": "xin chào"}, 0),
    ],
)
def test_a_scan_is_told(text: str, kind: str, values: dict[str, str], doubts: int) -> None:
    report = scan_report(text)
    assert report.kind == kind
    assert {key: report.values[key] for key in values} == values
    assert len(report.doubts) == doubts
    assert report.as_json()["kind"] == kind


@given(st.text(max_size=60))
def test_any_scan_can_be_told(text: str) -> None:
    report = scan_report(text)
    assert report.rows()
    json.dumps(report.as_json())
