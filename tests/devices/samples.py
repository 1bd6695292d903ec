"""Slips that several tests and the bench print."""

from devices.slip import Align, Barcode, Cut, Line, Pair, QrCode, Rule, Size, Slip

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
VIETNAMESE_LETTERS = "".join(x for x in VIETNAMESE + VIETNAMESE.upper() if not x.isascii())
"""All 134 letters with marks, lower case first."""

CODE = "H56.22.17-261123-0007"

TWENTY_LINES = Slip(
    "Giấy tiếp nhận",
    (
        Line("UBND XÃ CHÂU THÀNH", Align.CENTER),
        Line("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", Align.CENTER, bold=True),
        Line("GIẤY TIẾP NHẬN HỒ SƠ", Align.CENTER, bold=True, size=Size.TALL),
        Rule(),
        Barcode(CODE),
        Pair("Ông (Bà)", "Huỳnh Nguyễn Mỹ Ửng", bold=True),
        Pair("Số định danh", "072195000123"),
        Pair("Địa chỉ", "Ấp Vĩnh Lữ, xã Hảo Đước, tỉnh Tây Ninh"),
        Pair("Điện thoại", "0912 345 678"),
        Pair("Thủ tục", "Đăng ký khai sinh, nhận cha mẹ, giữ họ cũ"),
        Line("Giấy tờ đã nộp đủ, kể cả:"),
        Line("1. Tờ khai đăng ký khai sinh", indent=2),
        Line("2. Giấy chứng sinh (bản chính)", indent=2),
        Line("3. Hợp đồng thuê ở trọ, sổ tạm trú", indent=2),
        Rule(),
        Pair("Nhận lúc", "08 giờ 41, ngày 23/11/2026"),
        Pair("Hẹn trả", "08 giờ 41, ngày 25/11/2026", bold=True),
        Line("(24/11 nghỉ lễ, chậm nhất ba bữa)"),
        Pair("Lệ phí", "miễn, hoặc bằng tiền mặt ở quỹ của cơ quan"),
        Line("Mất giấy này thì mang căn cước; gửi hộ thì mỗi lần một giấy."),
        QrCode(CODE),
        Cut(),
    ),
)
TICKET = Slip(
    "A042",
    (
        Line("UBND XÃ CHÂU THÀNH", Align.CENTER),
        Line("Tư pháp - Hộ tịch", Align.CENTER),
        Line("A042", Align.CENTER, bold=True, size=Size.BIG),
        Line("Còn 5 người đang chờ", Align.CENTER),
        Line("08:41 ngày 23/11/2026", Align.CENTER),
        Cut(),
    ),
)
