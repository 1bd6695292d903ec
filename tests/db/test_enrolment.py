"""The enrolment: one small file with a secret in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.enrolment import FILE, BadEnrolment, Enrolment, Insecure, find

ONE = Enrolment(
    host="trungtam.example.vn",
    port=5432,
    database="centre",
    role="centre:000.17.22.H56/0",
    secret="rất bí mật",
    ca="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    office="000.17.22.H56",
    node=0,
    name='UBND xã "Tân Hòa"',
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(secret=texts, name=texts, node=st.integers(0, 9), port=st.integers(1, 65535))
def test_it_is_read_as_it_was_written(secret: str, name: str, node: int, port: int) -> None:
    one = replace(ONE, secret=secret, name=name, node=node, port=port)
    assert Enrolment.from_text(one.to_text()) == one


def test_only_its_owner_can_read_the_file_and_nothing_shows_the_secret(tmp_path: Path) -> None:
    path = tmp_path / FILE
    ONE.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert Enrolment.read(path) == ONE
    assert ONE.secret not in repr(ONE)
    assert list(tmp_path.iterdir()) == [path]
    assert ONE.writer == "000.17.22.H56/0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        ONE.to_text().replace("port = 5432", "port = 70000"),
        ONE.to_text().replace("node = 0", "node = 10"),
        ONE.to_text().replace("node = 0", 'node = "0"'),
        ONE.to_text().replace("node = 0", "node = true"),
        ONE.to_text().replace("secret =", "password ="),
    ],
)
def test_what_is_no_enrolment_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadEnrolment):
        Enrolment.from_text(text)


def test_bytes_that_are_no_text_are_no_enrolment(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(BadEnrolment):
        Enrolment.read(tmp_path / FILE)


def test_a_credential_of_the_service_manager_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert find(tmp_path) is None
    ONE.write(tmp_path / FILE)
    assert find(tmp_path) == tmp_path / FILE
    given_by = tmp_path / "credentials"
    given_by.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given_by))
    assert find(tmp_path) == tmp_path / FILE
    ONE.write(given_by / "centre")
    assert find(tmp_path) == given_by / "centre"


def test_nothing_goes_out_without_a_proof_of_who_the_centre_is() -> None:
    told = ONE.conninfo()
    assert (told["sslmode"], told["channel_binding"]) == ("verify-full", "require")
    assert told["ssl_min_protocol_version"] == "TLSv1.3"
    assert Path(told["sslrootcert"]).read_text("ascii") == ONE.ca
    assert replace(ONE, ca="").conninfo()["sslrootcert"] == "system"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_very_machine_may_be_met_without_tls_where_that_is_asked_for(host: str) -> None:
    here = replace(ONE, host=host)
    assert here.conninfo(insecure_loopback=True)["sslmode"] == "disable"
    assert here.conninfo()["sslmode"] == "verify-full"


@pytest.mark.parametrize("host", ["trungtam.example.vn", "10.0.0.1", "localhost.example.vn", "0.0.0.0", ""])
def test_no_other_machine_ever_is(host: str) -> None:
    with pytest.raises(Insecure):
        replace(ONE, host=host).conninfo(insecure_loopback=True)
