"""Text from the time before Unicode is named by its cell; today's is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk.imports.old_encodings import old_encoding
from counter.desk.imports.spreadsheet import read_table


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NguyÔn V¨n §øc", "TCVN3"),
        ("TrÇn ThÞ B­ëi", "TCVN3"),
        ("§¨ng ký khai sinh", "TCVN3"),
        ("Nguyeãn Vaên Ñöùc", "VNI"),
        ("Ñaêng kyù khai sinh", "VNI"),
        ("Nguyễn Văn Đức".encode().decode("latin-1"), "UTF-8 × 2"),
        ("ChÃ¢u ThÃ\u00a0nh", "UTF-8 × 2"),
    ],
)
def test_old_text_is_known(text: str, name: str) -> None:
    assert old_encoding(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn Đức", "LÃ VĂN Á", "Y Ƀhăm Êñuôl", "H’Wen Niê", "Jürgen Müller", "François", "100 m²",
        "25 °C", "hoà, thuý",
        "Giấy chứng nhận quyền sử dụng đất", "Điều 5 § 2", "«Chợ Lớn»", "Khoản 1 – điểm đ", "kýquỹ",
        "Phan Rí Cửa",
    ],
)  # fmt: skip
def test_text_of_today_is_not(text: str) -> None:
    assert old_encoding(text) == ""


def test_the_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("login,name\nlan,Nguyễn Thị Lan\nduc,NguyÔn V¨n §øc\n", "utf-8")
    table = read_table(path, {"login": ("login",), "name": ("name",)}, ["login"])
    assert [row["login"] for row in table.rows] == ["lan"]
    (problem,) = table.problems
    assert (problem.line, problem.column) == (3, "name")
    assert "TCVN3" in str(problem.reason)
