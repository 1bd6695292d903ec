"""What an intake is checked against: the case, the papers and the fee that its procedure says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_
from counter.problems import Problem
from counter.rules.doubt import Doubt
from counter.rules.money import vnd
from counter.rules.page_fee import page_fee
from counter.rules.procedures import cases_of, fee_of, papers_of, terms_of
from db.domain.doubt import DoubtCode
from db.domain.progress import FeePart

if TYPE_CHECKING:
    from counter.desk.dossiers.entries import Intake
    from db.domain.procedure import Procedure


def check_case(procedure: Procedure, intake: Intake) -> None:
    """Raise ``Problem`` where the procedure has several cases and none was chosen, or another than it has.

    What was taken in on paper before may not say it.
    """
    cases = cases_of(procedure)
    if intake.case and intake.case not in cases:
        raise Problem(N_("The procedure has no case “{case}”."), field="case", case=intake.case[:80])
    if cases and not intake.case and not intake.paper_number:
        raise Problem(N_("Choose the case: papers, term and fee follow it."), field="case")


def check_papers(procedure: Procedure, intake: Intake, *, may_lack: bool = False) -> tuple[str, ...]:
    """The papers that were not handed in; raises ``Problem`` where a required one is missing unless it ``may_lack``,
    or one too many was asked for (only what the procedure lists: NĐ 61/2018 Đ.5).
    """
    listed = {component.name: component for component in papers_of(procedure, intake.case)}
    if listed:
        for paper in intake.papers:
            if paper.name not in listed:
                raise Problem(
                    N_("{paper} is not on the procedure's list of papers."), field="papers", paper=paper.name
                )
    if not may_lack and (lacking := lacking_papers(procedure, intake)):
        sentence = N_("Still missing: {papers}. Tick what was handed in, or give out form 02.")
        raise Problem(sentence, field="papers", papers=", ".join(lacking))
    given = {paper.name for paper in intake.papers}
    return tuple(name for name in listed if name not in given)


def lacking_papers(procedure: Procedure, intake: Intake) -> tuple[str, ...]:
    """The required papers that were not handed in."""
    given = {paper.name for paper in intake.papers}
    listed = papers_of(procedure, intake.case)
    return tuple(paper.name for paper in listed if paper.required and paper.name not in given)


def lacking_doubts(lacking: tuple[str, ...]) -> tuple[Doubt, ...]:
    """The doubt that a dossier is accepted incomplete, where the office allows it."""
    sentence = N_("Accepted incomplete, without: {papers}")
    doubt = Doubt(DoubtCode.STILL_LACKING, sentence, field="papers", papers=", ".join(lacking))
    return (doubt,) if lacking else ()


def fee_parts(procedure: Procedure, intake: Intake) -> tuple[FeePart, ...]:
    """The components of the fee of ``intake``; empty where the catalogue knows none, or only the whole was given.

    Raises ``Problem`` where other components were given than the procedure has.
    """
    if procedure.page_fee and intake.copied:
        return ()
    fees = terms_of(procedure, intake.channel, intake.case).fees
    if intake.fee_parts:
        if len(intake.fee_parts) != len(fees):
            raise Problem(N_("Type the amount of each part of the fee."), field="fee")
        amounts = list(intake.fee_parts)
    elif len(fees) == 1 and intake.fee is not None:
        amounts = [intake.fee]
    else:
        amounts = [fee.amount for fee in fees if fee.amount is not None]
        if len(amounts) != len(fees) or intake.fee not in (None, sum(amounts)):
            return ()
    return tuple(
        FeePart(
            name=fee.name,
            amount=amount,
            kind=fee.kind,
            code=fee.code,
            listed=fee.amount,
            reason=intake.fee_reason if amount < (fee.amount or 0) else "",
        )
        for fee, amount in zip(fees, amounts, strict=True)
    )


def listed_fee(procedure: Procedure, intake: Intake) -> int:
    """What ``intake`` costs by the catalogue, in đồng; 0 where that is not known."""
    if procedure.page_fee and intake.copied:
        return page_fee(procedure.page_fee, intake.copied)
    return fee_of(procedure, intake.channel, intake.case) or 0


def check_fee(procedure: Procedure, intake: Intake) -> None:
    """Raise ``Problem`` where less than the procedure's fee is asked without a reason, or more is paid than asked.

    What was taken in on paper before stays as it was written there.
    """
    listed = listed_fee(procedure, intake)
    parts = fee_parts(procedure, intake)
    fee = sum(part.amount for part in parts) if parts else listed if intake.fee is None else intake.fee
    if any(part.amount < 0 for part in parts):
        raise Problem(N_("A fee is not negative."), field="fee")
    less = next((part for part in parts if part.amount < (part.listed or 0)), None)
    if not intake.fee_reason and (less or fee < listed):
        amount = vnd(less.listed or 0) if less else vnd(listed)
        raise Problem(N_("Type why the fee is less than {fee}."), field="fee_reason", fee=amount)
    if intake.fee_paid > fee and not intake.paper_number:
        raise Problem(N_("More than is owed was entered."), field="fee")
