"""Debian's programs that stand at the other end of some tests."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """The path of ``name``. On a developer's machine its tests wait for ``package``; where CI runs they fail."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    if found := shutil.which(name, path=path):
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is missing here: apt-get install {package}")
    pytest.skip(f"needs {name}: apt-get install {package}")
