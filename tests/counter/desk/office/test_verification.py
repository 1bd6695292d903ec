"""Putting right what follows from the ledger: also the numbers that must never be given out twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office.verification import verify
from tests import offices


@pytest.mark.parametrize("node", [0, 2])
@pytest.mark.parametrize("damage", ["DELETE FROM number_series", "UPDATE number_series SET last = 1"])
def test_a_rebuild_goes_on_after_the_highest_number_of_the_ledger(desk: Desk, node: int, damage: str) -> None:
    desk = replace(desk, node=f"{desk.office.unit}/{node}")
    for _ in range(3):
        last = receive(desk, offices.intake()).dossier
    assert verify(desk, rebuild=True).holds
    with desk.store.write() as connection:
        connection.execute(text(damage))
    verdict = verify(desk, rebuild=True)
    assert verdict.differing == (
        ("number_series", f"book:{last.book}"),
        ("number_series", "dossier:261123"),
    )
    assert not verdict.holds
    assert verify(desk, rebuild=True).holds
    after = receive(desk, offices.intake()).dossier
    assert int(after.code[-4:]) == int(last.code[-4:]) + 1
    assert after.book_number == last.book_number + 1


def test_the_numbers_of_another_host_are_not_ours(desk: Desk) -> None:
    other = replace(desk, node=f"{desk.office.unit}/2")
    for _ in range(3):
        receive(other, offices.intake())
    with desk.store.write() as connection:
        connection.execute(text("DELETE FROM number_series"))
    assert verify(desk, rebuild=True).holds
    assert receive(desk, offices.intake()).dossier.code.endswith("-0001")
