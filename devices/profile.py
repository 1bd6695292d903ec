"""What a printer can do: columns, dots, Vietnamese letters, knife, status and proof of printing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any


class Strategy(StrEnum):
    """How Vietnamese letters reach the paper; a person picks the one that reads right on the calibration slip."""

    TCVN3 = "tcvn3"
    VISCII = "viscii"
    DOWNLOADED = "downloaded"
    RASTER = "raster"
    ASCII = "ascii"


class Proof(StrEnum):
    """How the printer proves that a slip came out: ``GS ( H``, a queued ``GS r 1``, or not at all."""

    COMPLETION = "completion"
    QUEUED = "queued"
    NONE = "none"


class Status(StrEnum):
    """Whether the printer answers ``DLE EOT``: always, never, or unknown until it does once."""

    ALWAYS = "always"
    MAYBE = "maybe"
    NEVER = "never"


class UnknownProfile(ValueError):
    """There is no profile of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A printer's abilities. ``pages`` are the numbers for ``ESC t`` of TCVN-3 lower case and capitals,
    ``viscii_page`` that of VISCII; ``downloaded`` is how many characters it lets us define.
    """

    name: str = "generic-80"
    columns: int = 48
    dots: int = 576
    strategy: Strategy = Strategy.DOWNLOADED
    pages: tuple[int, int] = (30, 31)
    viscii_page: int = 34
    downloaded: int = 95
    kanji_off: bool = True
    status: Status = Status.MAYBE
    proof: Proof = Proof.QUEUED
    cutter: bool = True
    native_barcode: bool = True
    native_qr: bool = True

    def to_mapping(self) -> dict[str, Any]:
        """The profile as plain values, for a JSON file."""
        kinds = {"strategy": self.strategy.value, "proof": self.proof.value, "status": self.status.value}
        return {**asdict(self), **kinds}

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Profile:
        """The reverse of ``to_mapping``; what is missing is as the generic printer has it.

        Raises ``ValueError`` for an unknown name or value.
        """
        known = {field.name for field in fields(cls)}
        if unknown := set(values) - known:
            raise ValueError(f"a profile has no {', '.join(sorted(unknown))}")
        for key in {"columns", "dots", "viscii_page", "downloaded"} & set(values):
            if not isinstance(values[key], int) or not 0 <= values[key] < 10_000:
                raise ValueError(f"{key} is a number")
        parsed: dict[str, Any] = dict(values)
        for key, kind in (("strategy", Strategy), ("proof", Proof), ("status", Status)):
            if key in parsed:
                parsed[key] = kind(parsed[key])
        if "pages" in parsed:
            parsed["pages"] = tuple(parsed["pages"])
        return cls(**parsed)


def _profiles() -> tuple[Profile, ...]:
    tcvn, gs_h = Strategy.TCVN3, Proof.COMPLETION
    return (
        Profile(),
        Profile(name="generic-58", columns=32, dots=384, cutter=False),
        Profile(name="raster-80", strategy=Strategy.RASTER, native_barcode=False, native_qr=False),
        Profile(name="epson", strategy=tcvn, proof=gs_h, status=Status.ALWAYS),
        Profile(name="epson-42", strategy=tcvn, proof=gs_h, status=Status.ALWAYS, columns=42, dots=512),
        Profile(name="citizen", strategy=tcvn),
        Profile(name="bixolon", strategy=tcvn, pages=(49, 50)),
        Profile(name="zywell", strategy=Strategy.VISCII),
        Profile(name="epson-u220", columns=33, dots=400, downloaded=20, strategy=Strategy.ASCII,
                native_barcode=False, native_qr=False),
    )  # fmt: skip


PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in _profiles()})
"""The profiles that ship; a calibrated printer has one of its own."""


def profile(name: str) -> Profile:
    """The profile ``name``: one of ours, the ``.json`` file of a calibrated printer, or one that python-escpos ships
    (read as data, without importing it). Raises ``UnknownProfile``.
    """
    if name.endswith(".json"):
        try:
            values = json.loads(Path(name).read_bytes())
            if not isinstance(values, dict):
                raise ValueError("not a profile")
            return Profile.from_mapping(values)
        except (OSError, ValueError, TypeError) as error:
            raise UnknownProfile(f"no printer profile in {name}: {error}") from error
    if name in PROFILES:
        return PROFILES[name]
    shipped = json.loads(files("escpos").joinpath("capabilities.json").read_bytes())["profiles"]
    if name not in shipped:
        raise UnknownProfile(f"no printer profile {name!r}")
    return _of_escpos(name, shipped[name])


def _of_escpos(name: str, values: dict[str, Any]) -> Profile:
    features = values["features"]
    columns = values["fonts"]["0"]["columns"]
    pages = {encoding: int(number) for number, encoding in values["codePages"].items()}
    both = (pages.get("TCVN-3-1"), pages.get("TCVN-3-2"))
    dots = values["media"]["width"]["pixels"]
    generic = Profile()
    return Profile(
        name=name,
        columns=columns,
        dots=dots if isinstance(dots, int) else columns * 12,
        strategy=Strategy.TCVN3 if None not in both and name != "default" else Strategy.DOWNLOADED,
        pages=(both[0] or generic.pages[0], both[1] or generic.pages[1]),
        cutter=bool(features.get("paperFullCut") or features.get("paperPartCut")),
        native_barcode=bool(features.get("barcodeB")),
        native_qr=bool(features.get("qrCode")),
    )
