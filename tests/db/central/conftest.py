"""A centre of its own for each test, or for the examples of one: nothing enrolled, the schema in place."""

import pytest

from db.central.install import install
from tests.postgres import Postgres


@pytest.fixture
def centre(postgres: Postgres) -> str:
    """The administrator's address of a fresh centre."""
    return _fresh(postgres)


@pytest.fixture(scope="module")
def lasting_centre(postgres: Postgres) -> str:
    """A centre for a whole module, where each example brings its own dossiers."""
    return _fresh(postgres)


def _fresh(postgres: Postgres) -> str:
    url = postgres.fresh()
    install(url)
    return url
