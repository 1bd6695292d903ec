"""Labels of print jobs: codes become sentences when shown, old notes stay readable."""

import pytest

from counter.desk.printing.labels import JOBS, TROUBLES, job_note, job_state, printer_trouble
from devices.errors import Trouble
from devices.spool import JobNote, JobState


def test_every_state_trouble_and_note_has_a_label() -> None:
    assert set(JOBS) == set(JobState)
    assert set(TROUBLES) == set(Trouble)
    assert all(job_state(state) for state in JobState)
    sentences = {job_note(note) for note in (*JobNote, *Trouble)}
    assert len(sentences) == len(JobNote) + len(Trouble)
    assert not sentences & {str(note) for note in (*JobNote, *Trouble)}


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", ""),
        ("seen:lan", "Đã có người xem: phiếu đã in ra. (lan)"),
        ("unreadable:not a slip: 'x'", "Không đọc được phiếu này. (not a slip: 'x')"),
        (
            "unprintable:a real-time command at byte 7",
            "Máy in này không in được phiếu. (a real-time command at byte 7)",
        ),
        ("a slip of version 9; this program reads 1", "a slip of version 9; this program reads 1"),
        ("not a slip: 'x'", "not a slip: 'x'"),
    ],
)
def test_a_note_is_shown_as_a_sentence_with_its_detail(note: str, sentence: str) -> None:
    assert job_note(note) == sentence


def test_a_printer_is_named_where_there_are_several() -> None:
    assert printer_trouble("kho", Trouble.PAPER_OUT, named=False) == "Máy in hết giấy"
    assert printer_trouble("kho", Trouble.PAPER_OUT, named=True) == "kho: Máy in hết giấy"
