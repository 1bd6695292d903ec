"""The calibration slip: the same Vietnamese letters in every way of printing; a person tells which parts read right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from devices.profile import Pictures, Profile, Strategy
from devices.slip import Align, Barcode, Cut, Item, Line, QrCode, Rule, Slip

SAMPLE: Final = (
    "Đặng Thị Ngọc Diễm, Nguyễn Văn Ỷ, Lưỡng Hỷ",
    "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị",
    "òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ",
    "ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÈẺẼÉẸ ƯỪỬỮỨỰ ĐĂÂÊÔƠ",
)
"""Names and letters; more than 64 have marks, which shows a printer that stores fewer downloaded characters."""

CODE: Final = "H56-261123-0007"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to print; ``description`` is English, for a technician."""

    number: int
    description: str
    profile: Profile


def candidates(base: Profile) -> tuple[Candidate, ...]:
    """The ways to try on a printer of ``base``'s columns and dots, the fastest first; none beyond its limits."""
    tcvn, viscii = Strategy.TCVN3, Strategy.VISCII
    known = [
        ("TCVN-3, pages 30 and 31 (Epson)", replace(base, strategy=tcvn, pages=(30, 31))),
        ("TCVN-3, pages 49 and 50 (Bixolon)", replace(base, strategy=tcvn, pages=(49, 50))),
        ("TCVN-3, page 27 (Xprinter)", replace(base, strategy=tcvn, pages=(27, 27))),
        ("VISCII", replace(base, strategy=viscii)),
    ]
    if base.definable:
        known.append(("characters sent to the printer", replace(base, strategy=Strategy.DOWNLOADED)))
    if base.pictures is not Pictures.NONE:
        known.append(("pictures (slow)", replace(base, strategy=Strategy.RASTER)))
    return tuple(
        Candidate(number, description, profile) for number, (description, profile) in enumerate(known, 1)
    )


def numbers(base: Profile) -> tuple[int, ...]:
    """The numbers of the native barcode and QR code on the calibration slip; none where the printer is known to lack
    both: then they are drawn, or their letters are printed.
    """
    drawn_only = base.has_needles or base.pictures is Pictures.NONE
    if drawn_only and not (base.native_barcode or base.native_qr):
        return ()
    last = len(candidates(base))
    return last + 1, last + 2


def calibration_slip(base: Profile) -> bytes:
    """The bytes of the calibration slip. Each part resets the printer, so that none can spoil the next."""
    from devices.encode.escpos import encode

    plain = replace(base, strategy=Strategy.ASCII)
    head = Line("TEST PRINT / IN THU", Align.CENTER, bold=True)
    why = Line("Nhap cac so cua phan doc dung. / Type the numbers of the parts that read right.")
    parts = [encode(Slip("", (head, why)), plain)]
    for candidate in candidates(base):
        parts.append(encode(Slip("", (Rule(), Line(f"{candidate.number}. {candidate.description}"))), plain))
        parts.append(encode(Slip("", tuple(map(Line, SAMPLE))), candidate.profile))
    codes: tuple[Item, ...] = (Cut(),)
    if offered := numbers(base):
        barcode, qr = offered
        codes = (
            Rule(), Line(f"{barcode}. CODE128"), Barcode(CODE), Rule(), Line(f"{qr}. QR"), QrCode(CODE), Cut(),
        )  # fmt: skip
        plain = replace(plain, native_barcode=True, native_qr=True)
    parts.append(encode(Slip("", codes), plain))
    return b"".join(parts)


def calibrated(base: Profile, right: Collection[int]) -> Profile:
    """``base`` by a person's answer: the fastest way that reads right, or no accents at all.

    Raises ``ValueError`` for a number that is not on the slip.
    """
    known = candidates(base)
    codes = numbers(base)
    if unknown := sorted(set(right) - {candidate.number for candidate in known} - set(codes)):
        raise ValueError(f"the test print has no number {', '.join(map(str, unknown))}")
    chosen = next(
        (candidate.profile for candidate in known if candidate.number in right),
        replace(base, strategy=Strategy.ASCII),
    )
    native_barcode, native_qr = (number in right for number in codes or (0, 0))
    return replace(chosen, native_barcode=native_barcode, native_qr=native_qr)
