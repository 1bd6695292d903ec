"""Text from the time before Unicode is named by its cell; today's is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk.imports.old_encodings import may_be_vni, old_encoding
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


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        (["Aê Mlô", "Nguyễn Thị Lan"], []),
        (["Traàn Vaên Ba", "Leâ Thò Hoa"], []),
        (["Traàn Vaên Ba", "Leâ Thò Hoa", "Nguyeãn Vaên Ñöùc"], [2, 3, 4]),
        (["Traàn Vaên Ba", "Nguyễn Thị Lan", "Phaïm Vuõ"], [2, 4]),
        (["NguyÔn V¨n §øc", "Aê Mlô"], [2]),
    ],
)
def test_what_reads_either_way_is_told_and_refused_only_in_a_file_of_the_old_encoding(
    tmp_path: Path, names: list[str], refused: list[int]
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(["login,name", *(f"n{at},{name}" for at, name in enumerate(names))]), "utf-8")
    table = read_table(path, {"login": ("login",), "name": ("name",)}, ["login"])
    assert [problem.line for problem in table.problems] == refused
    assert len(table.rows) == len(names) - len(refused)
    doubtful = {at for at, name in enumerate(names, 2) if may_be_vni(name)} - set(refused)
    assert {(note.line, note.column) for note in table.notes} == {(line, "name") for line in doubtful}


def test_the_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("login,name\nlan,Nguyễn Thị Lan\nduc,NguyÔn V¨n §øc\n", "utf-8")
    table = read_table(path, {"login": ("login",), "name": ("name",)}, ["login"])
    assert [row["login"] for row in table.rows] == ["lan"]
    (problem,) = table.problems
    assert (problem.line, problem.column) == (3, "name")
    assert "TCVN3" in str(problem.reason)
