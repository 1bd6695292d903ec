"""The words people read: English message ids in the code, Vietnamese (the default) beside them in ``vi``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]

_HERE = Path(__file__).parent
_chosen: NullTranslations = NullTranslations()
_language: Language = "en"
_within: ContextVar[Language | None] = ContextVar("language", default=None)
"""The language of a document that is being made, in the thread that makes it."""


@cache
def _load(language: Language) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    with (_HERE / language / "LC_MESSAGES" / "counter.mo").open("rb") as file:
        return GNUTranslations(file)


def use(language: Language) -> None:
    """Speak ``language`` from now on, in the whole process."""
    global _chosen, _language
    _chosen, _language = _load(language), language


def language() -> Language:
    """The language spoken now."""
    return _within.get() or _language


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Speak ``wanted`` in this block and thread alone: a form has the language of the law, whatever the screen has."""
    token = _within.set(wanted)
    try:
        yield
    finally:
        _within.reset(token)


def _(message: str) -> str:
    """``message`` in the language spoken now; placeholders stay for ``str.format``."""
    if not message:
        return ""
    wanted = _within.get()
    return (_chosen if wanted is None else _load(wanted)).gettext(message)


def in_language(message: str, wanted: Language) -> str:
    """``message`` in ``wanted``, whatever is spoken now."""
    return _chosen.gettext(message) if wanted == _language else _load(wanted).gettext(message)


def tenths(number: float) -> str:
    """``number`` with one decimal place and the decimal sign of the language spoken now."""
    return f"{number:.1f}".replace(".", "," if language() == "vi" else ".")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, known to every extractor
    """Mark ``message`` for translation where it is defined; ``_`` translates it where it is shown."""
    return message
