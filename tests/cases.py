"""A procedure with cases, terms by channel and a fee of two components, for tests."""

from __future__ import annotations

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.office.sign_in import sign_in
from db.domain.codes import Channel, FeeKind
from db.domain.procedure import ChannelTerm, Component, ListedFee, Procedure
from tests.offices import PASSWORD

NEW_CASE, AGAIN_CASE = "Cấp mới", "Cấp lại do mất, hỏng"

PERMIT = Procedure(
    version="",
    code="1.013225",
    name="Cấp giấy phép xây dựng mẫu",
    field="Xây dựng",
    agency="UBND cấp xã",
    term=10,
    unit="working-day",
    fee=75_000,
    fees=(
        ListedFee(name="Phí thẩm định", amount=50_000, kind=FeeKind.CHARGE, code="P1"),
        ListedFee(name="Lệ phí cấp phép", amount=25_000, kind=FeeKind.FEE, code="L1"),
    ),
    by_channel=(
        ChannelTerm(
            channel=Channel.IN_PERSON,
            term=10,
            unit="working-day",
            fees=(
                ListedFee(name="Phí thẩm định", amount=50_000, kind=FeeKind.CHARGE, code="P1"),
                ListedFee(name="Lệ phí cấp phép", amount=25_000, kind=FeeKind.FEE, code="L1"),
            ),
        ),
        ChannelTerm(
            channel=Channel.IN_PERSON,
            case=AGAIN_CASE,
            term=3,
            unit="working-day",
            fees=(ListedFee(name="Lệ phí cấp lại", amount=10_000, kind=FeeKind.FEE, code="L2"),),
        ),
        ChannelTerm(
            channel=Channel.ONLINE,
            term=7,
            unit="working-day",
            fees=(ListedFee(name="Lệ phí cấp phép", amount=12_500, kind=FeeKind.FEE, code="L1"),),
        ),
    ),
    components=(
        Component(name="Đơn đề nghị", originals=1, code="G1"),
        Component(name="Bản vẽ thiết kế", originals=2, code="G2", case=NEW_CASE),
        Component(name="Giấy phép bị hỏng", originals=1, required=False, code="G3", case=AGAIN_CASE),
    ),
)


def publish(desk: Desk, *of: Procedure) -> None:
    """Publish procedures, as the administrator does."""
    procedures.publish(sign_in(desk, "admin", PASSWORD), of or (PERMIT,))
