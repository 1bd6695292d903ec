"""The Vietnamese that people read: one name for each thing, and no English beside it."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from counter import locale
from counter.commandline.app import command_tree
from counter.desk.dossiers.deadlines import SHORT_STATES
from counter.desk.labels import STATES
from counter.desk.printing.labels import JOBS
from counter.locale import _

COUNTER = Path(locale.__file__).parent.parent
CATALOGUE = COUNTER / "locale" / "vi" / "LC_MESSAGES" / "counter.po"
GUIDES = tuple(sorted((COUNTER / "guides").glob("*.vi.md")))

SECOND_NAMES = {
    r"chờ trả\b": "Đã xử lý xong, or short: Xử lý xong",
    r"có kết quả rồi|giải quyết xong": "Đã xử lý xong",
    r"dừng giải quyết(?! hồ sơ$)": "Dừng xử lý",
    r"thử in lại|in lại, hàng đợi": "In lại is a print that is marked; the other is Thử lại",
    r"hàng đợi(?! (in|CUPS)\b)(?=[ .,;:]|$)|danh sách in": "hàng đợi in",
    r"rút khỏi hàng đợi|bỏ khỏi hàng đợi": "hủy",
    r"bản sao(?! (lưu|của|y)\b)|phô ?tô|\d sao\b|^sao$": "bản photo; of the office's file: bản sao lưu",
    r"sửa (hồ sơ|thông tin|một thông tin)|lần sửa|cho sửa": "đính chính",
    r"(?<!chưa )đánh giá": "mức độ hài lòng",
    r"nơi (nhận|trả) kết quả|chỗ trả|nơi hẹn trả": "nơi trả",
    r"giấy hẹn|phiếu hẹn|mất phiếu": "giấy tiếp nhận",
    r"vị trí lưu|chỗ lưu": "vị trí kệ",
    r"biên lai số": "số biên lai",
    r"người quản trị": "quản trị viên",
    r"xong quá hạn|trả muộn|trả chậm": "trả trễ",
    r"của cơ quan khác": "không thuộc phạm vi của bạn",
    r"\d giờ \d\d phút|\} phút, ngày": "07 giờ 00 ngày 27/11/2026",
}
"""What a thing is not called, and its name. The law's own title of a form is no second name."""

NAMES = frozenset(re.findall(r"\S+", """
    Arial CSV Ctrl CUPS DejaVu Debian Del Email Enter Esc Excel JSON Linux Mono PNG PgDn PgUp PostgreSQL Python SQLite
    Sans Shift Tab TOML TTg Telex Ubuntu UniKey Unicode VietQR baud byte console counter photo socket sshd systemd
    tab udev
"""))  # fmt: skip
"""Names of keys, programs and units, which are the same in Vietnamese."""

TYPED = frozenset(re.findall(r"\S+", """
    true false never status commune district province officer supervisor admin text json escpos png pdf csv xls xlsx
    processing supplement asked duty stopped result arrived working day hour return notice confirmed days verify full
    sslmode printer printers profile dev serial tcp office centre toml wal key lock head requirements intake
"""))  # fmt: skip
"""What somebody types as it stands: values, files, settings."""

_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?"
)
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_QUOTED = re.compile(r"'counter [^']*'|(?<!\w)--?[a-z][\w-]*|counter [a-z]+(-[a-z]+)*( [a-z]+)?")


def messages() -> Iterator[str]:
    """Every Vietnamese message."""
    with CATALOGUE.open("rb") as file:
        yield from (str(message.string) for message in read_po(file, locale="vi") if message.id)


def paragraphs() -> Iterator[str]:
    """What the Vietnamese guides say, without what is to be typed."""
    for guide in GUIDES:
        text = re.sub(r"```.*?```|`[^`]*`|<!--.*?-->", " ", guide.read_text("utf-8"), flags=re.DOTALL)
        yield from text.split("\n\n")


def english(text: str) -> list[str]:
    """The words of ``text`` that are no Vietnamese syllables and no names; one or two letters shorten a word."""
    text = _QUOTED.sub(" ", _PLACEHOLDER.sub(" ", text))
    words = [word for word in re.findall(r"[^\W_]{3,}", text) if not re.search(r"\d", word)]
    return [word for word in words if not (word in NAMES | TYPED or word.isupper() or _is_syllable(word))]


def _is_syllable(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return bool(_SYLLABLE.fullmatch("".join(letter for letter in plain if not unicodedata.combining(letter))))


@cache
def helps() -> tuple[str, ...]:
    """The help page of every command, in a process that speaks Vietnamese from the start."""
    program = "from tests.counter.test_vietnamese import print_helps; print_helps()"
    code = f"from counter import locale; locale.use('vi'); {program}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return tuple(ran.stdout.split("\f"))


def print_helps() -> None:
    """Print the help page of every command, a form feed between them."""
    from counter.commandline.app import set_library_language

    set_library_language()
    sys.stdout.write("\f".join(_pages(command_tree(), None, "counter")))


def _pages(command: Any, parent: Any, name: str) -> Iterator[str]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, max_content_width=1_000)
    context.terminal_width = 1_000
    yield command.get_help(context)
    for below, child in getattr(command, "commands", {}).items():
        yield from _pages(child, context, below)


def commands() -> frozenset[str]:
    """The words of all commands."""

    def words(command: object) -> Iterator[str]:
        for name, child in getattr(command, "commands", {}).items():
            yield from name.split("-")
            yield from words(child)

    return frozenset(words(command_tree())) | {"counter"}


@pytest.mark.parametrize("second", SECOND_NAMES)
def test_nothing_has_two_names(second: str) -> None:
    wrong = [text for text in (*messages(), *paragraphs(), *helps()) if re.search(second, text, re.I | re.M)]
    assert not wrong, f"say: {SECOND_NAMES[second]}"


def test_no_message_has_an_english_word() -> None:
    assert {text: words for text in messages() if (words := english(text))} == {}


def test_no_guide_has_an_english_word() -> None:
    assert {text: words for text in paragraphs() if (words := english(text))} == {}


def test_no_help_has_an_english_word() -> None:
    choices = re.compile(r"<[\w|-]+>|\[[^\]\n]*: [\w-]+[^\]\n]*\]")
    pages = [choices.sub(" ", page) for page in helps()]
    assert len(pages) > 40
    wrong = {page.splitlines()[0]: set(english(page)) - commands() for page in pages}
    assert {page: words for page, words in wrong.items() if words} == {}


def test_help_speaks_vietnamese_where_the_library_speaks_english() -> None:
    for page in helps():
        assert page.startswith("Cách dùng: counter")
        assert "Xem hướng dẫn này." in page
        assert not re.search(
            r"usage|options|args|command|show this|env var|<(str|int|path|float)", page, re.I
        )


def test_the_check_finds_english() -> None:
    assert english("Show this message and exit.") == ["Show", "this", "message", "and", "exit"]
    assert english("Nguyễn Thị Huyền nghiêng quýnh, khuỷu tay; giữa chừng") == []


def test_a_short_state_is_the_name_of_the_state_made_shorter() -> None:
    for state, short in SHORT_STATES.items():
        words = iter(_(STATES[state]).casefold().split())
        assert all(word in words for word in _(short).casefold().split()), (_(short), _(STATES[state]))


def test_states_of_dossiers_and_of_slips_have_names_of_their_own() -> None:
    for names in (STATES, SHORT_STATES, JOBS):
        shown = [_(name) for name in names.values()]
        assert len(shown) == len(set(shown))


def test_the_names_that_officers_use_are_said() -> None:
    said = set(messages())
    assert said >= {
        "Mức độ hài lòng",
        "Nơi trả",
        "trả trễ {days} ngày",
        "Thủ tục này không thuộc phạm vi của bạn.",
        "{hour} giờ {minute} ngày {date}",
        "Đã xử lý xong",
    }
