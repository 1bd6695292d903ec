"""The papers of the counter that no circular numbers: their labels are the same under every rule set."""

from __future__ import annotations

from typing import Final

from counter.slips.layouts.layout import (
    FormEntry,
    FormLayout,
    FormRemarks,
    FormRow,
    FormSignatory,
    FormTable,
)
from devices.page import PageColumn, PageSize
from devices.slip import Align

RETURN: Final = FormLayout(
    title="Giấy biên nhận trả kết quả",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Hồ sơ của", bold=True),
        FormEntry("identity", "Số định danh"),
        FormEntry("request", "Nội dung giải quyết"),
        FormEntry("received_at", "Thời gian nhận hồ sơ"),
        FormEntry("due_at", "Thời gian hẹn trả kết quả", optional=True),
        FormEntry("outcome", "Kết quả", number=1, bold=True),
        FormRow(
            (
                FormEntry("outcome_number", "Số", optional=True),
                FormEntry("outcome_date", "Ngày", optional=True),
            )
        ),
        FormEntry("outcome_signer", "Người ký", optional=True),
        FormRemarks("outcome_note"),
        FormEntry("handed_at", "Thời gian nhận kết quả", number=2),
        FormEntry("receiver", "Người nhận kết quả", number=3, bold=True),
        FormEntry("receiver_kind", "Tư cách", optional=True),
        FormEntry("receiver_identity", "Số định danh người nhận", optional=True),
        FormEntry("proof", "Giấy tờ xuất trình", optional=True),
        FormEntry("proxy_paper", "Giấy tờ ủy quyền", optional=True),
        FormEntry("papers_back", "Giấy tờ trả kèm", number=4),
        FormEntry("fee", "Phí, lệ phí đã nộp", optional=True),
        FormEntry("fee_serial", "Số biên lai", optional=True),
        FormEntry("fee_owed", "Phí, lệ phí còn phải nộp", optional=True),
    ),
    signatories=(
        FormSignatory("NGƯỜI NHẬN KẾT QUẢ", "receiver"),
        FormSignatory("NGƯỜI TRẢ KẾT QUẢ", "officer"),
    ),
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao người nhận)"),
)
"""The receipt for a result that was handed over."""

_SIDES: Final = (
    FormEntry("giving", "Bên bàn giao"),
    FormEntry("giver", "Người bàn giao"),
    FormEntry("receiving", "Bên nhận"),
    FormEntry("receiver", "Người nhận"),
    FormRow((FormEntry("count", "Số lượng", unit="(hồ sơ)"), FormEntry("at", "Thời gian"))),
)
_DOSSIERS: Final = (
    PageColumn("STT", width=10, align=Align.CENTER),
    PageColumn("Mã hồ sơ", width=50),
    PageColumn("Người đăng ký"),
    PageColumn("Ngày nhận", width=22),
    PageColumn("Ngày hẹn trả", width=22),
)
_SIGN_THE_LIST: Final = (FormSignatory("BÊN NHẬN", "receiver"), FormSignatory("BÊN BÀN GIAO", "giver"))

HANDOVER: Final = FormLayout(
    title="Phiếu bàn giao hồ sơ",
    items=(*_SIDES, FormTable("dossiers", "", _DOSSIERS)),
    signatories=_SIGN_THE_LIST,
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao bên nhận)"),
)
"""The list of dossiers that went to an agency."""

HANDBACK: Final = FormLayout(
    title="Phiếu nhận lại hồ sơ",
    items=(*_SIDES, FormTable("dossiers", "", (*_DOSSIERS, PageColumn("Kết quả")))),
    signatories=_SIGN_THE_LIST,
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao cơ quan)"),
)
"""The list of dossiers that came back from an agency."""

POST_LIST: Final = FormLayout(
    title="Bảng kê bưu gửi",
    items=(
        *_SIDES[:-1],
        FormRow((FormEntry("count", "Số lượng", unit="(bưu gửi)"), FormEntry("at", "Thời gian"))),
        FormTable(
            "letters",
            "",
            (
                PageColumn("STT", width=10, align=Align.CENTER),
                PageColumn("Mã hồ sơ", width=50),
                PageColumn("Người nhận"),
                PageColumn("Địa chỉ", weight=2),
                PageColumn("Mã bưu gửi", width=34),
            ),
        ),
    ),
    signatories=_SIGN_THE_LIST,
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao bưu điện)"),
    size=PageSize.A4,
)
"""The list of results that were given to the post office."""

PAYMENT: Final = FormLayout(
    title="Phiếu thu tạm",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Hồ sơ của", bold=True),
        FormEntry("identity", "Số định danh"),
        FormEntry("request", "Nội dung yêu cầu giải quyết"),
        FormEntry("amount", "Số tiền đã thu", bold=True),
        FormRow((FormEntry("method", "Hình thức nộp"), FormEntry("serial", "Số biên lai", optional=True))),
        FormEntry("paid_at", "Thời gian thu"),
        FormRow(
            (
                FormEntry("fee", "Phí, lệ phí phải nộp"),
                FormEntry("paid", "Đã nộp"),
                FormEntry("owed", "Còn phải nộp"),
            )
        ),
        FormEntry("fee_parts", "Gồm", optional=True),
    ),
    signatories=(
        FormSignatory("NGƯỜI NỘP TIỀN", "payer"),
        FormSignatory("NGƯỜI THU TIỀN", "officer"),
    ),
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao người nộp)"),
    notes=("Phiếu này không thay thế biên lai thu phí, lệ phí.",),
)
"""The temporary receipt for a payment; what it says is the counter's own note."""

PAPERS: Final = FormLayout(
    title="Biên nhận trả lại giấy tờ",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Hồ sơ của", bold=True),
        FormEntry("identity", "Số định danh"),
        FormEntry("request", "Nội dung yêu cầu giải quyết"),
        FormEntry("given_at", "Thời gian trả lại"),
        FormTable(
            "papers",
            "Giấy tờ trả lại gồm",
            (
                PageColumn("TT", width=10, align=Align.CENTER),
                PageColumn("Tên giấy tờ"),
                PageColumn("Bản chính", width=20, align=Align.CENTER),
            ),
        ),
    ),
    signatories=(
        FormSignatory("NGƯỜI NHẬN LẠI GIẤY TỜ", "applicant"),
        FormSignatory("NGƯỜI TRẢ LẠI GIẤY TỜ", "officer"),
    ),
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao người nhận)"),
)
"""The receipt for originals that went back other than with the result."""

VISIT: Final = FormLayout(
    title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Tiếp nhận hồ sơ của", bold=True),
        FormRow((FormEntry("identity", "Số định danh"), FormEntry("phone", "Số điện thoại"))),
        FormEntry("address", "Địa chỉ"),
        FormEntry("proxy", "Người nộp thay", optional=True),
        FormRow((FormEntry("received_at", "Thời gian nhận"), FormEntry("count", "Số hồ sơ"))),
        FormTable(
            "dossiers",
            "Danh sách hồ sơ",
            (
                PageColumn("TT", width=8, align=Align.CENTER),
                PageColumn("Mã hồ sơ", width=41),
                PageColumn("Nội dung yêu cầu giải quyết"),
                PageColumn("Hẹn trả kết quả", width=25),
                PageColumn("Phí, lệ phí", width=16, align=Align.RIGHT),
            ),
        ),
        FormRow(
            (FormEntry("fee", "Tổng phí, lệ phí", optional=True), FormEntry("paid", "Đã nộp", optional=True))
        ),
    ),
    signatories=(
        FormSignatory("NGƯỜI NỘP HỒ SƠ", "submitter"),
        FormSignatory("NGƯỜI TIẾP NHẬN HỒ SƠ", "officer"),
    ),
)
"""One receipt for all dossiers of a visit, in the place of a form 01 for each."""

FEEDBACK: Final = FormLayout(
    title="Phiếu tiếp nhận phản ánh, kiến nghị",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("name", "Phản ánh, kiến nghị của", bold=True),
        FormEntry("address", "Địa chỉ"),
        FormRow((FormEntry("phone", "Số điện thoại"), FormEntry("email", "Email", optional=True))),
        FormEntry("subject", "Về"),
        FormEntry("agency", "Cơ quan liên quan"),
        FormEntry("content", "Nội dung", lines=3),
        FormEntry("received_at", "Thời gian tiếp nhận"),
        FormEntry("handle_until", "Trả lời trước", bold=True),
        FormEntry("contact", "Liên hệ", optional=True),
    ),
    signatories=(
        FormSignatory("NGƯỜI PHẢN ÁNH, KIẾN NGHỊ", "name"),
        FormSignatory("NGƯỜI TIẾP NHẬN", "officer"),
    ),
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao người nộp)"),
)
"""The receipt for feedback; its fields are the counter's own."""
