"""Pages that several tests print."""

from devices.page import (
    Entry,
    EntryRow,
    Page,
    PageColumn,
    PageHead,
    PageSize,
    PageTable,
    Paragraph,
    Signatory,
    Signatures,
    TextSize,
)
from devices.slip import Align, Barcode, Feed, QrCode, Rule

HEAD = PageHead(
    form="Mẫu số 01",
    agencies=("UBND TỈNH TÂY NINH", "UBND XÃ TÂN HÒA"),
    section="BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    number="Số: 261123-0007",
    state="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    place_date="Tân Hòa, ngày 23 tháng 11 năm 2026",
)
COLUMNS = (
    PageColumn("TT", width=8, align=Align.CENTER),
    PageColumn("Tên giấy tờ"),
    PageColumn("Nhận", width=15, group="Ngày, tháng, năm"),
    PageColumn("Trả", width=15, group="Ngày, tháng, năm"),
)
SIGNATURES = Signatures(
    (
        Signatory("NGƯỜI NỘP HỒ SƠ", "(Ký và ghi rõ họ tên)", "Trần Thị Bưởi"),
        Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký và ghi rõ họ tên)", "Nguyễn Thị Lan"),
    )
)
CODE = "000.17.22.H56-261123-0007"
EVERYTHING = Page(
    title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    head=HEAD,
    items=(
        Paragraph("Giấy tiếp nhận", Align.CENTER, bold=True, text_size=TextSize.LARGE),
        Barcode(CODE),
        Entry("Tiếp nhận hồ sơ của", "Trần Thị Bưởi", bold=True),
        EntryRow((Entry("Số điện thoại", "0912 345 678"), Entry("Email"))),
        Entry("Lý do", lines=3),
        PageTable(COLUMNS, (("1", "Tờ khai", "23/11\n2026", ""), ("2", "Giấy chứng sinh"))),
        Entry("Số lượng hồ sơ", "01", number=2, unit="(bộ)"),
        Rule(),
        QrCode("https://dichvucong.gov.vn"),
        SIGNATURES,
        Feed(),
        Signatures((Signatory("Nơi nhận:", listed=("- Như trên;", "- Lưu: VT.")), Signatory("THỦ TRƯỞNG"))),
        Paragraph("Mang theo giấy này.", italic=True, text_size=TextSize.SMALL, indent=4),
    ),
    code=CODE,
    foot="Quầy 3 - in lúc 08:41 ngày 23/11/2026",
    counterparts=("Liên 1 (lưu)", "Liên 2 (giao người nộp)"),
)


def book(rows: int, cell: str = "Tờ khai đăng ký khai sinh") -> Page:
    """A page with a table of so many rows, on A4."""
    lines = tuple((str(number), f"{cell} {number}", "x", "y") for number in range(1, rows + 1))
    return Page(
        title="Sổ theo dõi hồ sơ", items=(PageTable(COLUMNS, lines), SIGNATURES), size=PageSize.A4, code=CODE
    )
