"""Profiles: ours, python-escpos's, and those that a calibration keeps."""

from pathlib import Path

import pytest

from devices.profile import PROFILES, Profile, Proof, Strategy, UnknownProfile, profile


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
