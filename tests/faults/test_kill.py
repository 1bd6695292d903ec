"""The power goes in the middle of typing: at most the last second is lost, and nothing that was saved."""

from __future__ import annotations

from pathlib import Path

from counter.desk import drafts
from counter.desk.dossiers import intake, queries
from counter.desk.office.opening import open_desk
from tests.offices import StillClock, seated
from tests.terminal import Terminal

F12 = "\x1b[24~"


def counter(folder: Path) -> Terminal:
    return Terminal.python("-m", "tests.faults.at_the_counter", str(folder))


def test_what_was_typed_a_second_ago_comes_back(tmp_path: Path) -> None:
    with counter(tmp_path) as terminal:
        terminal.until("Họ và tên", within=30)
        terminal.type("072195000123\r")
        terminal.type("Võ Thị Sen\r")
        terminal.until("Võ Thị Sen")
        terminal.read(1.0)
        terminal.type("1995")
        terminal.until("1995")
        terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    draft = drafts.recall(desk, intake.DRAFT)
    assert (draft["identity"], draft["name"]) == ("072195000123", "Võ Thị Sen")
    desk.store.close()
    with counter(tmp_path) as terminal:
        terminal.until("Võ Thị Sen", within=30)


def test_a_kill_after_each_letter_keeps_what_stood_a_second_before(tmp_path: Path) -> None:
    name, kept = "Sen Đá", ""
    for letter in name[:3]:
        with counter(tmp_path) as terminal:
            terminal.until("Họ và tên", within=30)
            if kept:
                terminal.until(kept)
            terminal.type("\t" if not kept else "\t\x1b[F")
            terminal.type(letter)
            kept += letter
            terminal.until(kept)
            terminal.read(1.0)
            terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    assert drafts.recall(desk, intake.DRAFT)["name"] == kept
    desk.store.close()


def test_a_dossier_whose_code_was_shown_is_there(tmp_path: Path) -> None:
    with counter(tmp_path) as terminal:
        terminal.until("Họ và tên", within=30)
        terminal.type("\tVõ Thị Sen\r\t\t\t\tkhai sinh\r")
        terminal.until("Giấy chứng sinh", within=10)
        terminal.type(F12)
        terminal.until("Đã nhận 000.17.22.H56-261123-0001", within=10)
        terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    assert [line.applicant for line in queries.find(desk, "vo thi sen")] == ["Võ Thị Sen"]
    assert drafts.recall(desk, intake.DRAFT) == {}
    desk.store.close()
