"""How the counter looks: calm by default, and three themes for eyes and terminals that need another.

Colours are those of the 256-colour palette: half the bytes of true colour, and right in every terminal.
"""

import os
from pathlib import Path

from textual.theme import Theme

from counter.locale import N_

_SIXTEEN = {
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "screen-selection-background": "ansi_blue",
    "screen-selection-foreground": "ansi_white",
    "input-cursor-text-style": "none",
    "block-cursor-text-style": "none",
    "scrollbar": "ansi_cyan",
    "scrollbar-hover": "ansi_cyan",
    "scrollbar-active": "ansi_cyan",
    "scrollbar-background": "ansi_black",
    "scrollbar-background-hover": "ansi_black",
    "scrollbar-background-active": "ansi_black",
    "scrollbar-corner-color": "ansi_default",
    "border": "ansi_cyan",
    "border-blurred": "ansi_default",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_cyan",
    "input-cursor-background": "ansi_white",
    "input-cursor-foreground": "ansi_black",
    "input-selection-background": "ansi_blue",
    "input-selection-foreground": "ansi_white",
    "bar-background": "ansi_blue",
    "bar-foreground": "ansi_white",
    "bar-key": "ansi_yellow",
    "bar-dim": "ansi_white",
    "bar-good": "ansi_green",
    "bar-bad": "ansi_yellow",
    "label": "ansi_cyan",
    "quiet": "ansi_default",
    "quiet-style": "dim",
    "rule": "ansi_cyan",
    "entry-background": "ansi_default",
    "entry-active": "ansi_default",
    "entry-style": "underline",
    "good": "ansi_green",
    "warn": "ansi_yellow",
    "bad": "ansi_red",
    "row-background": "ansi_cyan",
    "row-foreground": "ansi_black",
    "row-style": "none",
    "resting-background": "ansi_default",
    "resting-style": "underline",
}

_MONOCHROME = _SIXTEEN | dict.fromkeys(
    (
        "border",
        "label",
        "rule",
        "good",
        "warn",
        "bad",
        "bar-background",
        "bar-foreground",
        "bar-key",
        "bar-dim",
    ),
    "ansi_default",
)
_MONOCHROME |= dict.fromkeys(("bar-good", "bar-bad", "row-background", "row-foreground"), "ansi_default")
_MONOCHROME |= dict.fromkeys(("input-selection-background", "block-cursor-background"), "ansi_white")
_MONOCHROME |= {"input-selection-foreground": "ansi_black", "row-style": "reverse", "bar-style": "reverse"}


def _ansi(name: str, variables: dict[str, str], primary: str = "ansi_cyan", error: str = "ansi_red") -> Theme:
    return Theme(
        name=name,
        ansi=True,
        primary=primary,
        secondary=primary,
        warning=variables["warn"],
        error=error,
        success=variables["good"],
        accent=primary,
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables=variables,
    )


def _true(name: str, *, ground: str, ink: str, lift: str, accent: str, variables: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=variables["warn"],
        error=variables["bad"],
        success=variables["good"],
        foreground=ink,
        background=ground,
        surface=ground,
        panel=lift,
        variables={
            "border": accent,
            "border-blurred": variables["rule"],
            "input-cursor-background": ink,
            "input-cursor-foreground": ground,
            "input-selection-background": accent,
            "input-selection-foreground": ground,
            "block-cursor-background": accent,
            "block-cursor-foreground": ground,
            "quiet-style": "none",
            "entry-style": "none",
            "bar-style": "none",
            "row-style": "none",
            "resting-style": "none",
        }
        | variables,
    )


CALM = _true(
    "calm",
    ground="#1c1c1c",
    ink="#dadada",
    lift="#262626",
    accent="#87afd7",
    variables={
        "bar-background": "#005f87",
        "bar-foreground": "#eeeeee",
        "bar-key": "#ffd787",
        "bar-dim": "#afd7ff",
        "bar-good": "#afffaf",
        "bar-bad": "#ffd787",
        "label": "#87afd7",
        "quiet": "#8a8a8a",
        "rule": "#5f87af",
        "entry-background": "#262626",
        "entry-active": "#3a3a3a",
        "good": "#87d787",
        "warn": "#ffd787",
        "bad": "#ff8787",
        "row-background": "#87afd7",
        "row-foreground": "#121212",
        "resting-background": "#3a3a3a",
    },
)

CONTRAST = _true(
    "contrast",
    ground="#000000",
    ink="#ffffff",
    lift="#000000",
    accent="#ffff00",
    variables={
        "bar-background": "#ffffff",
        "bar-foreground": "#000000",
        "bar-key": "#0000c0",
        "bar-dim": "#303030",
        "bar-good": "#005000",
        "bar-bad": "#b00000",
        "label": "#ffffff",
        "quiet": "#d0d0d0",
        "rule": "#ffffff",
        "entry-background": "#000000",
        "entry-active": "#00007a",
        "good": "#00ff00",
        "warn": "#ffff00",
        "bad": "#ff8080",
        "row-background": "#ffff00",
        "row-foreground": "#000000",
        "resting-background": "#404040",
    },
)

SIXTEEN = _ansi("sixteen", _SIXTEEN | {"bar-style": "none"})
MONOCHROME = _ansi("monochrome", _MONOCHROME, primary="ansi_default", error="ansi_default")

LABELS: dict[str, str] = {
    CALM.name: N_("calm"),
    SIXTEEN.name: N_("16 colours"),
    MONOCHROME.name: N_("one colour"),
    CONTRAST.name: N_("high contrast"),
}
"""What the themes are called."""

THEMES = (CALM, SIXTEEN, MONOCHROME, CONTRAST)
"""All themes, the default first."""

FALLBACK: dict[str, str] = dict(CALM.variables)
"""Values of our own variables for themes that do not define them."""


def style_sheet() -> Path:
    """``counter.tcss``: in the package when installed, beside it in the source tree."""
    packaged = Path(__file__).parent / "counter.tcss"
    return packaged if packaged.exists() else packaged.parent.parent / "counter.tcss"


def theme_for_terminal() -> str:
    """The name of the theme that suits the terminal of this process."""
    if os.environ.get("NO_COLOR"):
        return MONOCHROME.name
    term = os.environ.get("TERM", "")
    rich = "256" in term or os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    return CALM.name if rich or "kitty" in term else SIXTEEN.name
