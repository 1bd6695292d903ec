"""Searching a million dossiers, against the bare FTS5 query on the same file."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter.desk.desk import Desk
from counter.desk.dossiers.queries import find
from db.ledger import search
from tests import offices
from tests.bench.rows import Row, against, p50, p95

DOSSIERS = int(os.environ.get("BENCH_DOSSIERS", "1000000"))
BOUND = 2.0
LIMIT = 50

_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Lý",
)
_MIDDLES = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh", "Quốc", "Đức", "Kim", "Thu", "Xuân", "Hồng")
_GIVEN = (
    "Đức", "Lan", "Bưởi", "Hoa", "Hùng", "Dũng", "Mai", "Cúc", "Trúc", "Đào", "Nam", "Bình", "An", "Phúc", "Lộc",
    "Thọ", "Ánh", "Nguyệt", "Khôi", "Khánh", "Tuấn", "Tú", "Vy", "Quỳnh", "Ngân", "Châu", "Giang", "Sơn", "Hải",
)  # fmt: skip
_PROCEDURES = (
    "Đăng ký khai sinh",
    "Đăng ký khai tử",
    "Đăng ký kết hôn",
    "Chứng thực bản sao từ bản chính",
    "Cấp lại, đổi thẻ Căn cước công dân",
    "Giải quyết hưởng chế độ thai sản",
)
TYPED = (
    "nguyen van duc", "ng", "tran thi buoi", "khanh quoc", "dang hong nguyet khoi", "do duc", "khai sinh",
    "nguyen van", "0500", "-0777", "261103-0042", "072195", "0912345", "345678", "le thi lan ket hon",
    "hoang xuan truc thai san", "phan 0912", "bui 261101", "1.00", "ly ly ly",
)  # fmt: skip


def run() -> list[Row]:
    """p95 of what officers type, over ``DOSSIERS`` dossiers, by the desk's own function."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        desk = offices.seated(offices.new_office(folder / "office"))
        _fill(desk)
        raw = desk.store.dbapi_connection(writable=False)
        ours, reference = [], []
        for turn in range(12):
            for typed in random.Random(turn).sample(TYPED, len(TYPED)):
                ours.append(_timed(lambda typed=typed: find(desk, typed, LIMIT)))
                reference.append(_timed(lambda typed=typed: _bare(raw, typed)))
        raw.close()
        desk.store.close()
    finally:
        shutil.rmtree(folder)
    name = f"search over {DOSSIERS:,} dossiers / bare FTS5"
    return [
        against(f"{name}, p50", "ms", p50(ours), p50(reference)),
        against(f"{name}, p95", "ms", p95(ours), p95(reference), BOUND),
    ]


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _bare(raw: Any, typed: str) -> list[Any]:
    """The FTS5 query alone, by hand: the newest rows of the one index that the first term is in."""
    words = search.fold_text(typed).split()
    numbers = [word for word in words if len(word) >= 3 and any(letter.isdigit() for letter in word)]
    names = [word for word in words if word not in numbers]
    table, wanted = (
        ("dossier_words", " ".join(f'"{word}"*' for word in names))
        if names
        else ("dossier_digits", " ".join(f'"{word}"' for word in numbers))
    )
    also, values = "", [wanted]
    if names and numbers:
        also = (
            " AND +rowid IN (SELECT rowid FROM dossier_digits WHERE dossier_digits MATCH ? "
            f"ORDER BY rowid DESC LIMIT {search.MOST_NUMBERS})"
        )
        values.append(" ".join(f'"{word}"' for word in numbers))
    statement = (
        f"SELECT d.detail FROM (SELECT rowid FROM {table} WHERE {table} MATCH ?{also} "
        f"ORDER BY rowid DESC LIMIT {LIMIT}) f JOIN dossier d ON d.position = f.rowid"
    )
    return list(raw.execute(statement, values))


def _fill(desk: Desk) -> None:
    raw = desk.store.dbapi_connection(writable=True)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    for position, row in _dossiers():
        detail = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        words, digits = search.texts(row)
        raw.execute(
            "INSERT INTO dossier (position, last, detail) VALUES (?, ?, ?)",
            (position, f"{position:016x}", detail),
        )
        raw.execute("INSERT INTO dossier_words (rowid, words) VALUES (?, ?)", (position, words))
        raw.execute("INSERT INTO dossier_digits (rowid, digits) VALUES (?, ?)", (position, digits))
    raw.execute("COMMIT")
    raw.close()


def _dossiers() -> Iterator[tuple[int, dict[str, Any]]]:
    chance = random.Random(61)
    for number in range(DOSSIERS):
        day, of_day = divmod(number, 1000)
        name = f"{chance.choice(_FAMILIES)} {chance.choice(_MIDDLES)} {chance.choice(_GIVEN)} {chance.choice(_GIVEN)}"
        kind = chance.randrange(len(_PROCEDURES))
        when = f"20{20 + day // 336:02}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}T02:00:00.000Z"
        yield (
            (number + 1) << 8,
            {
                "id": f"{number:032x}",
                "code": f"000.17.22.H56-{when[2:4]}{when[5:7]}{when[8:10]}-{of_day + 1:04}",
                "state": 2 + number % 9,
                "attention": "",
                "agency": "UBND cấp xã",
                "procedure_code": f"1.00{1190 + kind}",
                "procedure_name": _PROCEDURES[kind],
                "received_at": when,
                "due_at": when,
                "applicant": {
                    "name": name,
                    "identity": f"072{chance.randrange(10**9):09}",
                    "phone": f"09{chance.randrange(10**8):08}",
                    "address": "Ấp 3, xã Tân Hòa, tỉnh Tây Ninh",
                },
            },
        )
