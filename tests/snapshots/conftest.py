"""An office for each test that asks for one; every test begins in Vietnamese."""

from tests.fixtures import desk, no_pause, office, vietnamese

__all__ = ["desk", "no_pause", "office", "vietnamese"]
