"""The layout of a book of the register (sổ theo dõi hồ sơ): form 06 of TT 01/2018, form 07 of TT 03/2025."""

from __future__ import annotations

from typing import Final

from counter.slips.layouts.layout import FormEntry, FormLayout, FormRemarks, FormRow, FormSignatory, FormTable
from devices.page import PageColumn, PageSize
from devices.slip import Align

_DATES: Final = "Ngày, tháng, năm"

OPEN: Final = FormLayout(
    title="Sổ theo dõi hồ sơ",
    items=(
        FormRow(
            (
                FormEntry("book", "Quyển số", bold=True),
                FormEntry("year", "Năm"),
                FormEntry("field", "Lĩnh vực"),
            )
        ),
        FormRow((FormEntry("opened_on", "Mở sổ ngày"), FormEntry("first", "Từ số thứ tự"))),
        FormTable(
            "lines",
            "",
            (
                PageColumn("STT", width=11, align=Align.CENTER),
                PageColumn("Mã hồ sơ", width=43),
                PageColumn("Tên TTHC", weight=4),
                PageColumn("Tên tổ chức, cá nhân", weight=3),
                PageColumn("Địa chỉ, số điện thoại", weight=4),
                PageColumn("Cơ quan chủ trì giải quyết", weight=2),
                PageColumn("Nhận hồ sơ", width=19, group=_DATES),
                PageColumn("Hẹn trả kết quả", width=19, group=_DATES),
                PageColumn("Trả kết quả", width=19, group=_DATES),
                PageColumn("Phương thức nhận kết quả", width=22),
                PageColumn("Ký nhận", width=20),
            ),
            blank=0,
        ),
    ),
    signatories=(),
    size=PageSize.A4_WIDE,
)
"""A book that goes on; nobody signs it yet."""

CLOSED: Final = FormLayout(
    title=OPEN.title,
    items=(
        *OPEN.items,
        FormRow(
            (
                FormEntry("last", "Đến số thứ tự"),
                FormEntry("count", "Số dòng"),
                FormEntry("struck", "Đã gạch"),
            )
        ),
        FormRow((FormEntry("closed_at", "Khóa sổ lúc"), FormEntry("hash", "Mã băm SHA-256 của các dòng"))),
        FormRemarks("differs"),
    ),
    signatories=(FormSignatory("NGƯỜI KHÓA SỔ", "closed_by"), FormSignatory("THỦ TRƯỞNG", "head")),
    size=PageSize.A4_WIDE,
)
"""A book that was closed, with who closed it and the head of the office."""
