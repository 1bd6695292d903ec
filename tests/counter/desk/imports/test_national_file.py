"""A file in the shape of the national database: papers by case, terms and fees by channel; wrong values are placed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.imports.catalogue_file import read_catalogue
from counter.desk.imports.catalogue_values import CatalogueFile
from counter.problems import Problem
from counter.rules.procedures import cases_of, fee_of, papers_of, terms_of
from db.domain.codes import Channel, FeeKind
from db.domain.procedure import Procedure

BIRTH: dict[str, Any] = {
    "MATTHC": "1.001193",
    "TENTTHC": "Đăng ký khai sinh",
    "TRANGTHAI": "1",
    "IDQUYETDINHCONGBO": "1872/QĐ-BTP",
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-HT01", "TENLINHVUC": "Hộ tịch"}],
    "CAPTHUCHIEN": ["Cấp xã"],
    "COQUANTHUCHIEN": [{"TENDONVI": "UBND cấp xã", "MADONVI": "H56"}],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "1",
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "5",
                    "DONVITINH": "Ngày làm việc",
                    "MOTA": "",
                    "PHILEPHI": [
                        {"MAPHILEPHI": "LP1", "SOTIEN": "8.000", "DONVI": "Đồng", "MOTA": "Lệ phí hộ tịch"},
                        {"MAPHILEPHI": "P1", "SOTIEN": 12000, "DONVI": "Đồng", "MOTA": "Phí khai thác"},
                    ],
                }
            ],
        },
        {
            "KENH": 2,
            "THOIGIAN": [
                {"THOIGIANGIAIQUYET": 3, "DONVITINH": "Ngày làm việc", "PHILEPHI": [{"SOTIEN": "không"}]}
            ],
        },
    ],
    "THANHPHANHOSO": [
        {
            "TRUONGHOP": "Đăng ký đúng hạn",
            "GIAYTO": [{"MAGIAYTO": "T1", "TENGIAYTO": "Tờ khai", "SOBANCHINH": "1", "SOBANSAO": "0"}],
        },
        {
            "TRUONGHOP": "Đăng ký quá hạn",
            "GIAYTO": [
                {"MAGIAYTO": "T1", "TENGIAYTO": "Tờ khai", "SOBANCHINH": "1", "SOBANSAO": ""},
                {"TENGIAYTO": "Văn bản cam đoan (nếu có)", "SOBANCHINH": 1, "SOBANSAO": "02"},
            ],
        },
        {"TRUONGHOP": "* Giấy tờ phải xuất trình", "GIAYTO": [{"TENGIAYTO": "CCCD của cha, mẹ"}]},
    ],
    "TRINHTUTHUCHIEN": [
        {"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Nộp hồ sơ"}, {"TENTRINHTU": "Nhận kết quả"}]}
    ],
    "KETQUATHUCHIEN": [{"MAKETQUA": "K1", "TENKETQUA": "Giấy khai sinh"}],
}


def file_of(tmp_path: Path, values: Any) -> CatalogueFile:
    path = tmp_path / "tthc.json"
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    return read_catalogue(path)


def procedure_of(tmp_path: Path, values: Any) -> Procedure:
    found = file_of(tmp_path, values)
    assert [str(each.reason) for each in found.problems] == []
    (procedure,) = found.procedures
    return procedure


def test_papers_stand_by_case_with_their_codes(tmp_path: Path) -> None:
    procedure = procedure_of(tmp_path, [BIRTH])
    assert cases_of(procedure) == ("Đăng ký đúng hạn", "Đăng ký quá hạn")
    in_time = papers_of(procedure, "Đăng ký đúng hạn")
    assert [(paper.name, paper.code, paper.originals) for paper in in_time] == [
        ("Tờ khai", "T1", 1),
        ("CCCD của cha, mẹ", "", 0),
    ]
    late = papers_of(procedure, "Đăng ký quá hạn")
    assert [(paper.name, paper.copies, paper.required, paper.note) for paper in late] == [
        ("Tờ khai", 0, True, ""),
        ("Văn bản cam đoan (nếu có)", 2, False, ""),
        ("CCCD của cha, mẹ", 0, True, "xuất trình"),
    ]
    unknown = {paper.name: paper.required for paper in papers_of(procedure)}
    assert unknown == {"Tờ khai": False, "Văn bản cam đoan (nếu có)": False, "CCCD của cha, mẹ": True}


def test_terms_and_fees_stand_by_channel(tmp_path: Path) -> None:
    procedure = procedure_of(tmp_path, BIRTH)
    here = terms_of(procedure, Channel.IN_PERSON)
    assert (here.term, here.unit) == (5, "working-day")
    assert [(fee.name, fee.amount, fee.kind, fee.code) for fee in here.fees] == [
        ("Lệ phí hộ tịch", 8_000, FeeKind.FEE, "LP1"),
        ("Phí khai thác", 12_000, FeeKind.CHARGE, "P1"),
    ]
    assert (fee_of(procedure, Channel.IN_PERSON), fee_of(procedure, Channel.ONLINE)) == (20_000, 0)
    assert terms_of(procedure, Channel.ONLINE).term == 3
    assert procedure.channels == (Channel.IN_PERSON, Channel.ONLINE)
    assert (procedure.field_code, procedure.decision, procedure.result) == (
        "G15-HT01",
        "1872/QĐ-BTP",
        "Giấy khai sinh",
    )
    assert procedure.steps == ("Nộp hồ sơ", "Nhận kết quả")


def test_a_term_that_names_a_case_is_that_cases(tmp_path: Path) -> None:
    lengths = [
        {"THOIGIANGIAIQUYET": "1", "DONVITINH": "Ngày", "MOTA": "Đăng ký đúng hạn"},
        {"THOIGIANGIAIQUYET": "8", "DONVITINH": "Ngày", "MOTA": "Đăng ký quá hạn"},
    ]
    ways = [{"KENH": "1", "THOIGIAN": lengths}]
    procedure = procedure_of(tmp_path, {**BIRTH, "CACHTHUCTHUCHIEN": ways})
    terms = [terms_of(procedure, Channel.IN_PERSON, case).term for case in cases_of(procedure)]
    assert terms == [1, 8]
    papers = [{"TRUONGHOP": "Thành phần hồ sơ", "GIAYTO": [{"TENGIAYTO": "Tờ khai"}]}]
    bare = procedure_of(tmp_path, {**BIRTH, "CACHTHUCTHUCHIEN": ways, "THANHPHANHOSO": papers})
    assert cases_of(bare) == ("Đăng ký đúng hạn", "Đăng ký quá hạn")
    assert [paper.name for paper in papers_of(bare, "Đăng ký quá hạn")] == ["Tờ khai"]


def test_one_case_asks_nothing(tmp_path: Path) -> None:
    papers = [{"TRUONGHOP": "Đăng ký đúng hạn", "GIAYTO": [{"TENGIAYTO": "Tờ khai"}]}]
    procedure = procedure_of(tmp_path, {**BIRTH, "THANHPHANHOSO": papers})
    assert cases_of(procedure) == ()
    assert [paper.name for paper in papers_of(procedure)] == ["Tờ khai"]


def test_an_amount_by_quantity_is_typed_at_intake(tmp_path: Path) -> None:
    fees = [{"SOTIEN": "2.000", "DONVI": "Đồng/trang", "MOTA": "Phí sao lục"}]
    ways = [{"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "", "DONVITINH": "", "PHILEPHI": fees}]}]
    found = file_of(tmp_path, {**BIRTH, "CACHTHUCTHUCHIEN": ways})
    (procedure,) = found.procedures
    assert procedure.fee is None
    assert [(fee.amount, fee.note) for fee in procedure.fees] == [(None, "2.000 Đồng/trang")]
    assert any("goes by quantity" in each.reason.say("en") for each in found.notes)


def test_what_is_not_public_is_not_offered(tmp_path: Path) -> None:
    assert procedure_of(tmp_path, BIRTH).active
    assert not procedure_of(tmp_path, {**BIRTH, "TRANGTHAI": 2}).active


def test_every_wrong_value_is_told_at_its_place(tmp_path: Path) -> None:
    wrong = {
        "MATTHC": "1.000002",
        "TENTTHC": "",
        "CACHTHUCTHUCHIEN": [
            {
                "KENH": "9",
                "THOIGIAN": [
                    {"THOIGIANGIAIQUYET": "lâu", "DONVITINH": "Ngày", "PHILEPHI": [{"SOTIEN": "nhiều"}]}
                ],
            }
        ],
        "THANHPHANHOSO": [{"TRUONGHOP": [], "GIAYTO": [{"TENGIAYTO": "Tờ khai", "SOBANCHINH": "-1"}, 7]}],
    }
    found = file_of(tmp_path, [BIRTH, wrong, BIRTH])
    assert found.procedures == ()
    lines = {each.line for each in found.problems if each.column.startswith("1.000002")}
    assert len(lines) == 1
    assert {each.column for each in found.problems} == {
        "1.000002 · TENTTHC",
        "1.000002 · CACHTHUCTHUCHIEN 1 · KENH",
        "1.000002 · CACHTHUCTHUCHIEN 1 · THOIGIAN 1 · THOIGIANGIAIQUYET",
        "1.000002 · CACHTHUCTHUCHIEN 1 · THOIGIAN 1 · PHILEPHI 1 · SOTIEN",
        "1.000002 · THANHPHANHOSO 1 · TRUONGHOP",
        "1.000002 · THANHPHANHOSO 1 · GIAYTO 1 · SOBANCHINH",
        "1.000002 · THANHPHANHOSO 1 · GIAYTO 2",
        "MATTHC",
    }


@pytest.mark.parametrize("text", ["", "{", "[1]", "[]", "null", '{"a": 1}', '{"data": [], "x": []}', "﻿"])
def test_what_is_no_catalogue_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem):
        read_catalogue(path)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*BIRTH, "KENH", "THOIGIAN", "PHILEPHI", "SOTIEN", "GIAYTO"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, values: Any) -> None:
    path = tmp_path_factory.mktemp("j") / "x.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    try:
        found = read_catalogue(path)
    except Problem:
        return
    assert found.procedures or found.problems
