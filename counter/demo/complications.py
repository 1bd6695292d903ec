"""Courses on which something happens between intake and result: papers lack, money is owed, it gets late, it ends."""

from __future__ import annotations

from counter.demo.month import Month, Steps
from counter.demo.moves import at_desk, give, outcome, rate, receive, to_agency, usual_end, with_result
from counter.desk.dossiers import apologies, endings, places, supplements
from counter.desk.payments import payments
from counter.rules.money import owed
from counter.rules.papers import originals_kept
from db.domain.codes import FormKind, PaymentMethod
from db.domain.event_kind import EventKind
from db.domain.records import Dossier, Paper

_REGISTRATION, _DEATH, _COPY, _STATUS, _RESIDENCE = (
    "MAU.HT.01",
    "MAU.HT.03",
    "MAU.HT.02",
    "MAU.HT.05",
    "MAU.CU.01",
)
_MISSING = ("Bản xác nhận nơi cư trú (mẫu)", "Giấy cam kết (mẫu)")


def supplemented(month: Month) -> Steps:
    """The agency sends it back for a paper, which comes two days later; the term starts again."""
    dossier = receive(month, _COPY)
    yield from to_agency(month, dossier)
    _ask(month, dossier, _MISSING[:1])
    yield 2
    _bring(month, dossier, _MISSING[:1])
    yield from usual_end(month, dossier)


def held(month: Month) -> Steps:
    """The term is held while a paper is awaited, and the paper is asked for at the counter, before it went."""
    dossier = receive(month, _RESIDENCE)
    yield 1
    _ask(month, dossier, _MISSING[1:])
    yield 1
    _bring(month, dossier, _MISSING[1:])
    yield from usual_end(month, dossier)


def supplemented_twice(month: Month) -> Steps:
    """One of two papers comes; the supervisor asks once more."""
    dossier = receive(month, _COPY)
    yield from to_agency(month, dossier)
    _ask(month, dossier, _MISSING)
    yield 1
    _bring(month, dossier, _MISSING[:1])
    supplements.ask(month.supervisor, dossier.id, _MISSING[1:], "Giấy cam kết chưa có chữ ký (mẫu)")
    month.count.note(EventKind.SUPPLEMENT_ASKED, form=FormKind.SUPPLEMENT)
    yield 1
    _bring(month, dossier, _MISSING[1:])
    yield from usual_end(month, dossier)


def _ask(month: Month, dossier: Dossier, papers: tuple[str, ...]) -> None:
    supplements.ask(at_desk(month, dossier), dossier.id, papers, "Hồ sơ chưa đủ theo quy định (mẫu)")
    month.count.note(EventKind.SUPPLEMENT_ASKED, form=FormKind.SUPPLEMENT)


def _bring(month: Month, dossier: Dossier, papers: tuple[str, ...]) -> None:
    brought = [Paper(name=name, originals=1) for name in papers]
    supplements.receive(at_desk(month, dossier), dossier.id, brought)
    month.count.note(EventKind.SUPPLEMENT_RECEIVED, form=FormKind.INTAKE)


def taxed(month: Month) -> Steps:
    """The agency asks for a duty, which is paid in two parts; then it goes on."""
    dossier = receive(month, "MAU.CT.03")
    yield from to_agency(month, dossier)
    payments.ask(at_desk(month, dossier), dossier.id, 200_000, "Lệ phí trước bạ (mẫu)")
    month.count.note(EventKind.DUTY_ASKED)
    yield 1
    _pay(month, dossier, 80_000, PaymentMethod.TRANSFER)
    yield 1
    _pay(month, dossier, 120_000, PaymentMethod.CASH)
    month.count.note(EventKind.PROCESSING)
    yield from with_result(month, dossier)
    give(month, dossier)


def paid_in_parts(month: Month) -> Steps:
    """Nothing is paid at intake, a part on the way, the rest when it is collected."""
    dossier = receive(month, _STATUS, fee_paid=0)
    yield from to_agency(month, dossier)
    _pay(month, dossier, 5_000, PaymentMethod.CASH)
    yield from with_result(month, dossier, days=2)
    give(month, dossier)


def paid_back(month: Month) -> Steps:
    """The fee was taken although nothing is owed for it: the supervisor gives it back."""
    dossier = receive(month, _STATUS)
    yield 1
    payments.refund(
        month.supervisor,
        dossier.id,
        dossier.fee_paid,
        method=PaymentMethod.CASH,
        reason="Thuộc diện miễn (mẫu)",
    )
    month.count.note(EventKind.PAID)
    yield 1
    assert owed(month.read(dossier.id)) == dossier.fee
    yield from usual_end(month, dossier)


def _pay(month: Month, dossier: Dossier, amount: int, method: PaymentMethod) -> None:
    serial = f"BL-{len(month.received):05d}"
    payments.pay(at_desk(month, dossier), dossier.id, amount, method=method, serial=serial)
    month.count.note(EventKind.PAID, form=FormKind.PAYMENT)


def apologised(month: Month) -> Steps:
    """It will be late: an apology in time, with a new appointment."""
    dossier = receive(month, _RESIDENCE)
    yield from to_agency(month, dossier)
    _apologise(month, dossier)
    yield 2
    yield from with_result(month, dossier)
    give(month, dossier)


def apologised_late(month: Month) -> Steps:
    """It is late already when somebody apologises."""
    dossier = receive(month, _DEATH)
    yield from to_agency(month, dossier)
    yield 1
    _apologise(month, dossier)
    yield 1
    yield from with_result(month, dossier)
    give(month, dossier)
    rate(month, dossier)


def _apologise(month: Month, dossier: Dossier) -> None:
    desk = at_desk(month, dossier)
    due_at = apologies.appointment(desk, month.read(dossier.id), 3)
    apologies.apologise(desk, dossier.id, "Chờ kết quả xác minh (mẫu)", due_at)
    month.count.note(EventKind.APOLOGISED, form=FormKind.APOLOGY)


def withdrawn(month: Month) -> Steps:
    """The citizen takes it back, with the originals."""
    dossier = receive(month, _REGISTRATION)
    yield 1
    kept = originals_kept(month.read(dossier.id))
    endings.withdraw(at_desk(month, dossier), dossier.id, "Người dân xin rút hồ sơ (mẫu)", kept)
    month.count.note(EventKind.WITHDRAWN, form=FormKind.PAPERS)


def withdrawn_from_agency(month: Month) -> Steps:
    """The citizen takes it back while it lies at the agency; the papers come back later, and are given back then."""
    dossier = receive(month, _REGISTRATION)
    yield from to_agency(month, dossier)
    endings.withdraw(at_desk(month, dossier), dossier.id, "Người dân xin rút hồ sơ (mẫu)")
    month.count.note(EventKind.WITHDRAWN)
    yield from _papers_alone(month, dossier)


def stopped(month: Month) -> Steps:
    """The agency stops it; the papers come back without a result, and the originals are given back."""
    dossier = receive(month, _REGISTRATION)
    yield from to_agency(month, dossier)
    endings.stop(at_desk(month, dossier), dossier.id, "Người dân không bổ sung hồ sơ (mẫu)")
    month.count.note(EventKind.STOPPED, form=FormKind.STOP)
    yield from _papers_alone(month, dossier)


def _papers_alone(month: Month, dossier: Dossier) -> Steps:
    month.coming.append((dossier.id, None))
    yield 1
    kept = originals_kept(month.read(dossier.id))
    endings.give_back(at_desk(month, dossier), dossier.id, kept)
    month.count.note(EventKind.PAPERS_RETURNED, form=FormKind.PAPERS)


def transferred(month: Month) -> Steps:
    """Another agency decides it, and its result is collected at another place."""
    dossier = receive(month)
    places.transfer(
        at_desk(month, dossier),
        dossier.id,
        "Thuộc thẩm quyền của cấp tỉnh (mẫu)",
        deciding_agency="Sở Tư pháp (mẫu)",
        return_place="Trung tâm hành chính công tỉnh (mẫu)",
    )
    month.count.note(EventKind.TRANSFERRED)
    yield from to_agency(month, dossier)
    month.coming.append((dossier.id, outcome(month)))
    yield 1
    places.shelve(at_desk(month, dossier), dossier.id, f"K{month.turn % 9 + 1}")
    month.count.note(EventKind.SHELVED)
    yield 1
    give(month, dossier)
