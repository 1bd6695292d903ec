"""Profiles: ours, python-escpos's, and those that a calibration keeps."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from devices.errors import ProfileFault
from devices.profile import PROFILES, Pictures, Profile, Proof, Strategy, UnknownProfile, checked, profile


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_survives_a_configuration_file(name: str) -> None:
    assert Profile.from_mapping(PROFILES[name].to_mapping()) == PROFILES[name]


def test_what_is_missing_is_generic() -> None:
    made = Profile.from_mapping({"strategy": "tcvn3", "pages": [49, 50], "proof": "none"})
    assert (made.strategy, made.pages, made.proof, made.dots) == (Strategy.TCVN3, (49, 50), Proof.NONE, 576)


@pytest.mark.parametrize("values", [{"colour": 1}, {"strategy": "utf8"}, {"proof": "?"}])
def test_mistakes_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"colour|utf8|\?"):
        Profile.from_mapping(values)


def test_profiles_of_python_escpos_are_read_as_data() -> None:
    epson = profile("TM-T88V")
    assert (epson.strategy, epson.pages, epson.columns, epson.dots) == (Strategy.TCVN3, (30, 31), 42, 512)
    assert profile("default").strategy is Strategy.DOWNLOADED
    assert profile("epson") is PROFILES["epson"]


def test_a_profile_can_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "printer.json"
    file.write_text('{"strategy": "viscii", "columns": 42}')
    assert profile(str(file)) == Profile(strategy=Strategy.VISCII, columns=42)
    for wrong in ("{", '{"columns": 42, "paper": 1}', "[]", '{"dots": "wide"}'):
        file.write_text(wrong)
        with pytest.raises(UnknownProfile):
            profile(str(file))
    with pytest.raises(UnknownProfile):
        profile(str(tmp_path / "none.json"))


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(UnknownProfile, match="no printer profile 'x'"):
        profile("x")


def test_every_profile_that_ships_fits_together() -> None:
    assert [checked(made) for made in PROFILES.values()] == list(PROFILES.values())
    assert {name for name, made in PROFILES.items() if made.pictures is not Pictures.RASTER} == {"epson-u220"}


SHIPPED = json.loads(files("escpos").joinpath("capabilities.json").read_bytes())["profiles"]
TOO_WIDE, TOO_NARROW = ProfileFault.TOO_WIDE, ProfileFault.TOO_NARROW
REFUSED = {
    "AF-240": ("columns", TOO_WIDE, "20 × 12 > 100"),
    "OCD-100": ("columns", TOO_WIDE, "20 × 12 > 100"),
    "NT-80-V-UL": ("columns", TOO_NARROW, "12 × 12 < 576"),
}
"""Profiles of python-escpos that cannot be right."""

LIMITED = {
    "TM-U220": (Pictures.COLUMN, Strategy.ASCII),
    "TM-U220B": (Pictures.COLUMN, Strategy.ASCII),
    "OCD-300": (Pictures.NONE, Strategy.ASCII),
}
"""Those without ``GS v 0``; three have it and no ``ESC *``, which changes nothing."""


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_of_python_escpos_fits_together_or_says_what_does_not(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(UnknownProfile) as caught:
            profile(name)
        error = caught.value
        assert (error.name, error.setting, error.fault, error.detail) == (name, *REFUSED[name])
        return
    made = profile(name)
    assert made.columns * made.cell[0] <= made.dots
    if name in LIMITED:
        assert (made.pictures, made.strategy) == LIMITED[name]
        assert not made.definable
    else:
        assert made.pictures is Pictures.RASTER
        assert SHIPPED[name]["features"]["bitImageRaster"]


def test_a_width_that_the_data_lacks_is_that_of_the_letters() -> None:
    assert profile("TUP500").dots == profile("RP326").dots == 42 * 12


def test_an_entry_without_what_every_printer_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"features": {}, "fonts": {"0": {"columns": 48}}, "codePages": {}, "media": {"width": {}}}
    odd = {
        "no pages": entry,
        "no font": {**entry, "fonts": {}},
        "no media": {**entry, "codePages": {"0": "CP437"}},
    }
    del odd["no media"]["media"]
    monkeypatch.setattr("devices.profile._shipped", lambda: odd)
    for name, setting, fault in (
        ("no pages", "codePages", ProfileFault.NO_PAGES),
        ("no font", "0", ProfileFault.MISSING),
        ("no media", "media", ProfileFault.MISSING),
    ):
        with pytest.raises(UnknownProfile) as caught:
            profile(name)
        assert (caught.value.name, caught.value.setting, caught.value.fault) == (name, setting, fault)


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"dots": 0}, "dots"),
        ({"dots": True}, "dots"),
        ({"columns": 0}, "columns"),
        ({"columns": 49}, "columns"),
        ({"columns": 12}, "columns"),
        ({"columns": "48"}, "columns"),
        ({"pages": []}, "pages"),
        ({"pages": [30]}, "pages"),
        ({"pages": [30, 999]}, "pages"),
        ({"pages": 30}, "pages"),
        ({"name": 5}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a\x1b[2J"}, "name"),
        ({"cutter": 1}, "cutter"),
        ({"strategy": ["raster"]}, "strategy"),
        ({"cell": [12, 0]}, "cell"),
        ({"pictures": "none", "strategy": "raster"}, "strategy"),
        ({"pictures": "none", "strategy": "downloaded", "downloaded": 0}, "strategy"),
        ({"downloaded": -1}, "downloaded"),
        ({"viscii_page": 256}, "viscii_page"),
    ],
)
def test_values_that_no_printer_can_have_are_named(values: dict[str, object], setting: str) -> None:
    with pytest.raises(UnknownProfile) as caught:
        Profile.from_mapping(values)
    assert caught.value.setting == setting


def test_what_an_earlier_calibration_did_not_know_is_as_the_profile_of_that_name_has_it() -> None:
    for name, pictures in (
        ("TM-U220", Pictures.COLUMN),
        ("epson-u220", Pictures.COLUMN),
        ("mine", Pictures.RASTER),
    ):
        made = Profile.from_mapping({"name": name, "strategy": "ascii"})
        assert (made.name, made.pictures) == (name, pictures)


def test_paper_of_another_width_has_its_dots() -> None:
    assert (PROFILES["epson"].on_paper_of(64).dots, profile("TM-U220").on_paper_of(40).dots) == (768, 360)
    with pytest.raises(UnknownProfile, match="columns"):
        PROFILES["epson"].on_paper_of(3)
