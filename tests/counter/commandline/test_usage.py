"""Wrong usage and what libraries refuse, told in Vietnamese: nobody reads half a sentence in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.commandline.common.output import print_row_problems
from counter.desk.imports.sheet import RowProblem
from counter.problems import Problem
from tests.counter.commandline.conftest import counter


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("frobnicate", "không có lệnh “frobnicate”. Xem 'counter --help'."),
        ("staff lits", "không có lệnh “lits” (có lệnh list). Xem 'counter staff --help'."),
        ("staff", "thiếu tên lệnh. Xem 'counter staff --help'."),
        ("staff close", "thiếu TÀI_KHOẢN. Xem 'counter staff close --help'."),
        ("staff add lan", "thiếu --name. Xem 'counter staff add --help'."),
        ("find --nope", "không có tùy chọn --nope. Xem 'counter find --help'."),
        ("find --limits 3", "không có tùy chọn --limits (có --limit). Xem 'counter find --help'."),
        ("find a b c", "thừa: b c. Xem 'counter find --help'."),
        ("find --limit", "--limit cần có giá trị. Xem 'counter --help'."),
        ("find --json=3", "--json không nhận giá trị. Xem 'counter --help'."),
        ("find --limit x", "--limit: cần một số nguyên. Xem 'counter find --help'."),
        ("find --limit 0", "--limit: nhỏ nhất là 1. Xem 'counter find --help'."),
        ("due x", "THỜI_HẠN: cần một số. Xem 'counter due --help'."),
        (
            "due 5 --unit week",
            "--unit: “week” không hợp lệ, chỉ có: working-day, day, hour. Xem 'counter due --help'.",
        ),
        (
            "central retire-events --before x",
            "--before: 'x' không phải là ngày; hãy ghi như 2026-02-13. Xem 'counter central retire-events --help'.",
        ),
        (
            "sync",
            "hãy chọn một trong --once, --watch, --status, --verify, --unit. Xem 'counter sync --help'.",
        ),
    ],
)
def test_wrong_usage_is_told_in_vietnamese(words: str, said: str) -> None:
    ran = counter(*words.split(), lang="vi")
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint == f"Sai cách dùng: {said}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lock_after = 'soon'", "Cấu hình “lock_after” bị sai: cần một số nguyên. [chi tiết kỹ thuật: "),
        ("lock_after = -1", "Cấu hình “lock_after” bị sai: nhỏ nhất là 0. [chi tiết kỹ thuật: "),
        ("lock_aft = 3", "Cấu hình “lock_aft” bị sai: không có cấu hình này. [chi tiết kỹ thuật: "),
        ("printer = 'lp0'", "Cấu hình “printer” bị sai: giá trị không hợp lệ. [chi tiết kỹ thuật: "),
        ("\nlock after", "Không đọc được counter.toml: dòng 2 không đúng dạng TOML. [chi tiết kỹ thuật: "),
    ],
)
def test_what_is_wrong_with_the_settings_is_told_in_vietnamese(
    tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "counter.toml").write_text(written, "utf-8")
    ran = counter("verify", data=tmp_path, lang="vi")
    assert (ran.code, ran.complaint.startswith(said)) == (1, True), ran.complaint
    assert ran.complaint.endswith("]")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'{"2027": ', "dòng 1 không đúng dạng JSON [chi tiết kỹ thuật: "),
        (b'{"2027": {"notice": ""}}', "thiếu confirmed [chi tiết kỹ thuật: "),
        (b'{"2027": 3}', "giá trị không hợp lệ [chi tiết kỹ thuật: "),
    ],
)
def test_what_is_wrong_with_holidays_is_told_in_vietnamese(tmp_path: Path, written: bytes, said: str) -> None:
    file = tmp_path / "holidays.json"
    file.write_bytes(written)
    ran = counter("central", "holidays", "push", file, lang="vi")
    assert (ran.code, ran.complaint.startswith(f"Không đọc được dữ liệu ngày nghỉ: {said}")) == (1, True)


def test_settings_in_another_encoding_are_told(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_bytes("printer = 'Máy in'".encode("utf-16"))
    said = counter("verify", data=tmp_path, lang="vi").complaint
    assert said.startswith("Không đọc được counter.toml: không đúng dạng UTF-8. [chi tiết kỹ thuật: ")


def test_why_a_row_is_wrong_is_whole_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    reason = "Từ này không có trong danh sách. " * 5
    print_row_problems(
        [RowProblem(3, "Vai trò", Problem(reason)), RowProblem(12, "Họ tên", Problem("Thiếu tên."))]
    )
    _headings, _rule, first, second = capsys.readouterr().out.splitlines()
    assert first == f"   3  Vai trò  {reason}"
    assert second == "  12  Họ tên   Thiếu tên."


def test_what_the_system_refuses_is_told_in_vietnamese(tmp_path: Path) -> None:
    missing = tmp_path / "gone.pem"
    ran = counter("central", "status", "--url", "host=x", "--ca", missing, lang="vi")
    assert (ran.code, ran.complaint) == (1, f"{missing}: không có tệp hay thư mục này.")
