"""Dossiers that were left on their way, so that each worklist that an office fills by itself has something."""

from __future__ import annotations

from counter.demo.month import Month
from counter.demo.moves import at_counter, receive
from counter.desk.dossiers import apologies, supplements
from counter.desk.handovers import lists
from counter.desk.payments import payments
from counter.desk.post import results
from db.domain.records import Dossier

_BIRTH, _COPY, _DEATH, _STATUS = "MAU.HT.01", "MAU.HT.02", "MAU.HT.03", "MAU.HT.05"
_ADDRESS = "Ấp Mẫu 9, xã Tân Hòa Mẫu, tỉnh Tây Ninh"


def leave_late(month: Month) -> None:
    """Two whose results do not come: an apology was given for one of them."""
    lan = month.desks["lan"]
    dossiers = [receive(month, code) for code in (_DEATH, _BIRTH)]
    lists.hand_over(lan, [one.id for one in dossiers], "Võ Văn Nhận (mẫu)")
    due_at = apologies.appointment(lan, dossiers[0], 2)
    apologies.apologise(lan, dossiers[0].id, "Chờ kết quả xác minh (mẫu)", due_at)


def leave_waiting(month: Month) -> None:
    """What waits for the citizen, the agency and the post: a paper, money, a list, a letter, and what is due next."""
    lan = month.desks["lan"]
    asked, taxed, gone = (receive(month, _COPY) for _one in range(3))
    supplements.ask(lan, asked.id, ["Giấy cam kết (mẫu)"], "Hồ sơ chưa đủ theo quy định (mẫu)")
    payments.ask(lan, taxed.id, 120_000, "Lệ phí trước bạ (mẫu)")
    lists.hand_over(lan, [gone.id], "Võ Văn Nhận (mẫu)")
    receive(month, _STATUS, fee_paid=0)
    receive(month, _BIRTH)
    _finished(month)
    results.post(lan, _finished(month).id, "EM000000001VN")


def _finished(month: Month) -> Dossier:
    """One whose result goes by post."""
    dossier = receive(month, _STATUS, return_by_post=True, return_place=_ADDRESS)
    for _step in at_counter(month, dossier):
        month.clock.wait(5)
    return dossier
