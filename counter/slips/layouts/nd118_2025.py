"""The forms under NĐ 118/2025/NĐ-CP: those of 2018 with identity numbers and proxies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter.rules.rulesets import Form
from counter.slips.layouts.layout import FormEntry, FormLayout, FormRow, FormSignatory
from counter.slips.layouts.nd61_2018 import (
    APOLOGY,
    APOLOGY_SIGNATORIES,
    APOLOGY_TO,
    CONTACT,
    CONTROL,
    COUNTERPARTS,
    INTAKE_SIGNATORIES,
    NOBODY,
    REFUSAL,
    REFUSAL_TITLE,
    REFUSAL_TO,
    SETTLEMENT,
    SUPPLEMENT,
)

PROXY: Final = (
    FormEntry("proxy", "Người được ủy quyền", bold=True, optional=True),
    FormRow(
        (
            FormEntry("proxy_identity", "Số định danh người được ủy quyền", optional=True),
            FormEntry("proxy_phone", "Số điện thoại", optional=True),
        )
    ),
    FormEntry("proxy_address", "Địa chỉ người được ủy quyền", optional=True),
    FormEntry("proxy_email", "Email người được ủy quyền", optional=True),
    FormEntry("proxy_paper", "Giấy tờ ủy quyền", optional=True),
)

_INTAKE: Final = FormLayout(
    title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    items=(
        FormEntry("section", "Bộ phận tiếp nhận và trả kết quả"),
        FormEntry("applicant", "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức", bold=True),
        FormEntry("identity", "Số định danh"),
        FormEntry("address", "Địa chỉ"),
        CONTACT,
        *PROXY,
        *SETTLEMENT,
    ),
    signatories=INTAKE_SIGNATORIES,
    counterparts=COUNTERPARTS,
)

_IDENTITY: Final = FormEntry("identity", "Số định danh")

_APOLOGY: Final = FormLayout(
    title="Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    items=(APOLOGY_TO, _IDENTITY, *APOLOGY),
    signatories=APOLOGY_SIGNATORIES,
)

_REFUSAL: Final = FormLayout(
    title=REFUSAL_TITLE,
    items=(REFUSAL_TO, _IDENTITY, *REFUSAL),
    signatories=INTAKE_SIGNATORIES,
    counterparts=COUNTERPARTS,
)

_STOP: Final = FormLayout(
    title="Thông báo dừng giải quyết hồ sơ",
    items=(
        FormEntry("applicant", "Hồ sơ của", bold=True),
        _IDENTITY,
        FormEntry("address", "Địa chỉ"),
        CONTACT,
        FormEntry("request", "Nội dung yêu cầu giải quyết"),
        FormEntry("received_at", "Thời gian nhận hồ sơ"),
        FormEntry("reason", "Lý do dừng giải quyết", lines=3),
        FormEntry("contact", "Liên hệ"),
    ),
    signatories=(NOBODY, FormSignatory("NGƯỜI THÔNG BÁO", "officer")),
    counterparts=COUNTERPARTS,
    is_checked=False,
)

_CONTROL: Final = replace(CONTROL, is_checked=False)
"""The columns of the sheet of 2018: those of TT 03/2025/TT-VPCP were not found."""

LAYOUTS: Final[Mapping[Form, FormLayout]] = {
    Form.INTAKE: _INTAKE,
    Form.SUPPLEMENT: SUPPLEMENT,
    Form.APOLOGY: _APOLOGY,
    Form.REFUSAL: _REFUSAL,
    Form.STOP: _STOP,
    Form.CONTROL: _CONTROL,
}
