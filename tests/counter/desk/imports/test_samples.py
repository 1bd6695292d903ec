"""What ships as samples: facts where there are facts, "mẫu" where there are none."""

import csv
from collections import Counter
from itertools import islice

import pytest

from counter.rules.identity import CitizenNumber, cross_check
from counter.rules.scan import IdentityCard, read
from counter.samples.office import ACCOUNTS, OFFICE, sample_catalogue
from counter.samples.people import citizens


def test_the_decision_has_its_36_procedures_and_nothing_invented() -> None:
    procedures = sample_catalogue("qd1291")
    assert Counter(each.agency for each in procedures) == {
        "Bộ Công an": 13,
        "Bộ Quốc phòng": 14,
        "Bảo hiểm xã hội Việt Nam": 9,
    }
    for each in procedures:
        assert (each.term, each.unit, each.fee, each.components, each.steps) == (None, "", None, (), ())
        assert each.levels
        assert each.code.startswith("QD1291.")


def test_invented_procedures_say_that_they_are_samples() -> None:
    procedures = sample_catalogue("commune")
    assert len(procedures) >= 12
    assert all(each.sample and each.name.endswith("(mẫu)") for each in procedures)
    assert all(each.code.startswith("MAU.") for each in procedures)
    assert all("(mẫu)" in each.agency for each in procedures)


def test_the_two_catalogues_share_no_code() -> None:
    codes = [each.code for each in sample_catalogue()]
    assert len(codes) == len(set(codes))


def test_citizens_are_the_same_for_the_same_seed_and_their_cards_read_without_doubt() -> None:
    people = list(islice(citizens(7), 200))
    assert people == list(islice(citizens(7), 200))
    assert len({each.person.identity for each in people}) == 200
    for each in people:
        card = read(each.card)
        assert isinstance(card, IdentityCard)
        assert (card.number, card.name, card.birth, card.sex) == (
            each.person.identity,
            each.person.name,
            each.person.birth,
            each.person.sex,
        )
        assert CitizenNumber.parse(card.number) is not None
        assert not cross_check(card.number, card.sex, card.birth)
        assert "Mẫu" in card.address


def test_demo_accounts_have_passwords_that_nobody_takes_for_real() -> None:
    assert all(account.password.startswith("demo-") for account in ACCOUNTS)
    assert "Mẫu" in OFFICE.name


@pytest.mark.parametrize("name", ["qd1291", "commune"])
def test_a_packaged_catalogue_is_a_plain_csv_with_one_heading(name: str) -> None:
    from importlib.resources import files

    rows = list(csv.reader((files("counter.samples") / f"{name}.csv").read_text("utf-8").splitlines()))
    assert len({len(row) for row in rows}) == 1
