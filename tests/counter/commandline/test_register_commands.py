"""The register from the command line: its books, the lines of one, its paper; a book is not closed before its time."""

from pathlib import Path

from tests.counter.commandline.conftest import PASSWORD, counter

ACCOUNT = ("--login", "admin", "--password-stdin")


def book(data: Path) -> str:
    listed = counter("register", "list", "--json", data=data).json
    assert [(one["lines"], one["host"], one["closed"]) for one in listed] == [(2, 0, None)]
    return str(listed[0]["book"])


def test_books_and_their_lines(made_office: Path) -> None:
    name = book(made_office)
    lines = counter("register", "show", name, "--json", data=made_office).json
    assert [(line["number"], line["applicant"], line["struck"]) for line in lines] == [
        (1, "Trần Thị Bưởi", False), (2, "Nguyễn Văn Đức", False)
    ]  # fmt: skip
    shown = counter("register", "show", name, "--text", "duc", data=made_office, lang="vi").out
    assert "Nguyễn Văn Đức" in shown and "Bưởi" not in shown
    assert name in counter("register", "list", data=made_office, lang="vi").out


def test_a_book_becomes_a_file_and_the_shift_is_closed_again(office: Path, tmp_path: Path) -> None:
    name, out = book(office), tmp_path / "book.pdf"
    ran = counter(
        "register", "print", name, *ACCOUNT, "--out", out, "--json", data=office, typed=f"{PASSWORD}\n"
    )
    assert (ran.code, ran.err) == (0, "")
    assert out.read_bytes()[:5] == b"%PDF-"
    assert Path(ran.json["file"]).read_bytes() == out.read_bytes()
    again = counter("register", "print", name, *ACCOUNT, data=office, typed=f"{PASSWORD}\n")
    assert again.code == 0
    assert counter("verify", "--rebuild", data=office).code == 0


def test_what_cannot_be_done_is_one_line(office: Path) -> None:
    name = book(office)
    early = counter("register", "close", name, *ACCOUNT, data=office, typed=f"{PASSWORD}\n")
    assert early.code == 1
    assert "31/12/" in early.complaint
    unknown = counter("register", "show", "2026/Đất đai", data=office)
    assert (unknown.code, "There is no book" in unknown.complaint) == (1, True)
