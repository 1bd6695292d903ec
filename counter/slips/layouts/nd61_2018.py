"""The forms of TT 01/2018/TT-VPCP, for dossiers that were received under NĐ 61/2018/NĐ-CP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter.rules.rulesets import Form
from counter.slips.layouts.layout import (
    FormEntry,
    FormLayout,
    FormList,
    FormRemarks,
    FormRow,
    FormSignatory,
    FormTable,
)
from devices.page import PageColumn
from devices.slip import Align

CONTACT: Final = FormRow((FormEntry("phone", "Số điện thoại"), FormEntry("email", "Email")))

PAPERS: Final = FormTable(
    "papers",
    "Thành phần hồ sơ nộp gồm",
    (
        PageColumn("TT", width=8, align=Align.CENTER),
        PageColumn("Tên giấy tờ"),
        PageColumn("Bản chính", width=15, align=Align.CENTER),
        PageColumn("Bản chứng thực", width=18, align=Align.CENTER),
        PageColumn("Bản photo", width=15, align=Align.CENTER),
    ),
    number=1,
)

TIMES: Final = (
    FormEntry("sets", "Số lượng hồ sơ", number=2, unit="(bộ)"),
    FormEntry("term", "Thời gian giải quyết hồ sơ theo quy định là", number=3),
    FormEntry("received_at", "Thời gian nhận hồ sơ", number=4),
    FormEntry("due_at", "Thời gian trả kết quả giải quyết hồ sơ", number=5, bold=True),
    FormRemarks("due_notes"),
    FormEntry("return_place", "Đăng ký nhận kết quả tại", number=6),
)

REGISTER: Final = FormRow(
    (FormEntry("book", "Vào Sổ theo dõi hồ sơ, Quyển số"), FormEntry("book_number", "Số thứ tự"))
)

SETTLEMENT: Final = (
    FormEntry("request", "Nội dung yêu cầu giải quyết"),
    PAPERS,
    *TIMES,
    FormEntry("fee", "Phí, lệ phí (nếu có)", optional=True),
    REGISTER,
)
"""What follows the people on form 01."""

INTAKE_SIGNATORIES: Final = (
    FormSignatory("NGƯỜI NỘP HỒ SƠ", "submitter"),
    FormSignatory("NGƯỜI TIẾP NHẬN HỒ SƠ", "officer"),
)

COUNTERPARTS: Final = ("Liên 1 (lưu)", "Liên 2 (giao người nộp)")

_INTAKE: Final = FormLayout(
    title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Tiếp nhận hồ sơ của", bold=True),
        FormEntry("address", "Địa chỉ"),
        CONTACT,
        *SETTLEMENT,
    ),
    signatories=INTAKE_SIGNATORIES,
    counterparts=COUNTERPARTS,
)

NOBODY: Final = FormSignatory("", "", note="")
"""Keeps the left half empty where only one signs, on the right."""

SUPPLEMENT: Final = FormLayout(
    title="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    items=(
        FormEntry("applicant", "Hồ sơ của", bold=True),
        FormEntry("request", "Nội dung yêu cầu giải quyết"),
        FormEntry("address", "Địa chỉ"),
        CONTACT,
        FormList("lacking", "Yêu cầu hoàn thiện hồ sơ gồm"),
        FormEntry("reason", "Lý do", lines=2),
        FormEntry("until", "Thời hạn hoàn thiện", optional=True),
        FormEntry("contact", "Liên hệ"),
    ),
    signatories=(NOBODY, FormSignatory("NGƯỜI HƯỚNG DẪN", "officer")),
    counterparts=COUNTERPARTS,
)

APOLOGY_TO: Final = FormEntry("applicant", "Kính gửi", bold=True)
APOLOGY: Final = (
    FormEntry("address", "Địa chỉ"),
    FormEntry("phone", "Số điện thoại"),
    FormEntry("received_at", "Ngày tiếp nhận"),
    FormEntry("agency", "Cơ quan giải quyết"),
    FormEntry("procedure", "Tên thủ tục hành chính"),
    FormEntry("field", "Lĩnh vực", optional=True),
    FormEntry("due_before", "Thời gian hẹn trả kết quả"),
    FormEntry("reason", "Lý do", lines=2),
    FormEntry("due_after", "Thời gian hẹn trả lại", bold=True),
    FormEntry("recipients", "Nơi nhận"),
)
APOLOGY_SIGNATORIES: Final = (NOBODY, FormSignatory("THỦ TRƯỞNG", "head"))

_APOLOGY: Final = FormLayout(
    title="Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    items=(APOLOGY_TO, *APOLOGY),
    signatories=APOLOGY_SIGNATORIES,
)

REFUSAL_TITLE: Final = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
REFUSAL_TO: Final = FormEntry("applicant", "Tiếp nhận hồ sơ của", bold=True)
REFUSAL: Final = (
    FormEntry("address", "Địa chỉ"),
    CONTACT,
    FormEntry("request", "Nội dung yêu cầu giải quyết"),
    FormEntry("reason", "Không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể", lines=3),
    FormEntry("contact", "Liên hệ"),
)

_REFUSAL: Final = FormLayout(
    title=REFUSAL_TITLE,
    items=(REFUSAL_TO, *REFUSAL),
    signatories=INTAKE_SIGNATORIES,
    counterparts=COUNTERPARTS,
)

CONTROL: Final = FormLayout(
    title="Phiếu kiểm soát quá trình giải quyết hồ sơ",
    items=(
        FormEntry("agency", "Cơ quan (bộ phận) giải quyết hồ sơ"),
        FormEntry("others", "Cơ quan phối hợp giải quyết hồ sơ"),
        FormEntry("applicant", "Chủ hồ sơ", bold=True),
        FormEntry("address", "Địa chỉ"),
        FormEntry("request", "Loại thủ tục"),
        FormEntry("received_at", "Thời gian nhận hồ sơ"),
        FormEntry("due_at", "Thời gian hẹn trả kết quả", bold=True),
        FormTable(
            "steps",
            "",
            (
                PageColumn("TÊN CƠ QUAN\n(1. Giao 2. Nhận)"),
                PageColumn("THỜI GIAN GIAO, NHẬN HỒ SƠ", width=42),
                PageColumn("KẾT QUẢ", width=18, align=Align.CENTER),
                PageColumn("GHI CHÚ", width=24),
            ),
        ),
    ),
    signatories=(),
)

LAYOUTS: Final[Mapping[Form, FormLayout]] = {
    Form.INTAKE: _INTAKE,
    Form.SUPPLEMENT: SUPPLEMENT,
    Form.APOLOGY: _APOLOGY,
    Form.REFUSAL: _REFUSAL,
    Form.CONTROL: CONTROL,
}
