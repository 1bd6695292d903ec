"""A centre of its own for each test: nothing enrolled, the schema in place."""

import pytest

from db.central.install import install
from tests.postgres import Postgres


@pytest.fixture
def centre(postgres: Postgres) -> str:
    """The administrator's address of a fresh centre."""
    url = postgres.fresh()
    install(url)
    return url
