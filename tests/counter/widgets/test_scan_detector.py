"""Telling a scanner from a person."""

import pytest

from counter.config.start import SCANNER_GAP
from counter.widgets.scan_detector import GAP, SILENCE, ScanDetector, looks_like_code

CARD = "072195000123||Trần Thị Bưởi|15081995|Nữ|Ấp 3, Châu Thành, Tây Ninh|01012022"
DOSSIER = "000.17.22.H56-261123-0007"


def scan(burst: ScanDetector, text: str, gap: float, *, start: float = 100.0) -> str | None:
    at = start
    for character in text:
        burst.feed(character, at)
        at += gap
    return burst.enter(at)


@pytest.mark.parametrize("gap", [0, 0.002, 0.010, 0.030])
@pytest.mark.parametrize("text", [CARD, DOSSIER, "072195000123"])
def test_a_scanner_is_recognised_at_every_speed(text: str, gap: float) -> None:
    assert scan(ScanDetector(), text, gap) == text


@pytest.mark.parametrize("text", ["072195000123", "nguyen van duc", "0912345678"])
def test_a_person_is_never_taken_for_a_scanner(text: str) -> None:
    assert scan(ScanDetector(), text, 0.060) is None


@pytest.mark.parametrize("text", ["0912345678", "12", "A042", "nguyen van duc", "Trần Thị Bưởi", "khai sinh"])
def test_typing_that_a_slow_line_delivers_in_one_piece_is_typing(text: str) -> None:
    assert scan(ScanDetector(), text, 0) is None


@pytest.mark.parametrize("gap", [0.05, 0.3, 1.5])
def test_a_card_is_a_scan_at_any_speed(gap: float) -> None:
    assert scan(ScanDetector(), CARD, gap) == CARD


def test_a_dossier_code_is_a_scan_as_slow_as_any_scanner_but_not_as_slow_as_a_person() -> None:
    assert scan(ScanDetector(), DOSSIER, 0.050) == DOSSIER
    assert scan(ScanDetector(), DOSSIER, 0.100) is None


@pytest.mark.parametrize("text", [CARD, DOSSIER])
@pytest.mark.parametrize("size", [7, 9])
def test_a_slow_line_delivers_a_scan_in_pieces(text: str, size: int) -> None:
    burst, at = ScanDetector(), 100.0
    for place, character in enumerate(text):
        at += 0.120 if place and place % size == 0 else 0
        burst.feed(character, at)
    assert burst.enter(at + 0.120) == text


@pytest.mark.parametrize("typed", ["07", "x", "072195"])
def test_what_was_typed_just_before_a_slow_card_is_not_of_it(typed: str) -> None:
    burst = ScanDetector()
    assert scan(burst, typed + CARD, 0.050) == CARD
    assert burst.start == len(typed)


def test_the_gap_is_a_setting() -> None:
    assert scan(ScanDetector(gap=0.060), "072195000123", 0.050) == "072195000123"
    assert GAP == SCANNER_GAP / 1000


def test_enter_must_follow_at_once() -> None:
    burst = ScanDetector()
    for character in "072195000123":
        burst.feed(character, 1.0)
    assert burst.enter(1.1) is None


def test_a_scan_after_typing_is_only_the_scan() -> None:
    burst = ScanDetector()
    assert burst.feed("x", 1.0)
    assert not burst.feed("0", 2.0)
    assert not burst.feed("7", 2.01)
    burst.reset()
    assert scan(burst, "072195000123", 0.002, start=3.0) == "072195000123"


def test_an_accent_outside_a_card_comes_from_an_input_method() -> None:
    assert scan(ScanDetector(lambda text: True), "abcdế", 0) is None


def test_decomposed_names_are_composed() -> None:
    assert (
        scan(ScanDetector(), "072195000123||Tra\u0302\u0300n|15081995|Nu\u031b\u0303|x", 0)
        == "072195000123||Trần|15081995|Nữ|x"
    )


def test_a_prefix_needs_neither_shape_nor_speed() -> None:
    burst = ScanDetector(prefix="~")
    assert scan(burst, "~A042", 0.100) == "A042"
    assert scan(burst, "A042", 0.001) is None
    assert scan(burst, "~", 0.001) is None


def test_a_suffix_is_taken_off() -> None:
    assert scan(ScanDetector(suffix="#"), f"{DOSSIER}#", 0) == DOSSIER
    assert scan(ScanDetector(prefix="~", suffix="##"), "~A042##", 0.1) == "A042"
    assert scan(ScanDetector(suffix="#"), DOSSIER, 0) == DOSSIER


def test_a_suffix_of_tab_ends_a_scan_as_enter_does() -> None:
    assert ScanDetector(suffix="\t").may_end("tab")
    assert ScanDetector(suffix="\t").may_end("enter")
    assert not ScanDetector(suffix="#").may_end("tab")
    assert scan(ScanDetector(suffix="#\t"), f"{DOSSIER}#", 0) == DOSSIER


def test_an_unreadable_card_is_still_a_card() -> None:
    assert looks_like_code("x|y|z|?")
    assert not looks_like_code("x|y")


def typed(text: str, gap: float) -> tuple[ScanDetector, float]:
    """A detector that got ``text`` without an Enter, and when the last key came."""
    burst, at = ScanDetector(), 100.0
    for character in text:
        burst.feed(character, at)
        at += gap
    return burst, at - gap


@pytest.mark.parametrize("gap", [0, 0.010, 0.050])
@pytest.mark.parametrize(
    "text",
    [CARD, DOSSIER, "DN4720123456789|5472|01/02/1995|2|5472|72 - 012|01/01/2026|31/12/2026|-"],
    ids=["card", "code", "health card"],
)
def test_what_is_whole_ends_in_silence_where_no_enter_comes(text: str, gap: float) -> None:
    burst, last = typed(text, gap)
    assert burst.silence(last + SILENCE / 2) is None
    assert burst.silence(last + SILENCE) == text
    assert burst.silence(last + 2 * SILENCE) is None


@pytest.mark.parametrize(
    "text", [CARD[:-1], CARD[:-9], "072195000123||Trần", DOSSIER[:-2], "072195000123", "nguyen van duc", ""]
)
def test_what_may_still_go_on_does_not(text: str) -> None:
    burst, last = typed(text, 0.002)
    assert burst.silence(last + 10) is None


def test_a_code_that_a_person_types_waits_for_their_enter() -> None:
    burst, last = typed(DOSSIER, 0.100)
    assert burst.silence(last + 10) is None


def test_a_labelled_line_is_known_by_its_label_and_its_pace() -> None:
    burst, last = typed("Họ và tên: Trần Thị Bưởi", 0.010)
    assert burst.labelled_line(last + 0.010) == "Họ và tên: Trần Thị Bưởi"
    for text, gap in (
        ("Họ và tên: Trần Thị Bưởi", 0.150),
        ("Ghi chú: mai trả", 0.010),
        ("Họ và tên:", 0.010),
    ):
        burst, last = typed(text, gap)
        assert burst.labelled_line(last + gap) is None
