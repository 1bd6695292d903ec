"""The payload of VietQR: the checks that NAPAS published, and codes that a scanner reads back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.vietqr import BadAccount, crc, payload
from devices.encode.qr import qr_rows
from tests.programs import needs, program

PUBLISHED = (
    ("123456789", "29B1"),
    (
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN6304",
        "4F52",
    ),
    (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang6304",
        "2E2E",
    ),
    (
        "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang6304",
        "A203",
    ),
)


@pytest.mark.parametrize(("text", "check"), PUBLISHED)
def test_the_check_is_the_published_one(text: str, check: str) -> None:
    assert f"{crc(text):04X}" == check


def fields(text: str) -> dict[str, str]:
    """The values of a payload, or of a part of it, by their numbers."""
    found, at = {}, 0
    while at < len(text):
        number, size = text[at : at + 2], int(text[at + 2 : at + 4])
        found[number] = text[at + 4 : at + 4 + size]
        at += 4 + size
    return found


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True),
    st.integers(1, 10**12),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_what_is_said_is_read_back(bank: str, account: str, amount: int, purpose: str) -> None:
    text = payload(bank, account, amount, purpose)
    parts = fields(text)
    assert (parts["00"], parts["01"], parts["53"], parts["54"], parts["58"]) == (
        "01",
        "12",
        "704",
        str(amount),
        "VN",
    )
    merchant = fields(parts["38"])
    assert (merchant["00"], merchant["02"]) == ("A000000727", "QRIBFTTA")
    assert fields(merchant["01"]) == {"00": bank, "01": account}
    assert fields(parts.get("62", "")).get("08", "") == purpose[:25]
    assert text[-4:] == f"{crc(text[:-4]):04X}"


@pytest.mark.parametrize(
    ("bank", "account", "field"),
    [
        ("97043", "1", "bank_bin"),
        ("97040٣", "1", "bank_bin"),
        ("970403", "", "bank_account"),
        ("970403", "a", "bank_account"),
    ],
)
def test_an_account_that_is_none_is_told_at_its_field(bank: str, account: str, field: str) -> None:
    with pytest.raises(BadAccount) as told:
        payload(bank, account, 1, "")
    assert told.value.field == field


@needs("zbarimg")
def test_a_scanner_reads_the_code(tmp_path: Path) -> None:
    text = payload("970403", "0011012345678", 180_000, "261123-0007")
    rows = qr_rows(text)
    size, quiet = len(rows), 4
    side = (size + 2 * quiet) * 4
    dots = [[0] * side for _row in range(side)]
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            if dot == "1":
                for dy in range(4):
                    for dx in range(4):
                        dots[(y + quiet) * 4 + dy][(x + quiet) * 4 + dx] = 1
    picture = tmp_path / "code.pbm"
    picture.write_text(f"P1\n{side} {side}\n" + "\n".join(" ".join(map(str, row)) for row in dots) + "\n")
    read = subprocess.run(
        [program("zbarimg"), "-q", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == text
