"""What a procedure asks for in a case and by a channel: its papers, its term, its fee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from db.domain.codes import Channel
from db.domain.procedure import ChannelTerm, Component, ListedFee, Procedure, Step


def cases_of(procedure: Procedure) -> tuple[str, ...]:
    """The cases (trường hợp) that the officer chooses from, in the order of the catalogue; none where there is one."""
    named = (
        *(component.case for component in procedure.components),
        *(term.case for term in procedure.by_channel),
    )
    cases = tuple(dict.fromkeys(filter(None, named)))
    return cases if len(cases) > 1 else ()


def papers_of(procedure: Procedure, case: str = "") -> tuple[Component, ...]:
    """The papers that ``procedure`` asks for in ``case``, each once.

    Where the case is not known, as of a dossier from before there were any, those of all cases: only what every case
    asks for is required then.
    """
    has_cases = bool(cases_of(procedure))
    listed: dict[str, Component] = {}
    for component in procedure.components:
        if has_cases and case and component.case not in ("", case):
            continue
        if has_cases and not case and component.case:
            component = replace(component, required=False)
        listed.setdefault(component.name, component)
    return tuple(listed.values())


def terms_of(procedure: Procedure, channel: Channel, case: str = "") -> ChannelTerm:
    """How long ``procedure`` takes and what it costs by ``channel`` in ``case``; where its catalogue says nothing of
    the channel, what it says of all.
    """
    of_channel = [term for term in procedure.by_channel if term.channel == channel]
    for wanted in (case, ""):
        if fits := next((term for term in of_channel if term.case == wanted), None):
            return fits
    if of_channel:
        return of_channel[0]
    return ChannelTerm(
        channel=channel, case=case, term=procedure.term, unit=procedure.unit, fees=procedure.fees
    )


def fee_of(procedure: Procedure, channel: Channel, case: str = "") -> int | None:
    """What it costs in all, in đồng; None where that is not known, or is typed at intake."""
    fees = terms_of(procedure, channel, case).fees
    return total(fees) if fees else procedure.fee


def total(fees: Iterable[ListedFee]) -> int | None:
    """The sum of ``fees``; None where one of them goes by quantity."""
    amounts = [fee.amount for fee in fees]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def steps_of(procedure: Procedure) -> tuple[Step, ...]:
    """The steps inside the offices; where the catalogue has none, the public ones, by nobody and in no time."""
    return procedure.workflow or tuple(Step(name=name) for name in procedure.steps)
