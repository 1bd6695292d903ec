"""Forms on A5 from the desk: into a file or to a page printer, with full numbers, each print in the ledger."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from counter.config.settings import Settings
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.printing import documents, queue
from counter.problems import Problem
from counter.services.print_service import PrintService
from db import spool
from devices.document import read_document
from devices.page import Page
from devices.spool import JobAction
from tests.devices.pdf_reader import Reader
from tests.offices import received
from tests.print_jobs import advance


def job(desk: Desk, number: int) -> spool.Job:
    with desk.store.read() as connection:
        found = spool.job(connection, number)
    assert found is not None
    return found


def written(path: Path | None) -> Reader:
    assert path is not None
    return Reader(path.read_bytes())


def history(desk: Desk, dossier: str) -> list[str]:
    return [event.kind for event in queries.history(desk, dossier)]


def test_without_a_page_printer_the_form_becomes_a_file_with_full_numbers(desk: Desk) -> None:
    dossier = received(desk)
    printed = queue.print_page(desk, dossier, "01")
    (sheet,) = written(printed.file).sheets
    assert printed.file is not None
    assert printed.file.parent == desk.store.data / "pages"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (printed.file, printed.file.parent)] == [
        0o600,
        0o700,
    ]
    assert "Số định danh: 072195000123" in sheet.text
    assert "Mẫu số 01" in sheet.text
    stored = job(desk, printed.job)
    assert (stored.state, stored.form, stored.copy_number) == ("confirmed", "01:page", 0)
    assert stored.printer.startswith("pdf+file://")


def test_the_first_print_is_noted_as_one_and_the_next_as_a_copy(desk: Desk) -> None:
    dossier = received(desk)
    queue.print_page(desk, dossier, "01")
    again = queue.print_page(desk, dossier, "01:page")
    assert "BẢN IN LẠI LẦN 1" in written(again.file).sheets[0].text
    assert history(desk, dossier) == ["received", "printed", "reprinted"]
    sentences = [sentence(event) for event in queries.history(desk, dossier)]
    assert sentences[1] == "In biểu mẫu: Giấy tiếp nhận và hẹn trả (A5)"
    assert sentences[2].endswith("(A5), lần 1")
    assert verify(desk).holds
    with desk.store.write() as connection:
        assert spool.next_copy(connection, dossier, "01") == 1, "slips are counted for themselves"


def test_two_counterparts_where_the_settings_say_so(desk: Desk) -> None:
    printed = queue.print_page(replace(desk, page_copies=2), received(desk), "01")
    first, second = written(printed.file).sheets
    assert ("Liên 1 (lưu)" in first.text, "Liên 2 (giao người nộp)" in second.text) == (True, True)


def test_with_a_page_printer_the_form_waits_for_it_and_no_other(desk: Desk, tmp_path: Path) -> None:
    url = f"pdf+file://{tmp_path}/out"
    settings = Settings(printer="virtual:", printers={"máy A5": url}, page_printer="máy A5")
    dossier = received(desk)
    printed = queue.print_page(replace(desk, page_printer="máy A5"), dossier, "01")
    assert (printed.file, job(desk, printed.job).printer) == (None, "máy A5")
    without = PrintService(desk.store, desk.clock.now, Settings(printer="virtual:"), lambda report: None)
    without.once()
    assert [job(desk, number).state for number in (1, printed.job)] == ["confirmed", "queued"]
    without.close()
    made = PrintService(desk.store, desk.clock.now, settings, lambda report: None)
    made.once()
    made.close()
    assert job(desk, printed.job).state == "confirmed"
    (file,) = (tmp_path / "out").iterdir()
    assert "072195000123" in written(file).sheets[0].text


def test_a_page_is_moved_to_page_printers_only_and_a_slip_to_the_others(desk: Desk) -> None:
    (desk.store.data / "counter.toml").write_text(
        'printer = "a"\npage_printer = "c"\n[printers]\n'
        'a = "virtual:"\nb = "virtual:"\nc = "pdf+cups://c"\nd = "pdf+cups://d"\n',
        "utf-8",
    )
    desk = replace(desk, printer="a", page_printer="c")
    page = queue.print_page(desk, received(desk), "01").job
    assert queue.other_printers(desk, page) == ["d"]
    assert queue.other_printers(desk, 1) == ["b"]


def test_a_page_is_printed_again_from_the_queue_as_a_page(desk: Desk) -> None:
    printed = queue.print_page(desk, received(desk), "01")
    number = queue.print_again(desk, printed.job)
    again = job(desk, number)
    assert (again.form, again.copy_number, again.state) == ("01:page", 1, "confirmed")
    assert isinstance(read_document(again.slip), Page)


def test_the_preview_of_a_page_is_masked(desk: Desk) -> None:
    printed = queue.print_page(desk, received(desk), "01")
    text = "\n".join(queue.preview(desk, printed.job, 42))
    assert "Mẫu số 01" in text
    assert "0721••••0123" in text
    assert "072195000123" not in text


def test_an_interrupted_page_is_unsure_like_a_slip(desk: Desk) -> None:
    number = queue.print_page(replace(desk, page_printer="máy A5"), received(desk), "01").job
    advance(desk, number, JobAction.SEND, printer="máy A5")
    settings = Settings(printers={"máy A5": "pdf+cups://laser"}, page_printer="máy A5")
    made = PrintService(desk.store, desk.clock.now, settings, lambda report: None)
    made.once()
    made.close()
    assert job(desk, number).state == "unsure"


def test_a_folder_that_takes_nothing_leaves_nothing_behind(desk: Desk) -> None:
    (desk.store.data / "pages").write_text("a file in the way")
    dossier = received(desk)
    with pytest.raises(Problem, match="pages"):
        queue.print_page(desk, dossier, "01")
    assert history(desk, dossier) == ["received"]
    with desk.store.read() as connection:
        assert spool.job(connection, 2) is None


def test_what_cannot_be_printed_is_refused(desk: Desk, office: Desk) -> None:
    dossier = received(desk)
    for form, words in (("return", "chưa trả"), ("99", "99")):
        with pytest.raises(Problem, match=words):
            queue.print_page(desk, dossier, form)
    with pytest.raises(NotAllowed):
        queue.print_page(replace(desk, shift=None), dossier, "01")


def test_a_page_can_be_looked_at_masked_and_stores_nothing(desk: Desk) -> None:
    dossier = received(desk)
    page = documents.page_of(desk, dossier, "01", mask=True, counterparts=2)
    assert page.counterparts == ("Liên 1 (lưu)", "Liên 2 (giao người nộp)")
    assert "0721••••0123" in page.to_json()
    assert history(desk, dossier) == ["received"]


def test_a_host_with_page_printers_alone_has_no_printer_for_slips(desk: Desk) -> None:
    settings = Settings(page_printer="pdf+cups://laser")
    made = PrintService(desk.store, desk.clock.now, settings, lambda report: None)
    report = made.read_report()
    made.close()
    assert report.printers == 0
    assert list(made._printers) == ["pdf+cups://laser"]
