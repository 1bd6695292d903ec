"""Which procedures are offered first, and when a result may be handed over."""

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk
from counter.desk.dossiers import returns, transitions
from db.domain.records import Outcome
from tests.offices import BIRTH, COPY, SEAL, later, received, seated


def usual(desk: Desk) -> list[str]:
    return [procedure.code for procedure in procedures.procedures_by_use(desk)]


def test_what_comes_in_most_comes_first(desk: Desk) -> None:
    received(desk, COPY)
    received(desk, COPY)
    received(desk, SEAL)
    assert usual(desk) == [COPY.code, SEAL.code, BIRTH.code]


def test_this_counter_weighs_more_than_the_others(office: Desk) -> None:
    here, there = seated(office), seated(office, "minh", 1)
    received(there, COPY)
    received(there, COPY)
    received(here, SEAL)
    assert usual(here)[0] == SEAL.code
    assert usual(there)[0] == COPY.code


def test_today_weighs_more_than_days_ago(desk: Desk) -> None:
    received(later(desk, days=-3), COPY)
    received(later(desk, days=-3), COPY)
    received(desk, SEAL)
    assert usual(desk)[0] == SEAL.code


def test_an_agencys_officer_is_offered_its_own(office: Desk) -> None:
    assert usual(seated(office, "congan", 2)) == [SEAL.code]


def test_a_result_may_be_handed_over_when_ready_or_settled_on_the_spot(desk: Desk) -> None:
    birth, copy = received(desk), received(desk, COPY)
    assert (returns.may_return(desk, birth), returns.may_return(desk, copy)) == (False, True)
    transitions.result_arrived(desk, birth, Outcome())
    assert returns.may_return(desk, birth)
