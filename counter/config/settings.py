"""The settings of one terminal: ``counter.toml`` in the data folder, over it ``COUNTER_*``, under it defaults.

Importing this takes about as long as drawing the first screen: import it after the first frame.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from counter.config.start import CONFIGURATION, SCANNER_GAP
from counter.locale import N_, Language
from counter.problems import Problem

SCHEMES = frozenset({"serial", "rfc2217", "tcp", "cups", "file", "usb", "printer", "virtual"})
"""``printer:`` is a display on the printer's own line."""
PAGE_SCHEMES = frozenset({"pdf+cups", "pdf+tcp", "pdf+file"})
"""Of printers for pages."""


def _device(url: str) -> str:
    scheme, colon, _ = url.partition(":")
    if url and (not colon or scheme not in SCHEMES):
        raise ValueError(f"must begin with one of {', '.join(sorted(f'{s}:' for s in SCHEMES))}")
    return url


def _page_printer(url: str) -> str:
    scheme, colon, _ = url.partition(":")
    if url and (not colon or scheme not in PAGE_SCHEMES):
        raise ValueError(f"must begin with one of {', '.join(sorted(f'{s}:' for s in PAGE_SCHEMES))}")
    return url


def _is_page_printer(url: str) -> bool:
    return url.partition(":")[0] in PAGE_SCHEMES


def _any_printer(url: str) -> str:
    return url if _is_page_printer(url) else _device(url)


Device = Annotated[str, AfterValidator(_device)]
"""A device as a URL (``tcp://192.168.1.50:9100``, ``serial:///dev/ttyUSB0?baud=9600``, ``virtual:``), or empty."""


def _printer_name(name: str) -> str:
    if not name.strip() or ":" in name:
        raise ValueError("a printer's name is a word or two, without a colon")
    return name


AnyPrinter = Annotated[str, AfterValidator(_any_printer)]
"""A device that prints slips, or one for pages (``pdf+cups://laser``)."""

PrinterName = Annotated[str, AfterValidator(_printer_name)]
"""What people call a printer (``window 2``)."""


class Settings(BaseSettings):
    """How this terminal works; the office's own facts (name, hours, staff) are in its ledger.

    ``lock_after`` is in seconds without a key (None: as the office says; 0: never); ``key_file`` None means
    ``office.key`` in the data folder; ``keymap`` maps a command's name to its keys. ``display_idle`` are the lines of
    the display while nobody is called, ``printer:`` as a display is one on the printer's own line.
    ``scanner_gap`` is in milliseconds.
    ``printers`` are the office's printers by name; ``printer`` is this terminal's own: one of the names, or a URL.
    ``page_printer`` is its own one for pages in the same way (``pdf+cups://laser``), without which they become files;
    ``page_copies`` is how many counterparts of a page are printed, 2 with the marks Liên 1 and Liên 2.
    ``sync`` false keeps this terminal from syncing with the centre (where a service of its own does); with
    ``insecure_loopback`` a centre on this very machine, as in demonstrations, is reached without TLS.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTER_", extra="forbid", frozen=True)

    lang: Language = "vi"
    theme: str = ""
    keymap: dict[str, str] = {}
    counter: int | None = Field(default=None, ge=1, le=99)
    lock_after: int | None = Field(default=None, ge=0, le=86_400)
    key_file: Path | None = None
    printers: dict[PrinterName, AnyPrinter] = {}
    printer: str = ""
    printer_profile: str = ""
    page_printer: str = ""
    page_copies: int = Field(default=1, ge=1, le=2)
    display: Device = ""
    display_idle: tuple[str, ...] = Field(default=(), max_length=2)
    scanner: Device = ""
    scanner_prefix: str = ""
    scanner_suffix: str = ""
    scanner_gap: int = Field(default=SCANNER_GAP, ge=1, le=250)
    sync: bool = True
    insecure_loopback: bool = False

    @field_validator("printer")
    @classmethod
    def _known_printer(cls, value: str, info: ValidationInfo) -> str:
        if _is_page_printer(_device_url(value, info)):
            raise ValueError("a printer for pages belongs into page_printer")
        return value if value in info.data.get("printers", {}) else _device(value)

    @field_validator("page_printer")
    @classmethod
    def _prints_pages(cls, value: str, info: ValidationInfo) -> str:
        _page_printer(_device_url(value, info))
        return value

    @property
    def all_printers(self) -> dict[str, str]:
        """Every printer's URL by its name, those for slips and this terminal's own first; one without a name goes by
        its URL.
        """
        return self.receipt_printers | self.page_printers

    @property
    def receipt_printers(self) -> dict[str, str]:
        """The URLs of the printers for slips, by name, this terminal's own first."""
        own = {self.printer: self.printers.get(self.printer, self.printer)} if self.printer else {}
        return own | {name: url for name, url in self.printers.items() if not _is_page_printer(url)}

    @property
    def page_printers(self) -> dict[str, str]:
        """The URLs of the printers for pages, by name, this terminal's own first."""
        name = self.page_printer
        own = {name: self.printers.get(name, name)} if name else {}
        return own | {name: url for name, url in self.printers.items() if _is_page_printer(url)}

    @property
    def printer_url(self) -> str:
        """The URL of this terminal's own printer, or empty."""
        return self.printers.get(self.printer, self.printer)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes over the file, whose values arrive as arguments."""
        return env_settings, init_settings


def _device_url(value: str, info: ValidationInfo) -> str:
    """The URL of the printer ``value``, which may be a name in ``printers``."""
    return str(info.data.get("printers", {}).get(value, value))


class _Merged(Settings):
    """Settings from values that the environment is already part of."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The values alone."""
        return (init_settings,)


def load(data: Path) -> Settings:
    """The settings for the office in ``data``. Raises ``Problem`` that names the setting and what is wrong."""
    try:
        return validated(written(data))
    except ValidationError as error:
        raise problem_of(error) from error


def written(data: Path) -> dict[str, Any]:
    """What the settings file in ``data`` and the environment say, unchecked. Raises ``Problem`` if unreadable."""
    values = _in_file(data / CONFIGURATION)
    try:
        environment = EnvSettingsSource(Settings)()
    except SettingsError as error:
        raise Problem(N_("A setting in the environment is wrong: {why}."), why=str(error)) from error
    for name, value in environment.items():
        both = isinstance(value, dict) and isinstance(values.get(name), dict)
        values[name] = values[name] | value if both else value
    return values


def validated(values: dict[str, Any]) -> Settings:
    """``values`` as settings. Raises ``ValidationError``."""
    return _Merged(**values)


def problem_of(error: ValidationError, index: int = 0) -> Problem:
    """What is wrong with the setting that detail ``index`` of ``error`` is about."""
    detail = error.errors()[index]
    name = ".".join(str(part) for part in detail["loc"])
    return Problem(N_("The setting “{name}” is wrong: {why}."), name=name, why=detail["msg"])


def _in_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Problem(N_("{file} cannot be read: {why}."), file=path.name, why=str(error)) from error
    if isinstance(key := values.get("key_file"), str):
        values["key_file"] = path.parent / key
    return values
