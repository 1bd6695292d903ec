"""One dossier on its way, for the tests of every form; the people are invented."""

from dataclasses import replace
from datetime import UTC, datetime

from counter.slips.context import ControlStep
from counter.slips.handover_list import HandoverList, HandoverRow
from db.domain.lifecycle import State
from db.domain.progress import Closing, DueChange, Handover, Payment, SupplementRequest
from db.domain.records import Dossier, HandedBack, Office, Outcome, Paper, PapersBack, Person

RECEIVED = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
OFFICE = Office(
    unit="000.17.22.H56",
    name="UBND xã Tân Hòa",
    parent="UBND tỉnh Tây Ninh",
    place="Tân Hòa",
    phone="0276 3812 345",
    website="dichvucong.gov.vn",
)
DOSSIER = Dossier(
    id="0199",
    code="000.17.22.H56-261123-0007",
    state=State.RECEIVED,
    procedure_code="1.001193",
    procedure_name="Đăng ký khai sinh",
    term=1,
    unit="working-day",
    applicant=Person(
        name="Trần Thị Bưởi",
        identity="072195000123",
        sex="F",
        address="Ấp 3, xã Tân Hòa, tỉnh Tây Ninh",
        phone="0912 345 678",
    ),
    papers=(
        Paper(name="Tờ khai đăng ký khai sinh", originals=1),
        Paper(name="Giấy chứng sinh", originals=1),
        Paper(name="Giấy tờ về chỗ ở", certified=1, copies=2, note="đối chiếu"),
    ),
    received_at=RECEIVED,
    due_at=datetime(2026, 11, 25, 1, 41, tzinfo=UTC),
    due_notes=("24/11 nghỉ lễ",),
    fee=50_000,
    book="01",
    book_number=7,
    counter=3,
)
BY_PROXY = replace(
    DOSSIER,
    proxy=Person(
        name="Lê Văn Tèo", identity="072090000456", address="Ấp 5, xã Tân Hòa", phone="0987 654 321"
    ),
    proxy_paper="Giấy ủy quyền ngày 20/11/2026",
    content="Cho con sinh ngày 15/11/2026",
    return_by_post=True,
    fee_paid=50_000,
    fee_serial="AB/26P 0001234",
    paper_number="12",
)
RETURNED = replace(
    DOSSIER,
    state=State.RETURNED,
    fee_paid=8_000,
    outcome=Outcome(kind="Giấy khai sinh", number="123/2026", date="2026-11-25", signer="Lê Văn Tâm"),
    handed_back=HandedBack(
        at=datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
        by=DOSSIER.applicant,
        proof="identity",
        papers="01 giấy chứng sinh",
        fee_paid=8_000,
        fee_serial="AB/26P 0001235",
    ),
)
ASKED = replace(
    DOSSIER,
    state=State.SUPPLEMENT,
    requests=(
        SupplementRequest(
            at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
            papers=(
                "Giấy chứng sinh",
                "Giấy tờ chứng minh việc đăng ký cư trú của cha, mẹ còn thời hạn sử dụng",
            ),
            reason="Bản chụp mờ, không đọc được",
            until=datetime(2026, 11, 30, 10, 0, tzinfo=UTC),
            by="lan",
            number="0012",
        ),
    ),
)
APOLOGISED = replace(
    DOSSIER,
    field="Hộ tịch",
    deciding_agency="UBND xã Tân Hòa",
    due_at=datetime(2026, 11, 27, 1, 41, tzinfo=UTC),
    apologised_at=RECEIVED,
    due_changes=(
        DueChange(
            at=RECEIVED,
            kind="apology",
            before=datetime(2026, 11, 25, 1, 41, tzinfo=UTC),
            after=datetime(2026, 11, 27, 1, 41, tzinfo=UTC),
            reason="Chờ cơ quan phối hợp trả lời",
            number="0003/PXL",
        ),
    ),
)
PAID = replace(
    DOSSIER,
    fee_paid=20_000,
    paid=10_000,
    payments=(
        Payment(
            at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
            amount=10_000,
            method="transfer",
            serial="AB/26P 0001236",
            number="0012",
        ),
    ),
)
REFUSED = replace(
    DOSSIER,
    code="",
    state=State.REFUSED,
    papers=(),
    due_at=None,
    closing=Closing(at=RECEIVED, reason="Không thuộc thẩm quyền của UBND xã", number="0004", by="lan"),
)
STOPPED = replace(
    DOSSIER,
    state=State.STOPPED,
    closing=Closing(at=RECEIVED, reason="Người nộp đề nghị dừng", number="0002", by="lan"),
)
GIVEN_BACK = replace(
    DOSSIER,
    papers_back=(
        PapersBack(
            at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
            papers=(
                Paper(name="Giấy chứng sinh", originals=1),
                Paper(name="Sổ hộ khẩu cũ của gia đình", originals=2),
            ),
            by="lan",
        ),
    ),
)
HANDED = replace(
    DOSSIER,
    state=State.FINISHED,
    agency="UBND cấp xã",
    deciding_agency="Phòng Văn hóa - Xã hội",
    handover="0013",
)
STEPS = (
    ControlStep(
        giving="UBND xã Tân Hòa",
        receiving="Phòng Văn hóa - Xã hội",
        at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
        giver="Nguyễn Thị Lan",
        receiver="Trần Văn Nhận",
        timing="on_time",
        number="0012",
    ),
    ControlStep(
        giving="Phòng Văn hóa - Xã hội",
        receiving="UBND xã Tân Hòa",
        at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        giver="Trần Văn Nhận",
        receiver="Nguyễn Thị Lan",
        timing="early",
        number="0013",
    ),
)
EMPTY = Dossier(id="", code="", state=State.RECEIVED, applicant=Person(name=""), received_at=RECEIVED)

OVER = Handover(
    id="0299",
    number="0012",
    agency="Phòng Kinh tế, Hạ tầng và Đô thị",
    at=datetime(2026, 11, 23, 9, 15, tzinfo=UTC),
    dossiers=("0199", "0200"),
    giver="Nguyễn Thị Lan",
    receiver="Trần Văn Nhận",
    officer="lan",
)
HANDED_OVER = HandoverList(
    handover=OVER,
    rows=(
        HandoverRow.of(DOSSIER),
        HandoverRow(
            id="0200",
            code="000.17.22.H56-261123-0008",
            applicant="Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Dịch vụ Bưởi Năm Roi Tây Ninh",
            received_at=RECEIVED,
        ),
    ),
)
TAKEN_BACK = HandoverList(
    handover=replace(OVER, number="0013", is_back=True, giver="Trần Văn Nhận", receiver="Nguyễn Thị Lan"),
    rows=(HandoverRow.of(DOSSIER, RETURNED.outcome), replace(HANDED_OVER.rows[1], outcome=Outcome())),
)
