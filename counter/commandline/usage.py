"""What is wrong with a command line, in the language of the user: the library that reads it speaks English only."""

from __future__ import annotations

import re

import typer

from counter.desk.library_errors import of_value
from counter.locale import N_, _

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"No such command ['\"](?P<name>.*)['\"]\. Did you mean (?P<near>.+)\?",
        N_("there is no command “{name}” (there is {near})"),
    ),
    (r"No such command ['\"](?P<name>.*)['\"]\.", N_("there is no command “{name}”")),
    (r"Missing command\.", N_("a command is missing")),
    (r"Got unexpected extra argument\(s\) \((?P<words>.*)\)", N_("this is too much: {words}")),
    (r"Option ['\"](?P<name>.*)['\"] requires an argument\.", N_("{name} needs a value")),
    (r"Option ['\"](?P<name>.*)['\"] does not take a value\.", N_("{name} takes no value")),
    (
        r"(?:Value error, )?['\"](?P<text>.*)['\"] is not one of (?P<near>.*)\.",
        N_("“{text}” is none of {near}"),
    ),
    (
        r"(?:Value error, )?['\"](?P<text>.*)['\"] does not match the formats '%Y-%m-%d'\.",
        N_("'{text}' is not a day; write it as 2026-02-13"),
    ),
)
"""What the library says with no more than a sentence, and ours for it."""


def usage_problem(error: BaseException) -> str:
    """What is wrong with the command line; a sentence of the library that nobody foresaw stands behind a mark."""
    if isinstance(error, typer.BadParameter):
        return _of_parameter(error)
    if name := getattr(error, "option_name", ""):
        near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
        if near:
            return _("there is no option {name} (there is {near})").format(name=name, near=near)
        if hasattr(error, "possibilities"):
            return _("there is no option {name}").format(name=name)
    return _translated(str(getattr(error, "message", error)))


def _of_parameter(error: typer.BadParameter) -> str:
    from pydantic import ValidationError

    name = ""
    if error.param is not None:
        name = error.param.get_error_hint().partition(" (")[0].replace("'", "")
    if hasattr(error, "param_type"):  # only the library's error for what is missing has one
        return _("{name} is missing").format(name=name)
    cause = error.__cause__
    why = error.message  # our own
    if isinstance(cause, ValidationError):
        why = of_value(cause) or _translated(error.message)
    return f"{name}: {why}" if name else why


def _translated(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message.strip(), re.DOTALL):
            words = {name: text.replace("'", "") for name, text in match.groupdict().items()}
            return _(sentence).format(**words)
    message = message.strip().rstrip(".")
    return _("{sentence} [technical detail: {detail}]").format(
        sentence=_("it cannot be understood"), detail=message
    )
