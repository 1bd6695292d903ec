"""What a printer can do: columns, dots, Vietnamese letters, pictures, knife, status and proof of printing.

A profile is checked when it is read: what does not fit together would come out as kilobytes of rubbish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from errno import errorcode
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from devices.errors import ProfileFault
from devices.errors import UnknownProfile as UnknownProfile


class Strategy(StrEnum):
    """How Vietnamese letters reach the paper; a person picks the one that reads right on the calibration slip."""

    TCVN3 = "tcvn3"
    VISCII = "viscii"
    DOWNLOADED = "downloaded"
    RASTER = "raster"
    ASCII = "ascii"


class Pictures(StrEnum):
    """The command that prints dots: ``GS v 0`` (raster), ``ESC *`` (column by column), or none at all."""

    RASTER = "raster"
    COLUMN = "column"
    NONE = "none"


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


DRAWN: Final = (12, 24)
"""Columns and rows of dots of a letter that we draw: the cell of every printer of 203 dpi."""

MIN_COLUMNS, MIN_DOTS = 8, 96
"""The narrowest paper that a slip can be laid out on: eight letters."""

MOST: Final = 9_999
"""More columns, dots or characters no printer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A printer's abilities. ``pages`` are the numbers for ``ESC t`` of TCVN-3 lower case and capitals,
    ``viscii_page`` that of VISCII; ``downloaded`` is how many characters it lets us define. ``cell`` is the width and
    the height in dots of its own letters; printers of needles have 9 rows, and dots that are 2.2 times as high as wide.
    """

    name: str = "generic-80"
    columns: int = 48
    dots: int = 576
    cell: tuple[int, int] = DRAWN
    pictures: Pictures = Pictures.RASTER
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

    @property
    def has_needles(self) -> bool:
        """Whether it prints with needles: eight rows at a time, 160 dots an inch across and 72 down."""
        return self.cell[1] < DRAWN[1]

    @property
    def definable(self) -> int:
        """How many letters of ours it takes (``ESC &``): none where they do not fit its cell."""
        return self.downloaded if self.cell == DRAWN else 0

    @property
    def strategy_within_limits(self) -> Strategy:
        """The strategy, or no accents where it needs a command that the printer lacks."""
        only_drawn = self.strategy is Strategy.RASTER or (
            self.strategy is Strategy.DOWNLOADED and not self.definable
        )
        return Strategy.ASCII if only_drawn and self.pictures is Pictures.NONE else self.strategy

    @property
    def drawn_columns(self) -> int:
        """The letters of ours that a line has room for: all columns, where its own letters are no narrower."""
        return min(self.columns, self.dots // DRAWN[0])

    def on_paper_of(self, columns: int) -> Profile:
        """The same printer with paper of ``columns`` letters. Raises ``UnknownProfile`` for fewer than fit a slip."""
        return checked(replace(self, columns=columns, dots=columns * self.cell[0]))

    def to_mapping(self) -> dict[str, Any]:
        """The profile as plain values, for a JSON file."""
        return {
            key: value.value if isinstance(value, StrEnum) else value for key, value in asdict(self).items()
        }

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Profile:
        """The reverse of ``to_mapping``; what is missing is as the profile of that name has it, else the generic one.

        Raises ``UnknownProfile`` for an unknown setting, a value that it cannot have, or values that do not fit.
        """
        name = values.get("name", "generic-80")
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
            raise UnknownProfile(
                str(name)[:_LONGEST_NAME], ProfileFault.VALUE, "name", repr(name)[:_LONGEST_NAME]
            )
        known = {field.name for field in fields(cls)}
        for setting, value in values.items():
            if setting not in known:
                raise UnknownProfile(name, ProfileFault.NO_SETTING, setting)
            if not _VALID[setting](value):
                raise UnknownProfile(name, ProfileFault.VALUE, setting, repr(value)[:_LONGEST_NAME])
        parsed: dict[str, Any] = {
            key: _PARSE[key](value) if key in _PARSE else value for key, value in values.items()
        }
        return checked(replace(_named(name), **parsed))


_LONGEST_NAME: Final = 60


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_pair(value: object, least: int, most: int) -> bool:
    return (
        isinstance(value, list | tuple) and len(value) == 2 and all(_is_number(x, least, most) for x in value)
    )


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_one_of(kind: type[StrEnum]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in set(kind)


_VALID: Final[Mapping[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "name": lambda value: isinstance(value, str),
        "columns": lambda value: _is_number(value, MIN_COLUMNS, MOST),
        "dots": lambda value: _is_number(value, MIN_DOTS, MOST),
        "cell": lambda value: _is_pair(value, 5, 48),
        "pictures": _is_one_of(Pictures),
        "strategy": _is_one_of(Strategy),
        "pages": lambda value: _is_pair(value, 0, 255),
        "viscii_page": lambda value: _is_number(value, 0, 255),
        "downloaded": lambda value: _is_number(value, 0, MOST),
        "kanji_off": _is_flag,
        "status": _is_one_of(Status),
        "proof": _is_one_of(Proof),
        "cutter": _is_flag,
        "native_barcode": _is_flag,
        "native_qr": _is_flag,
    }
)
_PARSE: Final[Mapping[str, Callable[[Any], object]]] = MappingProxyType(
    {
        "cell": tuple, "pages": tuple, "pictures": Pictures, "strategy": Strategy, "status": Status, "proof": Proof,
    }
)  # fmt: skip


def checked(profile: Profile) -> Profile:
    """``profile`` itself. Raises ``UnknownProfile`` where its settings do not fit together."""
    name, width = profile.name, profile.cell[0]
    for setting, least in (("columns", MIN_COLUMNS), ("dots", MIN_DOTS)):
        if (value := getattr(profile, setting)) < least:
            raise UnknownProfile(name, ProfileFault.VALUE, setting, str(value))
    across = f"{profile.columns} × {width}"
    if profile.columns * width > profile.dots:
        raise UnknownProfile(name, ProfileFault.TOO_WIDE, "columns", f"{across} > {profile.dots}")
    if profile.columns * width * 2 <= profile.dots:
        raise UnknownProfile(name, ProfileFault.TOO_NARROW, "columns", f"{across} < {profile.dots}")
    if profile.strategy_within_limits is not profile.strategy:
        raise UnknownProfile(name, ProfileFault.BEYOND_LIMITS, "strategy", profile.strategy.value)
    return profile


_NEEDLES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "pictures": Pictures.COLUMN, "downloaded": 0, "strategy": Strategy.ASCII, "kanji_off": False,
        "native_barcode": False, "native_qr": False,
    }
)  # fmt: skip
"""What printers of needles have in common (Epson TM-U220): no ``GS v 0``, ``GS k``, ``GS ( k``; ``ESC &`` for cells of
nine rows, which Vietnamese letters with two marks do not fit."""


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
        Profile(name="epson-u220", columns=33, dots=400, cell=(12, 9), **_NEEDLES),
    )


PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in _profiles()})
"""The profiles that ship; a calibrated printer has one of its own."""

_OF_NEEDLES: Final = MappingProxyType({"TM-U220": (9, 9), "TM-U220B": (9, 9)})
"""Printers of python-escpos's data whose letters are no 12x24 dots (Epson: font A of 7x9 needles, 42 in 400 dots)."""


def profile(name: str) -> Profile:
    """The profile ``name``: one of ours, the ``.json`` file of a calibrated printer, or one that python-escpos ships
    (read as data, without importing it). Raises ``UnknownProfile``.
    """
    if name.endswith(".json"):
        return _of_file(Path(name))
    if name in PROFILES:
        return PROFILES[name]
    shipped = _shipped()
    if name not in shipped:
        raise UnknownProfile(name)
    try:
        return _of_escpos(name, shipped[name])
    except (KeyError, TypeError, AttributeError) as error:
        raise UnknownProfile(name, ProfileFault.MISSING, str(error).strip("'")) from error


def _of_file(file: Path) -> Profile:
    try:
        values = json.loads(file.read_bytes())
    except OSError as error:
        raise UnknownProfile(
            str(file), ProfileFault.UNREADABLE, detail=errorcode.get(error.errno or 0, "")
        ) from error
    except ValueError as error:
        raise UnknownProfile(str(file), ProfileFault.NOT_JSON, detail=_place(error)) from error
    if not isinstance(values, dict):
        raise UnknownProfile(str(file), ProfileFault.NOT_JSON, detail="1:1")
    try:
        return Profile.from_mapping(values)
    except UnknownProfile as error:
        raise UnknownProfile(str(file), error.fault, error.setting, error.detail) from error


def _place(error: ValueError) -> str:
    """Line and column of a mistake in JSON."""
    return f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"


def _named(name: str) -> Profile:
    """The profile that a calibrated one was made of; the generic one where nobody knows it."""
    try:
        return PROFILES[name] if name in PROFILES else _of_escpos(name, _shipped()[name])
    except (KeyError, TypeError, AttributeError, UnknownProfile):
        return replace(PROFILES["generic-80"], name=name)


def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files("escpos").joinpath("capabilities.json").read_bytes())
    profiles: dict[str, Any] = data["profiles"]
    return profiles


def _of_escpos(name: str, values: dict[str, Any]) -> Profile:
    """A width that the data does not know (``Unknown``, or none as of TUP500) is that of the letters."""
    features = values["features"]
    columns = values["fonts"]["0"]["columns"]
    pages = {encoding: int(number) for number, encoding in values["codePages"].items()}
    if not pages:
        raise UnknownProfile(name, ProfileFault.NO_PAGES, "codePages")
    cell = _OF_NEEDLES.get(name, DRAWN)
    both = (pages.get("TCVN-3-1"), pages.get("TCVN-3-2"))
    dots = values["media"]["width"].get("pixels")
    generic = Profile()
    pictures = _pictures(features)
    strategy = Strategy.TCVN3 if None not in both and name != "default" else Strategy.DOWNLOADED
    result = Profile(
        name=name,
        columns=columns,
        dots=dots if isinstance(dots, int) else columns * cell[0],
        cell=cell,
        pictures=pictures,
        strategy=Strategy.ASCII
        if pictures is Pictures.NONE and strategy is Strategy.DOWNLOADED
        else strategy,
        pages=(both[0] or generic.pages[0], both[1] or generic.pages[1]),
        downloaded=0 if pictures is Pictures.NONE else generic.downloaded,
        cutter=bool(features.get("paperFullCut") or features.get("paperPartCut")),
        native_barcode=bool(features.get("barcodeB")),
        native_qr=bool(features.get("qrCode")),
    )
    return checked(replace(result, **_NEEDLES) if name in _OF_NEEDLES else result)


def _pictures(features: Mapping[str, Any]) -> Pictures:
    if features.get("bitImageRaster"):
        return Pictures.RASTER
    return Pictures.COLUMN if features.get("bitImageColumn") else Pictures.NONE
