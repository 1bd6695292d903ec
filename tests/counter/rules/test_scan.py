"""Whatever a scanner delivers is read, and nothing it delivers can fail."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter.rules import scan
from counter.rules.codes import DossierCode
from counter.rules.scan import read
from db.domain.codes import Sex

CARD = "072195000123|290123456|Trần Thị Bưởi|01021995|Nữ|Ấp 3, Châu Thành, Tây Ninh|15052021"
WHOLE = scan.IdentityCard(
    number="072195000123",
    old_number="290123456",
    name="Trần Thị Bưởi",
    birth="1995-02-01",
    sex=Sex.FEMALE,
    address="Ấp 3, Châu Thành, Tây Ninh",
    issued="2021-05-15",
)


def card(text: str) -> scan.IdentityCard:
    found = read(text)
    assert isinstance(found, scan.IdentityCard)
    return found


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"{CARD}\r\n",
        f"\x02{CARD}\x03",
        CARD + "||Trần Văn A|Lê Thị B|",
        unicodedata.normalize("NFD", CARD),
        CARD.encode().decode("latin-1"),
        "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in CARD.encode()),
        CARD.replace("|", " | "),
    ],
    ids=["plain", "line end", "controls", "more parts", "decomposed", "latin-1", "windows-1252", "spaces"],
)
def test_a_card_is_read_in_every_way_it_arrives(text: str) -> None:
    assert read(text) == WHOLE


def test_a_card_without_old_number_or_day_of_issue_is_enough() -> None:
    found = card("072195000123||Trần Thị Bưởi|01021995|Nữ|Tây Ninh")
    assert (found.old_number, found.issued, found.name, found.damaged) == ("", "", "Trần Thị Bưởi", False)


@pytest.mark.parametrize(
    "name", ["Tr?n Th? B??i", "Tr\ufffdn Th\ufffd", "Tráº§n Thá» BÆ°á»", "Tr\x1en\x01 Thi", "", "Tran 7hi"]
)
def test_a_broken_name_is_asked_for_and_the_digits_kept(name: str) -> None:
    found = card(f"072195000123||{name}|01021995|N?|Tây Ninh|15052021")
    assert found.damaged
    assert found.name == ""
    assert (found.number, found.birth, found.sex, found.issued) == (
        "072195000123",
        "1995-02-01",
        "F",
        "2021-05-15",
    )


@pytest.mark.parametrize(
    "name",
    [
        "LÃ VĂN Á",
        "Đặng Thị Ỷ",
        "H'Hen Niê",
        "Y-Bhăm Êban",
        "Tran Van A",
        "Y Ƀhăm Êñuôl",
        "H’Wen",
        "Rơ Mah Č",
        "Kŏ Ŭ",
    ],
)
def test_unusual_names_are_not_broken(name: str) -> None:
    assert card(f"072195000123||{name}|01021995|Nam|Tây Ninh").name == name


@pytest.mark.parametrize(
    ("written", "birth"),
    [
        ("01021995", "1995-02-01"),
        ("00001995", "1995"),
        ("1995", "1995"),
        ("31021995", ""),
        ("x", ""),
        ("1/2/1995", "1995-02-01"),
        ("1/2/95", ""),
        ("1021995", ""),
        ("1 2 1995", "1995-02-01"),
    ],
)
def test_a_birth_date_is_iso_or_a_year(written: str, birth: str) -> None:
    assert card(f"072195000123||A|{written}|Nữ|B").birth == birth


def test_a_broken_address_is_left_empty_and_said() -> None:
    broken = card("072195000123||A|01021995|Nữ|?p 3, Ch?u Th?nh")
    assert (broken.address, broken.address_as_read, broken.lost) == ("", "?p 3, Ch?u Th?nh", ("address",))
    assert card("072195000123||A|01021995|Nữ|Ấp 3").lost == ()


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("072195000123||A|01021995|Nữ|Ấp 3|15052021", ()),
        ("072195000123||A|31021995|Nữ|Ấp 3|15052021", ("birth",)),
        ("072195000123||A|1/2/95|Nữ|Ấp 3|15052021", ("birth",)),
        ("072195000123||A|01021995|Nữ|Ấp 3|15??2021", ("issued",)),
        ("072195000123||A|01021995|Nữ|?p 3|99999999", ("address", "issued")),
        ("072195000123|x|A|01021995|Nữ|Ấp 3|15052021", ("other",)),
        ("072195000123||A||Nữ||", ()),
        ("DN4720123456789|54|01/02/1995|2||72|45/01/2026|", ("valid_from",)),
        ("DN4720123456789|54|x|2|zz|7?|01/01/2026|31/12/2026", ("birth", "place")),
    ],
)
def test_every_field_that_was_there_and_could_not_be_read_is_named(text: str, lost: tuple[str, ...]) -> None:
    found = read(text)
    assert isinstance(found, scan.IdentityCard | scan.HealthCard)
    assert found.lost == lost


def test_fields_are_known_by_what_they_hold() -> None:
    assert card(CARD.replace("|290123456|", "|")) == replace(WHOLE, old_number="")
    assert card("072195000123||Trần Thị Bưởi|01021995|Nữ|15052021").issued == "2021-05-15"
    assert card("072195000123||Trần Thị Bưởi|01021995|Nữ|15052021").address == ""
    assert card("072195000123||Trần Thị Bưởi|01021995|Nữ||15052021").issued == "2021-05-15"


@pytest.mark.parametrize("end", ["\n", "\r\n", "; ", "|"])
def test_labelled_text_is_a_card(end: str) -> None:
    labelled = (
        "Số CCCD: 072195000123", "Số CMND: 290123456", "Họ và tên: Trần Thị Bưởi", "Ngày sinh: 01/02/1995",
        "Giới tính: Nữ", "Nơi thường trú: Ấp 3, Châu Thành, Tây Ninh", "Ngày cấp: 15/05/2021",
    )  # fmt: skip
    assert read(end.join(labelled)) == WHOLE


def test_what_looks_like_the_vietnamese_letter_is_it() -> None:
    assert card("072195000123||Ðặng Ɖức|01021995|Nam|Ðà Nẵng").name == "Đặng Đức"


def test_a_health_card_has_its_words_in_hex() -> None:
    name, home = "Trần Thị Bưởi".encode().hex(), "Ấp 3, Tây Ninh".encode().hex()
    found = read(f"DN4720123456789|{name}|01/02/1995|2|{home}|72 - 012|01/01/2026|31/12/2026|-")
    assert found == scan.HealthCard(
        number="DN4720123456789", name="Trần Thị Bưởi", birth="1995-02-01", sex=Sex.FEMALE, address="Ấp 3, Tây Ninh",
        place="72 - 012", valid_from="2026-01-01", valid_until="2026-12-31",
    )  # fmt: skip


@pytest.mark.parametrize("hexed", ["zz", "5472e1", "547", ""])
def test_a_health_card_with_a_broken_name_keeps_its_number(hexed: str) -> None:
    found = read(f"0123456789|{hexed}|1995|1||72|")
    assert isinstance(found, scan.HealthCard)
    assert (found.number, found.sex, found.birth) == ("0123456789", "M", "1995")
    assert found.damaged == (hexed != "zz")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a042", scan.TicketScan("A042")),
        ("A-042\r", scan.TicketScan("A042")),
        ("0100109106", scan.TaxNumber("0100109106")),
        ("0100109106-001", scan.TaxNumber("0100109106-001")),
        ("0100109107", scan.Unknown("0100109107")),
        (" nguyen van \x1b[2J duc ", scan.Unknown("nguyen van [2J duc")),
        ("", scan.Unknown("")),
    ],
)
def test_other_things_are_told_apart(text: str, expected: scan.Scan) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["072195000123", "072 195 000 123\n", "072195000123|", "072195000123|290|Trần"]
)
def test_a_bare_or_cut_off_number_is_not_lost(text: str) -> None:
    found = read(text)
    assert isinstance(found, scan.BareNumber)
    assert found.number.number == "072195000123"


@pytest.mark.parametrize("text", ["000.17.22.h56-261123-0007", "https://x.vn/?ma=000.17.22.H56-261123-0007"])
def test_a_dossier_code_is_found(text: str) -> None:
    found = read(text)
    assert isinstance(found, scan.DossierScan)
    assert isinstance(found.code, DossierCode)
    assert (found.code.code, found.code.number) == ("000.17.22.H56-261123-0007", 7)


ANYTHING = st.text(alphabet=st.characters(), max_size=80)


@given(ANYTHING | st.lists(ANYTHING | st.sampled_from(CARD.split("|")), max_size=10).map("|".join))
@example("²" * 12)
@example("072195000123|" * 2000)
def test_reading_never_fails_and_lets_no_control_through(text: str) -> None:
    found = read(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in str(found))
