"""The power goes in the middle of typing: at most the last second is lost, and nothing that was saved."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from counter.desk import drafts
from counter.desk.dossiers import intake, queries
from counter.desk.office.opening import open_desk
from tests.offices import StillClock, seated
from tests.terminal import Terminal

F12 = "\x1b[24~"
ROUNDS = 600


def counter(folder: Path) -> Terminal:
    return Terminal.python("-m", "tests.faults.at_the_counter", str(folder))


def shows(name: str, terminal: Terminal) -> bool:
    """Whether ``name`` stands in its field."""
    return any(re.match(rf" Họ và tên +{name} ", line) for line in terminal.screen.display)


def kept(folder: Path, terminal: Terminal, name: str) -> None:
    """Wait until the draft in the office's file has ``name``: by itself, without another key."""
    desk = seated(open_desk(folder / "office", clock=StillClock()))
    for _ in range(ROUNDS):
        terminal.read(0.1)
        if drafts.load(desk, intake.DRAFT).get("name") == name:
            desk.store.close()
            return
    raise AssertionError(f"{name} was not kept\n{terminal.text}")


def test_what_was_typed_a_second_ago_comes_back(tmp_path: Path) -> None:
    with counter(tmp_path) as terminal:
        terminal.until("Họ và tên")
        terminal.type("072195000123\r")
        terminal.type("Võ Thị Sen\r")
        terminal.until("Võ Thị Sen")
        kept(tmp_path, terminal, "Võ Thị Sen")
        terminal.type("1995")
        terminal.until("1995")
        terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    draft = drafts.load(desk, intake.DRAFT)
    assert (draft["identity"], draft["name"]) == ("072195000123", "Võ Thị Sen")
    desk.store.close()
    with counter(tmp_path) as terminal:
        terminal.until("Võ Thị Sen")


def test_a_kill_after_each_letter_keeps_what_stood_a_second_before(tmp_path: Path) -> None:
    name, typed = "Sen Đá", ""
    for letter in name[:3]:
        with counter(tmp_path) as terminal:
            terminal.until("Họ và tên")
            if typed:
                terminal.until(partial(shows, typed))
            terminal.type("\t" if not typed else "\t\x1b[F")
            terminal.type(letter)
            typed += letter
            terminal.until(partial(shows, typed))
            kept(tmp_path, terminal, typed)
            terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    assert drafts.load(desk, intake.DRAFT)["name"] == typed
    desk.store.close()


def test_a_dossier_whose_code_was_shown_is_there(tmp_path: Path) -> None:
    with counter(tmp_path) as terminal:
        terminal.until("Họ và tên")
        terminal.type("\tVõ Thị Sen\r\t\t\t\tkhai sinh\r")
        terminal.until("Giấy chứng sinh")
        terminal.type("a" + F12)
        terminal.until("Đã nhận 000.17.22.H56-261123-0001")
        terminal.kill()
    desk = seated(open_desk(tmp_path / "office", clock=StillClock()))
    assert [line.applicant for line in queries.find(desk, "vo thi sen")] == ["Võ Thị Sen"]
    assert drafts.load(desk, intake.DRAFT) == {}
    desk.store.close()
