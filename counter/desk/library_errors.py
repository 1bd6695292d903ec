"""What libraries and the system say in English: told in our words by its kind, their own words last, after a mark."""

from __future__ import annotations

import errno
import json
import re
import tomllib
from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.problems import Problem
from db.enrolment import BadEnrolment

if TYPE_CHECKING:
    from pydantic import ValidationError

_SYSTEM: dict[int | None, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("this account may not do that"),
    errno.EPERM: N_("this account may not do that"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is no folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EEXIST: N_("it is there already"),
}

_VALUES: dict[str, str] = {
    "int_parsing": N_("a whole number is needed"),
    "int_type": N_("a whole number is needed"),
    "int_from_float": N_("a whole number is needed"),
    "float_parsing": N_("a number is needed"),
    "float_type": N_("a number is needed"),
    "bool_parsing": N_("true or false is needed"),
    "bool_type": N_("true or false is needed"),
    "string_type": N_("a text in quotation marks is needed"),
    "greater_than_equal": N_("at least {ge} is needed"),
    "less_than_equal": N_("at most {le} is allowed"),
    "extra_forbidden": N_("there is no such setting"),
}
"""What is wrong with a value, by pydantic's word for it; its own values stand in braces."""

_NO_VALUE = N_("the value does not fit")
_OTHER_FORM = N_("it is not written as {form}")


class Detailed(Problem):
    """``sentence`` in the user's language and, last and marked, ``detail``: a library's own words, or empty."""

    def __init__(self, sentence: Problem, detail: str) -> None:
        detail = " ".join(detail.split())
        message = N_("{sentence} [technical detail: {detail}]") if detail else "{sentence}"
        super().__init__(message, field=sentence.field, sentence=sentence, detail=detail)
        self.sentence, self.detail = sentence, detail


def plainly(problem: Problem) -> Problem:
    """``problem`` with the reason that a library gave, where its kind is known, in our words."""
    why = _kind(problem.__cause__)
    if not why or "why" not in problem.values:
        return problem
    ours = Problem(problem.message, field=problem.field, **{**problem.values, "why": why})
    known = isinstance(problem.__cause__, OSError)
    return ours if known else Detailed(ours, str(problem.values["why"]))


def of_system(error: OSError) -> Problem:
    """What the system refused, and of which file."""
    named = "{file}: {why}." if error.filename else "{why}."
    sentence = Problem(named, file=error.filename, why=_system(error))
    return sentence if error.errno in _SYSTEM else Detailed(sentence, error.strerror or str(error))


def of_value(error: ValidationError) -> str:
    """What is wrong with a value; empty where its kind is not known."""
    first = error.errors()[0]
    return _(_VALUES[first["type"]]).format(**first.get("ctx", {})) if first["type"] in _VALUES else ""


def _kind(cause: BaseException | None) -> str:
    from pydantic import ValidationError

    match cause:
        case OSError():
            return _system(cause) if cause.errno in _SYSTEM else ""
        case tomllib.TOMLDecodeError():
            return _line(cause, "TOML")
        case json.JSONDecodeError():
            return _line(cause, "JSON")
        case BadEnrolment():
            return _kind(cause.__cause__) or _("it is damaged, or another file")
        case ValidationError():
            return of_value(cause) or _(_NO_VALUE)
        case UnicodeDecodeError():
            return _(_OTHER_FORM).format(form="UTF-8")
        case KeyError():
            return _("{name} is missing").format(name=", ".join(map(str, cause.args)))
        case ValueError() | TypeError() | AttributeError() | OverflowError():
            return _(_NO_VALUE)
    return ""


def _system(error: OSError) -> str:
    return _(_SYSTEM.get(error.errno, N_("the system does not do that")))


def _line(error: ValueError, form: str) -> str:
    match = re.search(r"line (\d+)", str(error))
    if match is None:
        return _(_OTHER_FORM).format(form=form)
    return _("line {line} is not written as {form}").format(line=match[1], form=form)
