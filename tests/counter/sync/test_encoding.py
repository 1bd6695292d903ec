"""How batches are written: what suits the line is found out, and each form brings the same events over."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from db.central.install import install
from db.sync.encoding import Encoding, EncodingChoice
from tests.counter.sync.hosts import at_centre, host_at
from tests.postgres import Postgres
from tests.programs import PLPYTHON, needs

NEAR, FAR = timedelta(milliseconds=2), timedelta(milliseconds=80)


def test_a_centre_that_is_near_gets_events_as_they_are() -> None:
    assert EncodingChoice(NEAR).form is Encoding.PLAIN
    assert EncodingChoice(FAR).form is Encoding.PACKED
    assert EncodingChoice(FAR, deflates=True).form is Encoding.DEFLATED


def test_where_packing_takes_the_time_it_is_left_and_the_faster_is_kept() -> None:
    choice, taken = EncodingChoice(FAR), []
    for form, seconds in ((Encoding.PACKED, 0.05), (Encoding.PLAIN, 0.02), (Encoding.PLAIN, 0.2)):
        choice.learn(form, 500, seconds=seconds, writing=0.04)
        taken.append(choice.form)
    assert taken == [Encoding.PLAIN, Encoding.PLAIN, Encoding.PACKED]


def test_a_thin_line_to_a_near_centre_is_packed() -> None:
    choice = EncodingChoice(NEAR)
    choice.learn(Encoding.PLAIN, 500, seconds=5.0, writing=0.01)
    assert choice.form is Encoding.PACKED
    choice.learn(Encoding.PACKED, 500, seconds=2.0, writing=0.03)
    assert choice.form is Encoding.PACKED


def test_a_few_events_tell_nothing() -> None:
    choice = EncodingChoice(FAR)
    choice.learn(Encoding.PACKED, 20, seconds=0.01, writing=0.009)
    assert choice.form is Encoding.PACKED


@needs(PLPYTHON)
def test_compressed_batches_bring_the_same_events(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.sync.encoding.NEAR", timedelta())
    url = _with_python(postgres)
    host = host_at(url, tmp_path / "office")
    with psycopg.connect(url) as connection:
        group = sql.Identifier(f"{connection.info.dbname}_node")
        connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION centre.push_v1 FROM {}").format(group))
    host.receive(3)
    host.synced()
    assert at_centre(url) == host.events()


def _with_python(postgres: Postgres) -> str:
    """A centre that takes compressed batches; Debian has PostgreSQL's Python in a package of its own."""
    url = postgres.fresh()
    install(url, deflate=True)
    return url
