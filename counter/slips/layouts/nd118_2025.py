"""The forms under NĐ 118/2025/NĐ-CP: those of 2018 with identity numbers and proxies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter.rules.rulesets import Form
from counter.slips.layouts.layout import FormEntry, FormLayout, FormRow
from counter.slips.layouts.nd61_2018 import (
    APOLOGY_SIGNATORIES,
    APOLOGY_SUBJECT,
    APOLOGY_TIMES,
    CONTACT,
    COUNTERPARTS,
    INTAKE_SIGNATORIES,
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

_APOLOGY: Final = FormLayout(
    title="Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    items=(
        FormEntry("applicant", "Kính gửi", bold=True),
        FormEntry("identity", "Số định danh"),
        FormEntry("address", "Địa chỉ"),
        FormEntry("phone", "Số điện thoại"),
        FormEntry("received_at", "Ngày tiếp nhận"),
        FormEntry("agency", "Cơ quan giải quyết"),
        *APOLOGY_SUBJECT,
        *APOLOGY_TIMES,
    ),
    signatories=APOLOGY_SIGNATORIES,
)

LAYOUTS: Final[Mapping[Form, FormLayout]] = {
    Form.INTAKE: _INTAKE,
    Form.SUPPLEMENT: SUPPLEMENT,
    Form.APOLOGY: _APOLOGY,
}
