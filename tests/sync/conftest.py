"""A centre for each test that meets one."""

from tests.central.conftest import centre

__all__ = ["centre"]
