"""Debian's programs at the other end of some tests: which tests need them, and where they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest

from tests.postgres import knows_python, knows_tls

TLS, PLPYTHON = "postgresql with TLS", "plpython3u"
_PACKAGES = {
    "cupsd": "cups-daemon",
    "lp": "cups-client",
    "pdftotext": "poppler-utils",
    "ser2net": "ser2net",
    "socat": "socat",
    "tesseract": "tesseract-ocr tesseract-ocr-vie",
    "zbarimg": "zbar-tools",
    TLS: "postgresql",
    PLPYTHON: "postgresql-plpython3-15",
}
_BUILT_IN: dict[str, Callable[[], bool]] = {TLS: knows_tls, PLPYTHON: knows_python}
"""What is no program by itself: abilities of the PostgreSQL that the tests run."""


def needs(*names: str) -> pytest.MarkDecorator:
    """Mark a test that needs these programs; ``pytest -m programs`` selects all such tests."""
    unknown = set(names) - set(_PACKAGES)
    if unknown:
        raise ValueError(f"no package is known for {', '.join(sorted(unknown))}")
    return pytest.mark.programs(*names)


def check(item: pytest.Item) -> None:
    """Before any fixture of ``item``: skip it where a program that it needs is missing, or fail it where CI runs.

    A test that gave up half-way would leave behind the folders and servers that it had already made.
    """
    names = {name for mark in item.iter_markers("programs") for name in mark.args}
    missing = sorted(name for name in names if not _is_here(name))
    if missing:
        packages = " ".join(_PACKAGES[name] for name in missing)
        reason = f"needs {', '.join(missing)}: apt-get install {packages}"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def program(name: str) -> str:
    """The path of ``name``, for a test that is marked with it; LookupError where it is missing."""
    if path := shutil.which(name):
        return path
    raise LookupError(f"{name} is not on the PATH, and the test is not marked with needs({name!r})")


def _is_here(name: str) -> bool:
    return _BUILT_IN[name]() if name in _BUILT_IN else shutil.which(name) is not None
