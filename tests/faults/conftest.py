"""An office for each test that asks for one; every test begins in Vietnamese."""

from tests.fixtures import desk, office, vietnamese

__all__ = ["desk", "office", "vietnamese"]
