"""Who the centre is has to be proved before anything is said to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from db.sync.state import Failure
from tests.counter.sync.hosts import HASTY, Host, host_at, on_tls
from tests.db.sync.proxy import Weather, proxied
from tests.postgres import Postgres
from tests.programs import TLS, needs

pytestmark = needs(TLS)


@pytest.fixture
def host(postgres: Postgres, centre: str, tmp_path: Path) -> Host:
    return on_tls(host_at(centre, tmp_path / "one"), postgres.authority)


def test_a_meeting_over_tls(host: Host) -> None:
    host.receive(3)
    run = host.sync(insecure=False)
    assert (run.failure, run.sent) == (None, len(host.events()))
    assert host.sync(insecure=False).sent == 0


def test_a_centre_that_another_authority_vouches_for_is_told_nothing(host: Host) -> None:
    wrong = trustme.CA().cert_pem.bytes().decode()
    with proxied(host.enrolment.port) as proxy:
        run = Host(host.desk, replace(host.enrolment, ca=wrong)).sync(proxy.listens, insecure=False)
    assert run.failure is Failure.CERTIFICATE
    assert "password" not in run.detail


def test_a_centre_under_another_name_is_told_nothing(host: Host) -> None:
    assert Host(host.desk, replace(host.enrolment, host="127.0.0.2")).sync(insecure=False).failure in (
        Failure.CERTIFICATE,
        Failure.NO_NETWORK,
    )


def test_the_systems_authorities_do_not_vouch_for_it_either(host: Host) -> None:
    run = Host(host.desk, replace(host.enrolment, ca="")).sync(insecure=False)
    assert run.failure is Failure.CERTIFICATE


def test_a_line_over_tls_that_swallows_everything_is_given_up_in_time(host: Host) -> None:
    with proxied(host.enrolment.port, Weather(cut_up=3_000, silent=True)) as proxy:
        host.receive(5)
        run = host.sync(proxy.listens, timing=HASTY, insecure=False)
    assert run.failure is Failure.NO_ANSWER
